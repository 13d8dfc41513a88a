"""What an auditor knows from elsewhere: for which sizes each key counts, and the checkpoints that were seen before."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from workflows.trail.replay.faults import Fault, FaultCode
from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.key_list import ListedKey, Validity, kinds_due
from workflows.trail.tlog.note_keys import KeyKind, VerifierKey


class Known(NamedTuple):
    """``seen`` are checkpoints of the bundle's log that its keys vouch for.

    ``begins`` says of a log, by its name, that no key of it was given that signs before this size. ``listed`` are the
    log keys that were given, each kind of which must have signed every tree larger than where it begins.
    """

    validity: Mapping[VerifierKey, Validity] = {}
    seen: tuple[Checkpoint, ...] = ()
    begins: Mapping[str, int] = {}
    listed: tuple[ListedKey, ...] = ()

    @property
    def sizes(self) -> frozenset[int]:
        """Of the trees seen before, in leaves."""
        return frozenset(each.size for each in self.seen)

    def key_fault(self, key: VerifierKey, size: int) -> Fault | None:
        """That the key does not count for a tree of so many entries."""
        known = self.validity.get(key)
        refusal = None if known is None else known.refusal(size)
        if known is None or refusal is None:
            return None
        bound = (
            f"was rotated out after {known.end} entries" if refusal == "key_retired" else f"signs from {known.start} on"
        )
        words = f"The checkpoint was made by somebody else: the key {key.encode()} {bound}, and this tree has {size}."
        return Fault(FaultCode(refusal), words)

    def missing_signatures(self, checkpoint: Checkpoint, signed: Iterable[VerifierKey]) -> list[Fault]:
        """That a log which signs with a key of each of several kinds has left one out; ``signed`` are those that did.

        A key that does not count for the tree has not signed it.
        """
        good = {key.kind for key in signed if self.key_fault(key, checkpoint.size) is None}
        due = kinds_due(self.listed, checkpoint.origin)
        return [
            _missing_signature(kind, start, checkpoint)
            for kind, start in due.items()
            if kind not in good and checkpoint.size > start
        ]

    def missing_key(self, origin: str, listed: Mapping[str, int]) -> Fault | None:
        """That the log's keys begin late, by what was given or by the ``listed`` ones of the bundle itself."""
        size = self.begins.get(origin) or listed.get(origin)
        if not size:
            return None
        words = (
            f"A key was replaced and the former one is missing: the first key known of {origin} begins at size {size}, "
            "and nothing shows who signed before."
        )
        return Fault(FaultCode.KEY_MISSING, words)

    def past_faults(self, checkpoint: Checkpoint, roots: Mapping[int, bytes]) -> list[Fault]:
        """Where a checkpoint does not continue what was seen; ``roots`` are those of its tree at earlier sizes."""
        return [fault for each in self.seen if (fault := _past_fault(each, checkpoint, roots)) is not None]


NOTHING = Known()


def _missing_signature(kind: KeyKind, start: int, checkpoint: Checkpoint) -> Fault:
    words = (
        f"A signature is missing: {checkpoint.origin} signs with a key of {kind.algorithm} from size {start} on, and "
        f"none that was given signed this tree of {checkpoint.size} entries. Either the key was replaced, or whoever "
        "made this has only the other."
    )
    return Fault(FaultCode.SIGNATURE_MISSING, words)


def _past_fault(seen: Checkpoint, checkpoint: Checkpoint, roots: Mapping[int, bytes]) -> Fault | None:
    if seen.size > checkpoint.size:
        words = (
            f"The checkpoint is an old one: it covers {checkpoint.size} entries, one seen before covers {seen.size}."
        )
        return Fault(FaultCode.CHECKPOINT_OLDER, words)
    root = checkpoint.root if seen.size == checkpoint.size else roots.get(seen.size)
    if root is None or root == seen.root:
        return None
    words = (
        f"The past was rewritten, or there are two logs: the first {seen.size} entries have the root {root.hex()}, "
        f"and {seen.root.hex()} in a checkpoint seen before."
    )
    return Fault(FaultCode.PAST_REWRITTEN, words)
