"""Clients that write reports without pause and remember every request and what came back."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from tests.edge.api.story import DESK, LEAD, POLRES, REPORT, VERIFY, P

CLIENTS = 8
NOTE = {"text": "Catatan"}
LIFE: tuple[tuple[str, Any, dict[str, Any], int], ...] = (
    ("", POLRES, REPORT, 1),
    ("/notes", POLRES, NOTE, 1),
    ("/transitions", DESK, VERIFY, 1),
    ("/transitions", DESK, {"trigger": "assign", "tasks": [LEAD]}, 2),
    ("/notes", DESK, NOTE, 1),
)
"""Each request of a report's life: where, by whom, what, and how many events it leaves."""


@dataclass
class Sent:
    """A request and, once there is one, its answer."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    events: int
    answer: bytes | None = None
    found: dict[str, Any] = field(default_factory=dict)
    replayed: bool = False

    @property
    def key(self) -> str:
        return self.headers["Idempotency-Key"]


class Load:
    """What the clients sent, in the order in which they sent it."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient) -> None:
        self.http = http
        self.sent: list[Sent] = []
        self._tokens = {who: mint(settings.home, *who, ["33.05"]) for who in (POLRES, DESK)}

    @property
    def lost(self) -> list[Sent]:
        """What was sent and never answered."""
        return [sent for sent in self.sent if sent.answer is None]

    async def run(self, stop: asyncio.Event) -> None:
        """Let all clients work until told to stop, or until the API is gone."""
        await asyncio.gather(*(self._client(stop) for _ in range(CLIENTS)))

    async def send(self, sent: Sent) -> None:
        """Send it. Raises TransportError when no answer comes back."""
        answer = await self.http.post(sent.path, json=sent.body, headers=sent.headers)
        assert answer.is_success, answer.text
        sent.answer, sent.found = answer.content, answer.json()
        sent.replayed = answer.headers.get("Idempotency-Replayed") == "true"

    async def _client(self, stop: asyncio.Event) -> None:
        try:
            while not stop.is_set():
                await self._one_report()
        except httpx.TransportError:
            return

    async def _one_report(self) -> None:
        path, version = f"{P}/reports", 0
        for tail, who, body, events in LIFE:
            headers = {"Authorization": f"Bearer {self._tokens[who]}", "Idempotency-Key": str(uuid4())}
            sent = Sent(path + tail, headers | {"If-Match": f'"{version}"'}, body, events)
            self.sent.append(sent)
            await self.send(sent)
            path, version = f"{P}/reports/{sent.found['id']}", sent.found["version"]
