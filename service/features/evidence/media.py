"""What a file is, by its first bytes. Its name and what its sender says of it count for nothing."""

import puremagic

from workflows.codes.evidence import MediaType

_SAID_OTHERWISE = {
    "audio/wave": MediaType.WAV,
    "audio/x-wav": MediaType.WAV,
    "application/ogg": MediaType.OGG,
    "image/heic": MediaType.HEIF,
    "audio/x-m4a": MediaType.M4A,
    "video/x-m4v": MediaType.MP4,
}
"""Other names of the media types that are taken."""

_TAKEN = {media.value: media for media in MediaType} | _SAID_OTHERWISE


def media_type_of(head: bytes) -> MediaType | None:
    """What it is by its beginning; None for anything that is not taken as evidence."""
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    likeliest = next((match.mime_type for match in matches if match.mime_type), None)
    return None if likeliest is None else _TAKEN.get(likeliest)
