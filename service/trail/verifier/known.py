"""What an auditor knows from elsewhere: for which sizes each key counts, and the checkpoints that were seen before."""

from collections.abc import Mapping
from typing import NamedTuple

from workflows.trail.replay.faults import Fault, FaultCode
from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.key_list import Validity
from workflows.trail.tlog.note_keys import VerifierKey


class Known(NamedTuple):
    """``seen`` are checkpoints of the bundle's log that its keys vouch for.

    ``begins`` says of a log, by its name, that no key of it was given that signs before this size.
    """

    validity: Mapping[VerifierKey, Validity] = {}
    seen: tuple[Checkpoint, ...] = ()
    begins: Mapping[str, int] = {}

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
