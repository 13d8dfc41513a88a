"""Making, listing and revoking keys. What was made and revoked stands in the region's own chain of the trail."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
from asyncpg import Record
from uuid_utils.compat import uuid7

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.keyset import cursor_of, place_of, question_of
from service.edge.representation import encode
from service.edge.service_errors import NotFound, Unavailable
from service.features.api_keys import repository, secret
from service.features.api_keys.schemas import ApiKeyAnswer, ApiKeyPage, ApiKeySecretAnswer
from service.features.reports.changing import Terms
from service.storage.db.pool import Database, Transaction
from service.storage.db.write import Part, write
from service.storage.first_answers import remember, replay_of
from service.storage.sealing import ReportKey
from service.trail.reading.chained_changes import chained, until_chained
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.decisions.machines.api_keys import KeyDraft, MakeApiKey, decide_key, keeps, told_created, told_revoked
from workflows.trail.region_events import RegionEvent

CREATED, OK = 201, 200
NEWEST_FIRST = "-created_at"


class _Made(NamedTuple):
    """A key that is being made."""

    id: UUID
    secret: str
    draft: KeyDraft


class ApiKeyService:
    """The keys of every region, for those who keep them."""

    def __init__(self, database: Database, terms: Terms) -> None:
        self._database = database
        self._terms = terms

    async def make(self, call: Call, body: MakeApiKey) -> Answer:
        """Make a key; its secret is in this answer and nowhere else. Raises the refusals of ``decide_key``."""
        now = datetime.now(UTC)
        made = _Made(uuid7(), secret.make(call.region), decide_key(body, call.actor, now))
        told = told_created(made.id, made.draft, call.actor)

        async def attempt(transaction: Transaction) -> Answer:
            row = await repository.seen_before(transaction, call)
            replay = await replay_of(row, call.key, call.person, _never_sealed)
            if replay is not None:
                return replay
            event, parts = await chained(transaction, call.region, told, now)
            view = self._view_of(call, body.name, made, event)
            kept = Answer(CREATED, encode(view), location=_location(call.region, made.id))
            parts += [
                Part(repository.INSERT, [_row(call, body.name, made, event.at)]),
                remember(call.key, call.actor, call.region, kept, event.at, None),
            ]
            await write(transaction, parts)
            await transaction.commit()
            return kept._replace(body=encode(_with_secret(view, made.secret)))

        return await self._tried(call, attempt)

    async def listing(self, call: Call, cursor: str | None, limit: int) -> ApiKeyPage:
        """One page of the keys that the caller keeps, newest first."""
        require_role(call.actor, Action.KEY_READ)
        question = question_of(repository.Wanted(), NEWEST_FIRST)
        after = place_of(cursor, question)
        async with self._database.transaction(call.region, (keeps(call.actor),)) as transaction:
            rows = await repository.listing(transaction, call.region, after, limit)
            await transaction.commit()
        items = [ApiKeyAnswer(**_members(call.region, row)) for row in rows[:limit]]
        last = items[-1] if len(rows) > limit else None
        return ApiKeyPage(items=items, next_cursor=cursor_of(last.created_at, last.id, question) if last else None)

    async def revoke(self, call: Call, key: UUID) -> Answer:
        """Revoke a key for good; once it is revoked, doing so again changes nothing. Raises NotFound."""
        require_role(call.actor, Action.KEY_REVOKE)
        now = datetime.now(UTC)

        async def attempt(transaction: Transaction) -> Answer:
            row = await repository.read(transaction, call.region, key)
            if row is None:
                raise NotFound
            members = _members(call.region, row)
            if row["revoked_at"] is not None:
                await transaction.commit()
                return Answer(OK, encode(ApiKeyAnswer(**members)))
            event, parts = await chained(transaction, call.region, told_revoked(key, row["agency"], call.actor), now)
            parts.insert(0, Part(repository.REVOKE, [repository.revoked_row(call, key, event.at)]))
            if not await write(transaction, parts):
                raise asyncpg.SerializationError  # somebody has just revoked it: read it again
            await transaction.commit()
            members |= {"revoked_at": event.at, "revoked_by": call.person}
            receipt = self._terms.receipts.receipt(call.region, event)
            return Answer(OK, encode(ApiKeyAnswer(**members, receipt=receipt)))

        return await self._tried(call, attempt)

    async def _tried(self, call: Call, attempt: Callable[[Transaction], Awaitable[Answer]]) -> Answer:
        own = (keeps(call.actor), f"keys:{call.actor.agency}", visibility.AUDIT, visibility.of_person(call.person))
        return await until_chained(self._database, call.region, own, attempt)

    def _view_of(self, call: Call, name: str, made: _Made, event: RegionEvent) -> ApiKeySecretAnswer:
        members: dict[str, Any] = {
            "id": made.id,
            "name": name,
            "region": call.region,
            "agency": made.draft.agency,
            "scopes": list(made.draft.scopes),
            "created_at": event.at,
            "created_by": call.person,
            "expires_at": made.draft.expires_at,
            "last_used_at": None,
            "revoked_at": None,
            "revoked_by": None,
        }
        return ApiKeySecretAnswer(**members, receipt=self._terms.receipts.receipt(call.region, event), key=None)


def _members(region: str, row: Record) -> dict[str, Any]:
    return {"region": region, **dict(row.items())}


def _with_secret(view: ApiKeySecretAnswer, key: str) -> ApiKeySecretAnswer:
    members = {name: getattr(view, name) for name in view.__struct_fields__}
    return ApiKeySecretAnswer(**{**members, "key": key})


def _row(call: Call, name: str, made: _Made, at: datetime) -> tuple[Any, ...]:
    draft, kept = made.draft, secret.digest(made.secret)
    scopes = list(draft.scopes)
    by = (call.person, call.actor.role.value)
    return (call.region, made.id, kept, name, draft.agency, scopes, draft.expires_at, at, *by)


def _location(region: str, key: UUID) -> str:
    return f"/v1/regions/{region}/api-keys/{key}"


async def _never_sealed(_report: UUID, _wrapped: bytes) -> ReportKey:
    raise Unavailable
