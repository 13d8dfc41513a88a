"""An application brought to life inside the test's own event loop, and a client that asks it there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from litestar import Litestar


class Client(httpx.AsyncClient):
    """Asks one application without a network, a thread or a loop of its own."""

    def __init__(self, app: Litestar) -> None:
        super().__init__(transport=httpx.ASGITransport(app), base_url="http://testserver.local")  # type: ignore[arg-type]
        self.app = app


@asynccontextmanager
async def alive(app: Litestar) -> AsyncIterator[Client]:
    """The client of an application that lives as long as the block.

    Its life begins and ends in one task, as it must, whichever tasks a fixture is set up and taken down in.
    """
    began, over = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            began.set()
            await over.wait()

    life = asyncio.create_task(live())
    beginning = asyncio.create_task(began.wait())
    await asyncio.wait({life, beginning}, return_when=asyncio.FIRST_COMPLETED)
    beginning.cancel()
    if life.done():
        await life  # it never began: say why
    try:
        async with Client(app) as client:
            yield client
    finally:
        over.set()
        await life
