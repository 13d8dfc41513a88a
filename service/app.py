"""The composition root: every part is made here once and given what it needs."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, NamedTuple

from litestar import Litestar

from service.contract import controller as contract
from service.edge.auth.verifier import open_verifier, pseudonym_key
from service.edge.background import Supervisor
from service.edge.docs import controller as docs
from service.edge.limits.limiter import Limiter
from service.edge.limits.quotas import quotas_of
from service.edge.limits.strangers import Strangers
from service.edge.logs import configure
from service.edge.origins import STATE as ORIGINS
from service.edge.origins import AllowedOrigins
from service.edge.policy_files import load_policies
from service.edge.public_address import STATE as PUBLIC
from service.edge.settings import Settings, SettingsError, load_settings
from service.edge.web import system
from service.edge.web.access import Access
from service.edge.web.head_routes import Headed, head_routes_of
from service.edge.web.options import options_of
from service.edge.web.paths import PlainPaths
from service.edge.web.problem_responses import HANDLERS
from service.edge.web.rates import AnonymousLimit
from service.features.administrative import controller as administrative
from service.features.administrative.service import AdministrativeService
from service.features.answers import READ_BY
from service.features.api_keys import controller as api_keys
from service.features.api_keys.ring import Bearers, KeyRing
from service.features.api_keys.service import ApiKeyService
from service.features.calendar import controller as calendar
from service.features.calendar.copies import CalendarCopies
from service.features.calendar.service import CalendarService
from service.features.changing.changes import Changes
from service.features.clocks import controller as clocks
from service.features.clocks.service import ClockService
from service.features.commands import controller as commands
from service.features.commands.kinds import Services
from service.features.commands.service import CommandService
from service.features.content_checks import controller as content_checks
from service.features.content_checks.service import ContentCheckService
from service.features.elections import controller as elections
from service.features.erasures import controller as erasures
from service.features.erasures.service import ErasureService
from service.features.evidence import controller as evidence
from service.features.evidence import uploads_controller as uploads
from service.features.evidence.fixity import tell_altered
from service.features.evidence.locked_heads import LockedHeads
from service.features.evidence.method_override import MeantMethods
from service.features.evidence.object_store import Store, open_store
from service.features.evidence.opening import open_evidence
from service.features.exports import controller as exports
from service.features.exports.borders import borders_of
from service.features.exports.service import Exports
from service.features.gakkumdu import controller as gakkumdu
from service.features.gakkumdu.service import GakkumduService
from service.features.lags import tell_lags
from service.features.live import controller as live
from service.features.live.service import LiveService
from service.features.notices import controller as notices
from service.features.notices.service import NoticeService
from service.features.policy import controller as policy
from service.features.proposals import controller as proposals
from service.features.proposals.service import ProposalService
from service.features.region_metrics import RegionMetrics
from service.features.reports import controller as reports
from service.features.reports.changing import Terms
from service.features.reports.search_service import SearchService
from service.features.reports.service_set import ReportServices
from service.features.reviews import controller as reviews
from service.features.reviews.service import ReviewService
from service.features.tasks import controller as tasks
from service.features.tasks.service import TaskService
from service.features.walls import controller as walls
from service.features.walls.service import WallService
from service.features.webhooks import controller as webhooks
from service.features.webhooks.offices import Offices
from service.features.webhooks.service import WebhookService
from service.storage.db.availability import told_by
from service.storage.db.database_addresses import address_of
from service.storage.db.database_connecting import cut_all
from service.storage.db.pool import ANSWERED_WITHIN_S, Database
from service.storage.sealing import Sealer
from service.storage.task_standings import Standings
from service.storage.texts.sealers import sealer_of, wrapper_of
from service.trail.audit import controller as audit
from service.trail.audit.service import AuditService
from service.trail.reading.listing import ReadService
from service.trail.reading.recorder import Recorder
from service.trail.receipts import controller as receipts
from service.trail.receipts.receipt_keys import signer_of
from service.trail.receipts.signer import ReceiptSigner
from service.trail.tlog import controller as tlog
from service.trail.tlog.bundling import Bundles
from service.trail.tlog.service import LogService
from service.trail.tlog.witnessing import Witnessing, witnessing_of

ROUTES = [
    *reports.ROUTES,
    *erasures.ROUTES,
    *evidence.ROUTES,
    *uploads.ROUTES,
    *content_checks.ROUTES,
    *clocks.ROUTES,
    *policy.ROUTES,
    *calendar.ROUTES,
    *gakkumdu.ROUTES,
    *administrative.ROUTES,
    *notices.ROUTES,
    *walls.ROUTES,
    *proposals.ROUTES,
    *tasks.ROUTES,
    *commands.ROUTES,
    *api_keys.ROUTES,
    *reviews.ROUTES,
    *elections.ROUTES,
    *audit.ROUTES,
    *live.ROUTES,
    *webhooks.ROUTES,
    *tlog.ROUTES,
    *exports.ROUTES,
    *receipts.ROUTES,
    *system.ROUTES,
    *contract.ROUTES,
    *docs.ROUTES,
]


Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]


class Files(NamedTuple):
    """What the settings name outside the database: the sealing keys, the store of evidence, the witnesses' policy."""

    sealer: Sealer
    store: Store
    witnessing: Witnessing | None


def create_app(settings: Settings | None = None) -> Litestar:
    """The application. Raises SettingsError when the environment cannot be used."""
    chosen = settings or load_settings()
    configure(chosen.log_level)
    return assemble(living(chosen))


def assemble(lifespan: Lifespan) -> Litestar:
    """Every route, with what ``lifespan`` makes for them while the application runs."""
    routes = [*ROUTES, *head_routes_of(ROUTES)]
    app = Litestar(
        route_handlers=[*options_of(routes), *routes],
        lifespan=[lifespan],
        exception_handlers=HANDLERS,
        openapi_config=None,
        logging_config=None,
        debug=False,
        request_max_body_size=None,
    )
    # Around the router and not inside its routes: what no route answers is logged and traced too.
    limited = LockedHeads(AnonymousLimit(Headed(app.asgi_handler)))
    app.asgi_handler = PlainPaths(MeantMethods(Access(AllowedOrigins(limited))))
    return app


def living(settings: Settings) -> Lifespan:
    """What opens every part for as long as an application lives.

    What the settings name outside the database is looked at first: SettingsError, or OSError for a place that the disk
    refuses, comes before anything is opened and where a command can say it in one line.
    """
    signer, borders, address = signer_of(settings), borders_of(settings), _address(settings)
    files = Files(sealer_of(settings), open_store(settings), witnessing_of(settings))

    @asynccontextmanager
    async def opened(app: Litestar) -> AsyncIterator[None]:
        supervisor = Supervisor()
        database = Database(address, size=settings.pool_size, application="tindak-api", statement_s=ANSWERED_WITHIN_S)
        verifier = open_verifier(settings, supervisor)
        await database.open_anyway()
        await verifier.start()
        reads = Recorder(database, supervisor)
        reads.start()
        # A connection of their own: a lease must not wait behind the requests that it is for.
        leases = Database(address, size=1, application="tindak-limits")
        await leases.open_anyway()
        limits, streams = Limiter(leases, quotas_of(settings)), LiveService(database, reads, supervisor)
        offices = Offices(leases)
        standings = Standings(leases, "api", supervisor)
        policies = load_policies().copied()
        copies = CalendarCopies(database, policies)
        await copies.begin()
        supervisor.start("calendar", copies.keep_fresh)
        supervisor.start("standing", standings.keep_telling)
        supervisor.watch()
        app.state.update(
            {
                "routes": ROUTES,
                PUBLIC: settings.public_url or "",
                ORIGINS: frozenset(origin.encode() for origin in settings.allowed_origins),
                "read_by": READ_BY,
                "reads": reads,
                "database": database,
                "bearers": Bearers(verifier, KeyRing(database, pseudonym_key(settings)), policies),
                "verifier": verifier,
                "limits": limits,
                "offices": offices,
                "strangers": Strangers(settings.rate_anonymous),
                "request_within_s": settings.request_within_s,
                "policies": policies,
                "live": streams,
                "standings": standings,
                "receipts": signer,
                "region_metrics": RegionMetrics(database, policies, (tell_altered, tell_lags)),
                **_services(settings, database, reads, signer, offices, copies, files),
                "exports": Exports(address, database, borders),
            }
        )
        try:
            yield
        finally:
            await streams.close()
            await reads.close()
            await limits.close()
            await verifier.close()
            await supervisor.stop(cut=cut_all)
            await leases.close()
            await database.close()

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        with told_by("api", {"TINDAK_DATABASE_URL": address}):
            async with opened(app):
                yield

    return lifespan


def _services(
    settings: Settings,
    database: Database,
    reads: Recorder,
    signer: ReceiptSigner,
    offices: Offices,
    copies: CalendarCopies,
    files: Files,
) -> dict[str, Any]:
    """The features' services by the name under which their controllers ask for them."""
    sealer, store, witnessing = files
    changes, terms = Changes(database, sealer), Terms(signer)
    reports_taken = ReportServices.of(database, changes, sealer, terms, reads)
    tasks_taken = TaskService(database, changes, sealer, terms, reads)
    return {
        "api_keys": ApiKeyService(database, terms),
        "reports": reports_taken,
        "search": SearchService(database, sealer, reads, settings.pool_size),
        "erasures": ErasureService(database, changes, sealer, terms, reads),
        "proposals": ProposalService(database, changes, sealer, terms, reads),
        "content_checks": ContentCheckService(database, changes, sealer, terms, reads),
        **open_evidence(settings, database, changes, sealer, store, terms, reads),
        "clocks": ClockService(database, changes, terms, reads),
        "calendar": CalendarService(database, terms, copies),
        "administrative": AdministrativeService(database, changes, sealer, terms, reads),
        "gakkumdu": GakkumduService(database, changes, sealer, terms, reads),
        "notices": NoticeService(database, changes, sealer, terms, reads),
        "walls": WallService(changes, sealer, terms),
        "reviews": ReviewService(database, changes, sealer, terms, reads),
        "tasks": tasks_taken,
        "commands": CommandService(database, Services(reports_taken, tasks_taken)),
        "audit": AuditService(database, sealer, reads),
        "report_reads": ReadService(database, reads),
        "webhooks": WebhookService(database, terms, wrapper_of(settings), settings.webhook_targets(), offices),
        "log": LogService(database, reads, witnessing),
        "bundles": Bundles(_address(settings), witnessing, reads, sealer),
    }


def _address(settings: Settings) -> str:
    address = address_of(settings, "database_url")
    if address is None:
        msg = "TINDAK_DATABASE_URL: the API needs the address of the database as tindak_app"
        raise SettingsError(msg)
    return address
