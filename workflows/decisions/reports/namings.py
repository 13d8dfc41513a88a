"""What an event says of another report: told to who may see that report too, and to nobody else.

In the leaf stands a salted commitment to it. The words and the salt are kept beside, so that a wall that is put up
later hides them from then on, and that the trail verifies without them. Leaves of before this hold them plainly.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

NAMING = "naming"
"""The member of an event's data that holds the commitment, in hex."""

NAMES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "report.linked": frozenset({"other"}),
        "report.merged": frozenset({"duplicate", "tasks", "led_by", "reported_by"}),
        "report.dismissed": frozenset({"duplicate_of", "moved"}),
        "task.offered": frozenset({"merged_from", "transferred_from"}),
        "task.withdrawn": frozenset({"moved_to", "not_moved"}),
        **dict.fromkeys(("evidence.viewed", "evidence.downloaded", "evidence.transferred"), frozenset({"through"})),
    }
)
"""By action, the members of an event's data that say something of another report.

A task that moved names its former self there; so does one that was transferred, which names a task of its own report.
"""

FROM_A_DUPLICATE = "merged_from"
THROUGH = "through"
"""Of evidence: the report that goes on for the duplicate that it was taken for, as whose evidence it was asked for."""


class Naming(NamedTuple):
    """What an event says of the report ``other``, by the members of its data."""

    other: UUID
    told: Mapping[str, Any]

    def content(self) -> str:
        """What is committed to: RFC 8785, as a leaf is written."""
        return msgspec.json.encode(self.told, order="sorted").decode()


def told_of(content: str) -> dict[str, Any]:
    """The members that a naming's content holds. Raises msgspec.MsgspecError for what is no content."""
    told: dict[str, Any] = msgspec.json.decode(content, type=dict[str, str | list[str]])
    return told


def named_plainly(action: str, data: Mapping[str, Any]) -> frozenset[str]:
    """The members by which a leaf itself names another report: leaves of before namings do."""
    found = NAMES.get(action, frozenset()) & data.keys()
    transferred = action == "task.offered" and FROM_A_DUPLICATE not in data
    return frozenset() if transferred else found


def data_for_reader(action: str, data: Mapping[str, Any], content: str | None, *, hidden: bool) -> dict[str, Any]:
    """An event's data as a reader is told them.

    ``content`` is the naming, None where there is none or the reader does not see the other report; ``hidden`` says
    that the leaf itself names a report that the reader does not see.
    """
    unsaid = {NAMING, *(named_plainly(action, data) if hidden else ())}
    told = {name: value for name, value in data.items() if name not in unsaid}
    return told if content is None else {**told, **told_of(content)}
