"""A report that two took out of its election keeps what the law limits: it comes back by one person's act.

All dates were counted by hand. In February 2024 the 8th, 9th and 14th were no working days.
"""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, POLRES, SARI, TONO, VERIFY, fire, report
from tests.features.administrative.acting import running
from tests.features.clocks.test_as_told import KNOWN, done, found
from tests.features.clocks.test_nobody_alone import FOUND, lodged, put_right
from tests.features.clocks.test_put_right import OF_PEMILU, OF_PILKADA, at, of_election, shown, verdict
from tests.features.elections.at_a_time import set_clock
from tests.signing import Signer

OUT = [None, "pilkades-2023"]
"""No election, and one whose law sets no limits."""


async def refused(client: Any, settings: Settings, made: Any, who: Any, **members: Any) -> None:
    """One person may not, and nothing has changed."""
    before = await found(client, settings, made)
    answer = await put_right(client, settings, made, who, **members)
    told = answer.json()
    assert (answer.status_code, told["code"], told.get("protections")) == (
        403, "second_person_needed", ["legal_clock"],
    ), answer.text  # fmt: skip
    assert await found(client, settings, made) == before


async def put_back(client: Any, settings: Settings, made: Any, who: Any, election: str) -> None:
    answer = await put_right(client, settings, made, who, election=election)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("election", OUT)
@pytest.mark.parametrize("who", [POLRES, DESK])
async def test_what_was_lodged_late_is_made_one_in_time_by_nobody_alone_while_it_is_out(
    client: Any,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    worker: Any,
    signer: Signer,
    tmp_path: Path,
    who: Any,
    election: str | None,
) -> None:
    """Known on Monday 19 February 2024 it could be lodged until Wednesday 28; by the 20th it would be in time.

    Nor by both at once, coming back; that it became known earlier one person may say.
    """
    set_clock(monkeypatch, "2024-02-29T10:00:00")
    made = await report(client, settings, POLRES, **OF_PEMILU | KNOWN)
    assert made["advisories"] == ["lodged_late"]
    await of_election(client, settings, made, election)
    later = {"known_at": "2024-02-20T10:00:00+07:00"}
    await refused(client, settings, made, who, **later)
    await refused(client, settings, made, who, **later, election="pemilu-2024")
    earlier = await put_right(client, settings, made, who, known_at="2024-02-19T09:00:00+07:00")
    assert earlier.status_code == 200, earlier.text
    await put_back(client, settings, made, who, "pemilu-2024")
    assert (await found(client, settings, made))["advisories"] == ["lodged_late"]
    assert await lodged(client, settings, made) == "late"
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_a_handling_that_was_missed_is_not_missed_less_by_a_way_out_of_the_election(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Pilkada's finding of Monday 4 November 2024 was to be handled until Thursday 7."""
    set_clock(monkeypatch, "2024-11-12T10:00:00")
    made = await report(client, settings, SARI, **OF_PILKADA | FOUND | {"known_at": "2024-11-04T10:00:00+07:00"})
    await done(client, settings, made, VERIFY, TONO)
    missed = (await shown(client, settings, made))["handling"]["due_at"]
    assert missed == at("2024-11-07T23:59:59")
    await of_election(client, settings, made, None)
    await refused(client, settings, made, SARI, known_at="2024-11-12T09:00:00+07:00")
    await put_back(client, settings, made, SARI, "pilkada-2024")
    handling = (await shown(client, settings, made))["handling"]
    assert (handling["due_at"], handling["stopped_at"]) == (missed, None)
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


@pytest.mark.parametrize("through", [None, "pilkada-2024"])
@pytest.mark.parametrize("registered", [False, True])
async def test_a_limit_to_decide_is_lost_by_no_other_category_while_it_is_out(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, through: str | None, *, registered: bool
) -> None:
    """Of an administrative violation art. 461 limits the decision; of one of ethics nothing does.

    Nor where it is under another law by then, which limits no decision: it may go back by the way of no election.
    """
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    made = await report(client, settings, **OF_PEMILU | KNOWN | {"category": "administrative"})
    if registered:
        await done(client, settings, made, VERIFY, TONO)
    await of_election(client, settings, made, through)
    await refused(client, settings, made, SARI, category="ethics", takes_lead_away=True)
    if through is not None:
        await of_election(client, settings, made, None)
        await refused(client, settings, made, SARI, category="ethics", takes_lead_away=True)
    await put_back(client, settings, made, SARI, "pemilu-2024")
    if not registered:
        await done(client, settings, made, VERIFY, TONO)
    assert {"administrative_decision", "handling"} <= {*await running(client, settings, made["id"])}


async def test_what_begins_with_the_receipt_is_lost_by_no_other_category_while_it_is_out(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pilkada handles from the receipt, in what Bawaslu leads: nothing of it is left in what Kominfo leads."""
    set_clock(monkeypatch, "2024-11-04T10:00:00")
    made = await report(client, settings, **OF_PILKADA | {"category": "administrative"})
    began = await running(client, settings, made["id"])
    assert "handling" in began
    await of_election(client, settings, made, None)
    await refused(client, settings, made, SARI, category="polarisation", takes_lead_away=True)
    await put_back(client, settings, made, SARI, "pilkada-2024")
    assert await running(client, settings, made["id"]) == began


async def test_who_never_was_under_a_law_of_limits_is_put_right_by_one(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, "2024-02-29T10:00:00")
    made = await report(client, settings, POLRES, **OF_PEMILU | KNOWN | {"election": None})
    for members in ({"known_at": "2024-02-20T10:00:00+07:00"}, {"category": "ethics", "takes_lead_away": True}):
        answer = await put_right(client, settings, made, POLRES, **members)
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("election", OUT)
async def test_what_was_lodged_in_time_is_merged_into_nothing_that_was_not_while_both_are_out(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, election: str | None
) -> None:
    """As within the election; the other way round nothing is lost."""
    set_clock(monkeypatch, "2024-02-29T10:00:00")
    late = await report(client, settings, POLRES, **OF_PEMILU | KNOWN)
    good = await report(client, settings, POLRES, **OF_PEMILU | {"known_at": "2024-02-28T10:00:00+07:00"})
    assert (late["advisories"], good["advisories"]) == (["lodged_late"], [])
    for made in (late, good):
        await of_election(client, settings, made, election)

    async def merged(one: Any, into: Any) -> Any:
        body = {"trigger": "dismiss", "outcome": "duplicate", "reason": "Sama", "duplicate_of": into["id"]}
        version = (await found(client, settings, one))["version"]
        return await fire(client, settings, SARI, f"/reports/{one['id']}", version, body)

    refused_ = await merged(good, late)
    told = refused_.json()
    assert (refused_.status_code, told["code"], told["protections"]) == (
        409, "survivor_protects_less", ["legal_clock"],
    ), refused_.text  # fmt: skip
    assert (await merged(late, good)).status_code == 200
