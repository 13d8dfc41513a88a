"""The state machines: the only module that knows the ``transitions`` library.

One machine per workflow for the whole process, fired on a throwaway subject: a machine per
instance costs thirty times as much and keeps what it never needs.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Generic, TypeVar

from transitions import Machine, MachineError

from workflows.access.refusals import IllegalTransition
from workflows.codes.administrative import AdministrativeState, AdministrativeStep
from workflows.codes.approvals import ApprovalState, ApprovalTrigger
from workflows.codes.cases import CaseState, CaseStep
from workflows.codes.reports import ReportState, ReportTrigger
from workflows.codes.reviews import ReviewState, ReviewTrigger
from workflows.codes.states import (
    ADMINISTRATIVE_TRANSITIONS,
    APPROVAL_TRANSITIONS,
    CASE_TRANSITIONS,
    FOUND_BY_A_STEP,
    REPORT_TRANSITIONS,
    REVIEW_TRANSITIONS,
    SYSTEM_REPORT_TRIGGERS,
    SYSTEM_TASK_TRIGGERS,
    TASK_TRANSITIONS,
    Transition,
)
from workflows.codes.tasks import TaskState, TaskTrigger

State = TypeVar("State", bound=StrEnum)
Trigger = TypeVar("Trigger", bound=StrEnum)


class _Subject:
    """What a machine is fired on: a state and nothing else."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class Workflow(Generic[State, Trigger]):
    """A table of transitions made executable."""

    def __init__(
        self, states: type[State], table: Sequence[Transition], system: frozenset[Trigger] = frozenset()
    ) -> None:
        self._states, self._system = states, system
        self.initial = next(iter(states))
        self._fired: dict[tuple[State, Trigger], State] = {}
        self._machine = Machine(
            model=None,
            states=[state.value for state in states],
            initial=None,
            auto_transitions=False,
            transitions=[_row(row) for row in table],
        )
        self.legal: Mapping[str, tuple[str, ...]] = {
            state.value: tuple(row.trigger for row in table if state in row.sources) for state in states
        }

    def require_legal(self, state: State, trigger: Trigger) -> None:
        """Raise IllegalTransition, naming what would be legal, when the state does not allow the trigger."""
        legal = self.legal[state.value]
        if trigger not in legal:
            raise self._illegal(state, trigger)

    def fire(self, state: State, trigger: Trigger) -> State:
        """Return the state that ``trigger`` leads to.

        Raises IllegalTransition, naming what would be legal, when the state does not allow it. The same always leads
        to the same: the machine is asked once.
        """
        known = self._fired.get((state, trigger))
        if known is None:
            known = self._fired[state, trigger] = self._fire(state, trigger)
        return known

    def _fire(self, state: State, trigger: Trigger) -> State:
        subject = _Subject(state.value)
        try:
            fired = self._machine.events[trigger.value].trigger(subject)
        except (MachineError, KeyError):
            fired = False
        if not fired:
            raise self._illegal(state, trigger)
        return self._states(subject.state)

    def _illegal(self, state: State, trigger: Trigger) -> IllegalTransition:
        """Names what somebody may ask for instead: not what follows by itself."""
        legal = tuple(one for one in self.legal[state.value] if one not in self._system)
        return IllegalTransition(state.value, trigger.value, legal)


def _row(row: Transition) -> dict[str, Any]:
    target = "=" if row.target is None else str(row.target)
    return {"trigger": str(row.trigger), "source": [str(s) for s in row.sources], "dest": target}


REPORTS: Workflow[ReportState, ReportTrigger] = Workflow(ReportState, REPORT_TRANSITIONS, SYSTEM_REPORT_TRIGGERS)
TASKS: Workflow[TaskState, TaskTrigger] = Workflow(TaskState, TASK_TRANSITIONS, SYSTEM_TASK_TRIGGERS)
APPROVALS: Workflow[ApprovalState, ApprovalTrigger] = Workflow(ApprovalState, APPROVAL_TRANSITIONS)
CASES: Workflow[CaseState, CaseStep] = Workflow(CaseState, CASE_TRANSITIONS)
ADMINISTRATIVE: Workflow[AdministrativeState, AdministrativeStep] = Workflow(
    AdministrativeState, ADMINISTRATIVE_TRANSITIONS, FOUND_BY_A_STEP
)
REVIEWS: Workflow[ReviewState, ReviewTrigger] = Workflow(ReviewState, REVIEW_TRANSITIONS)
