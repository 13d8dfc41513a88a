"""How reports are read. Row security hides what the caller may not see; these statements only say what is wanted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from asyncpg import Record

from service.edge.call import Call
from service.edge.keyset import Filter, Page, keyset_sql
from service.features.reports.duplicates import OF_INTAKE, asked
from service.features.reports.report_rows import REPORT_KEPT, REPORT_MUTABLE
from service.storage.db.pool import Transaction
from service.storage.first_answers import FLIGHT, SEEN, read_beside
from service.storage.texts.kept_texts import SHOWN
from workflows.access.facts import TaskFacts
from workflows.clocks.kept_clocks import KeptClock
from workflows.codes.cases import CaseState
from workflows.codes.clocks import LegalStep
from workflows.codes.notices import Audience, Occasion
from workflows.codes.states import COMPLETED, FOUND_INCOMPLETE
from workflows.decisions.gakkumdu.path import CaseFacts
from workflows.decisions.notices.owed import Duplicate
from workflows.decisions.reports.commands import ReportIntake
from workflows.decisions.reports.completeness import ToldFirst

ACCUSED_BEYOND, _WALLED_BEYOND = (
    f"CASE WHEN r.merged_into IS NOT NULL THEN {name}(r.region, r.id) END AS {name}"
    for name in ("accused_beyond", "walled_beyond")
)
BEYOND = f"{ACCUSED_BEYOND}, {_WALLED_BEYOND}"
"""Of a duplicate what the reports say that it goes on to: whom they accuse, and wall off as tokens. Null otherwise."""

COLUMNS = ", ".join((*(f"r.{name}" for name in (*REPORT_KEPT, *REPORT_MUTABLE)), BEYOND))
ORIGIN = """CASE WHEN t.transferred_from IS NOT NULL THEN (SELECT f.id FROM task f
  WHERE f.region = t.region AND f.id = t.transferred_from AND (f.report_id = t.report_id
    OR (SELECT count(*) = 2 FROM report o WHERE o.region = f.region AND o.id IN (f.report_id, t.report_id)
      AND o.readers && (SELECT reading_tokens())))) END AS transferred_from"""
"""Where a task ``t`` comes from: of a duplicate that was merged only who reads both reports is told."""

TASK_FACTS = ", ".join(ORIGIN if name == "transferred_from" else f"t.{name}" for name in TaskFacts.__struct_fields__)

TASKS = f"""(SELECT json_agg(t ORDER BY t.offered_at, t.id)
  FROM (SELECT {TASK_FACTS} FROM task t WHERE t.region = r.region AND t.report_id = r.id) t) AS tasks"""
KEPT_CLOCK = ", ".join("c.task_id AS task" if name == "task" else f"c.{name}" for name in KeptClock.__struct_fields__)
CLOCKS = f"""(SELECT json_agg(c ORDER BY c.started_at, c.id)
  FROM (SELECT {KEPT_CLOCK} FROM clock c WHERE c.region = r.region AND c.report_id = r.id) c) AS clocks"""
PAUSABLE = f"""(SELECT json_agg(c) FROM (SELECT {KEPT_CLOCK} FROM clock c
  WHERE c.region = r.region AND c.report_id = r.id AND c.pauses AND c.stopped_at IS NULL) c) AS pausable"""
"""What stands still while the lead task waits: the clocks that run and that their law lets pause."""

TEXTS = f"""(SELECT json_object_agg(x.field, {SHOWN}) FROM report_text x
  WHERE x.region = r.region
    AND x.id IN (r.title_text, r.description_text, r.place_text, r.accused_text, r.reference_text)) AS texts"""
RESULTS = f"""(SELECT json_object_agg(t.id, {SHOWN}) FROM task t
  JOIN report_text x ON x.region = t.region AND x.id = t.result_text
  WHERE t.region = r.region AND t.report_id = r.id) AS results"""
LINKS = """(SELECT json_agg(l ORDER BY l.created_at)
  FROM (SELECT other_id AS report, kind, created_at, true AS outgoing FROM report_link a
        WHERE a.region = r.region AND a.report_id = r.id
        UNION ALL
        SELECT report_id, kind, created_at, false FROM report_link b
        WHERE b.region = r.region AND b.other_id = r.id) l) AS links"""
OWED = """(SELECT json_agg(o.occasion || '/' || o.audience ORDER BY o.due_at, o.id) FROM owed_notice o
  WHERE o.region = r.region AND o.report_id = r.id AND o.settled_at IS NULL) AS owed"""
REPORTER = """CASE WHEN r.reporter_erasure IS NOT NULL
  THEN '?' || reporter_otherwise(r.region, r.id, r.reporter_erasure) END AS reporter_erased"""
KEY = "CASE WHEN r.classification = 'secret' THEN wrapped_key_of(r.region, r.id) END AS wrapped_key"
"""What a change of a secret report seals its words with."""

WHOLE = f"{COLUMNS}, {TASKS}, {CLOCKS}, {TEXTS}, {RESULTS}, {LINKS}, {OWED}, {REPORTER}"

_KEPT_CLOCKS = msgspec.json.Decoder(tuple[KeptClock, ...])

EXISTS = "SELECT EXISTS (SELECT FROM report r WHERE r.region = $1 AND r.id = $2)"
READ = f"SELECT {WHOLE} FROM report r WHERE r.region = $1 AND r.id = $2"
_FOR_COMMAND = f"""WITH flight AS MATERIALIZED (SELECT {FLIGHT}) {{numbered}}
SELECT flight.won, {SEEN}, {{number}}
  EXISTS (SELECT FROM report o WHERE o.region = $4 AND o.id = $6
    AND o.readers && (SELECT reading_tokens())) AS other_exists,
  EXISTS (SELECT FROM area a WHERE a.code = $7) AS area_known, {WHOLE}, {KEY}, {PAUSABLE}
FROM flight LEFT JOIN report r ON r.region = $4 AND r.id = $5
LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3"""
READ_FOR_COMMAND = _FOR_COMMAND.format(numbered="", number="NULL::int AS number,")
READ_FOR_VERIFY = _FOR_COMMAND.format(
    numbered=""", numbered AS (
  INSERT INTO register_counter (region, year, last) VALUES ($4, $8, 1)
  ON CONFLICT (region, year) DO UPDATE SET last = register_counter.last + 1 RETURNING last)""",
    number="(SELECT last FROM numbered) AS number,",
)
"""Takes the next register number in the same statement; undoing the transaction gives it back."""

READ_FOR_INTAKE = f"""WITH flight AS MATERIALIZED (SELECT {FLIGHT})
SELECT flight.won, {SEEN}, EXISTS (SELECT FROM area a WHERE a.code = $5) AS area_known,
  EXISTS (SELECT FROM report v WHERE v.region = i.region AND v.id = i.report_id) AS seen_visible,
  {OF_INTAKE}
FROM flight LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3"""

ENDED_CLOCKS = f"""SELECT json_agg(k ORDER BY k.started_at, k.id) FROM (SELECT {KEPT_CLOCK} FROM clock c
  JOIN report r ON r.region = c.region AND r.id = c.report_id
  WHERE c.region = $1 AND c.report_id = $2 AND c.family = 'legal' AND c.stopped_at = r.closed_at) k"""

LACKING = f"""SELECT e.action = '{FOUND_INCOMPLETE}' FROM audit_event e
WHERE e.region = $1 AND e.report_id = $2 AND e.action IN ('{FOUND_INCOMPLETE}', '{COMPLETED}')
ORDER BY e.seq DESC LIMIT 1"""
FOUND_AT = f"""SELECT convert_from(e.leaf, 'UTF8')::json->'data'->>'at' FROM audit_event e
WHERE e.region = $1 AND e.report_id = $2 AND e.action = '{FOUND_INCOMPLETE}' AND NOT EXISTS (SELECT FROM audit_event d
  WHERE d.region = $1 AND d.report_id = $2 AND d.action = '{COMPLETED}' AND d.seq > e.seq)
ORDER BY e.seq LIMIT 1"""
TOLD = f"""SELECT COALESCE(min(c.started_at), min(n.sent_at)) AS since, min(n.recorded_at) AS recorded
FROM notice n LEFT JOIN clock c ON c.region = n.region AND c.report_id = n.report_id
  AND c.kind = '{LegalStep.COMPLETE_REPORT}' AND c.stopped_at IS NULL
WHERE n.region = $1 AND n.report_id = $2
  AND n.occasion = '{Occasion.NOT_COMPLETE_YET}' AND n.audience = '{Audience.REPORTER}'
  AND NOT EXISTS (SELECT FROM audit_event e
    WHERE e.region = $1 AND e.report_id = $2 AND e.action = '{FOUND_INCOMPLETE}')
HAVING count(*) > 0"""
CASES = "SELECT report_id, state, registered_at FROM gakkumdu_case WHERE region = $1 AND report_id = ANY ($2)"
DUPLICATES_TO_TELL = "SELECT id, election FROM duplicates_to_tell($1, $2)"
READ_SEALED = """SELECT k.wrapped_key, s.sealed FROM sealed_identity s
JOIN report_key k ON k.region = s.region AND k.report_id = s.report_id
WHERE s.region = $1 AND s.report_id = $2 AND s.sealed IS NOT NULL"""


async def read(transaction: Transaction, region: str, report: UUID) -> Record | None:
    """One report whole, or None when it is not there for this caller."""
    return await transaction.fetchrow(READ, region, report)


async def exists(transaction: Transaction, region: str, report: UUID) -> bool:
    """Whether a report is there for this caller."""
    return bool(await transaction.fetchval(EXISTS, region, report))


async def read_for_intake(transaction: Transaction, call: Call, body: ReportIntake) -> Record:
    """The first answer under this key, if any, whether the area is known, and what may be of the same matter."""
    return await read_beside(transaction, READ_FOR_INTAKE, call, *asked(body))


async def read_for_command(
    transaction: Transaction, call: Call, report: UUID, *, other: UUID | None = None, area: str | None = None
) -> Record:
    """The report (columns null when hidden or missing) beside the first answer under this key."""
    return await read_beside(transaction, READ_FOR_COMMAND, call, report, other, area)


async def read_for_verify(transaction: Transaction, call: Call, report: UUID, year: int) -> Record:
    """The same, with the next register number of the year taken."""
    return await read_beside(transaction, READ_FOR_VERIFY, call, report, None, None, year)


async def ended_clocks(transaction: Transaction, region: str, report: UUID) -> tuple[KeptClock, ...]:
    """The legal clocks that ran when the report was ended, and that its end has stopped."""
    kept: str | None = await transaction.fetchval(ENDED_CLOCKS, region, report)
    return _KEPT_CLOCKS.decode(kept) if kept else ()


async def lacking(transaction: Transaction, region: str, report: UUID) -> bool:
    """Whether something was found missing in the report and was not handed in since."""
    return bool(await transaction.fetchval(LACKING, region, report))


async def found_at(transaction: Transaction, region: str, report: UUID) -> datetime | None:
    """When what the report lacks was first found missing; None where nothing is outstanding."""
    told: str | None = await transaction.fetchval(FOUND_AT, region, report)
    return None if told is None else datetime.fromisoformat(told)


async def told_first(transaction: Transaction, region: str, report: UUID) -> ToldFirst | None:
    """When the reporter was told of what nobody has noted to be missing; None where nobody was, or it was noted."""
    row = await transaction.fetchrow(TOLD, region, report)
    return None if row is None else ToldFirst(row["since"], row["recorded"])


async def duplicates_to_tell(transaction: Transaction, region: str, report: UUID) -> tuple[Duplicate, ...]:
    """Those that went into the report and whose reporters can be told how it ended, whoever sees them."""
    rows = await transaction.fetch(DUPLICATES_TO_TELL, region, report)
    return tuple(Duplicate(row["id"], row["election"]) for row in rows)


async def cases(transaction: Transaction, region: str, reports: Sequence[UUID]) -> Mapping[UUID, CaseFacts]:
    """Of reports that have a case at the joint desk, where it stands and when it was first registered."""
    rows = await transaction.fetch(CASES, region, list(reports))
    return {
        row["report_id"]: CaseFacts(state=CaseState(row["state"]), registered_at=row["registered_at"]) for row in rows
    }


async def read_sealed(transaction: Transaction, region: str, report: UUID) -> Record | None:
    """The sealed identity of the reporter; rows show only to an unsealing transaction."""
    return await transaction.fetchrow(READ_SEALED, region, report)


class Listing(NamedTuple):
    """What a list of reports is asked for; None leaves a filter out."""

    state: str | None = None
    category: str | None = None
    severity: str | None = None
    agency: str | None = None
    area: str | None = None
    election: str | None = None
    no_election: bool | None = None
    stage: str | None = None
    q: str | None = None
    escalated: bool | None = None


FILTERS = (
    Filter("state", "r.state = {}"),
    Filter("category", "r.category = {}"),
    Filter("severity", "r.severity = {}"),
    Filter("agency", "r.lead_agency = {}"),
    Filter("area", "r.area = {}"),
    Filter("election", "r.election = {}"),
    Filter("no_election", "r.election IS NULL AND {}::boolean"),
    Filter("stage", "r.stage = {}"),
)
ESCALATED = {
    True: Filter("escalated", "r.escalations IS NOT NULL AND {}"),
    False: Filter("escalated", "(r.escalations IS NOT NULL) = {}"),
}
"""The few that are have an index of their own, which the planner finds only where the condition stands by itself."""

ORDER = ("r.reported_at", "r.id")
LISTED_COLUMNS = f"""{COLUMNS}, NULL AS tasks, NULL AS clocks, NULL AS results, NULL AS links,
  NULL AS owed, NULL AS reporter_erased, (SELECT json_build_object('title', {SHOWN}) FROM report_text x
   WHERE x.region = r.region AND x.id = r.title_text) AS texts"""
_LISTED = f"SELECT {LISTED_COLUMNS} FROM report r"


def filters_of(wanted: Listing) -> tuple[Filter, ...]:
    """The filters that a list of reports may have, but for words."""
    return FILTERS if wanted.escalated is None else (*FILTERS, ESCALATED[wanted.escalated])


async def listing(
    transaction: Transaction, region: str, wanted: Listing, after: Sequence[Any] | None, page: Page
) -> list[Record]:
    """One page of reports, and one row more to tell whether there is a next page."""
    sql, args = keyset_sql(_LISTED, "r.region", region, filters_of(wanted), wanted, ORDER, after, page)
    return await transaction.fetch(sql, *args)
