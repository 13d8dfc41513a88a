"""Making, reading, changing and deleting endpoints. Every change stands in the region's own chain of the trail."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import msgspec
from asyncpg import Record
from uuid_utils.compat import uuid7

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.keyset import cursor_of, place_of, question_of
from service.edge.problems.faults import says
from service.edge.representation import encode, etag
from service.edge.service_errors import EndpointEnded, FieldError, NotFound, Unavailable, ValidationFailed
from service.edge.targets import Allowed, TargetRefused, require_open
from service.features.changing.changes import require_match
from service.features.reports.changing import Terms
from service.features.webhooks import repository, secrets
from service.features.webhooks.offices import Offices
from service.features.webhooks.payload import posted_of
from service.features.webhooks.schemas import (
    DeliveryAnswer,
    DeliveryPage,
    EventPayload,
    SecretAnswer,
    TryAnswer,
    WebhookAnswer,
    WebhookPage,
    WebhookTestAnswer,
    members_of,
)
from service.features.webhooks.sending import Sender
from service.features.webhooks.testing import Testing
from service.storage.db.pool import Database, Transaction
from service.storage.db.write import Part, write
from service.storage.first_answers import remember, replay_of
from service.storage.sealing import ReportKey
from service.storage.wrapping import KeyWrapper
from service.trail.reading.chained_changes import chained, until_chained
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.codes.states import WEBHOOK_AMENDED, WEBHOOK_CREATED, WEBHOOK_DELETED, WEBHOOK_REPLAYED, WEBHOOK_ROTATED
from workflows.decisions.machines.webhooks import (
    AmendWebhook,
    EndpointState,
    MakeWebhook,
    ReplayWebhook,
    RotateSecret,
    keeps,
    require_endpoint,
    told,
)
from workflows.trail.region_events import RegionEvent

MADE, OK = 201, 200
NEWEST_FIRST = "-created_at"
_PAYLOAD = msgspec.json.Decoder(EventPayload)
_TRIES = msgspec.json.Decoder(list[TryAnswer])


class Changed(NamedTuple):
    """What becomes of an endpoint: its changed columns, what the trail keeps, and a secret to show once."""

    columns: dict[str, Any]
    action: str
    data: Mapping[str, Any]
    secret: bytes | None = None


Decide = Callable[[Transaction, Record, datetime], Awaitable[Changed]]


class WebhookService:
    """The endpoints of every region, for those who own them."""

    def __init__(
        self, database: Database, terms: Terms, wrapper: KeyWrapper, allowed: Allowed, offices: Offices
    ) -> None:
        self._database = database
        self._offices = offices
        self._terms = terms
        self._wrapper = wrapper
        self._allowed = allowed
        self._testing = Testing(database, wrapper, Sender(allowed))

    async def make(self, call: Call, body: MakeWebhook) -> Answer:
        """Make an endpoint; its secret is in this answer and nowhere else.

        Raises NotPermitted, and ValidationFailed for an address that may not be posted to.
        """
        require_endpoint(call.actor, Action.WEBHOOK_MAKE)
        await self._require_open(body.url)
        webhook, secret = uuid7(), secrets.make()
        wrapped = await secrets.wrap(self._wrapper, call.region, webhook, secret)

        async def attempt(transaction: Transaction) -> Answer:
            replay = await self._replay(call, await repository.read(transaction, call, None))
            if replay is not None:
                return replay
            data = {"actions": sorted(set(body.actions))}
            tells = told(WEBHOOK_CREATED, webhook, call.actor.agency, call.actor, data)
            event, parts = await chained(transaction, call.region, tells, datetime.now(UTC))
            position = await repository.newest_leaf(transaction, call.region)
            row = _new_row(call, webhook, body, wrapped, position, event.at)
            kept = self._answer(call, row, event, MADE, secret=None, shows=True)
            parts += [
                Part(repository.INSERT, [(call.region, *(row[name] for name in repository.COLUMNS))]),
                remember(call.key, call.actor, call.region, kept, event.at, None),
            ]
            await write(transaction, parts)
            await transaction.commit()
            return self._answer(call, row, event, MADE, secret=secret, shows=True)

        return await self._tried(call, attempt)

    async def get(self, call: Call, webhook: UUID) -> Answer:
        """One endpoint. Raises NotFound."""
        require_role(call.actor, Action.WEBHOOK_READ)
        async with self._database.transaction(call.region, (keeps(call.actor),)) as transaction:
            row = await repository.read(transaction, call, webhook)
            await transaction.commit()
        _require_there(row)
        return Answer(OK, encode(WebhookAnswer(**members_of(row))), etag(row["version"]))

    async def listing(self, call: Call, cursor: str | None, limit: int) -> WebhookPage:
        """One page of the caller's endpoints, of all for an admin; newest first."""
        require_role(call.actor, Action.WEBHOOK_READ)
        question = question_of(repository.Wanted(), NEWEST_FIRST)
        after = place_of(cursor, question)
        async with self._database.transaction(call.region, (keeps(call.actor),)) as transaction:
            rows = await repository.listing(transaction, call.region, after, limit)
            await transaction.commit()
        items = [WebhookAnswer(**members_of(row)) for row in rows[:limit]]
        last = items[-1] if len(rows) > limit else None
        return WebhookPage(items=items, next_cursor=cursor_of(last.created_at, last.id, question) if last else None)

    async def deliveries(self, call: Call, webhook: UUID, before: int, state: str | None, limit: int) -> DeliveryPage:
        """One page of an endpoint's deliveries, newest first. Raises NotFound; an admin reads none."""
        require_endpoint(call.actor, Action.WEBHOOK_CHANGE)
        await self._offices.end_former(call.actor, call.region)
        tokens = (keeps(call.actor), *visibility.tokens(call.actor))
        async with self._database.transaction(call.region, tokens) as transaction:
            row = await repository.read(transaction, call, webhook)
            _require_there(row)
            _require_not_ended(row)
            rows = await repository.deliveries(transaction, call.region, webhook, before, state, limit + 1)
            await transaction.commit()
        items = [_delivery(row) for row in rows[:limit]]
        return DeliveryPage(items=items, next_cursor=str(items[-1].leaf_index) if len(rows) > limit else None)

    async def amend(self, call: Call, webhook: UUID, body: AmendWebhook) -> Answer:
        """Change where it is posted to, which events, and whether any. Raises as ``make`` does, and NotFound."""
        if body.url is not None:
            require_endpoint(call.actor, Action.WEBHOOK_CHANGE)
            await self._require_open(body.url)

        async def decide(_: Transaction, row: Record, __: datetime) -> Changed:
            columns: dict[str, Any] = {}
            if body.url is not None:
                columns["url"] = body.url
            if body.actions is not None:
                columns["actions"] = sorted(set(body.actions))
            if body.enabled is not None:
                columns |= {"state": EndpointState.ENABLED if body.enabled else EndpointState.DISABLED, "reason": None}
            data = {"changed": sorted(columns.keys() - {"reason"}), "state": str(columns.get("state", row["state"]))}
            return Changed(columns, WEBHOOK_AMENDED, data)

        return await self._change(call, webhook, Action.WEBHOOK_CHANGE, decide)

    async def delete(self, call: Call, webhook: UUID) -> Answer:
        """Delete it with its secrets; what waits for it is posted no more, nothing is listed. Raises NotFound."""

        async def decide(_: Transaction, __: Record, ___: datetime) -> Changed:
            gone = {"state": EndpointState.DELETED, "reason": None}
            return Changed(gone | dict.fromkeys(("secret", "former_secret", "former_until")), WEBHOOK_DELETED, {})

        return await self._change(call, webhook, Action.WEBHOOK_DELETE, decide)

    async def rotate(self, call: Call, webhook: UUID, body: RotateSecret) -> Answer:
        """Give it a new secret, shown in this answer alone; the former one signs too for so many hours."""
        secret = secrets.make()
        wrapped = await secrets.wrap(self._wrapper, call.region, webhook, secret)

        async def decide(_: Transaction, row: Record, at: datetime) -> Changed:
            until = at + timedelta(hours=body.grace_hours) if body.grace_hours else None
            former = None if until is None else row["secret"]
            columns = {"secret": wrapped, "former_secret": former, "former_until": until}
            return Changed(columns, WEBHOOK_ROTATED, {"grace_hours": body.grace_hours}, secret)

        return await self._change(call, webhook, Action.WEBHOOK_CHANGE, decide, shows=True)

    async def replay(self, call: Call, webhook: UUID, body: ReplayWebhook) -> Answer:
        """Tell again what its owner may see now after a leaf index. Raises ValidationFailed beyond the log."""

        async def decide(transaction: Transaction, _: Record, __: datetime) -> Changed:
            if body.after > await repository.newest_leaf(transaction, call.region):
                raise ValidationFailed(errors=[FieldError("/after", "beyond_log", says("beyond_log"))])
            return Changed({"position": body.after}, WEBHOOK_REPLAYED, {"after": body.after})

        return await self._change(call, webhook, Action.WEBHOOK_CHANGE, decide)

    async def test(self, call: Call, webhook: UUID) -> WebhookTestAnswer:
        """Post a test to it at once, also while it is disabled. Raises NotFound, EndpointEnded, TooManyRequests."""
        require_endpoint(call.actor, Action.WEBHOOK_CHANGE)
        await self._offices.end_former(call.actor, call.region)
        async with self._database.transaction(call.region, (keeps(call.actor),)) as transaction:
            row = await repository.read(transaction, call, webhook)
            await transaction.commit()
        _require_there(row)
        _require_not_ended(row)
        return await self._testing.post(call, row)

    async def _change(
        self, call: Call, webhook: UUID, action: Action, decide: Decide, *, shows: bool = False
    ) -> Answer:
        require_endpoint(call.actor, action)
        await self._offices.end_former(call.actor, call.region)

        async def attempt(transaction: Transaction) -> Answer:
            row = await repository.read(transaction, call, webhook)
            replay = await self._replay(call, row)
            if replay is not None:
                return replay
            _require_there(row)
            if action is not Action.WEBHOOK_DELETE:
                _require_not_ended(row)
            require_match(call, row["version"])
            changed = await decide(transaction, row, datetime.now(UTC))
            tells = told(changed.action, webhook, row["owner_agency"], call.actor, changed.data)
            event, parts = await chained(transaction, call.region, tells, datetime.now(UTC))
            after = {**dict(row.items()), **changed.columns, "version": row["version"] + 1, "updated_at": event.at}
            kept = self._answer(call, after, event, OK, secret=None, shows=shows)
            first = Part(repository.UPDATE, [repository.changed_row(call.region, row, changed.columns, event.at)])
            parts = [first, *parts, remember(call.key, call.actor, call.region, kept, event.at, None)]
            if not await write(transaction, parts):
                raise asyncpg.SerializationError  # somebody has just changed it: read it again
            if action is Action.WEBHOOK_DELETE:
                await transaction.fetch(repository.WITHHOLD, call.region, webhook)
            await transaction.commit()
            return self._answer(call, after, event, OK, secret=changed.secret, shows=shows)

        return await self._tried(call, attempt)

    async def _replay(self, call: Call, row: Record) -> Answer | None:
        return await replay_of(row, call.key, call.person, _never_sealed)

    async def _tried(self, call: Call, attempt: Callable[[Transaction], Awaitable[Answer]]) -> Answer:
        own = dict.fromkeys((keeps(call.actor), visibility.AUDIT, visibility.of_person(call.person)))
        return await until_chained(self._database, call.region, tuple(own), attempt)

    def _answer(
        self, call: Call, row: Mapping[str, Any], event: RegionEvent, status: int, *, secret: bytes | None, shows: bool
    ) -> Answer:
        members = members_of(row) | {"receipt": self._terms.receipts.receipt(call.region, event)}
        view: WebhookAnswer = WebhookAnswer(**members)
        if shows:
            view = SecretAnswer(**members, secret=None if secret is None else secrets.shown(secret))
        where = f"/v1/regions/{call.region}/webhooks/{row['id']}" if status == MADE else None
        return Answer(status, encode(view), etag(row["version"]), where)

    async def _require_open(self, url: str) -> None:
        try:
            await require_open(url, self._allowed)
        except TargetRefused as refused:
            errors = [FieldError("/url", code, says(code)) for code in refused.codes]
            raise ValidationFailed(errors=errors) from None


def _new_row(
    call: Call, webhook: UUID, body: MakeWebhook, wrapped: bytes, position: int, at: datetime
) -> dict[str, Any]:
    actor = call.actor
    return {
        "id": webhook, "url": body.url, "actions": sorted(set(body.actions)), "state": EndpointState.ENABLED,
        "reason": None, "version": 1, "owner_person": actor.person, "owner_agency": actor.agency,
        "owner_role": actor.role.value, "tokens": list(visibility.tokens(actor)), "secret": wrapped,
        "former_secret": None, "former_until": None, "position": position, "created_at": at, "updated_at": at,
    }  # fmt: skip


def _require_there(row: Record) -> None:
    if row["id"] is None:
        raise NotFound


def _require_not_ended(row: Record) -> None:
    """Raise EndpointEnded for one that ended with the office in which it was made: it is only to be deleted."""
    if row["state"] == EndpointState.ENDED:
        raise EndpointEnded


def _delivery(row: Record) -> DeliveryAnswer:
    members = {name: value for name, value in row.items() if name not in {"payload", "tries"}}
    return DeliveryAnswer(
        **members, request=_PAYLOAD.decode(posted_of(row["payload"])), tries=_TRIES.decode(row["tries"])
    )


async def _never_sealed(_report: UUID, _wrapped: bytes) -> ReportKey:
    raise Unavailable
