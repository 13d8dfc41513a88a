"""docs/domain.md, "Elections and stages": "No count adds up two elections."

The scene: three reports of one election, two of another, two of none; later one of the first moves to the second.
"""

from collections import Counter
from typing import Any, NamedTuple

import pytest

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import AUDITOR, DESK, KPU, SARI, TONO, VERIFY, P, fire, headers, report
from tests.features.proposals.proposing import decide, propose

PILKADA, PEMILU, NONE = "pilkada-2024", "pemilu-2024", "none"
PLAN = [PILKADA, PILKADA, PILKADA, PEMILU, PEMILU, None, None]
GROUPS = ("state", "category", "agency", "area")


class Scene(NamedTuple):
    """The reports in the order of the plan, and how many leaves there were before one of them moved."""

    reports: list[dict[str, Any]]
    before: int


@pytest.fixture
async def at(client: Any, settings: Settings, worker: Any) -> Scene:
    made = [
        await report(
            client, settings, election=election, classification="ordinary", occurred_at="2024-02-13T10:00:00+07:00"
        )
        for election in PLAN
    ]
    answer = await fire(client, settings, SARI, f"/reports/{made[0]['id']}", 1, VERIFY)
    assert answer.status_code == 200
    body = {"kind": "amendment", "amendment": {"election": PEMILU}}
    asked = (await propose(client, settings, made[0], body, DESK)).json()
    await sequence_all(worker)
    before = await worker.fetchval("SELECT max(leaf_index) FROM audit_leaf")
    moved = await decide(client, settings, made[0], asked["id"], TONO)
    assert moved.status_code == 200, moved.text
    await sequence_all(worker)
    return Scene(made, before)


async def get(client: Any, settings: Settings, path: str, who: Any = DESK, **params: Any) -> Any:
    answer = await client.get(f"{P}{path}", params=params, headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    return answer.json()


def totals(summary: Any) -> dict[str | None, int]:
    return {one["election"]: one["total"] for one in summary["elections"]}


@pytest.mark.usefixtures("at")
async def test_each_election_is_counted_by_itself_and_what_belongs_to_none_too(client: Any, settings: Settings) -> None:
    summary = await get(client, settings, "/summary")
    assert totals(summary) == {PILKADA: 2, PEMILU: 3, None: 2}
    assert set(summary) == {"as_of", "elections"}  # no number over several elections stands anywhere
    for one in summary["elections"]:
        assert {sum(one[group].values()) for group in GROUPS} == {one["total"]}
    by_state = {one["election"]: one["state"] for one in summary["elections"]}
    assert by_state == {PILKADA: {"reported": 2}, PEMILU: {"reported": 2, "verified": 1}, None: {"reported": 2}}


async def test_a_report_counts_for_the_election_that_it_belonged_to_at_that_leaf(
    client: Any, settings: Settings, at: Scene
) -> None:
    assert totals(await get(client, settings, "/summary", as_of=at.before)) == {PILKADA: 3, PEMILU: 2, None: 2}
    assert totals(await get(client, settings, "/summary", as_of=at.before + 1)) == {PILKADA: 2, PEMILU: 3, None: 2}


async def test_at_every_leaf_the_numbers_are_those_of_the_reports_so_far(
    client: Any, settings: Settings, at: Scene
) -> None:
    taken = [each["report"] for each in (await get(client, settings, "/events"))["items"]]
    elections = dict(zip((one["id"] for one in at.reports), PLAN, strict=True))
    for leaf in range(at.before + 2):
        known = elections | ({at.reports[0]["id"]: PEMILU} if leaf > at.before else {})
        expected = Counter(known[one] for one in set(taken[: leaf + 1]))
        assert totals(await get(client, settings, "/summary", as_of=leaf)) == expected


@pytest.mark.parametrize(("asked", "election", "count"), [(PILKADA, PILKADA, 2), (PEMILU, PEMILU, 3), (NONE, None, 2)])
async def test_asked_for_one_it_says_the_same_of_it_and_nothing_of_others(
    client: Any, settings: Settings, at: Scene, asked: str, election: str | None, count: int
) -> None:
    whole, one = await get(client, settings, "/summary"), await get(client, settings, "/summary", election=asked)
    assert one["elections"] == [each for each in whole["elections"] if each["election"] == election]
    assert totals(one) == {election: count}
    before = await get(client, settings, "/summary", election=asked, as_of=at.before)
    assert totals(before) == {election: {PILKADA: 3, PEMILU: 2, NONE: 2}[asked]}


@pytest.mark.usefixtures("at")
async def test_an_election_without_reports_has_no_numbers(client: Any, settings: Settings) -> None:
    assert (await get(client, settings, "/summary", election="pilkades-2023"))["elections"] == []


@pytest.mark.parametrize(("asked", "places"), [(PILKADA, [1, 2]), (PEMILU, [0, 3, 4]), (NONE, [5, 6])])
async def test_lists_and_the_feed_of_one_hold_nothing_of_others(
    client: Any, settings: Settings, at: Scene, asked: str, places: list[int]
) -> None:
    ids = [at.reports[place]["id"] for place in places]
    found = await get(client, settings, "/reports", election=asked, sort="reported_at")
    assert [one["id"] for one in found["items"]] == ids
    paged = [(await get(client, settings, "/reports", election=asked, sort="reported_at", limit=1))["items"][0]["id"]]
    assert paged == ids[:1]
    for place in range(len(PLAN)):
        body = {"agency": "kejari", "role": "support", "kind": "information"}
        path = f"{P}/reports/{at.reports[place]['id']}/tasks"
        assert (await client.post(path, json=body, headers=headers(settings, DESK))).status_code == 201
    tasks = await get(client, settings, "/tasks", election=asked)
    assert {one["report"] for one in tasks["items"]} == set(ids)


async def test_an_event_belongs_to_the_election_of_its_report_at_that_time(
    client: Any, settings: Settings, at: Scene
) -> None:
    moved = at.reports[0]["id"]
    told = {
        election: [
            each["action"]
            for each in (await get(client, settings, "/events", election=election))["items"]
            if each["report"] == moved
        ]
        for election in (PILKADA, PEMILU, NONE)
    }
    assert told == {
        PILKADA: ["report.reported", "report.verified", "proposal.made"],
        PEMILU: ["proposal.approved", "report.amended"],
        NONE: [],
    }


@pytest.mark.usefixtures("at")
async def test_the_feeds_of_all_elections_are_the_whole_feed_in_pages_too(client: Any, settings: Settings) -> None:
    whole = [each["leaf_index"] for each in (await get(client, settings, "/events"))["items"]]
    parts = []
    for election in (PILKADA, PEMILU, NONE):
        after = -1
        while True:
            page = await get(client, settings, "/events", election=election, after=after, limit=2)
            parts += [each["leaf_index"] for each in page["items"]]
            if page["next_cursor"] is None:
                break
            after = int(page["next_cursor"])
    assert sorted(parts) == whole


@pytest.mark.usefixtures("at")
async def test_what_is_hidden_from_an_auditor_is_in_no_feed_of_an_election(
    client: Any, settings: Settings, worker: Any
) -> None:
    """Of a walled report an auditor's feed has place and hash; that it belongs to an election would be more."""
    party = {"agency": "inspektorat", "name": "Pegawai"}
    await report(client, settings, election=PILKADA, reported_party=party, classification="ordinary")
    await sequence_all(worker)
    whole = (await get(client, settings, "/events", AUDITOR))["items"]
    assert [each["action"] for each in whole].count(None) == 1
    for election in (PILKADA, PEMILU, NONE):
        found = (await get(client, settings, "/events", AUDITOR, election=election))["items"]
        assert all(each["action"] is not None for each in found)
        assert all(each["action"] != "reads.recorded" for each in found)


@pytest.mark.usefixtures("at")
async def test_what_a_caller_may_not_see_is_in_no_number(client: Any, settings: Settings, worker: Any) -> None:
    before = totals(await get(client, settings, "/summary", KPU))
    party = {"agency": "kpu", "name": "Anggota"}
    await report(client, settings, election=PILKADA, reported_party=party, classification="ordinary")
    await sequence_all(worker)
    assert totals(await get(client, settings, "/summary", KPU)) == before
    assert totals(await get(client, settings, "/summary"))[PILKADA] == before[PILKADA] + 1
