"""Reads are written sooner than in production, so that no test waits a second for them."""

import pytest

from service.trail.reading import recorder


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "EVERY_S", 0.02)
