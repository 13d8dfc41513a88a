import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.trail.tlog import trees
from workflows.trail.tlog.merkle import (
    EMPTY_ROOT,
    Range,
    consistency_proof,
    hash_leaf,
    inclusion_proof,
    read_range,
    verify_consistency,
    verify_inclusion,
)
from workflows.trail.tlog.tlog_errors import Malformed, ProofRejected

SIZES = st.integers(1, 5000)
SMALL = [(size, index) for size in range(1, 301) for index in range(size)]
HEX = bytes.fromhex
# nodes of the eight-leaf tree: leaf 4, leaves 2-3, leaves 4-5, 4-7, leaf 6, leaves 6-7, leaf 1
L4 = HEX("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")
N23 = HEX("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e")
N45 = HEX("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a")
N47 = HEX("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")
N67 = HEX("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0")
L1 = HEX("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7")
L0, N01, N03 = trees.CT_ROOTS[1], trees.CT_ROOTS[2], trees.CT_ROOTS[4]


def grown(leaves: list[bytes]) -> Range:
    tree = Range()
    for each in leaves:
        tree = tree.append(each)
    return tree


def ct_node(level: int, index: int) -> bytes:
    return grown([hash_leaf(each) for each in trees.CT_LEAVES[index << level : (index + 1) << level]]).root()


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_the_certificate_transparency_vectors(size: int) -> None:
    assert grown([hash_leaf(each) for each in trees.CT_LEAVES[:size]]).root() == trees.CT_ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [(0, 1, ()), (0, 8, (L1, N23, N47)), (5, 8, (L4, N67, N03)), (2, 3, (N01,)), (1, 5, (L0, N23, L4))],
)
def test_inclusion_proofs_are_those_of_the_vectors(index: int, size: int, proof: tuple[bytes, ...]) -> None:
    assert inclusion_proof(index, size, ct_node) == proof
    verify_inclusion(hash_leaf(trees.CT_LEAVES[index]), index, size, proof, trees.CT_ROOTS[size])


@pytest.mark.parametrize(
    ("old", "new", "proof"),
    [(1, 1, ()), (1, 8, (L1, N23, N47)), (6, 8, (N45, N67, N03)), (2, 5, (N23, L4)), (0, 8, ())],
)
def test_consistency_proofs_are_those_of_the_vectors(old: int, new: int, proof: tuple[bytes, ...]) -> None:
    assert consistency_proof(old, new, ct_node) == proof
    verify_consistency(old, new, proof, trees.CT_ROOTS[old], trees.CT_ROOTS[new])


def test_a_range_has_the_root_of_the_whole_tree_at_every_size() -> None:
    tree = Range()
    for size in range(600):
        assert tree.root() == trees.mth(0, size)
        assert Range(tree.size, tree.hashes) == read_range(size, trees.node) == tree
        tree = tree.append(trees.leaf(size))


@pytest.mark.parametrize(
    ("size", "hashes", "reason"),
    [
        (-1, (), "range_size"),
        (0, (L0,), "range_hashes"),
        (1, (), "range_hashes"),
        (3, (L0,), "range_hashes"),
        (4, (L0, L1), "range_hashes"),
        (1, (L0[1:],), "range_hashes"),
    ],
)
def test_a_range_that_is_no_tree_is_refused(size: int, hashes: tuple[bytes, ...], reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        Range(size, hashes)


@pytest.mark.parametrize("size", range(4))
def test_what_is_no_hash_is_not_appended(size: int) -> None:
    with pytest.raises(Malformed, match="range_hashes"):
        read_range(size, trees.node).append(L0[1:])


def test_every_leaf_of_every_small_tree_is_proven_as_rfc_6962_says() -> None:
    for size, index in SMALL:
        proof = inclusion_proof(index, size, trees.node)
        assert list(proof) == trees.path(index, 0, size)
        verify_inclusion(trees.leaf(index), index, size, proof, trees.mth(0, size))


def test_every_small_tree_is_proven_to_begin_with_every_smaller_one() -> None:
    for new, before in SMALL:
        old = before + 1
        proof = consistency_proof(old, new, trees.node)
        assert list(proof) == trees.subproof(old, 0, new, known=True)
        verify_consistency(old, new, proof, trees.mth(0, old), trees.mth(0, new))


@given(size=SIZES, data=st.data())
def test_a_leaf_of_a_larger_tree_is_proven(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    verify_inclusion(trees.leaf(index), index, size, inclusion_proof(index, size, trees.node), trees.mth(0, size))


@given(new=SIZES, data=st.data())
def test_a_larger_tree_is_proven_to_begin_with_a_smaller_one(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, new))
    verify_consistency(old, new, consistency_proof(old, new, trees.node), trees.mth(0, old), trees.mth(0, new))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (9, 3)])
def test_no_inclusion_proof_is_made_or_accepted_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="index_outside_tree"):
        inclusion_proof(index, size, trees.node)
    with pytest.raises(ProofRejected, match="index_outside_tree"):
        verify_inclusion(L0, index, size, (), L0)


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (4, 3), (1, 0)])
def test_no_consistency_proof_is_made_or_accepted_from_a_larger_tree(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="sizes_out_of_order"):
        consistency_proof(old, new, trees.node)
    with pytest.raises(ProofRejected, match="sizes_out_of_order"):
        verify_consistency(old, new, (), L0, L0)


def test_the_empty_root_is_the_hash_of_nothing() -> None:
    assert trees.CT_ROOTS[0] == EMPTY_ROOT == Range().root()
