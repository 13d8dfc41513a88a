"""Receipts: the text that the service signs when it takes a command, and under which name it signs it."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from workflows.codes.stamps import stamp

HEADER = "tindak-receipt/1"


class Promise(Protocol):
    """What a receipt promises: the event stands in the log at the latest ``max_merge_delay_s`` seconds after ``at``.

    ``leaf_hash`` is in lower-case hex.
    """

    @property
    def event(self) -> UUID:
        """The event that the command became."""
        ...

    @property
    def leaf_hash(self) -> str:
        """The hash of its leaf."""
        ...

    @property
    def at(self) -> datetime:
        """When the command was taken."""
        ...

    @property
    def max_merge_delay_s(self) -> int:
        """Seconds that the log has to take it in."""
        ...


def receipt_text(receipt: Promise, region: str) -> str:
    """The text that a receipt's signature is over: one line each, ``at`` as it stands in leaves."""
    return (
        f"{HEADER}\n{region}\n{receipt.event}\n{receipt.leaf_hash}\n{stamp(receipt.at)}\n{receipt.max_merge_delay_s}\n"
    )


def receipt_key_name(origin: str) -> str:
    """The name of the key that signs receipts, beside the log of this origin."""
    return f"{origin}/receipts"


def log_of(key_name: str) -> str | None:
    """The origin of the log beside which a key of this name signs receipts; None when it is no key of receipts."""
    origin = key_name.removesuffix(receipt_key_name(""))
    return origin if origin and key_name == receipt_key_name(origin) else None


def region_of(origin: str) -> str:
    """The region whose log has this origin: what stands after the last slash."""
    return origin.rpartition("/")[2]
