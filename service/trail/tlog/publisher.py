"""Checkpoints: the worker asks the signer for a signature on the tree as it stands, and keeps what it gives.

The signer has its own key and its own memory. A database put back to an older state asks for a tree that the signer
has already seen grow, and gets no signature: the refusal is logged as an error and no checkpoint appears.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import httpx
import structlog

from service.trail.cosigning.client import sign
from service.trail.cosigning.cosigning_errors import SignerRefused, SignerUnavailable
from service.trail.tlog import repository, tree_rows
from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.key_list import ListedKey, newest_of_each_kind, parse_key_list, validities
from workflows.trail.tlog.merkle import consistency_proof
from workflows.trail.tlog.opened_notes import open_checkpoint
from workflows.trail.tlog.tlog_errors import SignatureRejected, TlogError

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADS = """SELECT h.region, h.size, coalesce((SELECT max(c.size) FROM audit_checkpoint c WHERE c.region = h.region), 0)
  AS signed FROM audit_head h"""
KEEP = """INSERT INTO audit_checkpoint (region, size, root, note, signed_at) VALUES ($1, $2, $3, $4, now())
ON CONFLICT DO NOTHING"""
KEEP_KEY = """INSERT INTO audit_key (region, verifier_key, from_size, beside, added_at)
VALUES ($1, $2, $3, $4, clock_timestamp()) ON CONFLICT DO NOTHING"""
log = structlog.get_logger("tindak.publisher")


class SignerAddress(NamedTuple):
    """Where the signer is, the secret it asks for, and the prefix of the origins it signs."""

    url: str
    secret: str
    origin_prefix: str


class Publisher:
    """Gets every region's tree signed as it grows. One connection, one question at a time."""

    def __init__(self, http: httpx.AsyncClient, signer: SignerAddress) -> None:
        self._http = http
        self._signer = signer

    async def publish_all(self, connection: Any) -> int:
        """Sign what has grown since its last checkpoint. Returns how many checkpoints were made.

        A signer that is away or refuses is logged; the next round asks again.
        """
        made = 0
        for row in await connection.fetch(HEADS):
            if row["size"] == row["signed"]:
                continue
            try:
                await self.publish(connection, row["region"], row["signed"], row["size"])
                made += 1
            except SignerUnavailable as fault:
                log.warning("signer_unavailable", region=row["region"], code=fault.code)
            except SignerRefused as fault:
                log.error(  # noqa: TRY400 - the code says it all
                    "signer_refuses", region=row["region"], code=fault.code, signed_size=fault.size
                )
            except TlogError as fault:
                log.error("checkpoint_unusable", region=row["region"], reason=fault.reason)  # noqa: TRY400 - as above
        return made

    async def publish(self, connection: Any, region: str, signed: int, size: int) -> None:
        """Make the checkpoint of ``size`` leaves, after one of ``signed`` leaves (0 for none).

        Raises SignerUnavailable, SignerRefused, and TlogError when tiles are missing, a signature does not verify
        or its key is known to have been followed by another: ``key_retired``; ``key_missing`` when the signer has none
        of a kind that signed before.
        """

        async def prove(old: int) -> Sequence[bytes]:
            return await tree_rows.with_nodes(connection, region, lambda node: consistency_proof(old, size, node))

        root = await tree_rows.root_of(connection, region, size)
        checkpoint = Checkpoint(origin_of(self._signer.origin_prefix, region), size, root)
        text = checkpoint.text()
        lines = await sign(self._http, self._signer.url, self._signer.secret, signed, prove, text)
        note = f"{text}\n{lines}"
        told = await self._keys(checkpoint.origin)
        _judge(note.encode(), await _kept(connection, region), told, size)
        async with connection.transaction():
            for each, start, beside in told:
                await connection.execute(KEEP_KEY, region, each.encode(), start or 0, beside)
            await connection.execute(KEEP, region, size, root, note)
        log.info("checkpoint", region=region, size=size)

    async def _keys(self, origin: str) -> tuple[ListedKey, ...]:
        """What the signer says of its keys, the newest last."""
        try:
            answer = await self._http.get(f"{self._signer.url}/vkey", params={"origin": origin})
        except httpx.HTTPError:
            raise SignerUnavailable("unreachable") from None
        if answer.status_code != httpx.codes.OK:
            code = f"status_{answer.status_code}"
            raise SignerUnavailable(code)
        told = parse_key_list(answer.text)
        if not told:
            raise SignerUnavailable("answer_malformed")
        return told


def _judge(note: bytes, kept: Sequence[ListedKey], told: Sequence[ListedKey], size: int) -> None:
    """Raise TlogError for a checkpoint that not all the signer's newest keys signed, or not one of each kind kept."""
    keys = [each.key for each in newest_of_each_kind(told)]
    if not {each.key.kind for each in kept} <= {key.kind for key in keys}:
        raise SignatureRejected("key_missing")
    known = validities((*kept, *told))
    for key in keys:
        _, opened = open_checkpoint(note, key)
        if len(opened.signatures) != len(keys):
            raise SignatureRejected("signatures_unexpected")
        refusal = known[key].refusal(size)
        if refusal is not None:
            raise SignatureRejected(refusal)


async def _kept(connection: Any, region: str) -> list[ListedKey]:
    """The keys under which the region's checkpoints were signed so far."""
    rows = await connection.fetch(repository.KEYS, region)
    return repository.listed(rows)


def origin_of(prefix: str, region: str) -> str:
    """The origin of a region's log, and so the name of its key."""
    return f"{prefix}/{region}"
