"""What this caller may do now, and for each thing they may not, why. Answers ``actions``.

The same tables that enforce are asked beforehand, so that a client never shows a button that fails
for a reason known in advance.
"""

from collections.abc import Iterator
from typing import NamedTuple

from workflows.actors import Actor
from workflows.codes import ReportState, ReportTrigger
from workflows.duties import conflicts
from workflows.engine import REPORTS, TASKS
from workflows.facts import ReportFacts, TaskFacts
from workflows.permissions import REPORT_ACTIONS, TASK_ACTIONS, Action, Standing, require, standing
from workflows.policy import Policy
from workflows.refusals import NotPermitted


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
_NOT_WHEN: dict[str, tuple[ReportState, ...]] = {
    "amend": (ReportState.CLOSED,),
    "offer_task": (ReportState.HANDLED, ReportState.CLOSED),
}


def report_actions(report: ReportFacts, actor: Actor, policy: Policy, *, sealed: bool) -> list[Available]:
    """Every action on a report, in the order of its life."""
    moves = [Available(trigger, tuple(_trigger_reasons(trigger, report, actor, policy))) for trigger in REPORT_ACTIONS]
    others = [Available(name, tuple(_other_reasons(name, report, actor, sealed=sealed))) for name in _OTHERS]
    return moves + others


def task_actions(task: TaskFacts, actor: Actor, stands: Standing) -> list[Available]:
    """Every action on a task, in the order of its life."""
    legal = TASKS.legal[task.state]
    return [
        Available(
            trigger,
            (*(() if trigger in legal else ("illegal_transition",)), *_denied(actor, action, stands)),
        )
        for trigger, action in TASK_ACTIONS.items()
    ]


def _trigger_reasons(trigger: ReportTrigger, report: ReportFacts, actor: Actor, policy: Policy) -> Iterator[str]:
    if trigger not in REPORTS.legal[report.state]:
        yield "illegal_transition"
    yield from _denied(actor, REPORT_ACTIONS[trigger], standing(report))
    yield from conflicts(trigger, actor, report, policy)


def _other_reasons(name: str, report: ReportFacts, actor: Actor, *, sealed: bool) -> Iterator[str]:
    if report.state in _NOT_WHEN.get(name, ()):
        yield "report_no_longer_open"
    if name == "unseal_reporter" and not sealed:
        yield "reporter_anonymous"
    yield from _denied(actor, _OTHERS[name], standing(report))


def _denied(actor: Actor, action: Action, stands: Standing) -> tuple[str, ...]:
    try:
        require(actor, action, stands)
    except NotPermitted as refusal:
        return (refusal.code,)
    return ()
