"""What the examples of all features share: one report of money politics, whom and what it names, and a receipt.

Each feature keeps its own beside its routes, in ``examples``; the contract gathers them.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

Example = dict[str, Any]
"""JSON values as they travel."""


class Examples(NamedTuple):
    """What a feature shows of itself in the published contract."""

    answers: Mapping[Any, Example] = {}
    """One of each answer, by its type."""

    bodies: Mapping[type[BaseModel], Mapping[str, tuple[str, Example]]] = {}
    """Some of each body, by its type: by name a summary, and a body that is valid by itself."""

    texts: Mapping[str, Example] = {}
    """What stands for a media type that is no JSON, or for a file of its own name."""


REPORT_ID = "019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2"
OTHER_REPORT = "019ab3f2-6f10-7c41-9d2e-5a0c1f7be204"
TASK_ID = "019ab3f4-8d02-7be0-b1c9-2f6a7e4d3c18"
EVENT_ID = "019ab3f2-4b6a-7f13-9c55-0d8e1a2b3c4d"
PERSON = "2f1d2f0e-3f5a-5c1b-8f0a-6d1c0a9b7e33"
LEAF = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
REPORTED, VERIFIED, OFFERED = "2026-11-24T03:15:07Z", "2026-11-24T03:41:30Z", "2026-11-24T04:02:11Z"
_SIGNATURE = "rwOxsCjFLEj5yBtg8f30NB2+c2dSV/JJ1OF6DRufxmJxSa6dd/n+IdjM87URyWYGVCedhVU+yNLGuwrdbCMkPs4JAAY="

RECEIPT: Example = {
    "event": EVENT_ID,
    "leaf_hash": LEAF,
    "at": VERIFIED,
    "max_merge_delay_s": 60,
    "signature": f"\u2014 tindak.local/33.05/receipts {_SIGNATURE}",
}
"""The receipt of what became ``EVENT_ID``."""

BYTES: Example = {"schema": {"type": "string", "format": "binary"}}
"""What generators of clients know as bytes; the format's registered meaning is any sequence of octets."""
