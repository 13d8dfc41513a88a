"""How receipts and available actions stand in every answer, and how answers become bytes."""

from functools import lru_cache

import msgspec

from service.problems import words
from service.schemas import ActionAnswer, ReasonAnswer, Receipt
from workflows.available import Available
from workflows.trail import RecordedEvent

encode = msgspec.json.encode
"""JSON bytes straight from values; nothing validates what the database just returned."""


def etag(version: int) -> str:
    """A strong validator: the version in quotes."""
    return f'"{version}"'


def receipt_view(events: tuple[RecordedEvent, ...], max_merge_delay_s: int) -> Receipt:
    """The receipt of a command: the event it became, to be held against the log."""
    event = events[0]
    return Receipt(event=event.id, leaf_hash=event.leaf_hash.hex(), at=event.at, max_merge_delay_s=max_merge_delay_s)


@lru_cache(maxsize=4096)
def actions_view(actions: tuple[Available, ...], language: str) -> list[ActionAnswer]:
    """Each action with whether it is allowed and, if not, why. One list for all who may do the same."""
    return [
        ActionAnswer(
            action=action.action,
            allowed=not action.reasons,
            reasons=[ReasonAnswer(code=code, text=words(code, language)) for code in action.reasons],
        )
        for action in actions
    ]
