"""The codes of evidence: what it is by its content, what is done with it, how its preview stands."""

from enum import StrEnum


class MediaType(StrEnum):
    """What evidence is by its content (IANA media types): photos, video, sound and documents.

    Nothing that a browser runs is among them, and no document that holds a macro.
    """

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    GIF = "image/gif"
    TIFF = "image/tiff"
    HEIF = "image/heif"
    AVIF = "image/avif"
    MP4 = "video/mp4"
    QUICKTIME = "video/quicktime"
    THREE_GPP = "video/3gpp"
    THREE_GPP2 = "video/3gpp2"
    WEBM = "video/webm"
    OGG_VIDEO = "video/ogg"
    MP3 = "audio/mpeg"
    M4A = "audio/mp4"
    WAV = "audio/wav"
    OGG = "audio/ogg"
    THREE_GPP_SOUND = "audio/3gpp"
    THREE_GPP2_SOUND = "audio/3gpp2"
    WEBM_SOUND = "audio/webm"
    AMR = "audio/amr"
    AMR_WB = "audio/amr-wb"
    AAC = "audio/aac"
    FLAC = "audio/flac"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    ODP = "application/vnd.oasis.opendocument.presentation"


PREVIEWED = frozenset({MediaType.JPEG, MediaType.PNG, MediaType.WEBP, MediaType.GIF, MediaType.TIFF})
"""What a picture without metadata is made of."""

EXTENSIONS = {
    MediaType.JPEG: "jpg",
    MediaType.PNG: "png",
    MediaType.WEBP: "webp",
    MediaType.GIF: "gif",
    MediaType.TIFF: "tif",
    MediaType.HEIF: "heic",
    MediaType.AVIF: "avif",
    MediaType.MP4: "mp4",
    MediaType.QUICKTIME: "mov",
    MediaType.THREE_GPP: "3gp",
    MediaType.THREE_GPP2: "3g2",
    MediaType.WEBM: "webm",
    MediaType.OGG_VIDEO: "ogv",
    MediaType.MP3: "mp3",
    MediaType.M4A: "m4a",
    MediaType.WAV: "wav",
    MediaType.OGG: "ogg",
    MediaType.THREE_GPP_SOUND: "3gp",
    MediaType.THREE_GPP2_SOUND: "3g2",
    MediaType.WEBM_SOUND: "weba",
    MediaType.AMR: "amr",
    MediaType.AMR_WB: "awb",
    MediaType.AAC: "aac",
    MediaType.FLAC: "flac",
    MediaType.PDF: "pdf",
    MediaType.DOCX: "docx",
    MediaType.XLSX: "xlsx",
    MediaType.PPTX: "pptx",
    MediaType.ODT: "odt",
    MediaType.ODS: "ods",
    MediaType.ODP: "odp",
}
"""The ending of the name under which each is handed out."""

OTHER_NAMES = {
    "image/jpg": MediaType.JPEG,
    "image/pjpeg": MediaType.JPEG,
    "image/x-jpeg": MediaType.JPEG,
    "image/x-jpg": MediaType.JPEG,
    "image/jfif": MediaType.JPEG,
    "image/mpo": MediaType.JPEG,
    "image/x-png": MediaType.PNG,
    "image/apng": MediaType.PNG,
    "image/vnd.mozilla.apng": MediaType.PNG,
    "image/x-webp": MediaType.WEBP,
    "image/x-gif": MediaType.GIF,
    "image/x-tiff-multipage": MediaType.TIFF,
    "image/tif": MediaType.TIFF,
    "image/x-tif": MediaType.TIFF,
    "image/x-tiff": MediaType.TIFF,
    "image/heic": MediaType.HEIF,
    "image/heic-sequence": MediaType.HEIF,
    "image/heif-sequence": MediaType.HEIF,
    "image/x-heic": MediaType.HEIF,
    "image/x-heif": MediaType.HEIF,
    "image/hif": MediaType.HEIF,
    "image/avif-sequence": MediaType.AVIF,
    "application/mp4": MediaType.MP4,
    "video/m4v": MediaType.MP4,
    "video/mp4v-es": MediaType.MP4,
    "video/x-m4v": MediaType.MP4,
    "video/x-mp4": MediaType.MP4,
    "video/x-webm": MediaType.WEBM,
    "video/mov": MediaType.QUICKTIME,
    "video/x-quicktime": MediaType.QUICKTIME,
    "video/x-ogg": MediaType.OGG_VIDEO,
    "video/x-theora": MediaType.OGG_VIDEO,
    "video/x-theora+ogg": MediaType.OGG_VIDEO,
    "video/3gp": MediaType.THREE_GPP,
    "video/x-3gpp": MediaType.THREE_GPP,
    "video/3gp2": MediaType.THREE_GPP2,
    "video/3g2": MediaType.THREE_GPP2,
    "audio/3gp": MediaType.THREE_GPP_SOUND,
    "audio/x-webm": MediaType.WEBM_SOUND,
    "audio/mp3": MediaType.MP3,
    "audio/x-mpg": MediaType.MP3,
    "audio/mpeg-3": MediaType.MP3,
    "audio/x-mp3": MediaType.MP3,
    "audio/x-mpeg": MediaType.MP3,
    "audio/mpg": MediaType.MP3,
    "audio/mpeg3": MediaType.MP3,
    "audio/x-mpeg-3": MediaType.MP3,
    "audio/m4a": MediaType.M4A,
    "audio/x-m4a": MediaType.M4A,
    "audio/x-m4b": MediaType.M4A,
    "audio/m4b": MediaType.M4A,
    "audio/x-m4r": MediaType.M4A,
    "audio/x-mp4": MediaType.M4A,
    "audio/mp4a-latm": MediaType.M4A,
    "audio/wave": MediaType.WAV,
    "audio/vnd.wave": MediaType.WAV,
    "audio/x-wav": MediaType.WAV,
    "audio/x-pn-wav": MediaType.WAV,
    "audio/x-pn-wave": MediaType.WAV,
    "audio/opus": MediaType.OGG,
    "audio/x-opus": MediaType.OGG,
    "audio/x-ogg": MediaType.OGG,
    "audio/oga": MediaType.OGG,
    "audio/speex": MediaType.OGG,
    "audio/x-speex": MediaType.OGG,
    "audio/x-speex+ogg": MediaType.OGG,
    "audio/x-vorbis": MediaType.OGG,
    "audio/x-vorbis+ogg": MediaType.OGG,
    "audio/x-flac+ogg": MediaType.OGG,
    "audio/x-oggflac": MediaType.OGG,
    "audio/vorbis": MediaType.OGG,
    "audio/x-opus+ogg": MediaType.OGG,
    "application/ogg": MediaType.OGG,
    "application/x-ogg": MediaType.OGG,
    "audio/x-aac": MediaType.AAC,
    "audio/aacp": MediaType.AAC,
    "audio/x-aacp": MediaType.AAC,
    "audio/aac-adts": MediaType.AAC,
    "audio/x-adts": MediaType.AAC,
    "audio/adts": MediaType.AAC,
    "audio/vnd.dlna.adts": MediaType.AAC,
    "audio/x-hx-aac-adts": MediaType.AAC,
    "audio/x-amr": MediaType.AMR,
    "audio/amr-nb": MediaType.AMR,
    "audio/x-amr-wb": MediaType.AMR_WB,
    "audio/awb": MediaType.AMR_WB,
    "audio/x-flac": MediaType.FLAC,
    "application/x-pdf": MediaType.PDF,
    "application/acrobat": MediaType.PDF,
    "application/vnd.pdf": MediaType.PDF,
    "application/nappdf": MediaType.PDF,
    "image/pdf": MediaType.PDF,
    "text/pdf": MediaType.PDF,
}
"""What phones, browsers and mail programs call the same kinds when they say what they send: names of before they were
registered, endings taken for names, and those of Android, DLNA and shared-mime-info."""

SAYS_NOTHING = frozenset(
    {
        *("application/octet-stream", "binary/octet-stream", "application/x-unknown"),
        *("application/download", "application/x-download", "application/force-download"),
        *("application/zip", "application/x-zip", "application/x-zip-compressed"),
        *("image/*", "audio/*", "video/*", "application/*", "*/*"),
    }
)
"""What is said of a file by who does not know what it is: that it is bytes, is to be downloaded, is an archive (as any
DOCX, XLSX and ODT is), or what an app filters by. Its content decides."""


def may_be_taken(declared: str) -> bool:
    """Whether a file of the media type that its sender declares may be taken; parameters and case count for nothing.

    What is no media type at all says nothing, and its content will tell.
    """
    name = declared.partition(";")[0].strip().lower()
    kind, _, subtype = name.partition("/")
    known = name in OTHER_NAMES or name in SAYS_NOTHING or name in {media.value for media in MediaType}
    return known or not (kind and subtype)


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
