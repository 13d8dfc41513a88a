"""Whoever says what day it is decides no clock that it moves: not by an extension, nor by what he begins.

All dates were counted by hand. In February and March 2024 the 14th of February, 11th and 12th of March were days off.
"""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.local_days import DAY
from tests.edge.api.story import SARI, TONO, VERIFY, WATI, P, headers, report
from tests.features.administrative.acting import take
from tests.features.clocks.test_as_told import KNOWN, THURSDAY, done, history, recount
from tests.features.clocks.test_january import INCOMPLETE, OF_JANUARY
from tests.features.clocks.test_over_http import MORE, extend
from tests.features.clocks.test_put_right import MISSING, OF_PEMILU, at, noted, shown, verdict
from tests.features.elections.at_a_time import set_clock
from tests.features.notices.telling import sent
from tests.signing import Signer
from workflows.codes.people import Role

ALSO_ADMIN = (Role.ADMIN, "bawaslu", "Tono")
"""The second office of a supervisor."""
OF_KPU = (Role.SUPERVISOR, "kpu", "Dewi")


async def test_who_keeps_a_day_extends_no_clock_over_it(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Fourteen working days in all from Monday 19 February 2024 end on Friday 8 March; without the 5th on Wednesday 13.

    Tono keeps it as an admin: the extension that passes over it is Wati's to decide. What he withdrew
    himself is as the nation has it again, and a day up to the end that was told moves nothing.
    """
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    made, other = [await report(client, settings, **OF_PEMILU | KNOWN) for _ in range(2)]
    clocks = []
    for one in (made, other):
        await done(client, settings, one, VERIFY)
        clocks.append((await shown(client, settings, one))["handling"]["id"])
    assert (await keep_as_tono(client, settings, THURSDAY)).status_code == 201
    kept = await keep_as_tono(client, settings, "2024-03-05")
    for clock in clocks:
        answer = await extend(client, settings, clock, body=MORE)
        assert (answer.status_code, answer.json()["code"]) == (403, "kept_the_day")
    longer = await extend(client, settings, clocks[0], WATI, MORE)
    assert (longer.status_code, longer.json()["due_at"]) == (200, at("2024-03-13T23:59:59")), longer.text
    (told,) = [one for one in await history(client, settings, made) if one["action"] == "clock.extended"]
    assert len(told["data"]["said_by"]) == 1
    path = f"{P}/calendar/days/{kept.json()['id']}/withdrawal"
    gone = await client.post(
        path, json={"reason": "Keliru"}, headers=headers(settings, (Role.ADMIN, "bawaslu", "Tono"))
    )
    assert gone.status_code == 200, gone.text
    longer = await extend(client, settings, clocks[1], body=MORE)
    assert (longer.status_code, longer.json()["due_at"]) == (200, at("2024-03-08T23:59:59")), longer.text
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_who_keeps_a_day_off_begins_no_duty_that_ends_later_by_it(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Read out on Monday 19 February 2024: KPU has the 20th to the 22nd. With the 21st off it has until Friday 23.

    Tono kept the 21st: what he begins is marked, and KPU's supervisor counts it. What Sari begins is by the calendar.
    """
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    ends = {}
    assert (await keep_as_tono(client, settings, "2024-02-21")).status_code == 201
    for who in (TONO, SARI):
        made = await report(client, settings, **OF_PEMILU | KNOWN | {"category": "administrative", "severity": "S3"})
        await done(client, settings, made, VERIFY, WATI)
        answer = await take(client, settings, made["id"], "decision", who)
        assert answer.status_code == 200, answer.text
        ends[who] = (await shown(client, settings, made))["execute_decision"]
    marked, plain = ends[TONO], ends[SARI]
    assert (marked["due_at"], marked["recounted_due_at"]) == (at("2024-02-22T23:59:59"), at("2024-02-23T23:59:59"))
    assert (plain["due_at"], plain["recounted_due_at"]) == (at("2024-02-23T23:59:59"), None)
    moved = await recount(client, settings, marked["id"], OF_KPU)
    assert (moved.status_code, moved.json()["due_at"]) == (200, at("2024-02-23T23:59:59")), moved.text
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


@pytest.mark.parametrize("works", [False, True])
async def test_who_keeps_a_day_of_work_takes_no_day_from_the_reporter_by_it(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, *, works: bool
) -> None:
    """Told on Friday 12 January 2024 to hand it in on Monday 15 or Tuesday 16: Saturday, made one of work, is none of
    the two days. A day off of theirs does give the reporter one more: Wednesday 17 for Monday.
    """
    set_clock(monkeypatch, "2024-01-10T10:00:00")
    made = await report(client, settings, **OF_JANUARY)
    set_clock(monkeypatch, "2024-01-12T10:00:00")
    await noted(client, settings, made, MISSING)
    kept = await keep_as_tono(client, settings, "2024-01-13" if works else "2024-01-15", working_day=works)
    assert kept.status_code == 201, kept.text
    await sent(client, settings, made, TONO, **INCOMPLETE)
    runs = (await shown(client, settings, made))["complete_report"]
    assert runs["counter_end"] == at("2024-01-16T16:00:00" if works else "2024-01-17T16:00:00")


async def keep_as_tono(client: Any, settings: Settings, day: str, **changes: Any) -> Any:
    body = DAY | {"day": day} | changes
    return await client.post(f"{P}/calendar/days", json=body, headers=headers(settings, ALSO_ADMIN))
