"""From the log to deliveries: what each endpoint's owner sees after the place up to which it was told.

Written again it writes the same: a worker that is killed in the middle leaves nothing half, and a place that is set
back tells everything from there again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from service.features.webhooks.payload import Due, due_item, payload_of
from service.trail.audit.stretches import read_stretch
from workflows.access import visibility
from workflows.decisions.machines.api_keys import EVERY_KEY
from workflows.decisions.machines.subscriptions import Interest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from asyncpg import Record

    from service.storage.db.pool import Database, Transaction

DISABLE_ENDED = """UPDATE webhook w
SET state = 'disabled', version = w.version + 1, updated_at = now(),
  reason = CASE WHEN k.revoked_at IS NOT NULL OR k.expires_at <= now() THEN 'key_ended' ELSE 'scope_missing' END
FROM api_key k WHERE w.region = $1 AND w.state = 'enabled' AND k.region = w.region AND k.id = w.owner_person
  AND (k.revoked_at IS NOT NULL OR k.expires_at <= now() OR NOT k.scopes @> ARRAY['event:read'])"""
MOST = 200
"""Leaves that an endpoint goes on by at a time."""

BEHIND = """SELECT id, actions, tokens, position FROM webhook
WHERE region = $1 AND state = 'enabled'
  AND position < (SELECT coalesce(max(leaf_index), -1) FROM audit_leaf WHERE region = $1)
ORDER BY position LIMIT 100 FOR UPDATE SKIP LOCKED"""
ENTER = """INSERT INTO webhook_delivery
  (region, webhook_id, leaf_index, event_id, report_id, action, payload, state, attempts, first_at, next_at)
SELECT $1, $2, t.leaf_index, t.event_id, t.report_id, t.action, t.payload, 'pending', 0, now(), now()
FROM unnest($3::bigint[], $4::uuid[], $5::uuid[], $6::text[], $7::bytea[])
  AS t (leaf_index, event_id, report_id, action, payload)
ON CONFLICT (region, webhook_id, leaf_index) DO UPDATE SET payload = excluded.payload, state = 'pending', attempts = 0,
  first_at = now(), next_at = now(), claimed_by = NULL, claimed_at = NULL, settled_at = NULL"""
GO_ON = "UPDATE webhook SET position = $3 WHERE region = $1 AND id = ANY($2::uuid[])"


class _Endpoint(NamedTuple):
    row: Record
    tokens: tuple[str, ...]
    interest: Interest


async def fan_out(database: Database, region: str) -> bool:
    """Make the next deliveries of every endpoint that is behind. Returns whether there were any endpoints.

    An endpoint whose owner is an API key that has ended, or that may not read events, is disabled first.
    """
    async with database.transaction(region, (visibility.SYSTEM, EVERY_KEY)) as transaction:
        await transaction.fetch(DISABLE_ENDED, region)
        rows = await transaction.fetch(BEHIND, region)
        by_place: dict[int, list[_Endpoint]] = defaultdict(list)
        for row in rows:
            interest = Interest(frozenset(row["actions"]))
            by_place[row["position"]].append(_Endpoint(row, tuple(row["tokens"]), interest))
        for position, endpoints in by_place.items():
            askers = {one.tokens for one in endpoints}
            stretch = await read_stretch(database, region, position, askers, MOST, due_item)
            if stretch is not None:
                for one in endpoints:
                    await _enter(transaction, region, one, stretch.seen[one.tokens])
                await transaction.fetch(GO_ON, region, [one.row["id"] for one in endpoints], stretch.upto)
        await transaction.commit()
    return bool(rows)


async def _enter(transaction: Transaction, region: str, endpoint: _Endpoint, seen: Iterable[Due]) -> None:
    told = [one for one in seen if endpoint.interest.takes(one.event.action, one.event.agency, one.event.report)]
    if not told:
        return
    events = [one.event for one in told]
    await transaction.fetch(
        ENTER,
        region,
        endpoint.row["id"],
        [event.leaf_index for event in events],
        [event.event for event in events],
        [event.report for event in events],
        [event.action for event in events],
        [payload_of(region, one) for one in told],
    )
