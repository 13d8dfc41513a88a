"""Merkle trees as RFC 6962 section 2.1 defines them: roots, inclusion proofs, consistency proofs.

Hashes are SHA-256, 32 bytes. A node is named (level, index): the root of the perfect subtree over the leaves
``index * 2**level`` to ``(index + 1) * 2**level - 1``; level 0 holds the leaf hashes.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from workflows.trail.tlog.tlog_errors import Malformed, ProofRejected

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

NodeReader = Callable[[int, int], bytes]
"""Gives the 32 bytes of the node (level, index). Asked only for nodes that lie wholly inside the tree."""


def hash_leaf(data: bytes) -> bytes:
    """RFC 6962 section 2.1: SHA-256 over 0x00 and the entry."""
    return hashlib.sha256(b"\x00" + data).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    """RFC 6962 section 2.1: SHA-256 over 0x01 and the two child hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Range:
    """A tree of ``size`` leaves, kept as the roots of its perfect subtrees, widest first: one per 1 in the size.

    Immutable; the two members are all there is to store. Raises Malformed ``range_size`` or ``range_hashes`` when
    they cannot belong together.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0:
            raise Malformed("range_size")
        if len(self.hashes) != self.size.bit_count() or any(len(each) != HASH_SIZE for each in self.hashes):
            raise Malformed("range_hashes")

    def append(self, leaf_hash: bytes) -> "Range":
        """The tree with one more leaf at its end, in at most log2(size) hashings. Raises Malformed ``range_hashes``."""
        if len(leaf_hash) != HASH_SIZE:
            raise Malformed("range_hashes")
        edge, carry, below = list(self.hashes), leaf_hash, self.size
        while below & 1:
            carry = hash_children(edge.pop(), carry)
            below >>= 1
        return Range(self.size + 1, (*edge, carry))

    def root(self) -> bytes:
        """MTH of the tree (RFC 6962 section 2.1); of the empty tree, SHA-256 of nothing."""
        return _fold(self.hashes) if self.hashes else EMPTY_ROOT


def read_range(size: int, node: NodeReader) -> Range:
    """The compact range of the first ``size`` leaves, out of stored nodes."""
    return Range(size, tuple(node(*place) for place in _subtrees(0, size)))


def inclusion_proof(index: int, size: int, node: NodeReader) -> tuple[bytes, ...]:
    """PATH of RFC 6962 section 2.1.1: sibling hashes from the leaf up. Raises ValueError outside the tree."""
    if not 0 <= index < size:
        raise ValueError("index_outside_tree")
    low, high, path = 0, size, []
    while high - low > 1:
        middle = _split(low, high)
        if index < middle:
            path.append(_hash_of(middle, high, node))
            high = middle
        else:
            path.append(_hash_of(low, middle, node))
            low = middle
    return tuple(reversed(path))


def consistency_proof(old: int, new: int, node: NodeReader) -> tuple[bytes, ...]:
    """PROOF of RFC 6962 section 2.1.2 from size ``old`` to ``new``; empty from the empty tree and to itself.

    Raises ValueError when ``old`` is negative or above ``new``.
    """
    if not 0 <= old <= new:
        raise ValueError("sizes_out_of_order")
    if old == 0:
        return ()
    low, high, path = 0, new, []
    while old != high:
        middle = _split(low, high)
        if old <= middle:
            path.append(_hash_of(middle, high, node))
            high = middle
        else:
            path.append(_hash_of(low, middle, node))
            low = middle
    start = [] if low == 0 else [_hash_of(low, high, node)]
    return (*start, *reversed(path))


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """RFC 9162 section 2.1.3.2. Returns when the leaf stands at ``index`` in the tree of this size and root.

    Raises ProofRejected: ``index_outside_tree``, ``hash_size``, ``proof_too_long``, ``proof_too_short``,
    ``root_mismatch``.
    """
    if not 0 <= index < size:
        raise ProofRejected("index_outside_tree")
    _check_sizes(leaf_hash, root, *proof)
    here, last, seen = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            raise ProofRejected("proof_too_long")
        if here & 1 or here == last:
            seen = hash_children(sibling, seen)
            here, last = _skip_lone(here, last)
        else:
            seen = hash_children(seen, sibling)
        here, last = here >> 1, last >> 1
    _check_end(last, matches=seen == root)


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """RFC 9162 section 2.1.4.2. Returns when the new tree begins with the old one.

    Every tree begins with the empty one, by an empty proof. Raises ProofRejected: ``sizes_out_of_order``,
    ``hash_size``, ``proof_too_long``, ``proof_too_short``, ``root_mismatch``.
    """
    if not 0 <= old <= new:
        raise ProofRejected("sizes_out_of_order")
    _check_sizes(old_root, new_root, *proof)
    if old in {0, new}:
        _check_trivial(old, new, proof, (old_root, new_root))
        return
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    if not proof:
        raise ProofRejected("proof_too_short")
    first, *rest = proof if here else (old_root, *proof)
    _climb(here, last, first, rest, (old_root, new_root))


def _climb(here: int, last: int, first: bytes, rest: Sequence[bytes], roots: tuple[bytes, bytes]) -> None:
    """Steps 5 to 7 of RFC 9162 section 2.1.4.2: both roots out of the same hashes."""
    old_seen = new_seen = first
    for sibling in rest:
        if last == 0:
            raise ProofRejected("proof_too_long")
        if here & 1 or here == last:
            old_seen, new_seen = hash_children(sibling, old_seen), hash_children(sibling, new_seen)
            here, last = _skip_lone(here, last)
        else:
            new_seen = hash_children(new_seen, sibling)
        here, last = here >> 1, last >> 1
    _check_end(last, matches=(old_seen, new_seen) == roots)


def _check_trivial(old: int, new: int, proof: Sequence[bytes], roots: tuple[bytes, bytes]) -> None:
    """Nothing before, or nothing added: there is nothing to prove, and the roots are known."""
    if proof:
        raise ProofRejected("proof_too_long")
    if (old == 0 and roots[0] != EMPTY_ROOT) or (old == new and roots[0] != roots[1]):
        raise ProofRejected("root_mismatch")


def _skip_lone(here: int, last: int) -> tuple[int, int]:
    """Climb past the levels at which the subtree on the right edge has no sibling."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _check_end(last: int, *, matches: bool) -> None:
    if last != 0:
        raise ProofRejected("proof_too_short")
    if not matches:
        raise ProofRejected("root_mismatch")


def _check_sizes(*hashes: bytes) -> None:
    if any(len(each) != HASH_SIZE for each in hashes):
        raise ProofRejected("hash_size")


def _split(low: int, high: int) -> int:
    """Where RFC 6962 cuts the leaves low to high - 1: after the largest power of two below their number."""
    return low + (1 << ((high - low - 1).bit_length() - 1))


def _subtrees(low: int, high: int) -> Iterator[tuple[int, int]]:
    """The perfect subtrees, (level, index), that make up the leaves low to high - 1, widest first.

    ``low`` is a multiple of the widest one's width, as it is after every cut by ``_split``.
    """
    while low < high:
        level = (high - low).bit_length() - 1
        yield level, low >> level
        low += 1 << level


def _hash_of(low: int, high: int, node: NodeReader) -> bytes:
    return _fold([node(*place) for place in _subtrees(low, high)])


def _fold(hashes: Sequence[bytes]) -> bytes:
    """The root over perfect subtrees, widest first: joined from the narrow end."""
    return reduce(lambda right, left: hash_children(left, right), reversed(hashes))
