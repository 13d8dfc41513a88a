"""What an event tells that belongs to a region and to no report."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Told(NamedTuple):
    """What an event tells: the action, of which agency if of any, by whom, and its codes, identifiers and times."""

    action: str
    agency: str | None
    actor: Mapping[str, str]
    data: Mapping[str, Any]
