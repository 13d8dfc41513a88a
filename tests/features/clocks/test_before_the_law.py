"""What is said to be older than the law: late by any law, and limited from the first day of this one.

Pilkada's law is in force since 18 March 2015, pemilu's since 16 August 2017: soon after, each limit was over.
"""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import POLRES, SARI, TONO, VERIFY, report
from tests.features.clocks.test_as_told import done, found
from tests.features.clocks.test_nobody_alone import FOUND, lodged, of_step, put_right
from tests.features.clocks.test_over_http import read
from tests.features.clocks.test_put_right import OF_PEMILU, OF_PILKADA, at, shown, verdict
from tests.features.elections.at_a_time import set_clock
from tests.signing import Signer

LONG_AGO = {"occurred_at": "2014-11-04T08:00:00+07:00", "known_at": "2014-11-05T08:00:00+07:00"}


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize(
    ("election", "since", "until"),
    [(OF_PILKADA, "2015-03-18", "2015-03-25"), (OF_PEMILU, "2017-08-16", "2017-08-28")],
    ids=["pilkada", "pemilu"],
)
async def test_what_became_known_before_the_law_is_late_whoever_says_so_and_when(
    client: Any,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    worker: Any,
    signer: Signer,
    tmp_path: Path,
    election: dict[str, Any],
    since: str,
    until: str,
    *,
    answered: bool,
) -> None:
    """Said when it is taken in, or answered by its author since.

    Of working days 18 and 21 to 25 August 2017 and Monday 28: Thursday 17 was Independence Day.
    """
    set_clock(monkeypatch, "2024-11-20T10:00:00")
    made = await report(client, settings, POLRES, **election | ({"known_at": None} if answered else LONG_AGO))
    if answered:
        assert made["advisories"] == ["known_at_not_told"]
        answer = await put_right(client, settings, made, POLRES, **LONG_AGO)
        assert answer.status_code == 200, answer.text
    assert (await found(client, settings, made))["advisories"] == ["lodged_late"]
    (clock,) = await of_step(client, settings, made, "lodge_report")
    assert (clock["started_at"], clock["due_at"]) == (at(f"{since}T00:00:00"), at(f"{until}T23:59:59"))
    assert clock["stopped_at"] == made["reported_at"]
    told = await read(client, settings, f"/clocks/{clock['id']}")
    assert told["counts_from"] == "in_force"
    assert "came into force" in told["explanations"]["en"]
    assert await lodged(client, settings, made) == "late"
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


@pytest.mark.parametrize(
    ("election", "step", "until"),
    [(OF_PILKADA, "handling", "2015-03-21"), (OF_PEMILU, "fix_finding", "2017-08-23")],
    ids=["pilkada", "pemilu"],
)
async def test_a_finding_of_long_ago_is_limited_and_its_limit_stands_missed(
    client: Any,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    worker: Any,
    signer: Signer,
    tmp_path: Path,
    election: dict[str, Any],
    step: str,
    until: str,
) -> None:
    """Nothing of it was limited, although who finds it says alone when it became known."""
    set_clock(monkeypatch, "2024-11-20T10:00:00")
    made = await report(client, settings, SARI, **election | FOUND | LONG_AGO)
    limit = (await shown(client, settings, made))[step]
    assert (limit["due_at"], limit["stopped_at"]) == (at(f"{until}T23:59:59"), None)
    await done(client, settings, made, VERIFY, TONO)
    handling = (await shown(client, settings, made))["handling"]
    assert (handling["stopped_at"], handling["due_at"] == limit["due_at"]) == (None, step == "handling")
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])
