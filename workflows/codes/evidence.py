"""The codes of evidence: what it is by its content, what is done with it, how its preview stands."""

from enum import StrEnum


class MediaType(StrEnum):
    """What evidence is by its content (IANA media types): photos, video, sound, documents, text and letters.

    Nothing that a browser runs is among them, and no document that holds a macro. What was never registered has the
    name that its maker gave it: Windows Media (Microsoft), CAF (Apple), and AIFF that of WHATWG's "MIME Sniffing".
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
    AVI = "video/vnd.avi"
    MATROSKA = "video/matroska"
    MPEG = "video/mpeg"
    MPEG_TS = "video/mp2t"
    WMV = "video/x-ms-wmv"
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
    MATROSKA_SOUND = "audio/matroska"
    WMA = "audio/x-ms-wma"
    AIFF = "audio/aiff"
    CAF = "audio/x-caf"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    ODP = "application/vnd.oasis.opendocument.presentation"
    DOC = "application/msword"
    XLS = "application/vnd.ms-excel"
    PPT = "application/vnd.ms-powerpoint"
    RTF = "application/rtf"
    TEXT = "text/plain"
    CSV = "text/csv"
    EML = "message/rfc822"
    MSG = "application/vnd.ms-outlook"


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
    MediaType.AVI: "avi",
    MediaType.MATROSKA: "mkv",
    MediaType.MPEG: "mpg",
    MediaType.MPEG_TS: "ts",
    MediaType.WMV: "wmv",
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
    MediaType.MATROSKA_SOUND: "mka",
    MediaType.WMA: "wma",
    MediaType.AIFF: "aiff",
    MediaType.CAF: "caf",
    MediaType.PDF: "pdf",
    MediaType.DOCX: "docx",
    MediaType.XLSX: "xlsx",
    MediaType.PPTX: "pptx",
    MediaType.ODT: "odt",
    MediaType.ODS: "ods",
    MediaType.ODP: "odp",
    MediaType.DOC: "doc",
    MediaType.XLS: "xls",
    MediaType.PPT: "ppt",
    MediaType.RTF: "rtf",
    MediaType.TEXT: "txt",
    MediaType.CSV: "csv",
    MediaType.EML: "eml",
    MediaType.MSG: "msg",
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
