"""A bundle of the real log holds, in every scope. What is found after an attack: tests/attacks."""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from service.trail.reading import recorder
from tests.edge.api.story import DESK, P, headers
from tests.signing import Signer
from tests.trail.log.verdicts import bundled, story
from tests.trail.reads.kept import written

MADE = {"what": "bundle.made", "at": "", "person": None, "agency": None, "role": "command_line", "size": 12}


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "EVERY_S", 0.02)


async def test_an_untouched_log_holds_in_every_scope(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer, tmp_path: Path
) -> None:
    made = await story(client, settings, worker, signer)
    note = await client.post(
        f"{P}/reports/{made['id']}/notes", json={"text": "menyusul"}, headers=headers(settings, DESK)
    )
    assert note.status_code == 201
    for scope in ({}, {"report": made["id"]}):
        code, verdict = await bundled(settings, tmp_path, signer, **scope)
        assert code == 0, verdict
        assert verdict["counts"]["reads"] == (0 if scope else 3)
    *_, whole, one = await written(admin)
    assert whole | {"at": ""} == MADE | {"scope": "region"}
    assert one | {"at": ""} == MADE | {"scope": "report", "report": made["id"]}
