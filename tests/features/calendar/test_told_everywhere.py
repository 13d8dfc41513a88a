"""A clock whose calendar has changed says so wherever it is counted or listed, and no longer once it is moved.

The report of the initial study is counted in working days in one reading; a day off within it changes that.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from service.edge.policy_files import load_policies
from service.edge.settings import Settings
from service.features.calendar.copies import CalendarCopies
from service.features.calendar.marking import ONCE_MORE_S, Marks
from service.storage.db.pool import Database
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.local_days import DAY, within_the_study
from tests.edge.api.story import ADMIN, AUDITOR, DESK, KPU, TONO, P, headers, report
from tests.edge.api.test_round_trips import _asked
from tests.edge.contract.stage import study_of
from tests.features.exports.taking import take

OFFER = {"agency": "kejari", "role": "support", "kind": "information", "obligatory": False}
MARKED = "SELECT id FROM clock WHERE calendar_changed"
RECOUNT = {"reason": "Libur daerah ditetapkan"}


async def with_a_task(client: Any, settings: Settings, **changes: Any) -> Any:
    made = await report(client, settings, classification="ordinary", **changes)
    answer = await client.post(f"{P}/reports/{made['id']}/tasks", json=OFFER, headers=headers(settings, DESK))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def day_off(client: Any, settings: Settings, made: Any) -> str:
    day = next(iter(within_the_study(made)))
    answer = await client.post(f"{P}/calendar/days", json=DAY | {"day": day}, headers=headers(settings, ADMIN))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def read(client: Any, settings: Settings, path: str, who: Any = DESK) -> Any:
    answer = await client.get(f"{P}{path}", headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def told(client: Any, settings: Settings, task: str, who: Any = DESK) -> dict[str, Any]:
    """What each list and count says of it."""
    queue = (await read(client, settings, "/tasks?agency=kejari", who))["items"]
    whole = (await read(client, settings, "/tasks", who))["items"]
    counts = (await read(client, settings, "/summary", who))["elections"]
    return {
        "task": (await read(client, settings, f"/tasks/{task}", who))["calendar_changed"],
        "queue": {one["calendar_changed"] for one in queue},
        "tasks": {one["calendar_changed"] for one in whole},
        "summary": [one["calendar_changed"] for one in counts],
    }


NOWHERE = {"task": False, "queue": {False}, "tasks": {False}, "summary": [0]}


async def test_every_list_and_count_tells_it_and_no_longer_once_a_decision_has_moved_it(
    client: Any, settings: Settings, worker: Any
) -> None:
    made = await with_a_task(client, settings)
    await sequence_all(worker)
    task = made["tasks"][0]["id"]
    assert await told(client, settings, task) == NOWHERE
    await day_off(client, settings, made)
    changed = len((await read(client, settings, "/clocks/changed"))["items"])
    assert changed > 0
    everywhere = {"task": True, "queue": {True}, "tasks": {True}, "summary": [changed]}
    assert await told(client, settings, task) == everywhere
    as_of = (await read(client, settings, "/summary"))["as_of"]
    assert [
        one["calendar_changed"] for one in (await read(client, settings, f"/summary?as_of={as_of}"))["elections"]
    ] == [None]
    for clock in (await read(client, settings, "/clocks/changed"))["items"]:
        answer = await client.post(f"{P}/clocks/{clock['id']}/recount", json=RECOUNT, headers=headers(settings, TONO))
        assert answer.status_code == 200, answer.text
    assert await told(client, settings, task) == NOWHERE


async def test_what_is_withdrawn_leaves_no_mark(client: Any, settings: Settings, admin: Any, worker: Any) -> None:
    made = await with_a_task(client, settings)
    await sequence_all(worker)
    kept = await day_off(client, settings, made)
    assert [str(row["id"]) for row in await admin.fetch(MARKED)] == [study_of(made)]
    answer = await client.post(
        f"{P}/calendar/days/{kept}/withdrawal", json={"reason": "Dicabut"}, headers=headers(settings, ADMIN)
    )
    assert answer.status_code == 200, answer.text
    assert await admin.fetch(MARKED) == []
    assert await told(client, settings, made["tasks"][0]["id"]) == NOWHERE


async def test_who_does_not_see_a_report_is_told_nothing_of_its_clocks(
    client: Any, settings: Settings, worker: Any
) -> None:
    made = await with_a_task(client, settings, reported_party={"agency": "kpu", "name": "Anggota"})
    open_to_all = await report(client, settings, classification="ordinary", election="pemilu-2024")
    await sequence_all(worker)
    await day_off(client, settings, made)
    counts = (await read(client, settings, "/summary", KPU))["elections"]
    seen = {one["election"]: one["calendar_changed"] for one in counts}
    assert seen.get("pilkada-2024") is None
    changed = (await read(client, settings, "/clocks/changed", KPU))["items"]
    assert {one["report"] for one in changed} <= {open_to_all["id"]}
    assert seen["pemilu-2024"] == len(changed)


async def test_the_situation_of_now_tells_it_and_that_of_a_leaf_stays_the_same(
    client: Any, settings: Settings, worker: Any
) -> None:
    made = await with_a_task(client, settings)
    await sequence_all(worker)
    before = await take(client, settings, "situation.html", DESK)
    leaf = int(before.headers["Tindak-As-Of"])
    assert "kalendernya berubah" not in before.text
    await day_off(client, settings, made)
    now = await take(client, settings, "situation.html", DESK)
    assert "Tenggat hukum yang kalendernya berubah" in now.text
    assert "Kajian awal" in now.text
    assert (before.headers["Tindak-Calendar-Changed"], now.headers["Tindak-Calendar-Changed"]) == ("0", "1")
    rows = await take(client, settings, "tasks.csv", AUDITOR)
    assert rows.headers["Tindak-Calendar-Changed"] == "1"
    assert rows.content == (await take(client, settings, "tasks.csv", AUDITOR, as_of=leaf)).content
    again = await take(client, settings, "situation.html", DESK, as_of=leaf)
    assert again.content == before.content


async def test_a_queue_tells_it_in_one_round_trip_and_a_change_of_the_task_too(client: Any, settings: Settings) -> None:
    made = await with_a_task(client, settings)
    await day_off(client, settings, made)
    await read(client, settings, "/tasks?agency=kejari")  # the connection learns the types of the columns
    async with _asked(client) as asked:
        (one,) = (await read(client, settings, "/tasks?agency=kejari"))["items"]
    assert (len(asked), one["calendar_changed"]) == (1, True)
    sent = headers(settings, ("officer", "kejari", "Rina"), match=one["version"])
    path = f"{P}/tasks/{one['id']}/transitions"
    answer = await client.post(path, json={"trigger": "accept"}, headers=sent)
    assert (answer.status_code, answer.json()["calendar_changed"]) == (200, True)


async def test_the_worker_marks_what_another_calendar_has_changed_once_it_looks_and_a_while_later(
    client: Any, settings: Settings, admin: Any
) -> None:
    """A day that another process kept: this one marks what ran by then, and later what was begun by the one before."""
    made = await with_a_task(client, settings)
    await day_off(client, settings, made)
    await admin.execute("UPDATE clock SET calendar_changed = false")
    policies, now = load_policies().copied(), datetime.now(UTC)
    database = Database(settings.database_url.get_secret_value(), size=1, application="tindak-test")
    await database.open()
    marks, copies = Marks(database, policies), CalendarCopies(database, policies)
    try:
        await copies.refresh()
        await marks.follow(now)
        assert [str(row["id"]) for row in await admin.fetch(MARKED)] == [study_of(made)]
        await admin.execute("UPDATE clock SET calendar_changed = false")
        await marks.follow(now + timedelta(seconds=1))
        assert await admin.fetch(MARKED) == []
        await marks.follow(now + timedelta(seconds=ONCE_MORE_S + 1))
        assert [str(row["id"]) for row in await admin.fetch(MARKED)] == [study_of(made)]
    finally:
        await database.close()
