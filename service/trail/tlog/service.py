"""The log as auditors, witnesses and monitors read it: checkpoints, tiles, entries, proofs."""

from functools import partial
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.edge.problems.faults import says
from service.edge.service_errors import FieldError, NotFound, ServiceError, ValidationFailed
from service.storage.db.pool import Database, Transaction
from service.trail.reading.recorder import Recorder
from service.trail.tlog import repository, tree_rows
from service.trail.tlog.schemas import ConsistencyAnswer, EntryAnswer, EntryPage, InclusionAnswer
from service.trail.tlog.witnessing import Witnessing, witnessed_checkpoint
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.trail.reads import ReadKind
from workflows.trail.tlog.merkle import consistency_proof, hash_leaf, inclusion_proof, read_range
from workflows.trail.tlog.proofs import TlogProof
from workflows.trail.tlog.tiles import ENTRIES, FULL_WIDTH, Tile, encode_bundle, parse_path
from workflows.trail.tlog.tlog_errors import Malformed

PAGE = 256
"""Leaves on a page at most: as many as in an entry bundle."""


class LogService:
    """The transparency log of every region."""

    def __init__(self, database: Database, reads: Recorder, witnessing: Witnessing | None = None) -> None:
        self._database = database
        self._reads = reads
        self._witnessing = witnessing

    async def checkpoint(self, call: Call, *, quorum: bool = False) -> bytes:
        """The newest signed checkpoint with its cosignatures, or with ``quorum`` the newest that is witnessed.

        Raises NotFound before the first, ServiceError ``witnesses_unset`` without a policy of the operator's, and
        ``quorum_not_met`` while no checkpoint satisfies it.
        """
        require_role(call.actor, Action.TRAIL_READ)
        if quorum and self._witnessing is None:
            raise ServiceError("witnesses_unset")
        async with self._open(call) as transaction:
            newest = await repository.newest_checkpoints(transaction, call.region, 1)
            found = newest[0] if newest else None
            if newest and quorum and self._witnessing is not None:
                found = await witnessed_checkpoint(transaction, call.region, self._witnessing)
            await transaction.commit()
        if not newest:
            raise NotFound
        if found is None:
            raise ServiceError("quorum_not_met")
        return note_of(found)

    async def keys(self, call: Call) -> str:
        """Every verifier key under which a checkpoint was ever signed, newest last (``key_list``)."""
        require_role(call.actor, Action.TRAIL_READ)
        async with self._open(call) as transaction:
            rows = await repository.keys(transaction, call.region)
            await transaction.commit()
        return repository.key_list(rows)

    async def tile(self, call: Call, path: str) -> tuple[Tile, bytes]:
        """A hash tile, or for those who may read every leaf an entry bundle, by its C2SP path.

        Raises NotFound for what is no path of a tile or lies beyond the tree.
        """
        try:
            tile = parse_path(path)
        except Malformed:
            raise NotFound from None
        require_role(call.actor, Action.TRAIL_ENTRIES if tile.level == ENTRIES else Action.TRAIL_READ)
        async with self._open(call) as transaction:
            data = await (_bundle if tile.level == ENTRIES else _hashes)(transaction, call.region, tile)
            await transaction.commit()
        if data is None:
            raise NotFound
        if tile.level == ENTRIES:
            self._reads.note(call, ReadKind.ENTRIES_LISTED)
        return tile, data

    async def entries(self, call: Call, start: int, limit: int) -> EntryPage:
        """Leaves from an index on. Raises NotPermitted for whoever may not read every leaf."""
        require_role(call.actor, Action.TRAIL_ENTRIES)
        async with self._open(call) as transaction:
            rows = await repository.entries(transaction, call.region, start, start + limit)
            size = await tree_rows.size_of(transaction, call.region)
            await transaction.commit()
        self._reads.note(call, ReadKind.ENTRIES_LISTED)
        end = start + len(rows)
        items = [
            EntryAnswer(leaf_index=row["leaf_index"], leaf=row["leaf"].decode(), leaf_hash=hash_leaf(row["leaf"]).hex())
            for row in rows
            if not row["withheld"]
        ]
        return EntryPage(items=items, next_cursor=str(end) if rows and end < size else None)

    async def inclusion(self, call: Call, event: UUID, size: int | None) -> InclusionAnswer:
        """That an event stands in the tree of ``size`` leaves, or in the present one.

        Raises NotFound for an event that is missing or hidden, ValidationFailed for a tree that does not hold it.
        """
        require_role(call.actor, Action.TRAIL_READ)
        async with self._open(call) as transaction:
            place = await _placed(transaction, call.region, event)
            there = await tree_rows.size_of(transaction, call.region)
            asked = there if size is None else size
            if not place["leaf_index"] < asked <= there:
                raise _outside("size", place["leaf_index"] + 1, there)
            hashes = await _inclusion(transaction, call.region, place["leaf_index"], asked)
            root = await tree_rows.root_of(transaction, call.region, asked)
            await transaction.commit()
        return InclusionAnswer(
            event=event,
            leaf_index=place["leaf_index"],
            leaf_hash=place["leaf_hash"].hex(),
            size=asked,
            root=root.hex(),
            hashes=[each.hex() for each in hashes],
        )

    async def consistency(self, call: Call, old: int, size: int | None) -> ConsistencyAnswer:
        """That the tree of ``size`` leaves, or the present one, begins with that of ``old`` leaves.

        Raises ValidationFailed for sizes that the tree never had.
        """
        require_role(call.actor, Action.TRAIL_READ)
        async with self._open(call) as transaction:
            there = await tree_rows.size_of(transaction, call.region)
            new = there if size is None else size
            if new > there:
                raise _outside("size", 0, there)
            if old > new:
                raise _outside("old_size", 0, new)
            at = partial(tree_rows.with_nodes, transaction, call.region)
            hashes = await at(lambda node: consistency_proof(old, new, node))
            old_root = await at(lambda node: read_range(old, node).root())
            root = await at(lambda node: read_range(new, node).root())
            await transaction.commit()
        return ConsistencyAnswer(
            old_size=old,
            old_root=old_root.hex(),
            size=new,
            root=root.hex(),
            hashes=[each.hex() for each in hashes],
        )

    async def proof(self, call: Call, event: UUID) -> bytes:
        """The proof file of an event, c2sp.org/tlog-proof, under the oldest checkpoint that covers it.

        Raises NotFound for an event that is missing or hidden, ServiceError ``not_merged_yet`` before a checkpoint
        covers it.
        """
        require_role(call.actor, Action.TRAIL_READ)
        async with self._open(call) as transaction:
            place = await _placed(transaction, call.region, event)
            index = place["leaf_index"]
            checkpoint = await repository.covering_checkpoint(transaction, call.region, index + 1)
            if checkpoint is None:
                raise ServiceError("not_merged_yet")
            hashes = await _inclusion(transaction, call.region, index, checkpoint["size"])
            await transaction.commit()
        return TlogProof(index, hashes, note_of(checkpoint)).encode()

    def _open(self, call: Call) -> Transaction:
        return self._database.transaction(call.region, visibility.tokens(call.actor))


def note_of(row: Record) -> bytes:
    """A checkpoint's note: its text, the log's signature, and the witnesses' cosignatures."""
    return f"{row['note']}{row['cosignatures']}".encode()


async def _placed(transaction: Transaction, region: str, event: UUID) -> Record:
    place = await repository.place_of(transaction, region, event)
    if place is not None:
        return place
    if await repository.sees(transaction, region, event):
        raise ServiceError("not_merged_yet")
    raise NotFound


async def _inclusion(transaction: Transaction, region: str, index: int, size: int) -> tuple[bytes, ...]:
    return await tree_rows.with_nodes(transaction, region, lambda node: inclusion_proof(index, size, node))


async def _hashes(transaction: Transaction, region: str, tile: Tile) -> bytes | None:
    place = (tile.level, tile.index)
    found = await tree_rows.tiles_at(transaction, region, [place])
    return tree_rows.clip(tile, found[place]) if found else None


async def _bundle(transaction: Transaction, region: str, tile: Tile) -> bytes | None:
    start = tile.index * FULL_WIDTH
    rows = await repository.entries(transaction, region, start, start + tile.width)
    if len(rows) < tile.width:
        return None
    if any(row["withheld"] for row in rows):
        raise ServiceError("entries_withheld")
    return encode_bundle([row["leaf"] for row in rows])


def _outside(parameter: str, least: int, most: int) -> ValidationFailed:
    return ValidationFailed(errors=[FieldError(parameter, "out_of_range", says("from_to", least=least, most=most))])
