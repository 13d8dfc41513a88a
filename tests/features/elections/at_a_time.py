"""The service at a time of the test's choosing."""

from datetime import UTC, datetime, timedelta, tzinfo

import pytest


def moment(local: str) -> datetime:
    """A moment by the clock of Kebumen."""
    return datetime.fromisoformat(f"{local}+07:00")


def set_clock(monkeypatch: pytest.MonkeyPatch, local: str) -> None:
    """From now on every change happens a second after the one before it, from this moment on."""
    now = [moment(local).astimezone(UTC)]

    class Clock:
        @staticmethod
        def now(_zone: tzinfo) -> datetime:
            now[0] += timedelta(seconds=1)
            return now[0]

    monkeypatch.setattr("service.features.changing.changes.datetime", Clock)
