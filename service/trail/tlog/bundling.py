"""Bundles over HTTP: each on a connection of its own, a few at a time, from a snapshot as its asker sees it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from service.edge.limits.slots import Slot, Slots
from service.edge.problems.faults import says
from service.edge.service_errors import (
    FieldError,
    NotFound,
    ServiceError,
    ValidationFailed,
)
from service.storage.db.snapshot import see_as, snapshot
from service.trail.tlog.bundle_writer import (
    NothingSigned,
    Scope,
    contents_of,
    tells_of_hidden,
    write_bundle,
)
from service.trail.tlog.outlets import ToClient
from workflows.access import visibility
from workflows.access.permissions import BUNDLE_ACTIONS, require_role
from workflows.codes.wording import Wording
from workflows.trail.reads import ReadKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from service.edge.call import Call
    from service.storage.sealing import Sealer
    from service.trail.reading.recorder import Recorder
    from service.trail.tlog.bundle_writer import Contents
    from service.trail.tlog.witnessing import Witnessing
    from workflows.trail.tlog.commands import BundleRequest

LONGEST_S = 3600.0
"""Seconds for a whole bundle: meanwhile its snapshot holds back vacuum."""

APPLICATION = "tindak-bundle"
SEES = "SELECT FROM report WHERE region = $1 AND id = $2"
SEEN = "SELECT count(*) FROM report WHERE region = $1"


class Bundling(NamedTuple):
    """A bundle about to be sent: what its file is called, and what writes it to a client."""

    name: str
    write: Callable[[Callable[[bytes], Awaitable[None]]], Awaitable[None]]


class Bundles:
    """Makes bundles for whoever may have them."""

    def __init__(self, url: str, witnessing: Witnessing | None, reads: Recorder, sealer: Sealer) -> None:
        self._url = url
        self._sealer = sealer
        self._reads = reads
        self._witnessing = witnessing
        self._slots = Slots(Slot.BUNDLE)

    @asynccontextmanager
    async def open(self, call: Call, wanted: BundleRequest) -> AsyncIterator[Bundling]:
        """A bundle that is ready to be written, until the block ends.

        Raises NotPermitted, ValidationFailed for a scope that is none, NotFound for a report that is missing or
        hidden, ServiceError ``nothing_signed`` and ``entries_withheld``, and what ``Slots.place`` raises.
        """
        scope = scope_of(call.region, wanted)
        require_role(call.actor, BUNDLE_ACTIONS[scope.kind])
        with self._slots.place(call.person):
            async with snapshot(self._url, APPLICATION, call.region, visibility.tokens(call.actor)) as connection:
                contents = await self._contents(connection, call, scope)
                self._reads.note(call, ReadKind.BUNDLE_MADE, report=scope.report, covers=contents.told())

                async def write(send: Callable[[bytes], Awaitable[None]]) -> None:
                    async with asyncio.timeout(LONGEST_S):
                        await write_bundle(connection, contents, ToClient(send), _untold)

                yield Bundling(f"{scope.name}-{contents.size}.zip", write)

    async def _contents(self, connection: Any, call: Call, scope: Scope) -> Contents:
        try:
            if scope.report is not None and not await connection.fetch(SEES, call.region, scope.report):
                raise NotFound
            contents = await contents_of(connection, scope, self._witnessing, str(call.person))
            hide = scope.report is None and await _walled(connection, call)
            withheld = scope.report is not None and await tells_of_hidden(connection, call.region, scope.report)
        except NothingSigned:
            raise ServiceError("nothing_signed") from None
        if withheld or (hide and scope.kind == "region"):
            raise ServiceError("entries_withheld")
        return contents._replace(hide=hide, sealer=self._sealer)


def scope_of(region: str, wanted: BundleRequest) -> Scope:
    """The scope that a request means; a period without its end ends now. Raises ValidationFailed."""
    start, end = wanted.start, wanted.end
    if wanted.report is not None and (start is not None or end is not None):
        given = "/from" if start is not None else "/to"
        raise _invalid(given, "excluded", says("report_or_period"))
    if start is None and end is not None:
        raise _invalid("/from", "missing", says("period_begins"))
    if start is not None and end is None:
        end = datetime.now(UTC)
    if start is not None and end is not None and start >= end:
        raise _invalid("/from", "not_before_to", says("period_order"))
    return Scope(region, wanted.report, start, end)


async def _walled(connection: Any, call: Call) -> bool:
    """Whether a wall against the asker's own agency hides what the asker's role would see."""
    tokens = visibility.tokens(call.actor)
    seen = await connection.fetchval(SEEN, call.region)
    role = tuple(token for token in tokens if token != visibility.of_agency(call.actor.agency))
    await see_as(connection, call.region, role)
    due = await connection.fetchval(SEEN, call.region)
    await see_as(connection, call.region, tokens)
    return bool(seen != due)


def _invalid(pointer: str, code: str, detail: Wording) -> ValidationFailed:
    return ValidationFailed(errors=[FieldError(pointer, code, detail)])


def _untold(_written: int, _of: int) -> None:
    return
