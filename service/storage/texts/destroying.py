"""What an approved erasure destroys, in the transaction of its event.

Evidence loses the key of its original, which nothing opens any longer; the worker takes the objects away. A text loses
its words and its salt; a reporter or a recipient the sealed identity, with the salt inside it. Where the
thing was sealed, the report's key goes too: whatever else needs one is encrypted anew under a fresh key, so that
neither the old ciphertext in a copy of the database nor the old key beside it is worth anything. First answers that
may repeat an erased text, or whose request named an erased recipient, are destroyed with it.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from service.edge.idempotency import IdempotencyKey
from service.storage.db.pool import Transaction
from service.storage.first_answers import ANSWER
from service.storage.sealing import NewKey, ReportKey
from service.storage.texts.kept_texts import TEXT
from service.storage.texts.words import FORGET_WORDS_OF
from workflows.access.refusals import LawForbids
from workflows.codes.approvals import ErasureTarget
from workflows.decisions.erasures.erasing import RECIPIENT, ErasureFacts

ERASE_TEXT = """UPDATE report_text SET content = NULL, salt = NULL, sealed = NULL, erased_at = $4, erasure = $3
WHERE region = $1 AND report_id = $2 AND id = $5 AND erasure IS NULL RETURNING id"""
ERASE_REPORTER = """UPDATE sealed_identity SET sealed = NULL, erasure = $3
WHERE region = $1 AND report_id = $2 AND sealed IS NOT NULL RETURNING report_id"""
# Who reported is mostly who was told: with the reporter every recipient of a notice to the reporter goes.
ERASE_REPORTERS_RECIPIENTS = """UPDATE sealed_recipient s SET sealed = NULL, erasure = $3 FROM notice n
WHERE s.region = $1 AND s.report_id = $2 AND s.sealed IS NOT NULL AND n.region = s.region AND n.id = s.notice_id
  AND n.audience = 'reporter'"""
ERASE_RECIPIENT = """UPDATE sealed_recipient SET sealed = NULL, erasure = $3
WHERE region = $1 AND report_id = $2 AND notice_id = $4 AND sealed IS NOT NULL RETURNING notice_id"""
ERASE_EVIDENCE = """UPDATE evidence SET erasure = $3, preview = 'none'
WHERE region = $1 AND report_id = $2 AND id = $4 AND erasure IS NULL RETURNING id"""
DESTROY_ORIGINAL = "DELETE FROM evidence_key WHERE region = $1 AND report_id = $2 AND evidence_id = $3"
SWEEP_OBJECTS = "UPDATE upload SET to_sweep = true WHERE region = $1 AND report_id = $2 AND id = $3"
OTHERS = "region = $1 AND report_id = $2 AND (person, key) IS DISTINCT FROM ($3::uuid, $4::text)"
FORGET_ANSWERS = f"UPDATE idempotency SET fingerprint = '', body = NULL, sealed = false WHERE {OTHERS}"

SEALED_TEXTS = """SELECT id, sealed FROM report_text
WHERE region = $1 AND report_id = $2 AND sealed IS NOT NULL AND event_id <> $3"""
SEALED_REPORTER = "SELECT sealed FROM sealed_identity WHERE region = $1 AND report_id = $2 AND sealed IS NOT NULL"
SEALED_RECIPIENTS = """SELECT notice_id, sealed FROM sealed_recipient
WHERE region = $1 AND report_id = $2 AND sealed IS NOT NULL"""
SEALED_ANSWERS = f"SELECT person, key, body FROM idempotency WHERE {OTHERS} AND sealed"
RESEAL_TEXTS = """UPDATE report_text x SET sealed = n.sealed FROM unnest($3::uuid[], $4::bytea[]) AS n (id, sealed)
WHERE x.region = $1 AND x.report_id = $2 AND x.id = n.id"""
RESEAL_REPORTER = "UPDATE sealed_identity SET sealed = $3 WHERE region = $1 AND report_id = $2"
RESEAL_RECIPIENTS = """UPDATE sealed_recipient s SET sealed = n.sealed
FROM unnest($3::uuid[], $4::bytea[]) AS n (id, sealed)
WHERE s.region = $1 AND s.report_id = $2 AND s.notice_id = n.id"""
RESEAL_ANSWERS = """UPDATE idempotency i SET body = n.body
FROM unnest($3::uuid[], $4::text[], $5::bytea[]) AS n (person, key, body)
WHERE i.region = $1 AND i.report_id = $2 AND i.person = n.person AND i.key = n.key"""

STILL_SEALED = """SELECT EXISTS (SELECT FROM report_text WHERE region = $1 AND report_id = $2 AND sealed IS NOT NULL)
OR EXISTS (SELECT FROM sealed_identity WHERE region = $1 AND report_id = $2 AND sealed IS NOT NULL)
OR EXISTS (SELECT FROM sealed_recipient WHERE region = $1 AND report_id = $2 AND sealed IS NOT NULL)
OR EXISTS (SELECT FROM idempotency WHERE region = $1 AND report_id = $2 AND sealed)"""
CHANGE_KEY = "UPDATE report_key SET wrapped_key = $3, created_at = $4 WHERE region = $1 AND report_id = $2"
DESTROY_KEY = "DELETE FROM report_key WHERE region = $1 AND report_id = $2"


class Keys(NamedTuple):
    """The key that the erased thing was sealed with, and the one that takes its place."""

    old: ReportKey
    new: NewKey


class Destruction(NamedTuple):
    """An approved erasure to carry out at a time; ``keys`` is None where the thing was not sealed.

    ``answer`` is the key under which the approval's own answer is kept, by this person; it stays.
    """

    region: str
    report: UUID
    erasure: ErasureFacts
    at: datetime
    keys: Keys | None
    person: UUID
    answer: IdempotencyKey | None

    async def carry_out(self, transaction: Transaction, event: UUID) -> None:
        """Destroy. The transaction sees all and holds the report's row; ``event`` is the approval.

        Raises LawForbids ``already_erased`` when the thing is not there: nothing is written then.
        """
        at, erasure = (self.region, self.report), self.erasure
        if erasure.target is ErasureTarget.REPORTER:
            found = await transaction.fetch(ERASE_REPORTER, *at, erasure.id)
            await transaction.fetch(ERASE_REPORTERS_RECIPIENTS, *at, erasure.id)
        elif erasure.target is ErasureTarget.RECIPIENT:
            found = await transaction.fetch(ERASE_RECIPIENT, *at, erasure.id, erasure.text)
            await transaction.fetch(FORGET_ANSWERS, *at, *self._own)
        elif erasure.target is ErasureTarget.EVIDENCE:
            found = await transaction.fetch(ERASE_EVIDENCE, *at, erasure.id, erasure.text)
            await transaction.fetch(DESTROY_ORIGINAL, *at, erasure.text)
            await transaction.fetch(SWEEP_OBJECTS, *at, erasure.text)
        else:
            await transaction.fetch(FORGET_WORDS_OF, *at, erasure.text)
            found = await transaction.fetch(ERASE_TEXT, *at, erasure.id, self.at, erasure.text)
            await transaction.fetch(FORGET_ANSWERS, *at, *self._own)
        if len(found) != 1:
            raise LawForbids("already_erased")
        if self.keys is not None:
            await self._change_key(transaction, self.keys, event)

    @property
    def _own(self) -> tuple[UUID, str | None]:
        return self.person, self.answer.value if self.answer else None

    async def _change_key(self, transaction: Transaction, keys: Keys, event: UUID) -> None:
        at, (old, new) = (self.region, self.report), keys
        texts = await transaction.fetch(SEALED_TEXTS, *at, event)
        sealed = [new.key.seal(old.open(row["sealed"], TEXT, str(row["id"])), TEXT, str(row["id"])) for row in texts]
        await transaction.fetch(RESEAL_TEXTS, *at, [row["id"] for row in texts], sealed)
        for row in await transaction.fetch(SEALED_REPORTER, *at):
            await transaction.fetch(RESEAL_REPORTER, *at, new.key.seal(old.open(row["sealed"])))
        await self._reseal_recipients(transaction, old, new.key)
        answers = await transaction.fetch(SEALED_ANSWERS, *at, *self._own)
        names = [(ANSWER, str(row["person"]), row["key"]) for row in answers]
        bodies = [new.key.seal(old.open(row["body"], *name), *name) for row, name in zip(answers, names, strict=True)]
        persons = [row["person"] for row in answers]
        await transaction.fetch(RESEAL_ANSWERS, *at, persons, [row["key"] for row in answers], bodies)
        if await transaction.fetchval(STILL_SEALED, *at):
            await transaction.fetch(CHANGE_KEY, *at, new.wrapped, self.at)
        else:
            await transaction.fetch(DESTROY_KEY, *at)

    async def _reseal_recipients(self, transaction: Transaction, old: ReportKey, new: ReportKey) -> None:
        at = (self.region, self.report)
        rows = await transaction.fetch(SEALED_RECIPIENTS, *at)
        names = [(RECIPIENT, str(row["notice_id"])) for row in rows]
        sealed = [new.seal(old.open(row["sealed"], *name), *name) for row, name in zip(rows, names, strict=True)]
        await transaction.fetch(RESEAL_RECIPIENTS, *at, [row["notice_id"] for row in rows], sealed)
