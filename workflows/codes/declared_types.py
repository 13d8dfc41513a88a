"""What senders say that a file is: other names of the media types of evidence, and what says nothing."""

from workflows.codes.evidence import MediaType

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
    "video/x-msvideo": MediaType.AVI,
    "video/avi": MediaType.AVI,
    "video/msvideo": MediaType.AVI,
    "video/x-avi": MediaType.AVI,
    "video/divx": MediaType.AVI,
    "video/x-matroska": MediaType.MATROSKA,
    "video/matroska-3d": MediaType.MATROSKA,
    "video/x-matroska-3d": MediaType.MATROSKA,
    "video/x-mkv": MediaType.MATROSKA,
    "video/mkv": MediaType.MATROSKA,
    "application/x-matroska": MediaType.MATROSKA,
    "audio/x-matroska": MediaType.MATROSKA_SOUND,
    "audio/x-mka": MediaType.MATROSKA_SOUND,
    "video/mpg": MediaType.MPEG,
    "video/mp2p": MediaType.MPEG,
    "video/mpeg2": MediaType.MPEG,
    "video/mpeg-system": MediaType.MPEG,
    "video/x-mpeg": MediaType.MPEG,
    "video/x-mpg": MediaType.MPEG,
    "video/x-mpeg2": MediaType.MPEG,
    "video/x-mpeg-system": MediaType.MPEG,
    "video/mp2ts": MediaType.MPEG_TS,
    "video/ts": MediaType.MPEG_TS,
    "video/m2ts": MediaType.MPEG_TS,
    "video/x-mpegts": MediaType.MPEG_TS,
    "video/x-mpeg-ts": MediaType.MPEG_TS,
    "video/avchd-stream": MediaType.MPEG_TS,
    "video/vnd.dlna.mpeg-tts": MediaType.MPEG_TS,
    "video/wmv": MediaType.WMV,
    "video/x-wmv": MediaType.WMV,
    "video/x-ms-asf": MediaType.WMV,
    "video/x-ms-wm": MediaType.WMV,
    "video/x-ms-asf-plugin": MediaType.WMV,
    "application/vnd.ms-asf": MediaType.WMV,
    "audio/wma": MediaType.WMA,
    "audio/x-wma": MediaType.WMA,
    "audio/x-ms-asf": MediaType.WMA,
    "audio/x-aiff": MediaType.AIFF,
    "audio/x-aifc": MediaType.AIFF,
    "audio/aifc": MediaType.AIFF,
    "audio/aif": MediaType.AIFF,
    "audio/x-aif": MediaType.AIFF,
    "audio/caf": MediaType.CAF,
    "audio/x-coreaudio": MediaType.CAF,
    "application/vnd.ms-word": MediaType.DOC,
    "application/x-msword": MediaType.DOC,
    "application/doc": MediaType.DOC,
    "zz-application/zz-winassoc-doc": MediaType.DOC,
    "application/msexcel": MediaType.XLS,
    "application/x-msexcel": MediaType.XLS,
    "application/x-excel": MediaType.XLS,
    "application/excel": MediaType.XLS,
    "application/x-ms-excel": MediaType.XLS,
    "application/xls": MediaType.XLS,
    "application/x-xls": MediaType.XLS,
    "zz-application/zz-winassoc-xls": MediaType.XLS,
    "application/mspowerpoint": MediaType.PPT,
    "application/powerpoint": MediaType.PPT,
    "application/x-mspowerpoint": MediaType.PPT,
    "application/ms-powerpoint": MediaType.PPT,
    "text/rtf": MediaType.RTF,
    "text/richtext": MediaType.RTF,
    "application/x-rtf": MediaType.RTF,
    "text/x-log": MediaType.TEXT,
    "text/x-txt": MediaType.TEXT,
    "application/txt": MediaType.TEXT,
    "text/tab-separated-values": MediaType.TEXT,
    "text/x-csv": MediaType.CSV,
    "application/csv": MediaType.CSV,
    "application/x-csv": MediaType.CSV,
    "text/comma-separated-values": MediaType.CSV,
    "text/x-comma-separated-values": MediaType.CSV,
    "message/global": MediaType.EML,
    "application/x-eml": MediaType.EML,
    "application/x-msg": MediaType.MSG,
    "application/msoutlook": MediaType.MSG,
}
"""What phones, browsers and mail programs call the same kinds when they say what they send: names of before they were
registered, endings taken for names, and those of Android, DLNA and shared-mime-info."""

SAYS_NOTHING = frozenset(
    {
        *("application/octet-stream", "binary/octet-stream", "application/x-unknown"),
        *("application/download", "application/x-download", "application/force-download"),
        *("application/zip", "application/x-zip", "application/x-zip-compressed"),
        "application/x-ole-storage",
        *("image/*", "audio/*", "video/*", "text/*", "application/*", "*/*"),
    }
)
"""What is said of a file by who does not know what it is: that it is bytes, is to be downloaded, is an archive (as any
DOCX, XLSX and ODT is) or a compound file, or what an app filters by. Its content decides."""


WRITTEN = frozenset(
    {
        *(MediaType.PDF, MediaType.DOCX, MediaType.XLSX, MediaType.PPTX, MediaType.ODT, MediaType.ODS, MediaType.ODP),
        *(MediaType.DOC, MediaType.XLS, MediaType.PPT, MediaType.RTF),
        *(MediaType.TEXT, MediaType.CSV, MediaType.EML, MediaType.MSG),
    }
)
"""What is read; everything else is seen or heard. A file that was said to be of one family is none of the other."""


def is_as_said(found: MediaType, declared: str) -> bool:
    """Whether a file by its content is of the family that its sender declares; who says nothing contradicts nothing."""
    name = _name(declared)
    said = OTHER_NAMES.get(name) or next((media for media in MediaType if media.value == name), None)
    return said is None or (said in WRITTEN) == (found in WRITTEN)


def may_be_taken(declared: str) -> bool:
    """Whether a file of the media type that its sender declares may be taken; parameters and case count for nothing.

    What is no media type at all says nothing, and its content will tell.
    """
    name = _name(declared)
    kind, _, subtype = name.partition("/")
    known = name in OTHER_NAMES or name in SAYS_NOTHING or name in {media.value for media in MediaType}
    return known or not (kind and subtype)


def _name(declared: str) -> str:
    return declared.partition(";")[0].strip().lower()
