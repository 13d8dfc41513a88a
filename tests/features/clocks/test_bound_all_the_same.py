"""The law binds Bawaslu whoever accuses it or walls it off: one person does that, and keeps no limit from beginning."""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, POLRES, SARI, VERIFY, P, headers, report
from tests.features.clocks.test_as_told import done
from tests.features.clocks.test_nobody_alone import put_right
from tests.features.clocks.test_put_right import OF_PEMILU, OF_PILKADA, at, shown, verdict
from tests.features.elections.at_a_time import set_clock
from tests.features.notices.telling import wall
from tests.signing import Signer


@pytest.mark.parametrize("election", ["pemilu", "pilkada"])
@pytest.mark.parametrize("when", ["at intake", "before it is registered", "by a wall"])
async def test_nobody_alone_keeps_bawaslu_s_limits_from_beginning_by_shutting_bawaslu_out(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path,
    *, election: str, when: str,
) -> None:  # fmt: skip
    """Its author accuses Bawaslu, and the desk registers it: the law binds Bawaslu all the same, and who leads watches.

    From Monday 19 February 2024: seven calendar days to Monday 26 (pemilu), three to Thursday 22 (pilkada).
    """
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    accused = {"reported_party": {"agency": "bawaslu", "name": "X"}}
    told = OF_PEMILU if election == "pemilu" else OF_PILKADA
    crime = {"occurred_at": "2024-02-18T10:00:00+07:00", "known_at": "2024-02-19T09:00:00+07:00", "severity": "S3"}
    made = await report(client, settings, POLRES, **told | crime | (accused if when == "at intake" else {}))
    if when == "before it is registered":
        assert (await put_right(client, settings, made, POLRES, **accused)).status_code == 200
    if when == "by a wall":
        assert (await wall(client, settings, made, "bawaslu")).status_code == 201
    await done(client, settings, made, VERIFY, DESK)
    handling = (await shown(client, settings, made))["handling"]
    day = {"pemilu": 26, "pilkada": 22}[election]
    assert (handling["whose"], handling["stopped_at"]) == ("bawaslu", None)
    assert handling["due_at"] == at(f"2024-02-{day}T23:59:59")
    assert (await client.get(f"{P}/clocks/{handling['id']}", headers=headers(settings, SARI))).status_code == 404
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])
