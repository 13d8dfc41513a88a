"""What the law says must be told and was not: in the report, in its notices, and in the list of the agency."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

from service.edge.settings import Settings
from tests.edge.api.story import (
    AUDITOR,
    DESK,
    KODIM,
    LEAD,
    POLRES,
    SARI,
    TONO,
    VERIFY,
    P,
    fire,
    headers,
    report,
    verified,
)
from tests.features.erasures.asking import erase
from tests.features.erasures.cases import Told
from tests.features.notices.telling import get, notices, sent, wall
from tests.features.notices.test_sending import closed
from workflows.codes.people import Role


async def test_registering_owes_the_reporter_a_notice_until_it_is_sent(client: Any, settings: Settings) -> None:
    made = await report(client, settings)
    assert made["owed_notices"] == []
    answer = await fire(client, settings, SARI, f"/reports/{made['id']}", 1, VERIFY)
    assert answer.json()["owed_notices"] == ["registered/reporter"]
    found = await get(client, settings, f"/reports/{made['id']}")
    assert found["owed_notices"] == ["registered/reporter"]
    (owed,) = (await notices(client, settings, made))["owed"]
    assert (owed["occasion"], owed["audience"], owed["status"]) == ("registered", "reporter", "to_confirm")
    assert owed["since"] < owed["due_at"]
    await sent(client, settings, made, text="Hal lain")
    assert (await get(client, settings, f"/reports/{made['id']}"))["owed_notices"] == ["registered/reporter"]
    await sent(client, settings, made, text=None, template="registered_reporter")
    assert (await get(client, settings, f"/reports/{made['id']}"))["owed_notices"] == []
    assert (await notices(client, settings, made))["owed"] == []


async def test_an_anonymous_early_warning_owes_nobody(client: Any, settings: Settings) -> None:
    """docs/domain.md, "Who may read a report": "An early warning needs no name"."""
    made = await verified(client, settings, reporter=None)
    assert made["owed_notices"] == []


async def test_closing_with_its_notice_owes_the_public_alone(client: Any, settings: Settings) -> None:
    made = await closed(client, settings)
    assert set(made["owed_notices"]) == {"registered/reporter", "closed/public"}
    assert set((await get(client, settings, f"/reports/{made['id']}", DESK))["owed_notices"]) == set(
        made["owed_notices"]
    )
    told = {"audience": "public", "channel": "notice_board", "text": None, "template": "status_public"}
    await sent(client, settings, made, DESK, **told)
    assert (await get(client, settings, f"/reports/{made['id']}", DESK))["owed_notices"] == ["registered/reporter"]


async def test_a_lead_that_is_handed_on_owes_the_reporter_a_notice(client: Any, settings: Settings) -> None:
    made = await report(client, settings, category="logistics", classification="ordinary")
    path = f"/reports/{made['id']}"
    await fire(client, settings, DESK, path, 1, VERIFY)
    lead = {"agency": "kpu", "role": "lead", "kind": "logistics"}
    task = (await fire(client, settings, DESK, path, 2, {"trigger": "assign", "tasks": [lead]})).json()["tasks"][0]
    body = {"trigger": "transfer", "agency": "polres", "kind": "forwarded", "reason": "Pengawalan"}
    answer = await fire(client, settings, DESK, f"/tasks/{task['id']}", 1, body)
    assert answer.status_code == 200, answer.text
    assert "forwarded/reporter" in (await get(client, settings, path, DESK))["owed_notices"]


async def test_the_list_holds_what_the_callers_agency_owes_due_first(client: Any, settings: Settings) -> None:
    mine = [(await verified(client, settings))["id"] for _ in range(3)]
    theirs = await report(client, settings, category="logistics", classification="ordinary")
    await fire(client, settings, DESK, f"/reports/{theirs['id']}", 1, VERIFY)
    found = await get(client, settings, "/notices/owed")
    assert [item["report"] for item in found["items"]] == mine
    assert {item["lead_agency"] for item in found["items"]} == {"bawaslu"}
    first = await get(client, settings, "/notices/owed?limit=2")
    rest = await get(client, settings, f"/notices/owed?limit=2&cursor={first['next_cursor']}")
    assert [item["report"] for item in (*first["items"], *rest["items"])] == mine
    assert rest["next_cursor"] is None
    for who in (DESK, AUDITOR):
        assert len((await get(client, settings, "/notices/owed", who))["items"]) == 4
    kpu = (await get(client, settings, "/notices/owed", (Role.OFFICER, "kpu", "Dewi")))["items"]
    assert [item["report"] for item in kpu] == [theirs["id"]]
    assert (await get(client, settings, "/notices/owed?due_before=2020-01-01T00:00:00Z"))["items"] == []
    foreign = await client.get(
        f"{P}/notices/owed?agency=kpu&cursor={first['next_cursor']}", headers=headers(settings, SARI)
    )
    assert foreign.status_code == 422


async def test_the_list_is_narrowed_to_one_report_page_by_page(client: Any, settings: Settings) -> None:
    made, other = await closed(client, settings), await verified(client, settings)
    assert len((await get(client, settings, "/notices/owed"))["items"]) == 3
    asked = f"/notices/owed?report={made['id']}"
    whole = (await get(client, settings, asked))["items"]
    assert {(item["report"], item["occasion"]) for item in whole} == {
        (made["id"], "registered"),
        (made["id"], "closed"),
    }
    first = await get(client, settings, f"{asked}&limit=1")
    rest = await get(client, settings, f"{asked}&limit=1&cursor={first['next_cursor']}")
    assert ([*first["items"], *rest["items"]], rest["next_cursor"]) == (whole, None)
    foreign = await client.get(
        f"{P}/notices/owed?report={other['id']}&cursor={first['next_cursor']}", headers=headers(settings, SARI)
    )
    assert foreign.status_code == 422
    assert (await get(client, settings, f"{asked}&due_before=2020-01-01T00:00:00Z"))["items"] == []
    assert (await get(client, settings, f"{asked}&agency=kpu"))["items"] == []
    assert (await get(client, settings, f"/notices/owed?report={UUID(int=7)}"))["items"] == []


async def test_what_is_owed_of_a_report_that_is_named_is_seen_by_another_agency_unless_that_is_hidden(
    client: Any, settings: Settings
) -> None:
    made = await verified(client, settings)
    asked = f"/notices/owed?report={made['id']}"
    assert [item["report"] for item in (await get(client, settings, asked, POLRES))["items"]] == [made["id"]]
    assert (await get(client, settings, asked, KODIM))["items"] == []
    assert (await wall(client, settings, made, "polres")).status_code == 201
    assert (await get(client, settings, asked, POLRES))["items"] == []


async def test_the_list_hides_what_the_report_hides(client: Any, settings: Settings) -> None:
    made = await verified(client, settings)  # restricted: Kodim holds nothing of it
    assert (await get(client, settings, "/notices/owed?agency=bawaslu", KODIM))["items"] == []
    assert len((await get(client, settings, "/notices/owed?agency=bawaslu", POLRES))["items"]) == 1
    assert (await wall(client, settings, made, "polres")).status_code == 201
    assert (await get(client, settings, "/notices/owed?agency=bawaslu", POLRES))["items"] == []


async def test_what_is_owed_follows_the_lead(client: Any, settings: Settings) -> None:
    made = await verified(client, settings)
    await fire(client, settings, DESK, f"/reports/{made['id']}", 2, {"trigger": "assign", "tasks": [LEAD]})
    assert (await wall(client, settings, made, "bawaslu", TONO)).json()["lead_agency"] == "kesbangpol"
    assert (await get(client, settings, "/notices/owed"))["items"] == []
    (owed,) = (await get(client, settings, "/notices/owed?agency=kesbangpol", DESK))["items"]
    assert owed["report"] == made["id"]


async def test_a_reporter_who_is_erased_is_owed_nothing_any_longer_and_others_are(
    client: Any, settings: Settings, admin: Any
) -> None:
    """Whom nobody can tell any more is owed nothing, on any occasion; the public still is."""
    made, other = await closed(client, settings), await verified(client, settings)
    assert set(made["owed_notices"]) == {"registered/reporter", "closed/public"}
    told = Told(client, settings)
    told.made = made
    await erase(client, settings, told, target="reporter")
    path = f"/reports/{made['id']}"
    assert (await get(client, settings, path, DESK))["owed_notices"] == ["closed/public"]
    assert [owed["audience"] for owed in (await notices(client, settings, made, DESK))["owed"]] == ["public"]
    listed = (await get(client, settings, "/notices/owed"))["items"]
    assert {(item["report"], item["audience"]) for item in listed} == {
        (made["id"], "public"),
        (other["id"], "reporter"),
    }
    # What was settled by being told, when it was closed, still says by which notice.
    settled = "SELECT occasion, notice_id IS NULL AS untold FROM owed_notice WHERE settled_at IS NOT NULL"
    rows = await admin.fetch(settled)
    assert {tuple(row) for row in rows} == {("closed", False), ("registered", True)}


async def test_what_was_told_is_on_no_list_and_stays_settled_by_the_notice_that_told_it(
    client: Any, settings: Settings, admin: Any
) -> None:
    made, other = [await verified(client, settings) for _ in range(2)]
    body = {"text": None, "template": "registered_reporter"}
    first = await sent(client, settings, made, **body)
    kept = "SELECT settled_at, notice_id::text FROM owed_notice WHERE report_id = $1::uuid"
    row = await admin.fetchrow(kept, made["id"])
    assert row["notice_id"] == first["id"]
    await sent(client, settings, made, **body)  # told once more, it settles nothing
    assert await admin.fetchrow(kept, made["id"]) == row
    assert [item["report"] for item in (await get(client, settings, "/notices/owed"))["items"]] == [other["id"]]


async def test_what_is_due_before_a_time_is_not_due_at_it(client: Any, settings: Settings) -> None:
    made = await verified(client, settings)
    (owed,) = (await get(client, settings, "/notices/owed"))["items"]
    due = datetime.fromisoformat(owed["due_at"])
    for before, found in ((due, []), (due + timedelta(microseconds=1), [made["id"]])):
        asked = quote(before.isoformat())
        items = (await get(client, settings, f"/notices/owed?due_before={asked}"))["items"]
        assert [item["report"] for item in items] == found
