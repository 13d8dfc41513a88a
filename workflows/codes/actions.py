"""Every action that an event can have, in one table: what may be asked for is held against it.

The parts are the tables from which the events themselves are made. A test holds the whole against the rules of the
replay, which knows every event there is.
"""

from workflows.codes import content as content_codes
from workflows.codes import evidence as evidence_codes
from workflows.codes import states
from workflows.codes.approvals import ApprovalTrigger

REPORTED, AMENDED = "report.reported", "report.amended"
NOTED, LINKED, UNSEALED = "report.noted", "report.linked", "reporter.unsealed"
OFFERED = "task.offered"

ACTIONS = frozenset(
    {
        *(REPORTED, AMENDED, NOTED, LINKED, UNSEALED, OFFERED),
        *states.REPORT_PAST.values(),
        *states.TASK_PAST.values(),
        *states.CASE_PAST.values(),
        *states.ADMINISTRATIVE_PAST.values(),
        *states.ERASURE_PAST.values(),
        *states.REVIEW_PAST.values(),
        *(states.REVIEW_OPENED, states.REVIEW_RECORDED, states.REVIEW_LESSON_ADDED, states.REVIEW_RECOMMENDED),
        *(states.CLOCK_WARNED, states.CLOCK_EXTENDED, states.CLOCK_RECOUNTED),
        *(states.CLOCK_PAUSED, states.CLOCK_RESUMED),
        *(states.PROPOSAL_MADE, *states.PROPOSAL_PAST.values()),
        *(states.REPORT_ESCALATED, states.ERASURE_REQUESTED, states.NOTICE_SENT, states.RECIPIENT_UNSEALED),
        *(states.WALL_RAISED, states.WALL_LIFTED, states.MERGED, states.WITHDRAWAL_NOTED),
        *(states.FOUND_INCOMPLETE, states.COMPLETED),
        *(content_codes.CONTENT_OPENED, *content_codes.CONTENT_PAST.values()),
        *evidence_codes.EVIDENCE_PAST.values(),
        *(states.KEY_CREATED, states.KEY_REVOKED, states.READS_RECORDED),
        *(states.DAY_KEPT, states.DAY_WITHDRAWN),
        *states.WEBHOOK_EVENTS,
    }
)

BESIDE = frozenset(
    {
        *(NOTED, UNSEALED, states.RECIPIENT_UNSEALED, states.NOTICE_SENT, states.WITHDRAWAL_NOTED),
        *(states.FOUND_INCOMPLETE, states.COMPLETED),
        *(states.REVIEW_RECORDED, states.REVIEW_LESSON_ADDED, states.REVIEW_RECOMMENDED),
        *(states.ERASURE_REQUESTED, states.ERASURE_PAST[ApprovalTrigger.REFUSE]),
        *(states.PROPOSAL_MADE, states.PROPOSAL_PAST[ApprovalTrigger.REFUSE]),
        *(content_codes.CONTENT_OPENED, *content_codes.CONTENT_PAST.values()),
        *evidence_codes.EVIDENCE_PAST.values(),
        *(states.CLOCK_WARNED, states.REPORT_ESCALATED),
    }
)
"""What is noted, looked at, uploaded, checked or asked beside a report and leaves it as it was: none of these makes a
version. What the clocks alone bring about makes none either, whatever it is."""

OF_A_TASK = frozenset(states.TASK_PAST.values())
"""What happens to one task and is counted by the task's own version. Where it moves the report on, or brings it another
task, an event beside it says so, and that makes the report's version."""

WITHOUT_A_VERSION = BESIDE | OF_A_TASK
"""What leaves a report itself as it was, by whomever."""

OBJECTS = frozenset(action.partition(".")[0] for action in ACTIONS)
"""What actions happen to: each has its wildcard, ``task.*``."""

ASKABLE = ACTIONS | {f"{thing}.*" for thing in OBJECTS}
"""What may stand in a list of actions, beside ``*`` where everything may be asked for."""
