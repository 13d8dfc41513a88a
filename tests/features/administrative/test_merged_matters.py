"""Two reports of one matter over HTTP: what runs on the duplicate goes only to where an act has met it, that stands."""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import KPU, SARI, VERIFY, report
from tests.features.administrative.acting import ended, reopened, running, take, verdict, violation
from tests.features.clocks.test_as_told import KNOWN, done
from tests.features.clocks.test_put_right import OF_PEMILU, of_election
from tests.features.elections.at_a_time import set_clock
from tests.features.gakkumdu.test_over_http import take as take_case
from tests.features.gakkumdu.test_over_http import taken as case_taken
from tests.signing import Signer

CRIME = {"severity": "S3"}
RATNA = ("supervisor", "bawaslu", "Ratna")
VIOLATION = {"category": "administrative", "severity": "S3"}
LESS = (409, "survivor_protects_less", ["legal_clock"])


async def of_a_matter(client: Any, settings: Settings, **told: Any) -> str:
    made = await report(client, settings, **OF_PEMILU | KNOWN | told)
    await done(client, settings, made, VERIFY)
    return str(made["id"])


async def merged(client: Any, settings: Settings, made: str, into: str) -> tuple[int, str, list[str]]:
    """By one officer: what the answer says."""
    answer = await ended(client, settings, made, SARI, outcome="duplicate", duplicate_of=into)
    found = answer.json()
    return answer.status_code, found.get("code", ""), found.get("protections", [])


async def test_what_nobody_decided_goes_into_no_report_that_is_to_be_decided_anew(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Not proven, ended and reopened: nothing runs there, and what a former decision met meets nothing of the other."""
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    anew, made = [await of_a_matter(client, settings, **VIOLATION) for _ in range(2)]
    assert (await take(client, settings, anew, "decision", finding="not_proven")).status_code == 200
    assert (await ended(client, settings, anew, outcome="unfounded")).status_code == 200
    await reopened(client, settings, anew)
    assert (await violation(client, settings, anew))["state"] == "undecided"
    assert await merged(client, settings, made, anew) == LESS
    assert {*await running(client, settings, made)} == {"handling", "administrative_decision"}
    assert (await take(client, settings, anew, "decision")).status_code == 200
    assert (await merged(client, settings, made, anew))[0] == 200
    assert {*await running(client, settings, anew)} == {"execute_decision"}
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_what_is_registered_waits_for_the_other_to_run_on(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ended with the other report was met there by nobody; reopened, its handling runs on, and ends no later."""
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    closed, made = [await of_a_matter(client, settings, **CRIME) for _ in range(2)]
    assert (await ended(client, settings, closed, outcome="unfounded")).status_code == 200
    assert await merged(client, settings, made, closed) == LESS
    await reopened(client, settings, closed)
    assert (await merged(client, settings, made, closed))[0] == 200
    assert {*await running(client, settings, closed)} == {"handling"}


@pytest.mark.parametrize(("day", "goes"), [("22T23:59:00", True), ("23T08:00:00", False)])
async def test_what_was_missed_leaves_no_list_by_a_merge(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, day: str, *, goes: bool
) -> None:
    """KPU had until Thursday 22 February 2024 to carry the one decision out; the other was carried out on Monday."""
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    carried_out, made = [await of_a_matter(client, settings, **VIOLATION) for _ in range(2)]
    for each in (carried_out, made):
        assert (await take(client, settings, each, "decision")).status_code == 200
    assert (await take(client, settings, carried_out, "carried_out_by_kpu", KPU)).status_code == 200
    set_clock(monkeypatch, f"2024-02-{day}")
    assert (await merged(client, settings, made, carried_out) == LESS) is not goes
    assert {*await running(client, settings, made)} == (set() if goes else {"execute_decision"})


async def test_a_handling_that_was_missed_goes_to_where_it_was_missed_too(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Registered on one day, decided on Monday 4 March 2024 in one of them: fourteen working days ended on the 8th."""
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    decided, open_still, made = [await of_a_matter(client, settings, **VIOLATION) for _ in range(3)]
    set_clock(monkeypatch, "2024-02-20T10:00:00")
    assert (await take(client, settings, decided, "decision", finding="not_proven")).status_code == 200
    set_clock(monkeypatch, "2024-03-13T10:00:00")
    assert await merged(client, settings, made, decided) == LESS
    assert (await merged(client, settings, made, open_still))[0] == 200
    assert {*await running(client, settings, open_still)} == {"handling", "administrative_decision"}


async def test_a_crime_is_handled_by_no_case_that_was_stopped_and_by_no_decision(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    stopped, discussed, made = [await of_a_matter(client, settings, **CRIME) for _ in range(3)]
    decided = await of_a_matter(client, settings, **VIOLATION)
    assert (await take(client, settings, decided, "decision")).status_code == 200
    for each in (stopped, discussed):
        await case_taken(client, settings, each, "register")
    assert (await take_case(client, settings, stopped, "first_discussion", decision="stop")).status_code == 200
    for step in ("first_discussion", "second_discussion"):
        await case_taken(client, settings, discussed, step)
    for into in (stopped, decided):
        assert await merged(client, settings, made, into) == LESS
    assert (await merged(client, settings, made, discussed))[0] == 200
    assert {*await running(client, settings, discussed)} == {"forward_crime"}
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_a_case_that_goes_on_is_not_merged_into_a_report_that_has_ended(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second person ended the one, whose case stood; the other's would end there, whoever takes its steps."""
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    over, made = [await of_a_matter(client, settings, **CRIME) for _ in range(2)]
    for each in (over, made):
        await case_taken(client, settings, each, "register")
    for step in ("first_discussion", "second_discussion"):
        await case_taken(client, settings, made, step)
    assert (await ended(client, settings, over, RATNA)).status_code == 200
    assert await merged(client, settings, made, over) == LESS
    assert {*await running(client, settings, made)} == {"forward_crime"}


@pytest.mark.parametrize("election", [None, "pilkada-2024"])
async def test_what_was_limited_in_its_election_is_not_merged_away_while_it_is_out(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, election: str | None
) -> None:
    """Registered on Monday 19 February 2024, to be handled until Monday 26; the other was registered on the 27th."""
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    made = await of_a_matter(client, settings, **VIOLATION)
    set_clock(monkeypatch, "2024-02-27T10:00:00")
    other = await of_a_matter(client, settings, **VIOLATION | {"known_at": "2024-02-26T10:00:00+07:00"})
    assert await merged(client, settings, made, other) == LESS
    await of_election(client, settings, {"id": made}, election)
    assert await merged(client, settings, made, other) == LESS
    await of_election(client, settings, {"id": other}, election)
    assert await merged(client, settings, made, other) == LESS


async def test_what_was_met_in_its_election_and_ends_no_later_elsewhere_may_be_merged_while_both_are_out(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one day, with the same limits, nothing missed: nobody's limit is lost by it."""
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    other, made = [await of_a_matter(client, settings, **VIOLATION) for _ in range(2)]
    for each in (other, made):
        await of_election(client, settings, {"id": each}, None)
    assert (await merged(client, settings, made, other))[0] == 200
