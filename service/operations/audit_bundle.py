"""``tindak audit bundle``: a bundle from the command line, with what an auditor of no agency may read."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import asyncpg
from uuid_utils.compat import uuid7

from service.edge.private_files import private_file
from service.edge.service_errors import ServiceError, Unavailable
from service.edge.settings import Settings, SettingsError
from service.operations.embedded.postgres import database_url, running_socket_dir
from service.storage.db.database_addresses import address_of
from service.storage.db.database_connecting import connected
from service.storage.db.pool import Database
from service.storage.db.snapshot import begin
from service.storage.sealing import Sealer
from service.storage.texts.sealers import sealer_of
from service.storage.wrapping import SettingsWrapper
from service.trail.reading.region_chain import append
from service.trail.tlog.bundle_writer import Contents, NothingSigned, Scope, contents_of, write_bundle
from service.trail.tlog.outlets import ToFile
from service.trail.tlog.witnessing import Witnessing, witnessing_of
from workflows.access.visibility import AUDIT, EVERYONE
from workflows.trail.reads import COMMAND_LINE as AT_THE_COMMAND_LINE
from workflows.trail.reads import Read, ReadKind

COMMAND_LINE = "command line"
APPLICATION = "tindak-bundle"
_DOWN = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, ServiceError)


def bundle(settings: Settings, scope: Scope, out: Path) -> int:
    """Write a bundle; returns 0. Raises SettingsError when it cannot be made, and leaves no file then."""
    url, witnessing, sealer = _address(settings), witnessing_of(settings), _sealer(settings)
    try:
        with private_file(out) as file:
            try:
                size = asyncio.run(_write(url, scope, witnessing, sealer, file))
            except BaseException:
                out.unlink()
                raise
    except NothingSigned:
        msg = f"the log of region {scope.region} has no checkpoint yet; is a signer running?"
        raise SettingsError(msg) from None
    except Unavailable:
        msg = "TINDAK_SEALING_KEY: a text of the bundle is sealed, and the key that opens it is not at hand"
        raise SettingsError(msg) from None
    except FileExistsError:
        msg = f"{out}: is there already"
        raise SettingsError(msg) from None
    except _DOWN as error:
        msg = f"the bundle could not be made ({type(error).__name__})"
        raise SettingsError(msg) from None
    sys.stderr.write(f"{out}: {scope.kind} of {scope.region}, tree of {size} leaves\n")
    return 0


async def _write(url: str, scope: Scope, witnessing: Witnessing | None, sealer: Sealer | None, file: BinaryIO) -> int:
    async with connected(url, APPLICATION) as connection:
        await begin(connection, scope.region, (EVERYONE, AUDIT))
        contents = (await contents_of(connection, scope, witnessing, COMMAND_LINE))._replace(sealer=sealer)
        await _record(url, contents)
        await write_bundle(connection, contents, ToFile(file), _tell if sys.stderr.isatty() else _silent)
        return contents.size


async def _record(url: str, contents: Contents) -> None:
    """Keep in the trail that the bundle is made, before a byte of it is written."""
    scope = contents.scope
    made = Read(
        ReadKind.BUNDLE_MADE, datetime.now(UTC), None, None, AT_THE_COMMAND_LINE, scope.report, covers=contents.told()
    )
    database = Database(url, size=1, application=APPLICATION)
    await database.open()
    try:
        await append(database, scope.region, uuid7(), (made,))
    finally:
        await database.close()


def _address(settings: Settings) -> str:
    address = address_of(settings, "database_url")
    if address is not None:
        return address
    sockets = running_socket_dir(settings.home)
    if sockets is None:
        msg = "TINDAK_DATABASE_URL: a bundle needs the database as tindak_app, or a running `tindak run`"
        raise SettingsError(msg)
    return database_url(sockets, "tindak_app", "postgres")


def _sealer(settings: Settings) -> Sealer | None:
    """The sealer, of the settings or of the embedded run; None where there is no key at hand."""
    if settings.sealing_key is not None:
        return sealer_of(settings)
    file = settings.home / "keys" / "sealing.key"
    return Sealer(SettingsWrapper(file.read_text().strip())) if file.is_file() else None


def _tell(written: int, of: int) -> None:
    sys.stderr.write(f"\r{written:,} of {of:,} leaves" + ("\n" if written == of else ""))
    sys.stderr.flush()


def _silent(_written: int, _of: int) -> None:
    return
