"""Endpoints that are told: the worker posts what waits."""

import asyncio
from contextlib import suppress

from service.features.webhooks.delivering import keep_delivering
from service.features.webhooks.sending import Sender
from service.storage.texts.sealers import wrapper_of
from tests.stories.contract import REGION
from tests.stories.receiving import Told
from tests.stories.world import World

WITHIN_S = 3.0
"""Seconds that a turn may take: what is not told by then is told at another."""

WAITING = """SELECT count(*) FROM webhook w WHERE w.state = 'enabled' AND (
  w.position < (SELECT max(size) - 1 FROM audit_head)
  OR EXISTS (SELECT FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'pending'))"""


async def deliver(world: World) -> list[Told]:
    """Let the worker post what waits; what came in."""
    url, began = world.settings.database_url, len(world.receiver.told)
    assert url is not None
    sender = Sender(world.settings.webhook_targets())
    worker = asyncio.create_task(keep_delivering(url.get_secret_value(), [REGION], wrapper_of(world.settings), sender))
    with suppress(TimeoutError):
        async with asyncio.timeout(WITHIN_S):
            while await world.admin.fetchval(WAITING):  # noqa: ASYNC110 - the database tells nobody
                await asyncio.sleep(0.02)
    worker.cancel()
    with suppress(asyncio.CancelledError):  # whatever else ended it is a failure of the story
        await worker
    return world.receiver.told[began:]
