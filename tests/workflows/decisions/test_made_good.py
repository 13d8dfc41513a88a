"""Which acceptance answers for an offer that nobody answered in time."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from workflows.access.facts import TaskFacts
from workflows.codes.tasks import TaskKind, TaskRole, TaskState
from workflows.decisions.clocks.ladder import made_good

ONE, OTHER = UUID(int=1), UUID(int=2)
NOON = datetime(2024, 11, 25, 12, tzinfo=UTC)


def task(agency: str, role: str = "support", kind: str = "safety", recommendation: UUID | None = None) -> TaskFacts:
    return TaskFacts(
        id=UUID(int=9),
        report_id=UUID(int=8),
        agency=agency,
        role=TaskRole(role),
        kind=TaskKind(kind),
        obligatory=True,
        state=TaskState.EXPIRED,
        version=1,
        round=1,
        offered_at=NOON,
        recommendation=recommendation,
    )


@pytest.mark.parametrize(
    ("accepted", "missed", "good"),
    [
        (task("polres"), task("polres"), True),
        (task("polres", kind="information"), task("polres"), True),
        (task("kodim"), task("polres"), True),
        (task("kodim", kind="information"), task("polres"), False),
        (task("kodim", "lead"), task("polres", "lead"), True),
        (task("kodim", "lead"), task("polres"), False),
        (task("polres", recommendation=ONE), task("polres", recommendation=ONE), True),
        (task("polres"), task("polres", recommendation=ONE), False),
        (task("polres", recommendation=OTHER), task("polres", recommendation=ONE), False),
        (task("polres", recommendation=ONE), task("polres"), False),
        (task("kodim"), task("polres", recommendation=ONE), False),
    ],
)
def test_an_acceptance_answers_for_these_and_no_others(accepted: TaskFacts, missed: TaskFacts, *, good: bool) -> None:
    assert made_good(accepted, missed) is good
