"""The steps of a report's case, of its administrative violation and of the study before it, as its events tell them.

When each was done, what a discussion decided, whether a decision led on to anything, and how far a violation has come.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record
from msgspec import Struct
from msgspec.json import Decoder

from service.storage.db.pool import Transaction
from workflows.codes.administrative import AdministrativeState, AdministrativeStep, ViolationFinding
from workflows.codes.cases import CaseDecision, CaseState, CaseStep
from workflows.codes.notices import Audience, Occasion
from workflows.codes.states import ADMINISTRATIVE_PAST, CASE_PAST, COMPLETED, FOUND_INCOMPLETE, NOTICE_SENT
from workflows.decisions.administrative.so_far import Stepped, so_far
from workflows.decisions.clocks.studies import Studied
from workflows.decisions.gakkumdu.case_limits import Taken
from workflows.decisions.reports.undone import Undone
from workflows.policy.region import Policy

STEPS = """SELECT e.action, t.data ->> 'at' AS at, t.data ->> 'decision' AS decision, t.data ->> 'finding' AS finding,
  t.data ->> 'candidacy_cancelled' AS cancelled FROM audit_event e
CROSS JOIN LATERAL (SELECT convert_from(e.leaf, 'UTF8')::json -> 'data' AS data) t
WHERE e.region = $1 AND e.report_id = $2 AND (e.action LIKE 'case.%' OR e.action LIKE 'administrative.%')
ORDER BY e.seq"""
STUDY = f"""SELECT e.action, COALESCE(t.data ->> 'sent_at', t.data ->> 'at') AS at, e.at AS entered FROM audit_event e
CROSS JOIN LATERAL (SELECT convert_from(e.leaf, 'UTF8')::json -> 'data' AS data) t
WHERE e.region = $1 AND e.report_id = $2 AND (e.action IN ('{FOUND_INCOMPLETE}', '{COMPLETED}')
  OR (e.action = '{NOTICE_SENT}' AND t.data ->> 'occasion' = '{Occasion.NOT_COMPLETE_YET}'
    AND t.data ->> 'audience' = '{Audience.REPORTER}'))
ORDER BY e.seq"""
PATH = """(SELECT json_agg(p ORDER BY p.seq) FROM (
  SELECT e.seq, e.action, e.after, convert_from(e.leaf, 'UTF8')::json -> 'data' ->> 'at' AS at, e.at AS entered
  FROM audit_event e WHERE e.region = r.region AND e.report_id = r.id
    AND (e.action LIKE 'administrative.%' OR e.action = 'report.reopened')) p) AS path"""
"""What tells how far the administrative violation of a report ``r`` has come."""

PATHS = f"SELECT r.id, {PATH} FROM report r WHERE r.region = $1 AND r.id = ANY ($2::uuid[])"
UNDONE = f"""SELECT {PATH}, (SELECT c.state FROM gakkumdu_case c
  WHERE c.region = r.region AND c.report_id = r.id) AS case_state, ARRAY(SELECT DISTINCT e.actor_person
  FROM audit_event e WHERE e.region = r.region AND e.report_id = r.id
    AND (e.action LIKE 'case.%' OR e.action LIKE 'administrative.%')) AS stepped
FROM report r WHERE r.region = $1 AND r.id = $2"""
_STEP_OF: dict[str, CaseStep | AdministrativeStep] = {
    **{past: step for step, past in CASE_PAST.items()},
    **{past: step for step, past in ADMINISTRATIVE_PAST.items()},
}
_ADMINISTRATIVE = {past: step for step, past in ADMINISTRATIVE_PAST.items()}


async def case_steps(transaction: Transaction, region: str, report: UUID) -> list[Taken]:
    """Every step that was taken, oldest first; none of a report that has gone neither way."""
    return [_taken(row) for row in await transaction.fetch(STEPS, region, report)]


async def study(transaction: Transaction, region: str, report: UUID) -> list[Studied]:
    """What was found missing in a report, told to its reporter and handed in, oldest first."""
    rows = await transaction.fetch(STUDY, region, report)
    return [Studied(row["action"], datetime.fromisoformat(row["at"]), row["entered"]) for row in rows]


async def paths(transaction: Transaction, region: str, reports: Sequence[UUID]) -> Mapping[UUID, Sequence[Stepped]]:
    """How far the administrative violations of reports have come, each by its steps, oldest first."""
    return {row["id"]: stepped(row["path"]) for row in await transaction.fetch(PATHS, region, list(reports))}


class Gone(NamedTuple):
    """How far a report has gone: the steps of its violation, where its case stands, and who took a step of either."""

    steps: Sequence[Stepped] = ()
    case: CaseState = CaseState.UNREGISTERED
    by: frozenset[UUID] = frozenset()

    def undone(self, election: str | None, policy: Policy) -> Undone:
        """What is not over of it, as the law of the report's election sees it."""
        return Undone(so_far(self.steps, election, policy).state, self.case, self.by)


async def gone(transaction: Transaction, region: str, report: UUID) -> Gone:
    """How far a report has gone that is there."""
    row = await transaction.fetchrow(UNDONE, region, report)
    if row is None:
        return Gone()
    return Gone(stepped(row["path"]), CaseState(row["case_state"] or "unregistered"), frozenset(row["stepped"]))


def stepped(kept: str | None) -> list[Stepped]:
    """The steps of a row's ``path``; none of a report that has gone no such way."""
    return [_stepped(one) for one in _PATH.decode(kept)] if kept else []


class _Row(Struct, frozen=True):
    action: str
    after: str | None
    at: datetime | None
    entered: datetime


_PATH = Decoder(list[_Row])


def _stepped(row: _Row) -> Stepped:
    step = _ADMINISTRATIVE.get(row.action)
    if step is None:
        return Stepped(None, AdministrativeState.UNDECIDED, row.entered)
    return Stepped(step, AdministrativeState(row.after or ""), row.at or row.entered)


def _taken(row: Record) -> Taken:
    decided = None if row["decision"] is None else CaseDecision(row["decision"])
    led_on = row["finding"] != ViolationFinding.NOT_PROVEN and row["cancelled"] != "false"
    return Taken(_STEP_OF[row["action"]], datetime.fromisoformat(row["at"]), decided, led_on)
