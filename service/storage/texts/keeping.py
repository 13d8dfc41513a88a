"""How the rows of a change are sealed, and how everything earlier of a report is when the report becomes secret."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from service.storage.db.pool import Transaction
from service.storage.db.write import Insert, Part
from service.storage.first_answers import INSERT_IDEMPOTENCY, seal_answer
from service.storage.sealing import ReportKey, Sealer
from service.storage.texts.kept_texts import seal_text
from service.storage.texts.rows import INSERT_TEXT
from service.storage.texts.words import FORGET_WORDS, INSERT_WORDS, PUT_WORDS
from workflows.codes.reports import Classification
from workflows.decisions.change import Change

INSERT_KEY = Insert("report_key", ("region", "report_id", "wrapped_key", "created_at"))
INSERT_SEALED_TEXT = Insert(
    "report_text", ("region", "id", "report_id", "task_id", "event_id", "field", "created_at", "sealed")
)
INSERT_SEALED_ANSWER = Insert("idempotency", (*INSERT_IDEMPOTENCY.columns, "sealed"))

KEY_OF = "SELECT wrapped_key FROM report_key WHERE region = $1 AND report_id = $2"
PLAIN_TEXTS = """SELECT id, salt, content FROM report_text
WHERE region = $1 AND report_id = $2 AND content IS NOT NULL"""
SEAL_TEXTS = """UPDATE report_text x SET content = NULL, salt = NULL, sealed = n.sealed
FROM unnest($3::uuid[], $4::bytea[]) AS n (id, sealed) WHERE x.region = $1 AND x.report_id = $2 AND x.id = n.id"""
PLAIN_ANSWERS = """SELECT person, key, fingerprint, body FROM idempotency
WHERE region = $1 AND report_id = $2 AND body IS NOT NULL AND NOT sealed"""
SEAL_ANSWERS = """UPDATE idempotency i SET fingerprint = '', body = n.body, sealed = true
FROM unnest($3::uuid[], $4::text[], $5::bytea[]) AS n (person, key, body)
WHERE i.region = $1 AND i.report_id = $2 AND i.person = n.person AND i.key = n.key"""


def key_part(region: str, report: UUID, wrapped: bytes, at: datetime) -> Part:
    """The row of a report's key."""
    return Part(INSERT_KEY, [(region, report, wrapped, at)])


class Keeping(NamedTuple):
    """How the words of one change are kept.

    ``key`` seals the first answer, and with ``texts`` the texts too; None leaves all plain. ``made`` is its row when
    it is new, ``conceals`` that what the report already holds is to be sealed as well.
    """

    key: ReportKey | None
    texts: bool
    made: tuple[Part, ...] = ()
    conceals: bool = False


ALL_PLAIN = Keeping(None, texts=False)


async def keeping_of(
    sealer: Sealer, transaction: Transaction, change: Change, wrapped: bytes | None, now: datetime, *, read: bool
) -> Keeping:
    """How a change is kept: sealed when its report is secret, its answer also when it ``read`` sealed texts.

    ``wrapped`` is the report's key where it was read with the report. Raises Unavailable ``sealing_key_wrong``.
    """
    before, report, secret = change.before, change.report, change.report.classification is Classification.SECRET
    if not secret and not read:
        return ALL_PLAIN
    stored = wrapped or (await wrapped_key(transaction, report.region, report.id) if before else None)
    becomes = secret and before is not None and before.classification is not Classification.SECRET
    if stored is not None:
        return Keeping(await sealer.key(report.region, report.id, stored), secret, conceals=becomes)
    made = await sealer.make(report.region, report.id)
    row = key_part(report.region, report.id, made.wrapped, now)
    return Keeping(made.key, secret, (row,), conceals=secret and before is not None)


def sealed_parts(parts: list[Part], keeping: Keeping) -> list[Part]:
    """The rows of a change as they are kept."""
    key = keeping.key
    if key is None:
        return parts
    sealing = _SEALED if keeping.texts else {INSERT_IDEMPOTENCY: _sealed_answers}
    return [*(sealing[part.what](part, key) if part.what in sealing else part for part in parts), *keeping.made]


async def wrapped_key(transaction: Transaction, region: str, report: UUID) -> bytes | None:
    """A report's key as it is stored; None when it has none."""
    found: bytes | None = await transaction.fetchval(KEY_OF, region, report)
    return found


async def conceal(transaction: Transaction, keeping: Keeping, region: str, report: UUID) -> None:
    """Encrypt every plain text and first answer of a report, when it is to be.

    The transaction sees all and has changed the report's row, so that nothing is added to it meanwhile.
    """
    key = keeping.key
    if key is None or not keeping.conceals:
        return
    texts = await transaction.fetch(PLAIN_TEXTS, region, report)
    sealed = [seal_text(key, row["id"], row["salt"], row["content"]) for row in texts]
    await transaction.fetch(SEAL_TEXTS, region, report, [row["id"] for row in texts], sealed)
    await transaction.fetch(FORGET_WORDS, region, report)
    answers = await transaction.fetch(PLAIN_ANSWERS, region, report)
    bodies = [seal_answer(key, row["person"], row["key"], row["fingerprint"], row["body"]) for row in answers]
    named = [row["person"] for row in answers], [row["key"] for row in answers]
    await transaction.fetch(SEAL_ANSWERS, region, report, *named, bodies)


def _sealed_texts(part: Part, key: ReportKey) -> Part:
    return Part(
        INSERT_SEALED_TEXT, [_sealed_text(dict(zip(INSERT_TEXT.columns, row, strict=True)), key) for row in part.rows]
    )


def _sealed_text(row: dict[str, Any], key: ReportKey) -> tuple[Any, ...]:
    sealed = seal_text(key, row["id"], row.pop("salt"), row.pop("content"))
    return tuple((row | {"sealed": sealed})[column] for column in INSERT_SEALED_TEXT.columns)


def _sealed_answers(part: Part, key: ReportKey) -> Part:
    return Part(
        INSERT_SEALED_ANSWER,
        [_sealed_answer(dict(zip(INSERT_IDEMPOTENCY.columns, row, strict=True)), key) for row in part.rows],
    )


def _sealed_answer(row: dict[str, Any], key: ReportKey) -> tuple[Any, ...]:
    body = seal_answer(key, row["person"], row["key"], row["fingerprint"], row["body"])
    return tuple((row | {"fingerprint": b"", "body": body, "sealed": True})[c] for c in INSERT_SEALED_ANSWER.columns)


def _no_words(part: Part, _key: ReportKey) -> Part:
    return part._replace(rows=[])


_SEALED: Any = {
    INSERT_TEXT: _sealed_texts,
    INSERT_IDEMPOTENCY: _sealed_answers,
    INSERT_WORDS: _no_words,
    PUT_WORDS: _no_words,
}
