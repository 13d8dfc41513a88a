"""Receipts, signed on the way to the answer: nothing here parses, validates or asks anybody."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from service.edge.answer_types import Receipt
from service.trail.tlog.publisher import origin_of
from workflows.trail.chaining import RecordedEvent
from workflows.trail.receipts import receipt_key_name, receipt_text
from workflows.trail.region_events import RegionEvent
from workflows.trail.tlog.note_keys import SigningKey, VerifierKey
from workflows.trail.tlog.notes import MARK


class _Promise(NamedTuple):
    event: UUID
    leaf_hash: str
    at: datetime
    max_merge_delay_s: int


class ReceiptSigner:
    """Makes the receipts of every region, each under the name of the region's log: one for the whole process.

    ``published`` are the verifier keys of this key and of those before it, the newest last; ``origin`` is what the
    origins of all regions begin with, ``max_merge_delay_s`` the promise in seconds.
    """

    def __init__(self, key: SigningKey, published: Sequence[VerifierKey], origin: str, max_merge_delay_s: int) -> None:
        self._key = key
        self.published = tuple(published)
        self._origin = origin
        self._delay = max_merge_delay_s
        self._heads: dict[str, tuple[str, bytes]] = {}

    def receipt(self, region: str, event: RecordedEvent | RegionEvent) -> Receipt:
        """The receipt of a command by the event it became, before the event is written."""
        head, key_id = self._heads.get(region) or self._named(region)
        promise = _Promise(event.id, event.leaf_hash.hex(), event.at, self._delay)
        signature = self._key.private.sign(receipt_text(promise, region).encode())
        return Receipt(
            event=promise.event,
            leaf_hash=promise.leaf_hash,
            at=promise.at,
            max_merge_delay_s=promise.max_merge_delay_s,
            signature=head + b64encode(key_id + signature).decode(),
        )

    def keys(self, region: str) -> list[VerifierKey]:
        """The verifier keys of a region's receipts, the newest last."""
        name = receipt_key_name(origin_of(self._origin, region))
        return [VerifierKey(name, key.kind, key.public_key) for key in self.published]

    def _named(self, region: str) -> tuple[str, bytes]:
        """How every signature line of a region begins, and the key id it carries: worked out once."""
        own = self.keys(region)[-1]
        return self._heads.setdefault(region, (f"{MARK}{own.name} ", own.key_id))
