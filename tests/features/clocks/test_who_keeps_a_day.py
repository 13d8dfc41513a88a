"""Whoever says what day it is decides no clock that it moves: not by an extension, nor by what he begins.

All dates were counted by hand. In February and March 2024 the 14th of February, 11th and 12th of March were days off.
"""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.local_days import DAY
from tests.edge.api.story import VERIFY, WATI, P, headers, report
from tests.features.clocks.test_as_told import KNOWN, THURSDAY, done, history
from tests.features.clocks.test_over_http import MORE, extend
from tests.features.clocks.test_put_right import OF_PEMILU, at, shown, verdict
from tests.features.elections.at_a_time import set_clock
from tests.signing import Signer
from workflows.codes.people import Role

ALSO_ADMIN = (Role.ADMIN, "bawaslu", "Tono")
"""The second office of a supervisor."""


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


async def keep_as_tono(client: Any, settings: Settings, day: str) -> Any:
    return await client.post(f"{P}/calendar/days", json=DAY | {"day": day}, headers=headers(settings, ALSO_ADMIN))
