"""Days that an operator keeps: clocks from now on are counted with them, clocks that run say so and stay."""

import json
from datetime import date, datetime
from typing import Any

import asyncpg
import pytest

from service.edge.policy_files import load_policies
from service.edge.settings import Settings
from service.features.calendar.copies import CalendarCopies
from service.operations.doctor.findings import Level
from service.storage.db.pool import Database
from tests.edge.api.local_days import DAY, within_the_study
from tests.edge.api.story import ADMIN, AUDITOR, DESK, KPU, TONO, P, headers, report
from tests.edge.contract.stage import study_of
from tests.operations.test_doctor_standing import found
from workflows.clocks.warnings import moment_of

DAYS = f"{P}/calendar/days"
LEAVE = DAY | {"day": "2024-02-20"}
ASKED = {"regime": "pemilu", "step": "administrative_decision", "start": "2024-02-19T10:00:00+07:00"}
CHAIN = "SELECT action, leaf FROM audit_event WHERE report_id IS NULL AND action LIKE 'calendar.%' ORDER BY seq"


async def kept(client: Any, settings: Settings, **changes: Any) -> dict[str, Any]:
    answer = await client.post(DAYS, json=LEAVE | changes, headers=headers(settings, ADMIN))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def withdrawn(client: Any, settings: Settings, day: Any) -> dict[str, Any]:
    sent = headers(settings, ADMIN)
    answer = await client.post(f"{DAYS}/{day['id']}/withdrawal", json={"reason": "Dicabut"}, headers=sent)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def previewed(client: Any, settings: Settings, **changes: Any) -> dict[str, Any]:
    answer = await client.get(f"{P}/clocks/preview", params=ASKED | changes, headers=headers(settings, DESK))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def read(client: Any, settings: Settings, path: str) -> Any:
    answer = await client.get(f"{P}{path}", headers=headers(settings, TONO))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_day_off_counts_from_now_on_and_no_longer_once_it_is_withdrawn(client: Any, settings: Settings) -> None:
    """14 working days from Monday 19 February 2024 end on Friday 8 March; a day off on the 20th makes it the 13th."""
    assert (await previewed(client, settings))["due_at"] == "2024-03-08T16:59:59Z"
    day = await kept(client, settings)
    later = await previewed(client, settings)
    assert later["due_at"] == "2024-03-13T16:59:59Z"
    assert {"day": "2024-02-20", "reason": "region", "name": DAY["name"]} in later["skipped"]
    policy = await read(client, settings, "/policy")
    assert policy["calendar"] == [{"day": "2024-02-20", "working_day": False, "name": DAY["name"]}]
    gone = await withdrawn(client, settings, day)
    assert (gone["withdrawal_reason"], gone["withdrawn_at"] is None) == ("Dicabut", False)
    assert (await previewed(client, settings))["due_at"] == "2024-03-08T16:59:59Z"


async def test_a_day_that_is_worked_after_all_counts_too(client: Any, settings: Settings) -> None:
    await kept(client, settings, day="2024-02-24", working_day=True)
    assert (await previewed(client, settings))["due_at"] == "2024-03-07T16:59:59Z"


async def test_a_clock_that_runs_says_so_and_stays_until_it_is_decided(client: Any, settings: Settings) -> None:
    made = await report(client, settings, election="pemilu-2024")
    clock, days = study_of(made), within_the_study(made)
    first = next(days)
    before = await read(client, settings, f"/clocks/{clock}")
    assert (before["kind"], before["length"], before["recounted_due_at"]) == ("initial_study", "2wd", None)
    await kept(client, settings, day=first)
    told = await read(client, settings, f"/clocks/{clock}")
    assert told["due_at"] == before["due_at"] < told["recounted_due_at"]
    assert first in {each["day"] for each in told["recounted_skipped"]} - {each["day"] for each in told["skipped"]}
    assert "the calendar has changed" in told["explanations"]["en"]
    assert "kalender telah berubah" in told["explanations"]["id"]
    shown = (await read(client, settings, f"/reports/{made['id']}"))["clocks"]
    assert [each["recounted_due_at"] for each in shown if each["id"] == clock] == [told["recounted_due_at"]]
    sent, why = headers(settings, TONO), {"reason": "Cuti bersama"}
    moved = (await client.post(f"{P}/clocks/{clock}/recount", json=why, headers=sent)).json()
    assert (moved["due_at"], moved["recounted_due_at"]) == (told["recounted_due_at"], None)
    assert [(each["due_before"], each["due"]) for each in moved["recounts"]] == [(before["due_at"], moved["due_at"])]
    assert await read(client, settings, f"/clocks/{clock}") == {k: v for k, v in moved.items() if k != "receipt"}
    event = (await read(client, settings, f"/reports/{made['id']}/history"))["items"][-1]
    assert (event["action"], event["data"]["clock"]) == ("clock.recounted", clock)
    again = await client.post(f"{P}/clocks/{clock}/recount", json=why, headers=headers(settings, TONO))
    assert (again.status_code, again.json()["code"]) == (409, "calendar_unchanged")


async def test_what_a_clock_keeps_in_its_row_is_what_it_says(client: Any, settings: Settings, admin: Any) -> None:
    made = await report(client, settings)
    clock = study_of(made)
    await kept(client, settings, day=next(within_the_study(made)))
    sent = headers(settings, TONO)
    moved = (await client.post(f"{P}/clocks/{clock}/recount", json={"reason": "Libur"}, headers=sent)).json()
    row = await admin.fetchrow("SELECT started_at, due_at, readings, next_at FROM clock WHERE id = $1", clock)
    ends = [each["due_at"] for each in json.loads(row["readings"])]
    assert ends == [each["due_at"] for each in moved["readings"]] == sorted(ends)
    assert moved["due_at"] == ends[0]
    assert row["next_at"] == moment_of(50, row["started_at"], datetime.fromisoformat(min(ends)))


async def test_an_end_that_is_not_settled_says_why(client: Any, settings: Settings) -> None:
    found = await previewed(client, settings, start="2027-03-01T10:00:00+07:00")
    assert found["estimates"] == ["no_decree", "estimated_feast"]
    assert "an estimate (" in found["explanations"]["en"]
    assert (await previewed(client, settings))["estimates"] == []


@pytest.mark.parametrize("year", [2014, 2051])
async def test_the_preview_answers_for_the_years_that_are_known(client: Any, settings: Settings, year: int) -> None:
    asked = ASKED | {"regime": "pilkada", "step": "investigation", "start": f"{year}-06-01T10:00:00+07:00"}
    answer = await client.get(f"{P}/clocks/preview", params=asked, headers=headers(settings, DESK))
    error = answer.json()["errors"][0]
    expected = {2014: ("step", "no_limit"), 2051: ("start", "out_of_calendar")}[year]
    assert (answer.status_code, (error["pointer"], error["code"])) == (422, expected)
    assert year == 2014 or ("2015" in error["detail"] and "2050" in error["detail"])


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"day": "2024-02-21"}, 201, None),
        ({}, 409, "day_kept"),
        ({"working_day": True}, 409, "day_kept"),
        ({"day": "2024-02-24"}, 422, "day_as_it_is"),  # a Saturday
        ({"day": "2024-02-14"}, 422, "day_as_it_is"),  # voting day
        ({"day": "2024-02-22", "working_day": True}, 422, "day_as_it_is"),
        ({"day": "2014-12-31"}, 422, "validation_failed"),
        ({"day": "2024-02-30"}, 422, "validation_failed"),
        ({"day": "2024-02-21", "source": " "}, 422, "validation_failed"),
        ({"day": "2024-02-21", "reason": ""}, 422, "validation_failed"),
    ],
)
async def test_a_day_that_cannot_be_kept_is_refused_by_name(
    client: Any, settings: Settings, changes: dict[str, Any], status: int, code: str | None
) -> None:
    await kept(client, settings)
    answer = await client.post(DAYS, json=LEAVE | changes, headers=headers(settings, ADMIN))
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text


async def test_a_repeated_request_keeps_one_day_and_a_withdrawal_is_made_once(client: Any, settings: Settings) -> None:
    sent = headers(settings, ADMIN, key="sekali")
    first, again = [await client.post(DAYS, json=LEAVE, headers=sent) for _ in range(2)]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert first.json() == again.json()
    gone, twice = [await withdrawn(client, settings, first.json()) for _ in range(2)]
    assert {name: gone[name] for name in gone if name != "receipt"} == twice
    assert (await kept(client, settings))["id"] != first.json()["id"]
    listed = await client.get(DAYS, headers=headers(settings, AUDITOR))
    assert [each["withdrawn_at"] is None for each in listed.json()["items"]] == [True, False]


async def test_the_trail_keeps_who_kept_which_day_and_a_digest_of_the_words(
    client: Any, settings: Settings, admin: Any
) -> None:
    await withdrawn(client, settings, await kept(client, settings))
    events = [(row["action"], json.loads(row["leaf"])) for row in await admin.fetch(CHAIN)]
    assert [action for action, _ in events] == ["calendar.day_kept", "calendar.day_withdrawn"]
    for _, leaf in events:
        assert (leaf["actor"]["role"], leaf["data"]["day"], len(leaf["data"]["words"])) == ("admin", "2024-02-20", 64)
        assert DAY["reason"] not in json.dumps(leaf)


async def test_another_process_knows_of_a_day_once_it_has_looked(client: Any, settings: Settings) -> None:
    policies = load_policies().copied()
    database = Database(settings.database_url.get_secret_value(), size=1, application="tindak-test")
    await database.open()
    copies = CalendarCopies(database, policies)
    await copies.refresh()
    day = await kept(client, settings)
    assert policies.of("33.05").calendar.day_off(date(2024, 2, 20)) is None
    await copies.refresh()
    assert policies.of("33.05").calendar.day_off(date(2024, 2, 20)) is not None
    await withdrawn(client, settings, day)
    await copies.refresh()
    assert policies.of("33.05").calendar.day_off(date(2024, 2, 20)) is None
    assert load_policies().of("33.05").calendar.days_off == {}
    await database.close()


async def test_nobody_changes_a_kept_day_behind_the_service(client: Any, settings: Settings) -> None:
    """The application's role sees it in its region alone, withdraws it under its token alone, and only once."""
    day = await kept(client, settings)
    await withdrawn(client, settings, day)
    database = Database(settings.database_url.get_secret_value(), size=1, application="tindak-test")
    await database.open()
    revive = "UPDATE calendar_day SET withdrawn_at = NULL, withdrawn_by = NULL, withdrawal_reason = NULL"
    for tokens in ((), ("calendar",)):
        async with database.transaction("33.05", tokens) as transaction:
            assert await transaction.fetch(f"{revive} RETURNING id") == []
    async with database.transaction("33.06", ("calendar",)) as transaction:
        assert await transaction.fetch("SELECT id FROM calendar_day") == []
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.transaction("33.05", ("calendar",)) as transaction:
            await transaction.fetch("UPDATE calendar_day SET day = day + 1")
    await database.close()


async def listed(client: Any, settings: Settings, who: Any = TONO, **asked: Any) -> Any:
    answer = await client.get(f"{P}/clocks/changed", params=asked, headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_clocks_whose_calendar_has_changed_are_found_page_by_page_until_they_are_moved(
    client: Any, settings: Settings
) -> None:
    made = [await report(client, settings, election="pemilu-2024") for _ in range(3)]
    clocks = [study_of(each) for each in made]
    assert (await listed(client, settings))["items"] == []
    await kept(client, settings, day=next(within_the_study(made[0])))
    assert {each["id"] for each in (await listed(client, settings))["items"]} == set(clocks)
    found, cursor = list[str](), {}
    while True:
        page = await listed(client, settings, limit=1, **cursor)
        found += [each["id"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert sorted(found) == sorted(clocks)
    assert (await listed(client, settings, agency="kejari"))["items"] == []
    for clock in clocks[1:]:
        why = {"reason": "Libur daerah"}
        answer = await client.post(f"{P}/clocks/{clock}/recount", json=why, headers=headers(settings, TONO))
        assert answer.status_code == 200, answer.text
    assert [each["report"] for each in (await listed(client, settings))["items"]] == [made[0]["id"]]


async def test_a_study_of_a_report_that_is_hidden_is_not_listed_and_not_moved(client: Any, settings: Settings) -> None:
    made = await report(client, settings, classification="secret", reported_party={"agency": "kpu", "name": "Anggota"})
    await kept(client, settings, day=next(within_the_study(made)))
    clock = study_of(made)
    assert [each["id"] for each in (await listed(client, settings))["items"]] == [clock]
    assert (await listed(client, settings, KPU))["items"] == []
    sent = headers(settings, (KPU[0].SUPERVISOR, *KPU[1:]))
    answer = await client.post(f"{P}/clocks/{clock}/recount", json={"reason": "Libur"}, headers=sent)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_the_doctor_tells_how_many_clocks_are_counted_otherwise_and_to_where_days_are_decreed(
    client: Any, settings: Settings
) -> None:
    made = await report(client, settings, election="pemilu-2024")
    seen = "legal clocks counted otherwise now; days off are decreed to 2026"
    before = (await found(settings))["calendar"]
    assert (before.level, before.seen) == (Level.OK, f"33.05 0 of 1 {seen}")
    await kept(client, settings, day=next(within_the_study(made)))
    after = (await found(settings))["calendar"]
    assert (after.level, after.seen) == (Level.WARN, f"33.05 1 of 1 {seen}")
