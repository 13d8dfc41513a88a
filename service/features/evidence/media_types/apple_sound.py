"""Sound of Apple's: AIFF ("Audio Interchange File Format AIFF-C", 1991), CAF ("Core Audio Format Specification")."""

from service.features.evidence.media_types.view import View
from workflows.codes.evidence import MediaType

MOST_CHUNKS = 64
_FORMS = frozenset({b"AIFF", b"AIFC"})
_HEAD, _FORM_HEAD, _CAF_HEAD = 8, 12, 8
_DESCRIPTION = b"desc" + (32).to_bytes(8)
"""What stands first in a CAF, and its length."""


def aiff(view: View) -> MediaType | None:
    """AIFF with its common chunk. Raises Unseen."""
    if view.read(8, 4) not in _FORMS:
        return None
    start = _FORM_HEAD
    for _ in range(MOST_CHUNKS):
        head = view.read(start, _HEAD)
        if len(head) < _HEAD:
            return None
        if head.startswith(b"COMM"):
            return MediaType.AIFF
        size = int.from_bytes(head[4:])
        start += _HEAD + size + size % 2
    return None


def caf(view: View) -> MediaType | None:
    """CAF of its first version with its description: what an iPhone keeps sound in. Raises Unseen."""
    told = view.read(4, 4) == b"\0\1\0\0" and view.read(_CAF_HEAD, len(_DESCRIPTION)) == _DESCRIPTION
    return MediaType.CAF if told else None
