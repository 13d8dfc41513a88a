"""What follows in the background and what must open: worker, signer, webhooks, the store of evidence, a sealed thing.

The database is asked as the API asks it, region by region. Nothing is changed and nothing that was opened is shown.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from service.edge.policy_files import load_policies
from service.edge.service_errors import Unavailable
from service.edge.settings import Settings, SettingsError
from service.features.evidence.object_store import Missing, open_store
from service.features.evidence.originals import Original, folder_of
from service.features.evidence.sealed_pieces import OriginalKeys
from service.features.lags import Lag, lag_of
from service.features.webhooks.claimed_deliveries import LOCK_CLASS
from service.operations.doctor.calendar_findings import ask_calendar
from service.operations.doctor.findings import Finding, Level
from service.operations.doctor.questions import APPLICATION, DOWN
from service.operations.doctor.signer_findings import ask_signer
from service.operations.embedded.postgres import database_url, running_socket_dir
from service.storage.db.database_addresses import AddressError
from service.storage.db.database_connecting import close, connect
from service.storage.db.snapshot import begin
from service.storage.sealing import Sealer, open_identity
from service.storage.wrapping import KeyWrapper, SettingsWrapper
from workflows.access.visibility import SYSTEM

TIMEOUT_S = 5.0
LATE_S, VERY_LATE_S = 60.0, 600.0
"""Seconds that something may wait for the worker or the signer before it is told, and before it is a failure."""

UNSEAL = "unseal"
NO_SCHEMA = (asyncpg.UndefinedTableError, asyncpg.UndefinedFunctionError, asyncpg.UndefinedColumnError)
"""Told by the check of the schema."""

WORKERS = f"""SELECT greatest(
  (SELECT count(DISTINCT l.pid) FROM pg_locks l WHERE l.locktype = 'advisory' AND l.classid::bigint = {LOCK_CLASS}
    AND l.objsubid = 2 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())),
  (SELECT least(count(*), 1) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'tindak_worker' AND application_name <> '{APPLICATION}'))"""
"""By the lock under which each claims deliveries, for each has several connections. One that does not hold it yet is
seen by its login, and not by its name: an address may bring another."""

SEALED = """SELECT s.report_id, s.sealed, k.wrapped_key FROM sealed_identity s
JOIN report_key k ON k.region = s.region AND k.report_id = s.report_id
WHERE s.region = $1 AND s.sealed IS NOT NULL ORDER BY s.report_id {} LIMIT 1"""
ORIGINAL = """SELECT d.id, d.report_id, d.size, k.wrapped_key, k.pieces FROM evidence d
JOIN evidence_key k ON k.region = d.region AND k.evidence_id = d.id
WHERE d.region = $1 AND d.erasure IS NULL ORDER BY d.id DESC LIMIT 1"""
REGIONS = tuple(policy.region for policy in load_policies())


async def ask_standing(settings: Settings, *, embedded: bool) -> list[Finding]:
    """Every question here; none where the database cannot be asked, which its own checks tell."""
    try:
        async with _connected(settings, embedded=embedded) as connection:
            if connection is None:
                return []
            wrapper = _wrapper(settings, embedded=embedded)
            return [
                *await _lags(connection, settings, embedded=embedded),
                await ask_calendar(connection),
                await ask_signer(connection, settings),
                await _sealed(connection, wrapper),
                await _store(connection, settings, wrapper),
            ]
    except NO_SCHEMA:
        return []
    except DOWN as error:
        return [Finding("background", Level.FAIL, f"{type(error).__name__}: {error}", "look into the server's log")]


@asynccontextmanager
async def _connected(settings: Settings, *, embedded: bool) -> AsyncIterator[Any]:
    address = _address(settings, embedded=embedded)
    if address is None:
        yield None
        return
    options = {"timeout": TIMEOUT_S, "command_timeout": TIMEOUT_S}
    try:
        connection = await connect(address, APPLICATION, {"application_name": APPLICATION}, **options)
    except (AddressError, *DOWN):
        yield None
        return
    try:
        # No other role may read what is asked here, and what is wrong with that one its own check tells.
        yield connection if await connection.fetchval("SELECT current_user") == "tindak_app" else None
    finally:
        await close(connection)


def _address(settings: Settings, *, embedded: bool) -> str | None:
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    sockets = running_socket_dir(settings.home) if embedded else None
    return None if sockets is None else database_url(sockets, "tindak_app", "postgres")


async def _seeing(connection: Any, region: str, sql: str, *tokens: str) -> Any:
    """One row of a region, in a transaction of its own."""
    await begin(connection, region, (SYSTEM, *tokens))
    try:
        return await connection.fetchrow(sql, region)
    finally:
        await connection.execute("ROLLBACK")


async def _lags(connection: Any, settings: Settings, *, embedded: bool) -> list[Finding]:
    lags: dict[str, Lag] = {}
    for region in REGIONS:
        await begin(connection, region, (SYSTEM,))
        try:
            lags[region] = await lag_of(connection, region)
        finally:
            await connection.execute("ROLLBACK")
    workers = await connection.fetchval(WORKERS)
    worker = f"{workers} connected" if workers else "none is connected"
    run = "start `tindak worker`, and look into its log"
    sequencing = {region: (one.unsequenced, one.unsequenced_s) for region, one in lags.items()}
    signing = {region: (one.unsigned, one.unsigned_s) for region, one in lags.items()}
    delivering = {region: (one.undelivered, one.undelivered_s) for region, one in lags.items()}
    checkpoints = Finding("checkpoints", Level.OK, "no signer is set (TINDAK_SIGNER_URL): none are made")
    if settings.signer_url is not None or embedded:
        checkpoints = _late("checkpoints", signing, "", _SIGN)
    return [
        _late("sequencing", sequencing, f"worker: {worker}", run),
        checkpoints,
        _late("webhooks", delivering, "", run),
    ]


_SIGN = "start `tindak signer`; what it refuses, and why, stands in the worker's log (signer_refuses)"


def _late(check: str, waiting: dict[str, tuple[int, float]], seen: str, remedy: str) -> Finding:
    """Judge what waits by the age of the oldest."""
    late = {region: one for region, one in waiting.items() if one[0]}
    worst = max((age for _, age in late.values()), default=0.0)
    level = Level.OK if worst <= LATE_S else Level.WARN if worst <= VERY_LATE_S else Level.FAIL
    told = [f"{region}: {count} wait, the first for {age:.0f} s" for region, (count, age) in late.items()]
    said = "; ".join([*(told or ["nothing waits"]), *([seen] if seen else [])])
    return Finding(check, level, said, remedy if worst > LATE_S else "")


def _wrapper(settings: Settings, *, embedded: bool) -> KeyWrapper | None:
    if settings.sealing_key is not None:
        current, *former = settings.sealing_key.get_secret_value().split(",")
        return SettingsWrapper(current, former)
    try:
        return SettingsWrapper((settings.home / "keys" / "sealing.key").read_text().strip(), []) if embedded else None
    except OSError:
        return None


async def _sealed(connection: Any, wrapper: KeyWrapper | None) -> Finding:
    """Open the oldest and the newest identity that is sealed in each region: a key may have been exchanged between."""
    if wrapper is None:
        return Finding("sealed identities", Level.OK, "no sealing key is set here: none was opened")
    opened = 0
    for region in REGIONS:
        for order in ("ASC", "DESC"):
            row = await _seeing(connection, region, SEALED.format(order), UNSEAL)
            if row is None:
                continue
            try:
                key = await Sealer(wrapper).key(region, row["report_id"], row["wrapped_key"])
                open_identity(key, row["sealed"])
            except Unavailable:
                remedy = "put back the sealing key that was used; of several, the present one first"
                return Finding("sealed identities", Level.FAIL, f"{region}: one does not open with this key", remedy)
            opened += 1
    return Finding("sealed identities", Level.OK, f"{opened} opened" if opened else "there is none to open")


async def _store(connection: Any, settings: Settings, wrapper: KeyWrapper | None) -> Finding:
    """Whether the store gives out the newest original's first piece, and it opens."""
    folder = settings.evidence_folder()
    rows = {region: await _seeing(connection, region, ORIGINAL) for region in REGIONS}
    newest = {region: row for region, row in rows.items() if row is not None}
    if folder is not None and not folder.is_dir():
        if not newest:
            return Finding("evidence store", Level.OK, f"{folder} is not there yet, and there is no evidence")
        remedy = "mount it, or correct TINDAK_EVIDENCE_STORE"
        return Finding("evidence store", Level.FAIL, f"{folder} is not there", remedy)
    return await _read(settings, newest, wrapper)


async def _read(settings: Settings, newest: dict[str, Any], wrapper: KeyWrapper | None) -> Finding:
    remedy = "check TINDAK_EVIDENCE_STORE, the store and who may read it"
    try:
        store = open_store(settings)
        async for _ in store.names(""):
            break
        for region, row in newest.items():
            if wrapper is None:
                await store.get(f"{folder_of(region, row['id'])}{row['pieces'][0]}")
                continue
            key = await OriginalKeys(wrapper).key(region, row["report_id"], row["id"], row["wrapped_key"])
            await Original(region, row["id"], row["size"], row["pieces"], key).piece(store, 0, row["size"])
    except Missing:
        return Finding("evidence store", Level.FAIL, "the newest original is not in it", remedy)
    except Unavailable as error:
        return Finding("evidence store", Level.FAIL, f"the newest original cannot be read ({error.code})", remedy)
    except SettingsError as error:
        return Finding("evidence store", Level.FAIL, str(error), remedy)
    read = "the newest original opens" if newest else "it answers, and there is no evidence"
    return Finding("evidence store", Level.OK, read)
