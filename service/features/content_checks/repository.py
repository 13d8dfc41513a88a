"""How checks of content are read and written. They are as visible as their report, their words as its texts."""

from typing import Any
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.features.reports.repository import COLUMNS, KEY, TASKS
from service.storage.db.pool import Transaction
from service.storage.db.write import Insert, Part, Update
from service.storage.first_answers import FLIGHT, SEEN, read_beside
from service.storage.texts.kept_texts import KEPT
from workflows.codes.content import ContentStep
from workflows.codes.reports import TextField
from workflows.decisions.content.checking import ContentFacts
from workflows.trail.chaining import RecordedEvent

INSERT = Insert(
    "content_check",
    (
        "region", "id", "report_id", "state", "version", "url_text", "sha256", "screenshot", "opened_by",
        "opened_agency", "opened_at",
    ),
)  # fmt: skip
_MOVING, _KEYS = ("state", "version"), ("region", "id", "version")
MOVES = {
    ContentStep.JUDGE: Update(
        "content_check",
        (*_MOVING, "verdict", "clarification_text", "judged_by", "judged_agency", "judged_at"),
        _KEYS,
    ),
    ContentStep.REQUEST_TAKEDOWN: Update(
        "content_check",
        (*_MOVING, "recipient_text", "reference_text", "requested_at", "outcome", "answer_text", "answered_at"),
        _KEYS,
    ),
    ContentStep.ANSWER_TAKEDOWN: Update("content_check", (*_MOVING, "outcome", "answer_text", "answered_at"), _KEYS),
}
WORDS = {"url": "url", "clarification": "clarification", "to": "recipient", "reference": "reference", "note": "answer"}
"""The words of a check, by the member of the answer: the column that names each begins so."""

_KEPT = KEPT.format("w")
_CHECK = """q.id AS check_id, q.state AS check_state, q.version AS check_version, q.sha256, q.screenshot, q.opened_by,
  q.opened_agency, q.opened_at, q.verdict, q.judged_by, q.judged_agency, q.judged_at, q.requested_at,
  q.outcome AS takedown_outcome, q.answered_at, """ + ", ".join(
    f"(SELECT {_KEPT} FROM report_text w WHERE w.region = q.region AND w.id = q.{column}_text) AS kept_{name}"
    for name, column in WORDS.items()
)
_OPEN = f"WITH flight AS MATERIALIZED (SELECT {FLIGHT}) SELECT flight.won, {SEEN}, {COLUMNS}, {TASKS}, {KEY},"
_FROM = """FROM flight LEFT JOIN report r ON r.region = $4 AND r.id = $5
LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3"""
READ_TO_OPEN = f"""{_OPEN} EXISTS (SELECT FROM evidence d WHERE d.region = $4 AND d.report_id = r.id AND d.id = $6
  AND d.erasure IS NULL) AS shown {_FROM}"""
READ_TO_MOVE = f"""{_OPEN} {_CHECK} {_FROM}
LEFT JOIN content_check q ON q.region = $4 AND q.report_id = r.id AND q.id = $6"""
PAGE = f"""SELECT {COLUMNS}, {TASKS}, {_CHECK}
FROM report r LEFT JOIN LATERAL (SELECT * FROM content_check q WHERE q.region = r.region AND q.report_id = r.id
  AND ($3::uuid IS NULL OR q.id > $3) ORDER BY q.id LIMIT $4) q ON true
WHERE r.region = $1 AND r.id = $2 ORDER BY q.id"""


async def read_to_open(transaction: Transaction, call: Call, report: UUID, screenshot: UUID | None) -> Record:
    """The report, whether the screenshot is evidence of it, and the first answer under this key."""
    return await read_beside(transaction, READ_TO_OPEN, call, report, screenshot)


async def read_to_move(transaction: Transaction, call: Call, report: UUID, check: UUID) -> Record:
    """The report with one of its checks; its columns are null when the report has no such check."""
    return await read_beside(transaction, READ_TO_MOVE, call, report, check)


async def page(transaction: Transaction, region: str, report: UUID, after: UUID | None, limit: int) -> list[Record]:
    """Checks after one, oldest first; a row without a check for a report that has none, none for no report."""
    return await transaction.fetch(PAGE, region, report, after, limit)


def opened(call: Call, report: UUID, content: ContentFacts, event: RecordedEvent) -> list[Part]:
    """The row of a check that an event has opened."""
    url = _texts(event).get(TextField.CONTENT_URL)
    sha256 = None if content.sha256 is None else bytes.fromhex(content.sha256)
    what = (call.region, content.id, report, content.state, content.version, url, sha256, content.screenshot)
    return [Part(INSERT, [(*what, call.person, call.actor.agency, event.at)])]


def moved(call: Call, step: ContentStep, content: ContentFacts, event: RecordedEvent) -> list[Part]:
    """The row of a check after a step."""
    texts = _texts(event)
    values: dict[ContentStep, tuple[Any, ...]] = {
        ContentStep.JUDGE: (
            content.verdict, texts.get(TextField.CLARIFICATION), call.person, call.actor.agency, event.at,
        ),
        ContentStep.REQUEST_TAKEDOWN: (
            texts.get(TextField.TAKEDOWN_RECIPIENT), texts.get(TextField.REFERENCE), content.requested_at,
            None, None, None,
        ),
        ContentStep.ANSWER_TAKEDOWN: (content.outcome, texts.get(TextField.TAKEDOWN_ANSWER), content.answered_at),
    }  # fmt: skip
    keys = (call.region, content.id, content.version - 1)
    return [Part(MOVES[step], [(content.state, content.version, *values[step], *keys)])]


def _texts(event: RecordedEvent) -> dict[TextField, UUID]:
    return {text.draft.field: text.id for text in event.texts}
