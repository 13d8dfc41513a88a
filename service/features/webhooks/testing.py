"""One delivery to an endpoint at its owner's word, at once: the answer says what came of it.

It is posted as every delivery is (signed, to an address that was judged, not while its host asked for a
pause), and tells nothing of the region. So it leaves no event, and what comes back changes nothing of the endpoint.
"""

from datetime import UTC, datetime
from uuid import UUID

from asyncpg import Record
from uuid_utils.compat import uuid7

from service.edge.call import Call
from service.edge.limits.slots import Slot, Slots
from service.edge.representation import encode
from service.features.webhooks import secrets
from service.features.webhooks.claimed_deliveries import is_spared, spare
from service.features.webhooks.schemas import EventData, EventPayload, TryAnswer, WebhookTestAnswer
from service.features.webhooks.sending import Posted, Sender
from service.storage.db.pool import Database
from service.storage.wrapping import KeyWrapper

ACTION = "webhook.tested"
"""No event of the log has this action."""

SPARED = "host_spared"
"""The error of a test that was not posted, since the host asked for a pause."""


class Testing:
    """Posts tests, few at once."""

    def __init__(self, database: Database, wrapper: KeyWrapper, sender: Sender) -> None:
        self._database = database
        self._wrapper = wrapper
        self._sender = sender
        self._slots = Slots(Slot.TEST)

    async def post(self, call: Call, row: Record) -> WebhookTestAnswer:
        """Post a test to an endpoint. Raises what ``Slots.place`` raises, and Unavailable when its secret is sealed."""
        payload = payload_of_test(call.region)
        with self._slots.place(call.person):
            posted = await self._posted(call, row, payload)
        return WebhookTestAnswer(delivered=posted.delivered, request=payload, tried=posted.tried)

    async def _posted(self, call: Call, row: Record, payload: EventPayload) -> Posted:
        if await is_spared(self._database, call.region, row["url"]):
            return Posted(_not_tried(SPARED), delivered=False, gone=False)
        headers = secrets.sign(await self._live(call.region, row), str(payload.id), payload.time, encode(payload))
        posted = await self._sender.post(row["url"], headers, encode(payload))
        if posted.spared_until is not None:
            await spare(self._database, call.region, row["url"], posted.spared_until)
        return posted

    async def _live(self, region: str, row: Record) -> list[bytes]:
        former = row["former_until"] is not None and row["former_until"] > datetime.now(UTC)
        wrapped = [row["secret"], *([row["former_secret"]] if former else [])]
        webhook: UUID = row["id"]
        return [await secrets.unwrap(self._wrapper, region, webhook, one) for one in wrapped]


def payload_of_test(region: str) -> EventPayload:
    """What is posted: an event as every other that happened to nothing, at no place of the log."""
    return EventPayload(
        specversion="1.0",
        id=uuid7(),
        source=f"/v1/regions/{region}",
        type=f"tindak.{ACTION}",
        time=datetime.now(UTC),
        datacontenttype="application/json",
        data=EventData(
            leaf_index=0,
            leaf_hash="0" * 64,
            action=ACTION,
            report=None,
            task=None,
            agency=None,
            before=None,
            after=None,
            due=None,
        ),
    )


def _not_tried(error: str) -> TryAnswer:
    return TryAnswer(at=datetime.now(UTC), duration_ms=0, status=None, error=error, answer=None)
