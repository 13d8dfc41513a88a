"""Uploads of evidence: made, continued wherever they broke off, and taken as evidence when the last byte is there.

A byte counts as received once its piece is durable in the store and the row that says so is durable in the database.
The last piece counts only together with the evidence itself: what a client hears to be complete is evidence.
"""

from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from asyncpg import Record
from uuid_utils.compat import uuid7

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.service_errors import MalformedRequest, NotFound, Unavailable, UploadRefused
from service.features.changing.changes import Changes, Decided, Subject
from service.features.evidence import repository
from service.features.evidence.media_types.by_content import media_type_of
from service.features.evidence.object_store import Missing, Store
from service.features.evidence.originals import Original
from service.features.evidence.receiving import Receiving
from service.features.evidence.sealed_pieces import Different, OriginalKey, OriginalKeys
from service.features.evidence.tus import Checksum, Told, declared_in, type_refused
from service.features.reports.repository import read_for_command
from service.features.reports.sight import require_seen
from service.features.reports.stored_facts import facts_of
from service.features.reports.text_pointers import pointers_of
from service.storage.db.pool import Database, Transaction
from service.storage.db.write import Part, write
from service.storage.first_answers import remember, replay_of
from service.storage.sealing import Sealer
from workflows.access import visibility
from workflows.access.permissions import Action, Standing, require, require_role
from workflows.codes.declared_types import is_as_said
from workflows.codes.evidence import PREVIEWED, CustodyAct, UploadState
from workflows.codes.reports import TextField
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.evidence.custody import NewEvidence, decide_added, preview_of
from workflows.trail.chaining import RecordedEvent

CREATED = 201
MOST_OPEN = 200
"""Uploads that one person may have open in a region."""

TOLD = "told"
"""The purpose that what the sender says is sealed for, until it becomes texts of the report."""

_TOLD = msgspec.json.Decoder(Told)


class Limits(NamedTuple):
    """The largest original in bytes, and for how long an upload that stands still may be resumed."""

    largest: int
    open_for: timedelta


class Upload(NamedTuple):
    """How an upload stands; ``told`` is None once it has ended."""

    id: UUID
    state: UploadState
    length: int
    received: int
    expires: datetime | None
    told: Told | None = None


class UploadService:
    """Uploads of every region, for whoever makes them."""

    def __init__(
        self, database: Database, changes: Changes, sealer: Sealer, keys: OriginalKeys, store: Store, limits: Limits
    ) -> None:
        self._database = database
        self._changes = changes
        self._sealer = sealer
        self._keys = keys
        self._store = store
        self.limits = limits

    async def create(self, call: Call, report: UUID, length: int, told: Told) -> tuple[Answer, datetime]:
        """Begin an upload of so many bytes; its identifier will be the evidence's.

        Raises NotFound; NotPermitted; UploadRefused ``evidence_too_large`` or ``too_many_uploads``.
        """
        require_role(call.actor, Action.EVIDENCE_ADD)
        if length > self.limits.largest:
            raise UploadRefused("evidence_too_large", limit=self.limits.largest)
        now, upload = datetime.now(UTC), uuid7()
        until = now + self.limits.open_for
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            row = await repository.read_to_create(transaction, call, report)
            require_seen(row, call)
            replay = await replay_of(row, call.key, call.person, lambda of, raw: self._sealer.key(call.region, of, raw))
            if replay is not None:
                return replay, until
            require(call.actor, Action.EVIDENCE_ADD, Standing(row["lead_agency"], row["reported_by"]))
            if row["open"] >= MOST_OPEN:
                raise UploadRefused("too_many_uploads")
            answer = Answer(CREATED, b"", None, f"/v1/regions/{call.region}/uploads/{upload}")
            made = await self._made(call, report, upload, length, told, now)
            await write(transaction, [made, remember(call.key, call.actor, call.region, answer, now, report)])
            await transaction.commit()
        return answer, until

    async def get(self, call: Call, upload: UUID) -> Upload:
        """How an upload of the caller's stands. Raises NotFound; UploadRefused ``upload_gone``."""
        require_role(call.actor, Action.EVIDENCE_ADD)
        row = await self._read(call, upload)
        if row["state"] != UploadState.OPEN:
            return _ended(row)
        told = await self._told(await self._key(call.region, row), row)
        return Upload(upload, UploadState.OPEN, row["length"], row["received"], row["expires_at"], told)

    async def append(
        self, call: Call, upload: UUID, offset: int, chunks: AsyncIterator[bytes], checksum: Checksum | None
    ) -> Upload:
        """Take up an upload at its offset; what arrives before the connection breaks off, or is given up, counts.

        With a checksum all of it counts or nothing. Raises NotFound; UploadRefused ``upload_gone``, ``upload_offset``,
        ``upload_too_long``, ``upload_checksum_mismatch``, or what ``_taken`` raises; TooSlow;
        Unavailable.
        """
        require_role(call.actor, Action.EVIDENCE_ADD)
        row = await self._read(call, upload)
        if row["state"] != UploadState.OPEN:
            raise _gone(row["state"])
        if row["received"] != offset:
            raise _elsewhere(row["received"])
        key = await self._key(call.region, row)
        original = Original(call.region, upload, row["length"], row["pieces"], key)
        receiving = Receiving(self._store, original, offset, checksum)
        await receiving.begin()
        until, counted = row["expires_at"], offset
        try:
            async for _ in receiving.take(chunks):
                if receiving.complete:
                    whole = original._replace(pieces=receiving.pieces)
                    await self._taken(call, row, whole, await self._told(key, row), counted)
                    await receiving.counted()
                    return Upload(upload, UploadState.FINISHED, row["length"], row["length"], None)
                if receiving.stored > counted:
                    until = await self._advanced(call, upload, counted, receiving)
                    counted = receiving.stored
                    await receiving.counted()
        except (UploadRefused, MalformedRequest):
            await receiving.undo()  # after any other failure it may count all the same: the worker looks later
            raise
        return Upload(upload, UploadState.OPEN, row["length"], counted, until)

    async def terminate(self, call: Call, upload: UUID) -> None:
        """Give an upload up: what came in of it goes. Raises NotFound; UploadRefused ``upload_gone``."""
        require_role(call.actor, Action.EVIDENCE_ADD)
        await self._read(call, upload)
        if not await self._end(call, upload, UploadState.TERMINATED):
            raise _gone((await self._read(call, upload))["state"])

    async def _made(self, call: Call, report: UUID, upload: UUID, length: int, told: Told, now: datetime) -> Part:
        key, wrapped = await self._keys.make(call.region, report, upload)
        sealed = await key.seal(msgspec.json.encode(told), TOLD)
        what: tuple[Any, ...] = (
            call.region,
            upload,
            report,
            call.person,
            UploadState.OPEN,
            length,
            0,
            [],
            wrapped,
            sealed,
        )
        return Part(repository.INSERT_UPLOAD, [(*what, now, now + self.limits.open_for, False)])

    async def _read(self, call: Call, upload: UUID) -> Record:
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            row = await repository.upload(transaction, call, upload)
            await transaction.commit()
        if row is None:
            raise NotFound
        return row

    async def _key(self, region: str, row: Record) -> OriginalKey:
        return await self._keys.key(region, row["report_id"], row["id"], row["wrapped_key"])

    async def _told(self, key: OriginalKey, row: Record) -> Told:
        try:
            return _TOLD.decode(await key.open(row["told"], TOLD))
        except Different:
            raise Unavailable("sealing_key_wrong") from None

    async def _advanced(self, call: Call, upload: UUID, known: int, receiving: Receiving) -> datetime:
        until = datetime.now(UTC) + self.limits.open_for
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            pieces = receiving.pieces
            if not await repository.advance(transaction, call, upload, known, receiving.stored, pieces, until):
                row = await repository.upload(transaction, call, upload)
                if row is None or row["state"] != UploadState.OPEN:
                    raise _gone(row and row["state"])
                raise _elsewhere(row["received"])
            await transaction.commit()
        return until

    async def _taken(self, call: Call, row: Record, whole: Original, told: Told, known: int) -> None:
        """Read back what the store holds, and take it as evidence.

        Raises UploadRefused ``evidence_type_refused``, ``evidence_type_differs`` or ``evidence_hash_differs``, which
        end the upload.
        """
        try:
            media = await media_type_of(whole.size, partial(whole.between, self._store))
            sha256 = await whole.sha256(self._store)
        except (Missing, Different):
            raise Unavailable("evidence_unreadable") from None
        if media is None:
            await self._end(call, row["id"], UploadState.REFUSED, "evidence_type_refused")
            raise type_refused()
        if not is_as_said(media, declared_in(told.raw)):
            await self._end(call, row["id"], UploadState.REFUSED, "evidence_type_differs")
            raise UploadRefused("evidence_type_differs", found=media.value)
        if told.sha256 not in (None, sha256.hex()):
            await self._end(call, row["id"], UploadState.REFUSED, "evidence_hash_differs")
            raise UploadRefused("evidence_hash_differs")
        added = NewEvidence(row["id"], sha256.hex(), whole.size, media, told.name, told.note)
        await self._add(call, row, whole, added, known)

    async def _add(self, call: Call, row: Record, whole: Original, added: NewEvidence, known: int) -> None:
        async def read(transaction: Transaction) -> Subject:
            report = await read_for_command(transaction, call, row["report_id"])
            require_seen(report, call)
            standing = await repository.held(transaction, call, row["id"])
            if standing is None or standing["state"] != UploadState.OPEN:
                raise _gone(standing and standing["state"])
            if standing["received"] != known:
                raise _elsewhere(standing["received"])
            return Subject(report, report["version"], report["id"])

        def decide(subject: Subject, given: Circumstances) -> Decided:
            change = decide_added(facts_of(subject.row), added, call.actor, given)

            def entered(events: tuple[RecordedEvent, ...]) -> Iterable[Part]:
                return _rows(call, change, events[0], whole, added, row["wrapped_key"])

            return Decided(change, pointers_of(subject.row), lambda _: Answer(CREATED, b""), entered=entered)

        # The report first, then the upload: two last parts that cross wait for one another and for nothing else.
        await self._changes.run(call._replace(key=None, if_match=None), read, decide, lock=(row["report_id"],))

    async def _end(self, call: Call, upload: UUID, state: UploadState, refusal: str | None = None) -> bool:
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            ended = await repository.end(transaction, call.region, upload, state, datetime.now(UTC), refusal)
            await transaction.commit()
        return ended


def _rows(
    call: Call, change: Change, event: RecordedEvent, whole: Original, added: NewEvidence, wrapped: bytes
) -> list[Part]:
    """Evidence, its key, the first entry of its chain of custody, and the upload that it came of."""
    texts = {text.draft.field: text.id for text in event.texts}
    at, report = event.at, change.report.id
    by = (call.person, call.actor.agency, at)
    what = (added.media_type, added.size, bytes.fromhex(added.sha256), texts.get(TextField.EVIDENCE_NAME))
    shown = (texts.get(TextField.EVIDENCE_NOTE), preview_of(added.media_type, PREVIEWED))
    pieces = list(whole.pieces)
    return [
        Part(repository.INSERT_EVIDENCE, [(call.region, added.id, report, event.id, *what, *shown, *by, at)]),
        Part(repository.INSERT_KEY, [(call.region, added.id, report, wrapped, pieces)]),
        Part(
            repository.INSERT_CUSTODY,
            [(call.region, event.id, report, added.id, CustodyAct.ADDED, *by, None, None, None, None)],
        ),
        Part(
            repository.FINISH_UPLOAD,
            [(UploadState.FINISHED, added.size, [], None, None, at, True, call.region, added.id)],
        ),
    ]


def _held(call: Call) -> tuple[str, ...]:
    return visibility.tokens(call.actor)


def _ended(row: Record) -> Upload:
    if row["state"] != UploadState.FINISHED:
        raise _gone(row["state"])
    return Upload(row["id"], UploadState.FINISHED, row["length"], row["received"], None)


def _gone(state: str | None) -> UploadRefused | NotFound:
    return NotFound() if state is None else UploadRefused("upload_gone", state=state)


def _elsewhere(offset: int) -> UploadRefused:
    return UploadRefused("upload_offset", headers={"Upload-Offset": str(offset)}, offset=offset)
