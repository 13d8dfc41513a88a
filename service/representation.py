"""How receipts and available actions stand in every answer, and how answers become bytes."""

from collections.abc import Iterable
from typing import Any

import msgspec

from service.problems import words
from workflows.available import Available
from workflows.trail import RecordedEvent

encode = msgspec.json.encode
"""JSON bytes straight from values; nothing validates what the database just returned."""


def etag(version: int) -> str:
    """A strong validator: the version in quotes."""
    return f'"{version}"'


def receipt_view(events: tuple[RecordedEvent, ...], max_merge_delay_s: int) -> dict[str, Any]:
    """The receipt of a command: the event it became, to be held against the log."""
    event = events[0]
    return {
        "event": event.id,
        "leaf_hash": event.leaf_hash.hex(),
        "at": event.at,
        "max_merge_delay_s": max_merge_delay_s,
    }


def actions_view(actions: Iterable[Available], language: str) -> list[dict[str, Any]]:
    """Each action with whether it is allowed and, if not, why."""
    return [
        {
            "action": action.action,
            "allowed": not action.reasons,
            "reasons": [{"code": code, "text": words(code, language)} for code in action.reasons],
        }
        for action in actions
    ]
