"""A lead that the law allows only because somebody was shut out is taken away by the act that makes it so.

Not the order of acts counts but what they leave: whoever would lead another's case, were nobody accused or walled off,
leads it no longer from the moment on at which nothing but the gap lets it. The wall, the accusation or the right
category stands; who leads then is the rule's, or whom another person chooses, or two clear.
Source: docs/domain.md, "Walls" [P].
"""

from msgspec import structs

from workflows.access.facts import ReportFacts
from workflows.codes.reports import ReportState, ReportTrigger
from workflows.codes.states import LIVE_TASK_STATES
from workflows.codes.tasks import TaskRole, TaskState, TaskTrigger
from workflows.decisions.drafting import Draft
from workflows.decisions.reports.leading import lead_by_rule, lost_by_gap

_UNDONE = {"completed_by": None, "completed_at": None}


def as_left(draft: Draft, before: ReportFacts) -> ReportFacts:
    """The report as the act of one person will leave it: without a lead that leads by the gap."""
    if not _loses_its_lead(draft, before):
        return draft.report
    return structs.replace(draft.report, lead_agency=lead_by_rule(draft.report, draft.given.policy, draft.actor))


def take_lead_away(draft: Draft, before: ReportFacts) -> None:
    """Take the lead task back from who leads by the gap; what was handled so is to be done again."""
    if not _loses_its_lead(draft, before):
        return
    if draft.report.state is ReportState.HANDLED:
        draft.fire(ReportTrigger.RETURN, system=True)
    for task in draft.report.tasks:
        if task.role is not TaskRole.LEAD or task.round != draft.report.round:
            continue
        now = draft.move(task, TaskTrigger.REOPEN, _UNDONE, system=True) if task.state is TaskState.DONE else task
        if now.state in LIVE_TASK_STATES:
            draft.move(now, TaskTrigger.WITHDRAW, system=True)


def _loses_its_lead(draft: Draft, before: ReportFacts) -> bool:
    after = draft.report
    lead = after.lead_agency
    kept = lead is not None and lead == before.lead_agency and after.state is not ReportState.CLOSED
    return kept and bool(lost_by_gap(before, after, (lead,), draft.given.policy))  # type: ignore[arg-type]
