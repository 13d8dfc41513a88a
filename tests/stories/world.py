"""The real application over a database of its own, asked by the people of one story."""

import base64
import json
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres, start_postgres
from service.operations.migrate import upgrade
from service.operations.seed import seed_areas
from service.trail.audit.sequencer import sequence_all
from tests.alive import Client, alive
from tests.conftest import Lives
from tests.databases import Databases, place_for_data
from tests.signing import Signer
from tests.stories.answers import Answer
from tests.stories.contract import P, route_of
from tests.stories.people import CAST, Office, token
from tests.stories.receiving import Receiver, receiving

_numbers = count()


class Stage:
    """One server, one signer and one set of routes for all the stories of a process."""

    def __init__(self, folder: Path, server: EmbeddedPostgres, signer: Signer, sql: tuple[str, ...]) -> None:
        self.folder, self.server, self.signer, self._sql = folder, server, signer, sql
        self.home = folder / "home"
        self.lives, self._databases = Lives(), Databases(server)
        self.tokens = {office: token(self.home, office) for office in CAST}
        self.persons: dict[str, str] = {}

    @asynccontextmanager
    async def world(self) -> AsyncIterator["World"]:
        """A fresh database with the application alive over it, and everybody's name in it."""
        name = await self._databases.take()
        settings = self._settings(name, next(_numbers))
        admin = await asyncpg.connect(self.server.url("postgres", name))
        worker = await asyncpg.connect(self.server.url("tindak_worker", name))
        try:
            for statement in self._sql:
                await admin.execute(statement)
            async with receiving() as receiver, alive(self.lives.app(settings)) as client:
                world = World(self, settings, client, admin, worker, receiver)
                await world.meet()
                yield world
        finally:
            await admin.close()
            await worker.close()
            await self._databases.give_back(name)

    def _settings(self, name: str, story: int) -> Settings:
        """A signer refuses a log that begins again: every story has its own."""
        return Settings(
            embedded=True,
            home=self.home,
            database_url=self.server.url("tindak_app", name),
            worker_database_url=self.server.url("tindak_worker", name),
            sealing_key=base64.b64encode(bytes(32)).decode(),
            log_level="error",
            log_origin=f"tindak.local/story-{story}",
            webhook_allow="127.0.0.0/8",
            webhook_ports="1-65535",
            receipt_key=self.folder / f"story_{story}.key",
            rate_export=0,
        )


@contextmanager
def stage(sql: tuple[str, ...] = ()) -> Iterator[Stage]:
    """``sql`` is run in every story's database by a superuser."""
    with tempfile.TemporaryDirectory(prefix="tindak-stories-", dir=place_for_data()) as name:
        folder = Path(name)
        server = start_postgres(folder / "data", fast=True)
        signer = Signer(folder / "signer")
        try:
            admin = server.url("postgres")
            upgrade(admin)
            seed_areas(admin)
            signer.command("signer", "--new-key")
            signer.start()
            yield Stage(folder, server, signer, sql)
        finally:
            signer.kill()
            server.stop()


class World:
    """What the story's people ask, and what its writer alone can look into."""

    def __init__(
        self, stage: Stage, settings: Settings, client: Client, admin: Any, worker: Any, receiver: "Receiver"
    ) -> None:  # fmt: skip
        self.stage, self.settings, self.client, self.admin, self.worker = stage, settings, client, admin, worker
        self.receiver = receiver
        self.last: dict[str, Office] = {}
        """The office in which each subject asked last."""

    async def meet(self, *offices: Office) -> None:
        """Learn once what the service calls each subject; of the cast unless others are given."""
        for office in offices or CAST:
            if office.subject not in self.stage.persons:
                answer = await self.ask(office, "GET", "/v1/me")
                self.stage.persons[office.subject] = answer["person"]

    async def ask(
        self, office: Office, method: str, path: str, *, body: Any = None, match: int | None = None, key: str = "",
        headers: dict[str, str] | None = None, content: bytes | None = None,
    ) -> Answer:  # fmt: skip
        """One request of somebody's."""
        credential = office.credential or self.stage.tokens[office]
        given = {"Authorization": f"Bearer {credential}", **(headers or {})}
        if key:
            given["Idempotency-Key"] = key
        if match is not None:
            given["If-Match"] = f'"{match}"'
        sent = content if content is not None else b"" if body is None else json.dumps(body).encode()
        if body is not None:
            given["Content-Type"] = "application/json"
        self.last[office.subject] = office
        answer = await self.client.request(method, path, content=sent or None, headers=given)
        return Answer(office, route_of(method, path), method, path, path.encode() + sent, answer.status_code,
                      dict(answer.headers), answer.content, match, key, headers or {})  # fmt: skip

    async def sequence(self) -> None:
        await sequence_all(self.worker)

    async def publish(self) -> None:
        """A signed checkpoint over everything that has its place."""
        signer = self.stage.signer
        signer.address = signer.address._replace(origin_prefix=self.settings.log_origin)
        await signer.publish(self.worker)

    async def log_key(self) -> str:
        origin = f"{self.settings.log_origin}/33.05"
        async with httpx.AsyncClient() as http:
            answer = await http.get(f"{self.stage.signer.address.url}/vkey", params={"origin": origin})
        return answer.text.strip().splitlines()[-1]

    async def lawful_leads(self) -> dict[str, frozenset[str]]:
        """Who may lead each category by the policy's rules, the regency's law and no code."""
        answer = await self.ask(CAST[0], "GET", f"{P}/policy")
        found: dict[str, set[str]] = {}
        for rule in answer["rules"]:
            found.setdefault(rule["category"], set()).update([rule["lead"], *rule["fallback_leads"]])
        return {category: frozenset(leads) for category, leads in found.items()}
