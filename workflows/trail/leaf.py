"""The exact bytes of the trail: one canonical leaf per event, hashed as RFC 6962 hashes a leaf.

A leaf holds codes, identifiers and times. Free text and persons stand in it only as salted
commitments, so that erasing a text and its salt leaves every proof whole.
"""

import hmac
from collections.abc import Mapping
from typing import Any

import msgspec

from workflows.trail.tlog.merkle import hash_leaf

LEAF_VERSION = 1
SALT_BYTES = 16


class Commitment(msgspec.Struct, frozen=True):
    """A promise about one stored text: its id, which field it is, and HMAC-SHA256(salt, text) in hex."""

    id: str
    field: str
    commitment: str


class Leaf(msgspec.Struct, frozen=True, kw_only=True, rename={"before": "from", "after": "to"}):
    """One event as it is hashed; ``report`` is null for a record of reads.

    Member names on the wire: ``from`` and ``to`` for before and after.
    """

    v: int = LEAF_VERSION
    event: str
    region: str
    report: str | None
    seq: int
    version: int
    prev: str | None
    action: str
    task: str | None
    agency: str | None
    actor: Mapping[str, str]
    before: str | None
    after: str | None
    at: str
    data: Mapping[str, Any]
    texts: tuple[Commitment, ...] = ()


def canonical(leaf: Leaf) -> bytes:
    """The RFC 8785 bytes of a leaf.

    Leaves hold only ASCII names, strings, booleans, null and integers below 2^53, for which the
    encoder's sorted output *is* the canonical form (a test holds the two together).
    """
    return msgspec.json.encode(leaf, order="sorted")


def leaf_hash(leaf: bytes) -> bytes:
    """RFC 6962 section 2.1: SHA-256 over 0x00 and the leaf."""
    return hash_leaf(leaf)


def commit(salt: bytes, content: str | bytes) -> str:
    """The salted commitment to a text: HMAC-SHA256 with the salt as key, in hex."""
    raw = content.encode() if isinstance(content, str) else content
    return hmac.digest(salt, raw, "sha256").hex()
