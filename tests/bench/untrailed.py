"""`python -m tests.bench.untrailed api`: the service as it is, but for the trail. Only the benchmark can start it.

In this process no leaf is built or hashed, no text is committed to, no receipt is signed, and no row of ``audit_event``
and ``audit_pending`` is written. Everything else is the service's own: the same decision, the same other rows, the same
answer. There is no setting for this; what is left out is left out by replacing names of the service's modules before
it starts.
"""

from collections.abc import Sequence
from datetime import datetime
from types import ModuleType
from typing import Any

from service import cli
from service.edge.answer_types import Receipt
from service.edge.call import Call
from service.features.changing import changes
from service.features.reports import rows
from service.features.tasks import transition_routines
from service.storage.db.inserting_together import Inserts
from service.storage.db.pool import Transaction
from service.storage.db.write import Part, write
from service.trail.receipts.signer import ReceiptSigner
from workflows.access.actors import Actor
from workflows.decisions.change import Change, EventDraft
from workflows.trail import chaining as trail
from workflows.trail.chaining import RecordedEvent, Supplies
from workflows.trail.leaf import Commitment

TRAIL = {"audit_event", "audit_pending"}
with_trail = transition_routines._written  # noqa: SLF001 - it is replaced below
with_rows = Inserts.rows_of
NO_HASH = bytes(32)


def unrecorded(
    change: Change, actor: Actor, at: datetime, supplies: Supplies, _sealed: tuple[Commitment, ...] = ()
) -> tuple[RecordedEvent, ...]:
    """The events of a change with what the other tables and the answer need of them: no leaf, no hash."""

    def event(seq: int, draft: EventDraft) -> RecordedEvent:
        return RecordedEvent(
            id=next(supplies.ids),
            seq=seq,
            version=change.report.version,
            draft=draft,
            actor={},
            person=actor.person,
            at=at,
            prev=None,
            leaf=b"",
            leaf_hash=NO_HASH,
            texts=tuple(trail._keep(text, supplies) for text in draft.texts),  # noqa: SLF001 - the rows of texts are kept
        )

    first = change.before.seq + 1 if change.before else 1
    return tuple(event(seq, draft) for seq, draft in enumerate(change.events, start=first))


async def write_states(transaction: Transaction, parts: Sequence[Part], *first: int) -> bool:
    """Write all parts but those of the trail, in one round trip."""
    return await write(transaction, [part for part in parts if part.what.table not in TRAIL], *first)


def written_untrailed(call: Call, parts: Sequence[Part]) -> Any:
    """What the routine that writes is given, with nothing for the tables of the trail."""
    return with_trail(call, [part for part in parts if part.what.table not in TRAIL])


def rows_untrailed(inserts: Inserts, parts: Sequence[Part]) -> Any:
    """What the statement of an intake is given, with nothing for the tables of the trail."""
    return with_rows(inserts, [part for part in parts if part.what.table not in TRAIL])


def unsigned(_signer: ReceiptSigner, _region: str, event: RecordedEvent) -> Receipt:
    """A receipt that promises nothing."""
    return Receipt(event=event.id, leaf_hash=event.leaf_hash.hex(), at=event.at, max_merge_delay_s=0, signature="")


def no_commitment(_salt: bytes, _content: str | bytes) -> str:
    """A promise of no text."""
    return ""


def no_row(*_: Any) -> tuple[Any, ...]:
    """A row of the trail, which is not made."""
    return ()


REPLACED: Sequence[tuple[ModuleType | type, str, Any]] = (
    (changes, "record", unrecorded),
    (changes, "write", write_states),
    (transition_routines, "_written", written_untrailed),
    (Inserts, "rows_of", rows_untrailed),
    (trail, "commit", no_commitment),
    (rows, "_event_row", no_row),
    (ReceiptSigner, "receipt", unsigned),
)


def leave_the_trail_out() -> None:
    """Replace them. Raises AttributeError when the service has no such name any more: nothing would be measured."""
    for holder, name, other in REPLACED:
        getattr(holder, name)
        setattr(holder, name, other)


if __name__ == "__main__":
    leave_the_trail_out()
    cli.main()
