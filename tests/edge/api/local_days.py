"""Days that an operator keeps while something is tried: each one that is a working day until then."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from service.edge.settings import Settings
from tests.edge.api.story import ADMIN, P, headers
from workflows.clocks.calendar import is_working_day

DAY: dict[str, Any] = {
    "working_day": False,
    "name": {"en": "Local day off", "id": "Libur daerah"},
    "reason": "Diumumkan kemudian",
    "source": "SE Bupati",
}


def working_days(after: date) -> Iterator[str]:
    """The nation's working days after a day, as they are written."""
    days = (after + timedelta(days=n) for n in range(1, 3000))
    return (day.isoformat() for day in days if is_working_day(day))


FAR_OFF = working_days(date(2030, 1, 1))
"""Days that no clock runs into: each is taken once."""


def within_the_study(made: Any) -> Iterator[str]:
    """The nation's working days after a report's initial study began; the first that is still one counts in it."""
    began = next(clock["started_at"] for clock in made["clocks"] if clock["kind"] == "initial_study")
    return working_days((datetime.fromisoformat(began) + timedelta(hours=7)).date())


async def day_off(client: Any, settings: Settings, made: Any) -> dict[str, Any]:
    """A day off that came once the report's initial study was being counted."""
    for day in within_the_study(made):
        body = DAY | {"day": day}
        answer = await client.post(f"{P}/calendar/days", json=body, headers=headers(settings, ADMIN))
        if answer.status_code == 201:
            found: dict[str, Any] = answer.json()
            return found
        assert answer.json()["code"] == "day_kept", answer.text
    raise AssertionError
