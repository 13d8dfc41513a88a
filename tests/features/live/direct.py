"""The application asked without a server between, so that a test decides how fast its client reads."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from httpx_sse import ServerSentEvent
from httpx_sse._decoders import SSEDecoder, SSELineDecoder
from litestar import Litestar

from service.app import create_app
from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from tests.alive import alive
from tests.edge.api.story import P
from tests.faults.processes import until


class Listener:
    """A client of one stream. ``reading`` cleared, it takes nothing more, and nothing it was sent gets through."""

    def __init__(self, app: Litestar, token: str, query: str, **headers: str) -> None:
        self.status: int | None = None
        self.raw = b""
        self.ended = False
        self.reading = asyncio.Event()
        self.reading.set()
        self._gone = asyncio.Event()
        sent = {"authorization": f"Bearer {token}", **headers}
        self._scope: dict[str, Any] = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": f"{P}/events/stream", "raw_path": b"", "root_path": "", "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "state": {}, "extensions": {},
        }  # fmt: skip
        self.task = asyncio.create_task(app(self._scope, self._receive, self._send))  # type: ignore[arg-type]

    @property
    def problem(self) -> str | None:
        """What the log line of the request says of it."""
        found: str | None = self._scope["state"].get("problem")
        return found

    @property
    def events(self) -> list[ServerSentEvent]:
        lines, decoder = SSELineDecoder(), SSEDecoder()
        return [event for line in lines.decode(self.raw.decode()) if (event := decoder.decode(line)) is not None]

    @property
    def told(self) -> list[dict[str, Any]]:
        """The events of the log."""
        return [json.loads(event.data) for event in self.events if event.event == "message"]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [json.loads(event.data) for event in self.events if event.event == kind]

    async def until(self, true: Callable[["Listener"], object], what: str) -> None:
        async def holds() -> object:
            return true(self)

        await until(holds, what)

    async def opened(self) -> "Listener":
        await self.until(lambda it: it.of("position"), "it is open")
        return self

    async def leave(self) -> None:
        self._gone.set()
        await self.task

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self.reading.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.raw += message["body"]
            self.ended = not message.get("more_body", False)


class Direct:
    """The application, and those who listen to it."""

    def __init__(self, app: Litestar, settings: Settings) -> None:
        self.app = app
        self._settings = settings
        self._listeners: list[Listener] = []

    def listen(self, who: Any, query: str = "", **headers: str) -> Listener:
        listener = Listener(self.app, mint(self._settings.home, *who, ["33.05"]), query, **headers)
        self._listeners.append(listener)
        return listener

    async def close(self) -> None:
        for listener in self._listeners:
            listener.reading.set()
            await listener.leave()


@asynccontextmanager
async def direct(settings: Settings) -> AsyncIterator[Direct]:
    async with alive(create_app(settings)) as client:
        made = Direct(client.app, settings)
        yield made
        await made.close()
