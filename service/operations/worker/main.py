"""The worker: sequences the trail, gets it signed, keeps time, forgets old idempotency records.

Any number may run at once.
"""

import asyncio
import signal
from contextlib import suppress

import structlog

from service.edge.logs import configure
from service.edge.policy_files import load_policies
from service.edge.settings import Settings, SettingsError
from service.features.webhooks.delivering import keep_delivering
from service.features.webhooks.sending import Sender
from service.operations.worker.clocks import keep_time
from service.operations.worker.evidence import keep_evidence
from service.storage.db.addresses import address_of
from service.storage.db.connecting import connected
from service.storage.db.outages import CLOSED
from service.storage.texts.sealers import wrapper_of
from service.trail.audit.sequencer import BATCH, grow_missing_trees, sequence_all
from service.trail.cosigning.client import open_http
from service.trail.tlog.cosignatures import keep_asking
from service.trail.tlog.publisher import Publisher, SignerAddress
from service.trail.tlog.witnessing import witnessing_of
from workflows.trail.tlog.quorum import Witness

IDLE_S = 0.2
PUBLISH_S = 0.5
RECONNECT_S = 2.0
HOUSEKEEPING_S = 600.0
FORGET = "DELETE FROM idempotency WHERE created_at < now() - make_interval(hours => $1)"
log = structlog.get_logger("tindak.worker")


def run(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT. Raises SettingsError without both of the worker's addresses of the database."""
    configure(settings.log_level)
    asyncio.run(_work(settings, *_addresses(settings)))


def _addresses(settings: Settings) -> tuple[str, str]:
    url, app_url = address_of(settings, "worker_database_url"), address_of(settings, "database_url")
    if url is None:
        msg = "TINDAK_WORKER_DATABASE_URL: the worker needs the address of the database as tindak_worker"
        raise SettingsError(msg)
    if app_url is None:
        msg = "TINDAK_DATABASE_URL: the worker needs the address of the database as tindak_app, to keep time"
        raise SettingsError(msg)
    return url, app_url


async def _work(settings: Settings, url: str, app_url: str) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    signer = signer_of(settings)
    if signer is None:
        log.warning("no_signer")
    async with open_http() as http:
        publisher = None if signer is None else Publisher(http, signer)
        asking = [asyncio.create_task(keep_asking(url, http, witness)) for witness in witnesses_of(settings)]
        time = asyncio.create_task(keep_time(app_url, load_policies()))
        evidence = asyncio.create_task(keep_evidence(settings, app_url, load_policies()))
        for care in (time, evidence):
            care.add_done_callback(lambda _: stop.set())  # a worker that cannot do its work ends, and says why
        asking += deliverers_of(settings, app_url)
        while not stop.is_set():
            try:
                await _work_connected(url, settings.idempotency_hours, publisher, stop)
            except CLOSED as error:
                log.warning("database_unavailable", error=type(error).__name__)
                await _pause(stop, RECONNECT_S)
        for task in (*asking, time, evidence):
            task.cancel()
        *_, timed, cared = await asyncio.gather(*asking, time, evidence, return_exceptions=True)
    for end in (timed, cared):
        if isinstance(end, Exception):
            raise end


def signer_of(settings: Settings) -> SignerAddress | None:
    """Where checkpoints are signed; None when no signer is set. Raises SettingsError for an address without secret."""
    if settings.signer_url is None:
        return None
    if settings.signer_secret is None:
        msg = "TINDAK_SIGNER_SECRET: the signer at TINDAK_SIGNER_URL asks for it"
        raise SettingsError(msg)
    return SignerAddress(settings.signer_url, settings.signer_secret.get_secret_value(), settings.log_origin)


def deliverers_of(settings: Settings, app_url: str) -> list[asyncio.Task[None]]:
    """What delivers webhooks; nothing without the key that their secrets are wrapped with."""
    if settings.sealing_key is None:
        log.warning("no_sealing_key", what="webhooks are not delivered")
        return []
    sender = Sender(settings.webhook_targets())
    regions = [policy.region for policy in load_policies()]
    return [asyncio.create_task(keep_delivering(app_url, regions, wrapper_of(settings), sender))]


def witnesses_of(settings: Settings) -> list[Witness]:
    """The witnesses to ask: those of the policy that have an address. Raises SettingsError for an unusable file."""
    witnessing = witnessing_of(settings)
    found = () if witnessing is None else witnessing.policy.witnesses.values()
    return [witness for witness in found if witness.url is not None]


async def _work_connected(url: str, idempotency_hours: int, publisher: Publisher | None, stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    async with connected(url, "tindak-worker") as connection:
        housekeeping_at = publish_at = loop.time()
        await grow_missing_trees(connection)
        while not stop.is_set():
            if await sequence_all(connection) < BATCH:
                await _pause(stop, IDLE_S)
            if publisher is not None and loop.time() >= publish_at:
                await publisher.publish_all(connection)
                publish_at = loop.time() + PUBLISH_S
            if loop.time() >= housekeeping_at:
                await connection.execute(FORGET, idempotency_hours)
                housekeeping_at = loop.time() + HOUSEKEEPING_S


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
