"""What this caller may do now, and for each thing they may not, why. Answers ``actions``.

The same tables that enforce are asked beforehand, so that a client never shows a button that fails
for a reason known in advance.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from workflows.actors import Actor
from workflows.codes import CaseStep, ErasureTrigger, ReportState, ReportTrigger, Role, TaskState
from workflows.duties import DUTIES, conflicts
from workflows.engine import CASES, ERASURES, REPORTS, TASKS
from workflows.erasing import ErasureFacts, own_request
from workflows.extending import obstacles
from workflows.facts import ReportFacts
from workflows.gakkumdu import CaseFacts, denied, forbidden, unopened
from workflows.kept_clocks import KeptClock
from workflows.permissions import (
    REPORT_ACTIONS,
    TASK_ACTIONS,
    Action,
    Relation,
    Standing,
    denial,
    relations,
    standing,
)
from workflows.policy import Policy
from workflows.remarks import nobody_to_show
from workflows.states import DECIDED_STEPS


class Available(NamedTuple):
    """One action: allowed when ``reasons`` is empty."""

    action: str
    reasons: tuple[str, ...]


_OTHERS = {
    "amend": Action.REPORT_AMEND,
    "note": Action.REPORT_NOTE,
    "link": Action.REPORT_LINK,
    "offer_task": Action.TASK_OFFER,
    "unseal_reporter": Action.REPORTER_UNSEAL,
}
_NOT_WHEN: dict[str, tuple[str, tuple[ReportState, ...]]] = {
    "amend": ("report_closed", (ReportState.CLOSED,)),
    "offer_task": ("report_no_longer_open", (ReportState.HANDLED, ReportState.CLOSED)),
}
"""What is not asked in some states: the reason, and the states."""


class Caller(NamedTuple):
    """All of a caller that the table of permissions asks about."""

    role: Role
    scopes: frozenset[str]
    held: frozenset[Relation]

    def denied(self, action: Action) -> tuple[str, ...]:
        """Why not, as no code or one."""
        code = denial(self.role, self.scopes, self.held, action)
        return () if code is None else (code,)


def caller_of(actor: Actor, stands: Standing) -> Caller:
    """The caller as they stand to a report or task."""
    return Caller(actor.role, actor.scopes, relations(actor, stands))


def report_actions(report: ReportFacts, actor: Actor, policy: Policy, *, sealed: bool) -> tuple[Available, ...]:
    """Every action on a report, in the order of its life."""
    duties = tuple([tuple(conflicts(trigger, actor, report, policy)) for trigger in DUTIES])
    registered = report.register_number is not None
    nobody = nobody_to_show(report, sealed=sealed)
    return _report_actions(report.state, caller_of(actor, standing(report)), duties, nobody, registered)


@lru_cache(maxsize=4096)
def _report_actions(
    state: ReportState,
    caller: Caller,
    duties: tuple[tuple[str, ...], ...],
    nobody: str | None,
    registered: bool,  # noqa: FBT001 - part of the cache key
) -> tuple[Available, ...]:
    against = dict(zip(DUTIES, duties, strict=True))
    moves = (
        Available(
            trigger,
            (
                *_illegal(trigger, REPORTS.legal[state]),
                *_unregistered(trigger, state, registered=registered),
                *caller.denied(action),
                *against.get(trigger, ()),
            ),
        )
        for trigger, action in REPORT_ACTIONS.items()
    )
    others = (
        Available(name, (*_closed_to(name, state, nobody), *caller.denied(action))) for name, action in _OTHERS.items()
    )
    return (*moves, *others)


def task_actions(state: TaskState, caller: Caller) -> tuple[Available, ...]:
    """Every action on a task in a state, in the order of its life."""
    legal = TASKS.legal[state]
    return tuple(
        Available(trigger, (*_illegal(trigger, legal), *caller.denied(action)))
        for trigger, action in TASK_ACTIONS.items()
    )


def erasure_actions(erasure: ErasureFacts, actor: Actor, stands: Standing) -> tuple[Available, ...]:
    """What may be decided on an erasure, and for each that may not, why."""
    legal, caller = ERASURES.legal[erasure.state], caller_of(actor, stands)
    own = ("own_request",) if own_request(actor, erasure) else ()
    return tuple(
        Available(trigger, (*_illegal(trigger, legal), *caller.denied(Action.ERASURE_DECIDE), *own))
        for trigger in ErasureTrigger
    )


def case_actions(report: ReportFacts, case: CaseFacts, actor: Actor, policy: Policy) -> tuple[Available, ...]:
    """Every step of a case in the order of its path, and for each that this caller may not take now, why."""
    legal, caller = CASES.legal[case.state], caller_of(actor, standing(report))
    obstacle = forbidden(report, case, policy)
    against = () if obstacle is None else (obstacle,)
    return tuple(
        Available(
            step, (*_illegal(step, legal), *against, *_closed_way(step, report), *_not_ones_own(step, actor, caller))
        )
        for step in CaseStep
        if step not in DECIDED_STEPS
    )


def _closed_way(step: CaseStep, report: ReportFacts) -> tuple[str, ...]:
    code = unopened(step, report)
    return () if code is None else (code,)


def _not_ones_own(step: CaseStep, actor: Actor, caller: Caller) -> tuple[str, ...]:
    """Why not, as no code or one: what the role may never, or else what this step asks."""
    code = denied(step, actor)
    return caller.denied(Action.CASE_STEP) or (() if code is None else (code,))


def clock_actions(clock: KeptClock, actor: Actor, stands: Standing, now: datetime) -> tuple[Available, ...]:
    """What may be asked of a clock now, and why not."""
    against = (*obstacles(clock, now), *caller_of(actor, stands).denied(Action.CLOCK_EXTEND))
    return (Available("extend", against),)


def _illegal(trigger: str, legal: tuple[str, ...]) -> tuple[str, ...]:
    return () if trigger in legal else ("illegal_transition",)


def _unregistered(trigger: ReportTrigger, state: ReportState, *, registered: bool) -> tuple[str, ...]:
    never = trigger is ReportTrigger.REOPEN and state is ReportState.CLOSED and not registered
    return ("never_verified",) if never else ()


def _closed_to(name: str, state: ReportState, nobody: str | None) -> Iterator[str]:
    reason, states = _NOT_WHEN.get(name, ("", ()))
    if state in states:
        yield reason
    if name == "unseal_reporter" and nobody is not None:
        yield nobody
