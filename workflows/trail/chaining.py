"""From a decision to the leaves of the trail: numbered, chained to the report's last event, hashed."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from workflows.access.actors import Actor
from workflows.codes.people import SYSTEM
from workflows.codes.stamps import identifier, stamp
from workflows.decisions.change import Change, EventDraft, TextDraft
from workflows.decisions.reports.namings import NAMING
from workflows.trail.leaf import Commitment, Leaf, canonical, commit, leaf_hash


class KeptText(NamedTuple):
    """A text with the identifier and salt under which it is kept once."""

    id: UUID
    draft: TextDraft
    salt: bytes
    commitment: str


class KeptNaming(NamedTuple):
    """What an event says of another report, with the salt under which it is kept."""

    other: UUID
    content: str
    salt: bytes


class RecordedEvent(NamedTuple):
    """An event as it is stored: its leaf is the exact bytes that were hashed."""

    id: UUID
    seq: int
    version: int
    draft: EventDraft
    actor: dict[str, str]
    person: UUID
    at: datetime
    prev: bytes | None
    leaf: bytes
    leaf_hash: bytes
    texts: tuple[KeptText, ...]
    naming: KeptNaming | None = None


class Supplies(NamedTuple):
    """Identifiers and salts to hand out, made by the caller because they are random."""

    ids: Iterator[UUID]
    salts: Iterator[bytes]


def record(
    change: Change, actor: Actor, at: datetime, supplies: Supplies, sealed: tuple[Commitment, ...] = ()
) -> tuple[RecordedEvent, ...]:
    """Number, chain and hash every event of a change.

    ``sealed`` are commitments to what is kept encrypted; they join the first event.
    """
    before = change.before
    seq, head = (before.seq, before.head) if before else (0, None)
    recorded: list[RecordedEvent] = []
    for offset, draft in enumerate(change.events, start=1):
        extra = sealed if offset == 1 else ()
        event = _record_one(change, draft, actor, at, supplies, (seq + offset, head, extra))
        recorded.append(event)
        head = event.leaf_hash
    return tuple(recorded)


def _record_one(
    change: Change,
    draft: EventDraft,
    actor: Actor,
    at: datetime,
    supplies: Supplies,
    place: tuple[int, bytes | None, tuple[Commitment, ...]],
) -> RecordedEvent:
    seq, prev, extra = place
    report, event_id = change.report, next(supplies.ids)
    texts = tuple(_keep(text, supplies) for text in draft.texts)
    naming, data = _named(draft, supplies)
    who = _actor(actor, system=draft.system)
    leaf = Leaf(
        event=str(event_id),
        region=report.region,
        report=str(report.id),
        seq=seq,
        version=report.version,
        prev=prev.hex() if prev else None,
        action=draft.action,
        task=identifier(draft.task),
        agency=draft.agency,
        actor=who,
        before=draft.before,
        after=draft.after,
        at=stamp(at),
        data=data,
        texts=(*(Commitment(str(t.id), t.draft.field, t.commitment) for t in texts), *extra),
    )
    raw = canonical(leaf)
    return RecordedEvent(
        event_id, seq, report.version, draft, who, actor.person, at, prev, raw, leaf_hash(raw), texts, naming
    )


def _keep(draft: TextDraft, supplies: Supplies) -> KeptText:
    salt = next(supplies.salts)
    return KeptText(next(supplies.ids), draft, salt, commit(salt, draft.content))


def _named(draft: EventDraft, supplies: Supplies) -> tuple[KeptNaming | None, Mapping[str, Any]]:
    """What an event says of another report, and its data with the commitment in place of it."""
    if draft.names is None:
        return None, draft.data
    kept = KeptNaming(draft.names.other, draft.names.content(), next(supplies.salts))
    return kept, {**draft.data, NAMING: commit(kept.salt, kept.content)}


def _actor(actor: Actor, *, system: bool) -> dict[str, str]:
    role = SYSTEM if system else actor.role.value
    return {"person": str(actor.person), "agency": actor.agency, "role": role}
