from collections.abc import Iterator, Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.trail.tlog import trees
from workflows.trail.tlog.merkle import consistency_proof, inclusion_proof, verify_consistency, verify_inclusion
from workflows.trail.tlog.tlog_errors import ProofRejected

HASH = trees.leaf(10**6)
PLACES = [(0, 1), (0, 2), (1, 3), (2, 3), (4, 5), (0, 8), (5, 8), (6, 7), (12, 13), (31, 33), (100, 299)]
GROWTHS = [(1, 2), (2, 3), (3, 4), (4, 7), (6, 8), (7, 8), (8, 9), (12, 13), (64, 100), (100, 299)]


def flips(each: bytes) -> Iterator[bytes]:
    """The same with one bit changed, once for every byte."""
    for at, byte in enumerate(each):
        yield each[:at] + bytes([byte ^ 1 << at % 8]) + each[at + 1 :]


def mutations(hashes: Sequence[bytes]) -> Iterator[tuple[bytes, ...]]:
    """Every one of the bytes changed, and every hash left out, doubled or exchanged for its neighbour."""
    for number, each in enumerate(hashes):
        before, after = tuple(hashes[:number]), tuple(hashes[number + 1 :])
        yield from ((*before, flipped, *after) for flipped in flips(each))
        yield (*before, *after)
        yield (*before, each, each, *after)
        yield from ((*before, after[0], each, *after[1:]),) if after else ()
    yield (*hashes, HASH)


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    with suppress(ProofRejected):
        verify_inclusion(leaf, index, size, proof, root)
        return True
    return False


def consistent(old: int, new: int, proof: Sequence[bytes], roots: tuple[bytes, bytes]) -> bool:
    with suppress(ProofRejected):
        verify_consistency(old, new, proof, *roots)
        return True
    return False


@pytest.mark.parametrize(("index", "size"), PLACES)
def test_an_inclusion_proof_with_any_byte_changed_is_refused(index: int, size: int) -> None:
    leaf, root, proof = trees.leaf(index), trees.mth(0, size), inclusion_proof(index, size, trees.node)
    assert included(leaf, index, size, proof, root)
    for changed in mutations(proof):
        assert not included(leaf, index, size, changed, root)
    assert not any(included(changed, index, size, proof, root) for changed in flips(leaf))
    assert not any(included(leaf, index, size, proof, changed) for changed in flips(root))


@pytest.mark.parametrize(("index", "size"), PLACES)
def test_an_inclusion_proof_stands_for_no_other_index(index: int, size: int) -> None:
    leaf, root, proof = trees.leaf(index), trees.mth(0, size), inclusion_proof(index, size, trees.node)
    assert [at for at in range(-1, size + 2) if included(leaf, at, size, proof, root)] == [index]


@pytest.mark.parametrize(("index", "size"), PLACES)
def test_an_inclusion_proof_stands_for_another_size_only_where_the_path_is_the_same(index: int, size: int) -> None:
    leaf, root, proof = trees.leaf(index), trees.mth(0, size), inclusion_proof(index, size, trees.node)
    for other in range(index + 1, 2 * size + 3):
        same_path = trees.turns(index, other) == trees.turns(index, size)
        assert included(leaf, index, other, proof, root) is same_path


@pytest.mark.parametrize(("old", "new"), GROWTHS)
def test_a_consistency_proof_with_any_byte_changed_is_refused(old: int, new: int) -> None:
    roots, proof = (trees.mth(0, old), trees.mth(0, new)), consistency_proof(old, new, trees.node)
    assert consistent(old, new, proof, roots)
    assert not consistent(old, new, (), roots)
    for changed in mutations(proof):
        assert not consistent(old, new, changed, roots)
    assert not any(consistent(old, new, proof, (changed, roots[1])) for changed in flips(roots[0]))
    assert not any(consistent(old, new, proof, (roots[0], changed)) for changed in flips(roots[1]))


@given(new=st.integers(2, 80), data=st.data())
def test_a_consistency_proof_stands_for_other_sizes_only_where_the_roots_are_made_alike(
    new: int, data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, new - 1))
    roots, proof = (trees.mth(0, old), trees.mth(0, new)), consistency_proof(old, new, trees.node)
    for other_new in range(1, 2 * new):
        for other_old in {old, data.draw(st.integers(1, other_new))}:
            alike = 0 < other_old < other_new and trees.recipe(other_old, other_new) == trees.recipe(old, new)
            assert consistent(other_old, other_new, proof, roots) is alike


@pytest.mark.parametrize(
    ("old", "new", "proof", "roots", "reason"),
    [
        (0, 0, (), (HASH, HASH), "root_mismatch"),
        (0, 5, (), (HASH, trees.mth(0, 5)), "root_mismatch"),
        (0, 5, (HASH,), (trees.mth(0, 0), trees.mth(0, 5)), "proof_too_long"),
        (5, 5, (HASH,), (HASH, HASH), "proof_too_long"),
        (5, 5, (), (HASH, trees.mth(0, 5)), "root_mismatch"),
        (4, 5, (HASH, HASH), (HASH, HASH), "proof_too_long"),
        (3, 5, (), (HASH, HASH), "proof_too_short"),
        (4, 8, (), (HASH, HASH), "proof_too_short"),
        (3, 5, (HASH,), (HASH, HASH), "proof_too_short"),
        (4, 5, (HASH[1:],), (HASH, HASH), "hash_size"),
        (4, 5, (HASH,), (HASH, HASH + HASH), "hash_size"),
    ],
)
def test_a_refused_consistency_proof_says_why(
    old: int, new: int, proof: tuple[bytes, ...], roots: tuple[bytes, bytes], reason: str
) -> None:
    with pytest.raises(ProofRejected) as refused:
        verify_consistency(old, new, proof, *roots)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("size", "proof", "root", "reason"),
    [
        (1, (), HASH[1:], "hash_size"),
        (2, (HASH[1:],), HASH, "hash_size"),
        (2, (), HASH, "proof_too_short"),
        (2, (HASH, HASH), HASH, "proof_too_long"),
        (2, (HASH,), HASH, "root_mismatch"),
    ],
)
def test_a_refused_inclusion_proof_says_why(size: int, proof: tuple[bytes, ...], root: bytes, reason: str) -> None:
    with pytest.raises(ProofRejected) as refused:
        verify_inclusion(HASH, 0, size, proof, root)
    assert refused.value.reason == reason


@pytest.mark.parametrize("leaf", [HASH[1:], HASH + HASH, b""])
def test_a_leaf_whose_hash_is_none_is_said_to_be_none(leaf: bytes) -> None:
    with pytest.raises(ProofRejected) as refused:
        verify_inclusion(leaf, 0, 2, (HASH,), HASH)
    assert refused.value.reason == "hash_size"
