"""Range requests of one range (RFC 9110 section 14); of several the whole is sent, as the section allows."""

import re
from typing import NamedTuple

from service.edge.service_errors import RangeNotSatisfiable
from service.edge.web.fields import OWS

_ONE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))", re.ASCII)


class Part(NamedTuple):
    """Which bytes of how many are sent, both ends included."""

    first: int
    last: int
    size: int

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.last - self.first + 1 == self.size


def part_of(header: str | None, if_range: str | None, etag: str, size: int) -> Part:
    """The part that is asked for. Raises RangeNotSatisfiable for one that begins behind the end."""
    whole = Part(0, size - 1, size)
    match = None if header is None or if_range not in (None, etag) else _ONE.fullmatch(header.strip(OWS))
    if match is None:
        return whole
    first, last, suffix = match.groups()
    if suffix is not None:
        start, end = max(size - int(suffix), 0), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return whole
    if start >= size:
        raise RangeNotSatisfiable(headers={"Content-Range": f"bytes */{size}"})
    return Part(start, end, size)
