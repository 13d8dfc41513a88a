"""What the log answers in JSON: entries and proofs. Hashes are hexadecimal, as in receipts and histories."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.edge.answer_types import Page, Sha256

LeafIndex = Annotated[int, Meta(ge=0, description="Its gap-free place in the log of the region.")]
TreeSize = Annotated[int, Meta(ge=0, description="Leaves in the tree.")]
Root = Annotated[Sha256, Meta(description="Root of the tree of that size, RFC 6962 section 2.1.")]
Hashes = Annotated[list[Sha256], Meta(description="The proof's hashes, in the order of RFC 6962 section 2.1.")]


class EntryAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A leaf of the log: the exact bytes that were hashed."""

    leaf_index: LeafIndex
    leaf: Annotated[str, Meta(description="RFC 8785 canonical JSON; its UTF-8 bytes are the leaf.")]
    leaf_hash: Sha256


class EntryPage(Page[EntryAnswer], frozen=True, kw_only=True, gc=False):
    """One page of leaves; `next_cursor` is what `start` takes."""


class InclusionAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """That a leaf stands in the tree, RFC 6962 section 2.1.1."""

    event: Annotated[UUID, Meta(description="The event whose leaf it is.")]
    leaf_index: LeafIndex
    leaf_hash: Sha256
    size: TreeSize
    root: Root
    hashes: Hashes


class ConsistencyAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """That the larger tree begins with the smaller one, RFC 6962 section 2.1.2."""

    old_size: TreeSize
    old_root: Root
    size: TreeSize
    root: Root
    hashes: Hashes
