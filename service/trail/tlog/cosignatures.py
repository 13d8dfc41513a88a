"""Cosignatures: each witness of the policy is asked for its own, by a task and a connection of its own.

A witness that is away or slow delays nothing but its own signatures. What it answers is verified before it is kept.
A witness that cosigns with several keys stands in the policy by one name for each, with one address: it is asked once
for all of them.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, NamedTuple

import structlog

from service.edge.background import Beat, nothing
from service.storage.db.availability import connected_to, failed
from service.storage.db.database_connecting import ANSWERED_S, BOUNDED, connected
from service.storage.db.outages import CLOSED
from service.trail.cosigning.client import cosign
from service.trail.cosigning.cosigning_errors import WitnessRefused, WitnessUnavailable
from service.trail.tlog import tree_rows
from workflows.trail.tlog.merkle import consistency_proof
from workflows.trail.tlog.notes import parse_note, verify
from workflows.trail.tlog.quorum import COSIGNED_ANEW_S
from workflows.trail.tlog.tlog_errors import SignatureRejected, TlogError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import httpx

    from workflows.trail.tlog.quorum import Witness

ASK_S, AGAIN_S = 0.5, 10.0
"""Seconds between two looks for a new checkpoint, and after a witness that did not sign."""

NEWEST = """SELECT c.region, c.size, c.note, coalesce(
    (SELECT max(s.size) FROM audit_cosignature s WHERE s.region = c.region AND s.witness = ANY($1)), 0) AS cosigned,
  ARRAY (SELECT DISTINCT f.witness FROM audit_cosignature f WHERE f.region = c.region AND f.size = c.size
    AND f.witness = ANY($1) AND f.received_at > now() - make_interval(secs => $2)) AS fresh
FROM audit_checkpoint c WHERE c.size = (SELECT max(n.size) FROM audit_checkpoint n WHERE n.region = c.region)"""
KEEP = """INSERT INTO audit_cosignature (region, size, witness, line, received_at) VALUES ($1, $2, $3, $4, now())
ON CONFLICT DO NOTHING"""
log = structlog.get_logger("tindak.cosignatures")


class Asked(NamedTuple):
    """A witness as it is asked: its submission prefix, and what the policy calls it, once for each of its keys."""

    url: str
    witnesses: tuple[Witness, ...]

    @property
    def name(self) -> str:
        """All its names in the policy, with commas between."""
        return ",".join(witness.name for witness in self.witnesses)


def by_address(witnesses: Iterable[Witness]) -> list[Asked]:
    """The witnesses that have an address, those of one address together, in the order of the policy."""
    found: dict[str, list[Witness]] = {}
    for witness in witnesses:
        if witness.url is not None:
            found.setdefault(witness.url.rstrip("/"), []).append(witness)
    return [Asked(url, tuple(each)) for url, each in found.items()]


async def keep_asking(url: str, http: httpx.AsyncClient, asked: Asked, beat: Beat = nothing) -> None:
    """Ask one witness for its cosignatures on each newest checkpoint, until cancelled."""
    while True:
        try:
            async with connected(url, "tindak-cosignatures", BOUNDED, command_timeout=ANSWERED_S) as connection:
                connected_to(url, connection)
                while True:  # what is new stands in the database
                    signed = await ask(connection, http, asked)
                    beat()
                    await asyncio.sleep(ASK_S if signed else AGAIN_S)
        except CLOSED as error:
            failed(url, error)
            await asyncio.sleep(AGAIN_S)


async def ask(connection: Any, http: httpx.AsyncClient, asked: Asked) -> bool:
    """Ask for what is missing, region by region. Returns whether the witness signed all of it; why not is logged.

    A checkpoint that stays the newest is cosigned anew now and then: a witness's time says until when the log stood.
    """
    signed = True
    for row in await connection.fetch(NEWEST, [witness.name for witness in asked.witnesses], COSIGNED_ANEW_S):
        missing = [witness for witness in asked.witnesses if witness.name not in row["fresh"]]
        if not missing:
            continue
        told = {"witness": ",".join(witness.name for witness in missing), "region": row["region"], "size": row["size"]}
        try:
            lines = await _cosigned(connection, http, asked.url, row)
        except WitnessUnavailable as fault:
            log.warning("witness_unavailable", code=fault.code, **told)
            signed = False
        except WitnessRefused as fault:
            log.error("witness_refuses", code=fault.code, **told)  # noqa: TRY400 - the code says it all
            signed = False
        except TlogError as fault:
            log.error("cosignature_unusable", reason=fault.reason, **told)  # noqa: TRY400 - as above
            signed = False
        else:
            kept = [await _keep(connection, row, witness, lines) for witness in missing]
            signed = signed and all(kept)
    return signed


async def _cosigned(connection: Any, http: httpx.AsyncClient, url: str, row: Any) -> list[str]:
    region, size, note = row["region"], row["size"], row["note"]

    async def prove(old: int) -> Sequence[bytes]:
        return await tree_rows.with_nodes(connection, region, lambda node: consistency_proof(old, size, node))

    return await cosign(http, url, row["cosigned"], prove, note.encode())


async def _keep(connection: Any, row: Any, witness: Witness, lines: Sequence[str]) -> bool:
    """Keep the line that a witness's key signed. Returns whether there was one; why not is logged."""
    told = {"witness": witness.name, "region": row["region"], "size": row["size"]}
    try:
        line = _line_of(witness, row["note"], lines)
    except TlogError as fault:
        log.error("cosignature_unusable", reason=fault.reason, **told)  # noqa: TRY400 - the reason says it all
        return False
    await connection.execute(KEEP, row["region"], row["size"], witness.name, line)
    return True


def _line_of(witness: Witness, note: str, lines: Sequence[str]) -> str:
    """The first line by the key; those of other keys are passed over.

    Raises SignatureRejected: ``cosignature_missing``, ``signature_undated`` for one without the time that
    c2sp.org/tlog-witness asks of it, and what ``notes.verify`` says.
    """
    for line in lines:
        for _, time in verify(parse_note(f"{note}{line}".encode()), [witness.key]):
            if not time:
                raise SignatureRejected("signature_undated")
            return line
    raise SignatureRejected("cosignature_missing")
