"""The codes of evidence: what it is by its content, what is done with it, how its preview stands."""

from enum import StrEnum


class MediaType(StrEnum):
    """What evidence is by its content (IANA media types): photos, video, sound and documents.

    Nothing that a browser runs is among them, and no document that may carry a macro.
    """

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    GIF = "image/gif"
    TIFF = "image/tiff"
    HEIF = "image/heif"
    MP4 = "video/mp4"
    QUICKTIME = "video/quicktime"
    THREE_GPP = "video/3gpp"
    WEBM = "video/webm"
    MP3 = "audio/mpeg"
    M4A = "audio/mp4"
    WAV = "audio/wav"
    OGG = "audio/ogg"
    PDF = "application/pdf"


PREVIEWED = frozenset({MediaType.JPEG, MediaType.PNG, MediaType.WEBP, MediaType.GIF, MediaType.TIFF})
"""What a picture without metadata is made of."""

EXTENSIONS = {
    MediaType.JPEG: "jpg",
    MediaType.PNG: "png",
    MediaType.WEBP: "webp",
    MediaType.GIF: "gif",
    MediaType.TIFF: "tif",
    MediaType.HEIF: "heic",
    MediaType.MP4: "mp4",
    MediaType.QUICKTIME: "mov",
    MediaType.THREE_GPP: "3gp",
    MediaType.WEBM: "webm",
    MediaType.MP3: "mp3",
    MediaType.M4A: "m4a",
    MediaType.WAV: "wav",
    MediaType.OGG: "ogg",
    MediaType.PDF: "pdf",
}
"""The ending of the name under which each is handed out."""


class UploadState(StrEnum):
    """An original is on its way in, became evidence, was given up by its sender, took too long, or was refused."""

    OPEN = "open"
    FINISHED = "finished"
    TERMINATED = "terminated"
    EXPIRED = "expired"
    REFUSED = "refused"


class PreviewState(StrEnum):
    """How the preview of a picture stands."""

    NONE = "none"
    PENDING = "pending"
    READY = "ready"
    REFUSED = "refused"


class Purpose(StrEnum):
    """What a link to evidence is asked for: to look at its preview, or to take the original."""

    VIEW = "view"
    DOWNLOAD = "download"


class CustodyAct(StrEnum):
    """What was done with evidence, or was found of it: every entry of its chain of custody."""

    ADDED = "added"
    VIEWED = "viewed"
    DOWNLOADED = "downloaded"
    TRANSFERRED = "transferred"
    ALTERED = "altered"
    RESTORED = "restored"


ACT_OF = {Purpose.VIEW: CustodyAct.VIEWED, Purpose.DOWNLOAD: CustodyAct.DOWNLOADED}
"""What asking for a link is, in the chain of custody."""

EVIDENCE_PAST = {act: f"evidence.{act.value}" for act in CustodyAct}
"""The event that each act leaves in the trail."""


class Finding(StrEnum):
    """What a check of the stored original found: as it was, gone, or no longer the same."""

    INTACT = "intact"
    MISSING = "missing"
    DIFFERENT = "different"
