"""What a stream tells beside the events themselves."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

Newest = Annotated[int, Meta(ge=-1, description="The newest leaf index; -1 while the log is empty.")]


class ResetReason(StrEnum):
    """Why a cursor cannot be gone on from."""

    TOO_OLD = "cursor_too_old"
    BEYOND_LOG = "cursor_beyond_log"


class EndReason(StrEnum):
    """Why a stream ends. ``slow`` is never told: who reads too slowly is cut."""

    CAUGHT_UP = "caught_up"
    TOKEN_EXPIRED = "token_expired"  # noqa: S105 - a reason, not a password
    SIGNED_OUT = "signed_out"
    STOPPING = "stopping"
    SLOW = "slow"


class Position(Struct, frozen=True):
    """Everything up to here has been told, as far as the caller may see it and asked for it."""

    leaf_index: Newest


class Reset(Struct, frozen=True, kw_only=True):
    """What to do is in ``read``: get what was missed there. The stream goes on after ``newest``."""

    reason: ResetReason
    cursor: Annotated[int, Meta(description="The cursor that was sent.")]
    newest: Newest
    read: Annotated[str, Meta(description="The address of the feed that has what was missed.")]


class Ended(Struct, frozen=True):
    """The last event of a stream."""

    reason: EndReason
