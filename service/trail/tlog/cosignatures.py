"""Cosignatures: each witness of the policy is asked for its own, by a task and a connection of its own.

A witness that is away or slow delays nothing but its own signature. What it answers is verified before it is kept.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog

from service.edge.background import Beat, nothing
from service.storage.db.database_connecting import ANSWERED_S, BOUNDED, connected
from service.storage.db.outages import CLOSED
from service.trail.cosigning.client import cosign
from service.trail.cosigning.cosigning_errors import WitnessRefused, WitnessUnavailable
from service.trail.tlog import tree_rows
from workflows.trail.tlog.merkle import consistency_proof
from workflows.trail.tlog.notes import parse_note, verify
from workflows.trail.tlog.quorum import COSIGNED_ANEW_S
from workflows.trail.tlog.tlog_errors import TlogError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import httpx

    from workflows.trail.tlog.quorum import Witness

ASK_S, AGAIN_S = 0.5, 10.0
"""Seconds between two looks for a new checkpoint, and after a witness that did not sign."""

NEWEST = """SELECT c.region, c.size, c.note, coalesce(
    (SELECT max(s.size) FROM audit_cosignature s WHERE s.region = c.region AND s.witness = $1), 0) AS cosigned,
  EXISTS (SELECT FROM audit_cosignature f WHERE f.region = c.region AND f.size = c.size AND f.witness = $1
    AND f.received_at > now() - make_interval(secs => $2)) AS fresh
FROM audit_checkpoint c WHERE c.size = (SELECT max(n.size) FROM audit_checkpoint n WHERE n.region = c.region)"""
KEEP = """INSERT INTO audit_cosignature (region, size, witness, line, received_at) VALUES ($1, $2, $3, $4, now())
ON CONFLICT DO NOTHING"""
log = structlog.get_logger("tindak.cosignatures")


async def keep_asking(url: str, http: httpx.AsyncClient, witness: Witness, beat: Beat = nothing) -> None:
    """Ask one witness for its cosignature on each newest checkpoint, until cancelled."""
    while True:
        try:
            async with connected(url, "tindak-cosignatures", BOUNDED, command_timeout=ANSWERED_S) as connection:
                while True:  # what is new stands in the database
                    signed = await ask(connection, http, witness)
                    beat()
                    await asyncio.sleep(ASK_S if signed else AGAIN_S)
        except CLOSED as error:
            log.warning("database_unavailable", error=type(error).__name__)
            await asyncio.sleep(AGAIN_S)


async def ask(connection: Any, http: httpx.AsyncClient, witness: Witness) -> bool:
    """Ask for what is missing, region by region. Returns whether the witness signed all of it; why not is logged.

    A checkpoint that stays the newest is cosigned anew now and then: a witness's time says until when the log stood.
    """
    signed = True
    for row in await connection.fetch(NEWEST, witness.name, COSIGNED_ANEW_S):
        if row["fresh"]:
            continue
        told = {"witness": witness.name, "region": row["region"], "size": row["size"]}
        try:
            await _cosign(connection, http, witness, row)
        except WitnessUnavailable as fault:
            log.warning("witness_unavailable", code=fault.code, **told)
            signed = False
        except WitnessRefused as fault:
            log.error("witness_refuses", code=fault.code, **told)  # noqa: TRY400 - the code says it all
            signed = False
        except TlogError as fault:
            log.error("cosignature_unusable", reason=fault.reason, **told)  # noqa: TRY400 - as above
            signed = False
    return signed


async def _cosign(connection: Any, http: httpx.AsyncClient, witness: Witness, row: Any) -> None:
    region, size, note = row["region"], row["size"], row["note"]

    async def prove(old: int) -> Sequence[bytes]:
        return await tree_rows.with_nodes(connection, region, lambda node: consistency_proof(old, size, node))

    lines = await cosign(http, witness.url or "", row["cosigned"], prove, note.encode())
    for line in lines:
        if verify(parse_note(f"{note}{line}".encode()), [witness.key]):
            await connection.execute(KEEP, region, size, witness.name, line)
            return
    raise WitnessUnavailable("answer_malformed")
