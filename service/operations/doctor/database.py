"""The database by its three addresses: reached at all, reached as whom, and then asked about itself."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from service.edge.settings import Settings
from service.operations.doctor.background_findings import background
from service.operations.doctor.findings import Finding, Level
from service.operations.doctor.powers import functions, logins
from service.operations.doctor.questions import APPLICATION, DOWN, answer, direct, is_same_as, questions, role_of
from service.operations.doctor.witnesses import ask_witnesses
from service.operations.embedded.postgres import database_url, running_socket_dir
from service.storage.db.database_addresses import AddressError
from service.storage.db.database_connecting import connect

_TIMEOUT_S = 5.0
_OPTIONS: Mapping[str, Any] = {
    "timeout": _TIMEOUT_S,
    "command_timeout": _TIMEOUT_S,
}


class Door(NamedTuple):
    """One of the three addresses of the database. ``closed`` is how bad it is when it is not set."""

    name: str
    role: str
    setting: str
    closed: Level
    wanted_by: str

    @property
    def variable(self) -> str:
        """The variable that sets it."""
        return f"TINDAK_{self.setting.upper()}"


DOORS = (
    Door("app", "tindak_app", "database_url", Level.FAIL, "the API and the worker"),
    Door("worker", "tindak_worker", "worker_database_url", Level.WARN, "the worker"),
    Door("admin", "postgres", "admin_database_url", Level.WARN, "`tindak migrate` and `tindak seed`"),
)


def is_embedded(settings: Settings) -> bool:
    """Whether nothing points anywhere else, so that what `tindak run` keeps in its home is meant."""
    return settings.oidc_issuer is None and all(getattr(settings, door.setting) is None for door in DOORS)


async def ask_database(settings: Settings) -> list[Finding]:
    """Try every address, and ask the first that answers about the server and the schema."""
    found: list[Finding] = []
    async with _open_doors(settings, found) as connections:
        for door, connection in connections.items():
            if door.name != "admin":
                found.append(await answer(f"{door.name} role", role_of(door.role, door.variable), connection))
                found.append(await answer(f"{door.name} session", direct, connection))
        if connections:
            first, *others = connections.values()
            asked = {**questions(settings.pool_size), "logins": logins, "functions": functions}
            found.append(await answer("one database", is_same_as(others), first))
            for check, ask in asked.items():
                found.append(await answer(check, ask, first))
            if any(finding[:2] == ("app role", Level.OK) for finding in found):  # no other role may read it
                found.append(await answer("background tasks", background, connections[DOORS[0]]))
                found.append(await ask_witnesses(settings, connections[DOORS[0]]))
    return found


@asynccontextmanager
async def _open_doors(settings: Settings, found: list[Finding]) -> AsyncIterator[dict[Door, Any]]:
    """Connect by every address that is set; what became of each is added to ``found``."""
    connections: dict[Door, Any] = {}
    addresses = _addresses(settings)
    try:
        for door in DOORS:
            finding, connection = await _open(door, addresses.get(door), settings)
            found.append(finding)
            if connection is not None:
                connections[door] = connection
        yield connections
    finally:
        for connection in connections.values():
            await connection.close()


def _addresses(settings: Settings) -> dict[Door, str]:
    """The addresses that are set; where none is, those of the embedded run's server."""
    if is_embedded(settings):
        sockets = running_socket_dir(settings.home)
        return {door: database_url(sockets, door.role, "postgres") for door in DOORS} if sockets else {}
    secrets = {door: getattr(settings, door.setting) for door in DOORS}
    return {door: secret.get_secret_value() for door, secret in secrets.items() if secret is not None}


async def _open(door: Door, address: str | None, settings: Settings) -> tuple[Finding, Any]:
    check = f"{door.name} database"
    if address is None:
        if is_embedded(settings):
            seen = f"no address is set and no `tindak run` has its server in {settings.home}"
            return Finding(check, Level.FAIL, seen, f"start `tindak run`, or set {door.variable}"), None
        return Finding(check, door.closed, f"{door.variable} is not set, for {door.wanted_by}"), None
    remedy = f"check {door.variable}, the server and what lies between"
    try:
        connection = await connect(address, APPLICATION, {"application_name": APPLICATION}, **_OPTIONS)
    except AddressError as error:
        return Finding(check, Level.FAIL, f"{door.variable}: {error}", "correct the address"), None
    except DOWN as error:
        return Finding(check, Level.FAIL, f"{type(error).__name__}: {error}", remedy), None
    return Finding(check, Level.OK, f"reached, for {door.wanted_by}"), connection
