"""Whether the log kept the promise of a receipt: the event stands in it, as it was, in time.

A receipt is ``{"event", "leaf_hash", "at", "max_merge_delay_s"}`` with an optional ``signature``: one line of a
signed note (c2sp.org/signed-note) over ``receipt_text``.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, NamedTuple
from uuid import UUID

import msgspec

from service.trail.verifier.bundle_reader import Bundle
from service.trail.verifier.verify import verify_bundle
from workflows.codes.stamps import stamp
from workflows.trail.receipts import receipt_text
from workflows.trail.replay.events import Event
from workflows.trail.replay.faults import FaultCode
from workflows.trail.tlog.note_keys import VerifierKey
from workflows.trail.tlog.notes import parse_note, verify
from workflows.trail.tlog.proofs import TlogProof, verify_proof
from workflows.trail.tlog.tlog_errors import ProofRejected, TlogError

STANDS = "The event stands in the log as the receipt says."
_OF_THE_TREE = frozenset(
    {
        FaultCode.LEAF_ALTERED,
        FaultCode.TILE_ALTERED,
        FaultCode.ROOT_DIFFERS,
        FaultCode.INCLUSION_REJECTED,
        FaultCode.CHECKPOINT_UNSIGNED,
        FaultCode.CHECKPOINT_WRONG_ORIGIN,
        FaultCode.KEY_RETIRED,
        FaultCode.KEY_NOT_YET_VALID,
        FaultCode.SIGNATURE_MISSING,
        FaultCode.ENTRIES_MISSING,
    }
)


class Receipt(msgspec.Struct, frozen=True):
    """What was handed out when a command was taken. ``at`` has an offset; the delay is in seconds."""

    event: UUID
    leaf_hash: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    max_merge_delay_s: Annotated[int, msgspec.Meta(ge=0, le=10**9)]
    signature: str | None = None

    @property
    def due(self) -> datetime:
        """When the event was promised to stand in the log at the latest."""
        return self.at + timedelta(seconds=self.max_merge_delay_s)


class _Answer(msgspec.Struct):
    receipt: msgspec.Raw = msgspec.Raw()


class Standing(StrEnum):
    """What became of the promise."""

    KEPT = "kept"
    NOT_KEPT = "not_kept"
    NOT_YET_DUE = "not_yet_due"
    CANNOT_BE_TOLD = "cannot_be_told"


class Judgement(NamedTuple):
    """What became of the promise, in words too; ``leaf_index`` where the event stands in the log."""

    standing: Standing
    words: str
    leaf_index: int | None = None


class ReceiptError(Exception):
    """Nothing can be said of the receipt.

    ``code`` is ``receipt_malformed``, ``bundle_does_not_hold``, ``bundle_partial`` when the event is not in a bundle
    that is not of the whole region, ``bundle_time_malformed``, ``proof_unsigned`` by the keys given, or
    ``proof_of_another`` event.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_receipt(raw: bytes) -> Receipt:
    """A receipt from its JSON, or from that of an answer with a member ``receipt``. Raises ReceiptError.

    Members that are not the receipt's are passed over.
    """
    try:
        held = msgspec.json.decode(raw, type=_Answer).receipt
        receipt = msgspec.json.decode(held if bytes(held) else raw, type=Receipt)
        stamp(receipt.due)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError):
        raise ReceiptError("receipt_malformed") from None
    return receipt


def signed_by(receipt: Receipt, region: str, keys: Sequence[VerifierKey]) -> list[VerifierKey]:
    """Which of the keys signed the receipt; none when it has no signature or one that is not theirs."""
    if receipt.signature is None:
        return []
    line = receipt.signature.removesuffix("\n")
    try:
        note = parse_note(f"{receipt_text(receipt, region)}\n{line}\n".encode())
        return [key for key, _ in verify(note, keys)] if len(note.signatures) == 1 else []
    except (TlogError, UnicodeEncodeError):
        return []


def check_receipt(receipt: Receipt, log_keys: Sequence[VerifierKey], bundle: Bundle) -> Judgement:
    """Look for the receipt's event in a bundle whose tree is verified on the way.

    A checkpoint states no time: it is taken to be of the latest of what the bundle says and what its newest event
    says. Raises ReceiptError, Unreadable.
    """
    search = _Search(receipt, _time(bundle.manifest.made_at))
    verdict = verify_bundle(bundle, log_keys, None, watch=search)
    if not _OF_THE_TREE.isdisjoint(verdict.fault_codes):
        raise ReceiptError("bundle_does_not_hold")
    if search.found is not None:
        return Judgement(Standing.KEPT, STANDS, search.found)
    if search.other is not None:
        words = "The event stands in the log with other contents than the receipt says."
        return Judgement(Standing.NOT_KEPT, words, search.other)
    if verdict.scope != "region":
        raise ReceiptError("bundle_partial")
    if search.latest <= receipt.due:
        return Judgement(Standing.NOT_YET_DUE, f"The log has until {stamp(receipt.due)} to take the event in.")
    return Judgement(Standing.NOT_KEPT, search.missed())


def check_proof(receipt: Receipt, log_keys: Sequence[VerifierKey], proof: TlogProof) -> tuple[str, Judgement]:
    """Hold a receipt against its event's proof file: the origin of the log, and that the promise was kept.

    A proof file shows nothing else. Raises ReceiptError.
    """
    code = "proof_unsigned"
    for key in log_keys:
        try:
            checkpoint, _ = verify_proof(proof, bytes.fromhex(receipt.leaf_hash), key)
        except ProofRejected:
            code = "proof_of_another"
        except TlogError:
            continue
        else:
            return checkpoint.origin, Judgement(Standing.KEPT, STANDS, proof.index)
    raise ReceiptError(code)


class _Search:
    """Watches the events of a bundle for the receipt's own, and for the newest time among those of the log."""

    def __init__(self, receipt: Receipt, made_at: datetime) -> None:
        self._receipt = receipt
        self._event, self._hash = receipt.event.bytes, bytes.fromhex(receipt.leaf_hash)
        self._newest = ""
        self._made_at = made_at
        self.found: int | None = None
        self.other: int | None = None

    def __call__(self, event: Event) -> None:
        if event.leaf_index is None:
            return
        self._newest = max(self._newest, event.leaf.at)
        if event.hash == self._hash and event.event == self._event:
            self.found = event.leaf_index
        elif event.event == self._event:
            self.other = event.leaf_index

    @property
    def latest(self) -> datetime:
        """The time that the checkpoint is taken to be of."""
        return max(self._made_at, _time(self._newest)) if self._newest else self._made_at

    def missed(self) -> str:
        """That the event is not there, and how it is known that it should be: the log signs its events' times only."""
        words = f"The event was to stand in the log by {stamp(self._receipt.due)} and does not"
        if self._newest and _time(self._newest) > self._receipt.due:
            return f"{words}: the log has an event of {self._newest}."
        return f"{words}: the bundle says of itself that it was made at {stamp(self._made_at)}."


def _time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ReceiptError("bundle_time_malformed") from None
    if found.tzinfo is None:
        raise ReceiptError("bundle_time_malformed")
    return found
