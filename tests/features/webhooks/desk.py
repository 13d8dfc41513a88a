"""Making endpoints and letting things happen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from service.edge.targets import Allowed, networks_of, ports_of
from service.features.webhooks.delivering import keep_delivering
from service.features.webhooks.sending import Sender
from service.storage.texts.sealers import wrapper_of
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import DESK, P, headers, report
from tests.faults.processes import until
from workflows.access.permissions import PERMISSIONS
from workflows.codes.people import Role

SCOPES = sorted(action.value for action, who in PERMISSIONS.items() if Role.INTEGRATOR in who)
MACHINE = (Role.INTEGRATOR, "diskominfo", "Mesin")


def signed(settings: Settings, who: Any, match: int | None = None) -> dict[str, str]:
    token = mint(settings.home, *who, ["33.05"], SCOPES)
    sent = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
    return sent if match is None else {**sent, "If-Match": f'"{match}"'}


class Hooks:
    """The endpoints of a test, asked for over HTTP."""

    def __init__(self, client: Any, settings: Settings, worker: Any) -> None:
        self.client, self.settings, self.worker = client, settings, worker

    async def make(self, url: str, who: Any = MACHINE, actions: tuple[str, ...] = ("*",)) -> dict[str, Any]:
        body = {"url": url, "actions": list(actions)}
        answer = await self.client.post(f"{P}/webhooks", json=body, headers=signed(self.settings, who))
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def ask(self, method: str, path: str, who: Any = MACHINE, body: Any = None, match: int | None = None) -> Any:
        sent = signed(self.settings, who, match)
        return await self.client.request(method, f"{P}/webhooks{path}", json=body, headers=sent)

    async def seen_as(self, role: Role, who: Any = MACHINE) -> None:
        """Its owner asks for something in another role."""
        sent = signed(self.settings, (role, *who[1:]))
        answer = await self.client.get(f"{P}/reports", headers=sent)
        assert answer.status_code == 200, answer.text

    async def deliveries(self, made: dict[str, Any], who: Any = MACHINE, **wanted: str) -> list[dict[str, Any]]:
        sent = signed(self.settings, who)
        answer = await self.client.get(f"{P}/webhooks/{made['id']}/deliveries", params=wanted, headers=sent)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def settled(self, made: dict[str, Any], count: int, who: Any = MACHINE) -> list[dict[str, Any]]:
        """The deliveries of an endpoint once so many are settled."""

        async def so_many() -> bool:
            found = await self.deliveries(made, who, limit="500")
            return sum(one["state"] != "pending" for one in found) >= count

        await until(so_many, f"{count} deliveries are settled")
        return await self.deliveries(made, who, limit="500")

    async def happen(self, *notes: int, **changes: Any) -> list[str]:
        """One ordinary report for each number, with so many notes, the notes of all in turn; everything in the log."""
        made = [
            (await report(self.client, self.settings, **({"classification": "ordinary"} | changes)))["id"]
            for _ in notes
        ]
        for turn in range(max(notes)):
            for one, count in zip(made, notes, strict=True):
                if turn < count:
                    await self.note(one)
        await sequence_all(self.worker)
        return made

    async def note(self, made: str) -> None:
        path = f"{P}/reports/{made}/notes"
        answer = await self.client.post(path, json={"text": "Rahasia"}, headers=headers(self.settings, DESK))
        assert answer.is_success, answer.text


@asynccontextmanager
async def delivering(settings: Settings, allowed: str = "127.0.0.0/8", workers: int = 1) -> AsyncIterator[None]:
    """What the worker does, for as long as the block lasts."""
    assert settings.database_url is not None
    url, sender = settings.database_url.get_secret_value(), Sender(Allowed(networks_of(allowed), ports_of("1-65535")))
    tasks = [asyncio.create_task(keep_delivering(url, ["33.05"], wrapper_of(settings), sender)) for _ in range(workers)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
