"""Who read a report, for auditors and for who supervises its lead: each read once, page by page."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import ADMIN, AUDITOR, DESK, KPU, POLRES, SARI, SUPERVISOR, TONO, P, headers, report
from tests.features.notices.telling import wall
from tests.trail.reads.kept import ask, kept, settled
from workflows.codes.people import Role

RATNA = (SUPERVISOR, "kpu", "Ratna")
KPU_AUDITOR = (Role.AUDITOR, "kpu", "Rahman")


async def opened(client: Any, settings: Settings, made: str, *people: Any) -> None:
    """The report is opened by each of them, one after the other."""
    for who in people:
        answer = await ask(client, settings, who, "GET", f"/reports/{made}")
        assert answer.status_code == 200, answer.text
        await settled(client)


async def reads(client: Any, settings: Settings, made: str, who: Any = TONO, query: str = "") -> Any:
    answer = await client.get(f"{P}/reports/{made}/reads{query}", headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    await settled(client)
    return answer.json()


def told(page: Any) -> list[tuple[str, str, str]]:
    return [(read["what"], read["role"], read["agency"]) for read in page["items"]]


@pytest.mark.parametrize("classification", ["restricted", "secret"])
async def test_the_supervisor_of_the_lead_is_told_who_read_it_how_and_when(
    client: Any, settings: Settings, classification: str
) -> None:
    made = await report(client, settings, classification=classification)
    await opened(client, settings, made["id"], POLRES, DESK)
    await ask(client, settings, DESK, "GET", f"/reports/{made['id']}/history")
    await settled(client)
    first = await reads(client, settings, made["id"])
    assert told(first) == [
        ("report.opened", "officer", "polres"),
        ("report.opened", "coordinator", "kesbangpol"),
        ("history.opened", "coordinator", "kesbangpol"),
    ]
    assert first["items"][0]["person"] == made["reported_by"]["person"]
    assert first["items"][0]["at"] < first["items"][1]["at"]
    assert {read["task"] for read in first["items"]} == {None}
    again = await reads(client, settings, made["id"], AUDITOR)
    assert told(again) == [*told(first), ("reads.listed", "supervisor", "bawaslu")]


async def test_of_an_ordinary_report_only_what_auditors_read_is_kept(client: Any, settings: Settings) -> None:
    made = await report(client, settings, classification="ordinary")
    await opened(client, settings, made["id"], KPU, AUDITOR, DESK)
    assert told(await reads(client, settings, made["id"])) == [("report.opened", "auditor", "inspektorat")]


async def test_reads_of_another_report_in_the_same_record_are_not_told(
    client: Any, settings: Settings, admin: Any
) -> None:
    made, other = [(await report(client, settings))["id"] for _ in range(2)]
    for each in (made, other, made):
        assert (await ask(client, settings, POLRES, "GET", f"/reports/{each}")).status_code == 200
    assert len(await kept(client, admin)) == 3
    assert len((await reads(client, settings, made))["items"]) == 2
    assert len((await reads(client, settings, other))["items"]) == 1


async def test_pages_tell_each_read_once_also_within_one_record(client: Any, settings: Settings) -> None:
    made = (await report(client, settings))["id"]
    for who in (POLRES, DESK, SARI, POLRES, DESK):
        assert (await ask(client, settings, who, "GET", f"/reports/{made}")).status_code == 200
    await settled(client)
    whole = (await reads(client, settings, made, AUDITOR))["items"]
    assert len(whole) == 5
    query, found = "?limit=2", []
    while query:
        page = await reads(client, settings, made, TONO, query)
        found += page["items"]
        further = page["next_cursor"]
        query = f"?limit=2&cursor={further}" if further and len(found) < len(whole) else ""
    assert found[:5] == whole
    assert len({(read["event"], read["at"]) for read in found}) == len(found)


async def test_a_cursor_of_another_report_is_refused(client: Any, settings: Settings) -> None:
    made, other = [(await report(client, settings))["id"] for _ in range(2)]
    await opened(client, settings, made, POLRES, DESK)
    cursor = (await reads(client, settings, made, TONO, "?limit=1"))["next_cursor"]
    path = f"{P}/reports/{other}/reads?cursor={cursor}"
    answer = await client.get(path, headers=headers(settings, TONO))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "cursor_invalid")


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        (SARI, 403, "role_not_permitted"),
        (DESK, 403, "role_not_permitted"),
        (ADMIN, 403, "role_not_permitted"),
        (RATNA, 403, "not_lead_agency"),
    ],
)
async def test_nobody_else_is_told(client: Any, settings: Settings, who: Any, status: int, code: str) -> None:
    made = await report(client, settings, classification="ordinary")
    answer = await client.get(f"{P}/reports/{made['id']}/reads", headers=headers(settings, who))
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_who_does_not_see_the_report_finds_nothing(client: Any, settings: Settings) -> None:
    made = await report(client, settings)
    walled = await report(client, settings, classification="ordinary")
    assert (await wall(client, settings, walled, "kpu")).status_code == 201
    for who, one in ((RATNA, made), (RATNA, walled), (KPU_AUDITOR, walled)):
        answer = await client.get(f"{P}/reports/{one['id']}/reads", headers=headers(settings, who))
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
