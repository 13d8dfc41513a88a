"""How reviews are read. A review is as visible as the report that carries it, its words as that report's texts."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.edge.keyset import Filter, Page, keyset_sql
from service.features.reports.repository import COLUMNS, KEY, TASKS
from service.storage.db.pool import Transaction
from service.storage.db.write import Insert, Part, Update
from service.storage.first_answers import FLIGHT, SEEN, read_beside
from service.storage.texts.kept_texts import SHOWN
from workflows.codes.reviews import ReviewState
from workflows.decisions.reviews.reviewing import Entry, ReviewFacts
from workflows.trail.chaining import RecordedEvent

INSERT_REVIEW = Insert(
    "review", ("region", "id", "report_id", "event", "state", "version", "opened_by", "opened_agency", "opened_at")
)
MOVE_REVIEW = Update(
    "review", ("state", "version", "closed_by", "closed_agency", "closed_at"), ("region", "id", "version")
)
INSERT_ENTRY = Insert(
    "review_entry",
    (
        "region", "id", "review_id", "report_id", "field", "lesson_kind", "owner", "due_at", "text_id", "added_by",
        "added_agency", "added_at",
    ),
)  # fmt: skip

_REVIEW = """v.id AS review_id, v.report_id AS of_report, v.event, v.state AS review_state, v.version AS review_version,
  v.opened_by, v.opened_agency, v.opened_at, v.closed_by, v.closed_agency, v.closed_at AS review_closed_at"""
_ENTRIES = f"""(SELECT json_agg(n ORDER BY n.id) FROM (SELECT n.id, n.field, n.lesson_kind, n.owner, n.due_at,
    n.added_by, n.added_agency, n.added_at,
    (SELECT {SHOWN} FROM report_text x WHERE x.region = n.region AND x.id = n.text_id) AS kept
  FROM review_entry n WHERE n.region = v.region AND n.review_id = v.id) n) AS entries"""
_WHOLE = f"{_REVIEW}, {_ENTRIES}, {COLUMNS}, {TASKS}"
_JOINED = "review v JOIN report r ON r.region = v.region AND r.id = v.report_id"

READ = f"SELECT {_WHOLE} FROM {_JOINED} WHERE v.region = $1 AND v.id = $2"
_OPEN = f"WITH flight AS MATERIALIZED (SELECT {FLIGHT}) SELECT flight.won, {SEEN},"
_FLOWN = "LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3"
READ_TO_OPEN = f"""{_OPEN} {COLUMNS}, {TASKS}, {KEY}
FROM flight LEFT JOIN report r ON r.region = $4 AND r.id = $5 {_FLOWN}"""
READ_TO_WRITE = f"""{_OPEN} {_WHOLE}, {KEY}
FROM flight LEFT JOIN ({_JOINED}) ON v.region = $4 AND v.id = $5 {_FLOWN}"""

_TOLD = """SELECT l.leaf_index, e.id AS event, encode(e.leaf_hash, 'hex') AS leaf_hash, e.action, e.report_id AS report,
  e.task_id AS task, e.agency, e.before, e.after, e.at
FROM audit_leaf l JOIN audit_event e ON e.region = l.region AND e.id = l.event_id
JOIN report r ON r.region = e.region AND r.id = e.report_id
WHERE l.region = $1 AND l.leaf_index > $2 AND {which} ORDER BY l.leaf_index LIMIT $3"""
TIMELINE = _TOLD.format(which="r.election = $4")
TIMELINE_OF_EVENT = _TOLD.format(
    which="""(r.id = $4 OR EXISTS (SELECT FROM report_link k WHERE k.region = r.region AND k.kind = 'same_event'
  AND (k.report_id, k.other_id) IN ((r.id, $4), ($4, r.id))))"""
)
"""What is no election has the reports that were linked as the same event with the one that carries the review."""


class Wanted(NamedTuple):
    """What a list of reviews is asked for; None leaves a filter out."""

    event: str | None = None
    state: str | None = None


FILTERS = (Filter("event", "v.event = {}"), Filter("state", "v.state = {}"))
ORDER = ("v.opened_at", "v.id")


async def read(transaction: Transaction, region: str, review: UUID) -> Record | None:
    """A review with the report that carries it, or None."""
    return await transaction.fetchrow(READ, region, review)


async def read_to_open(transaction: Transaction, call: Call, report: UUID) -> Record:
    """The report that is to carry a review, beside the first answer under this key."""
    return await read_beside(transaction, READ_TO_OPEN, call, report)


async def read_to_write(transaction: Transaction, call: Call, review: UUID) -> Record:
    """The review with its report, columns null when hidden or missing, beside the first answer under this key."""
    return await read_beside(transaction, READ_TO_WRITE, call, review)


async def listing(
    transaction: Transaction, region: str, wanted: Wanted, after: Sequence[Any] | None, page: Page
) -> list[Record]:
    """One page of reviews, and one row more to tell whether there is a next page."""
    sql, args = keyset_sql(f"SELECT {_REVIEW} FROM review v", "v.region", region, FILTERS, wanted, ORDER, after, page)
    return await transaction.fetch(sql, *args)


async def timeline(
    transaction: Transaction, region: str, after: int, limit: int, *, election: str | None, carrier: UUID
) -> list[Record]:
    """Events after a leaf index of the reports of an election, or of the event that the carrier tells of."""
    if election is not None:
        return await transaction.fetch(TIMELINE, region, after, limit, election)
    return await transaction.fetch(TIMELINE_OF_EVENT, region, after, limit, carrier)


def opened(call: Call, report: UUID, review: ReviewFacts, event: RecordedEvent) -> list[Part]:
    """The row of a review that an event has opened."""
    row = (call.region, review.id, report, review.event, review.state, review.version)
    return [Part(INSERT_REVIEW, [(*row, call.person, call.actor.agency, event.at)])]


def written(call: Call, report: UUID, review: ReviewFacts, entry: Entry | None, event: RecordedEvent) -> list[Part]:
    """The rows of a review after an event: what it adds, and the review itself."""
    by = (call.person, call.actor.agency, event.at)
    ended = by if review.state is ReviewState.CLOSED else (None, None, None)
    parts = [Part(MOVE_REVIEW, [(review.state, review.version, *ended, call.region, review.id, review.version - 1)])]
    if entry is not None:
        what = (call.region, entry.id, review.id, report, entry.field, entry.lesson_kind, entry.owner, entry.due_at)
        parts.append(Part(INSERT_ENTRY, [(*what, event.texts[0].id, *by)]))
    return parts
