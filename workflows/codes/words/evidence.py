"""What people read in place of the codes of evidence, in English and in Bahasa Indonesia."""

from workflows.codes.evidence import CustodyAct, Finding, MediaType, PreviewState, Purpose, UploadState
from workflows.codes.words.code_list import CodeList

LISTS = (
    CodeList(
        "media_type",
        MediaType,
        ("Media type of evidence", "Jenis berkas bukti"),
        {
            "image/jpeg": ("JPEG picture", "Gambar JPEG"),
            "image/png": ("PNG picture", "Gambar PNG"),
            "image/webp": ("WebP picture", "Gambar WebP"),
            "image/gif": ("GIF picture", "Gambar GIF"),
            "image/tiff": ("TIFF picture", "Gambar TIFF"),
            "image/heif": ("HEIF picture", "Gambar HEIF"),
            "image/avif": ("AVIF picture", "Gambar AVIF"),
            "video/mp4": ("MP4 video", "Video MP4"),
            "video/quicktime": ("QuickTime video", "Video QuickTime"),
            "video/3gpp": ("3GPP video", "Video 3GPP"),
            "video/3gpp2": ("3GPP2 video", "Video 3GPP2"),
            "video/webm": ("WebM video", "Video WebM"),
            "video/ogg": ("Ogg video", "Video Ogg"),
            "audio/mpeg": ("MP3 sound", "Suara MP3"),
            "audio/mp4": ("MP4 sound", "Suara MP4"),
            "audio/wav": ("WAV sound", "Suara WAV"),
            "audio/ogg": ("Ogg sound", "Suara Ogg"),
            "audio/3gpp": ("3GPP sound", "Suara 3GPP"),
            "audio/3gpp2": ("3GPP2 sound", "Suara 3GPP2"),
            "audio/webm": ("WebM sound", "Suara WebM"),
            "audio/amr": ("AMR sound", "Suara AMR"),
            "audio/amr-wb": ("AMR-WB sound", "Suara AMR-WB"),
            "audio/aac": ("AAC sound", "Suara AAC"),
            "audio/flac": ("FLAC sound", "Suara FLAC"),
            "application/pdf": ("PDF document", "Dokumen PDF"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
                "Word document",
                "Dokumen Word",
            ),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("Excel workbook", "Buku kerja Excel"),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation": (
                "PowerPoint presentation",
                "Presentasi PowerPoint",
            ),
            "application/vnd.oasis.opendocument.text": ("OpenDocument text", "Dokumen teks OpenDocument"),
            "application/vnd.oasis.opendocument.spreadsheet": ("OpenDocument spreadsheet", "Lembar kerja OpenDocument"),
            "application/vnd.oasis.opendocument.presentation": (
                "OpenDocument presentation",
                "Presentasi OpenDocument",
            ),
        },
    ),
    CodeList(
        "upload_state",
        UploadState,
        ("State of an upload", "Status unggahan"),
        {
            "open": ("On its way", "Sedang diunggah"),
            "finished": ("Taken as evidence", "Diterima sebagai bukti"),
            "terminated": ("Given up by its sender", "Dibatalkan pengirim"),
            "expired": ("Took too long", "Kedaluwarsa"),
            "refused": ("Refused", "Ditolak"),
        },
    ),
    CodeList(
        "preview_state",
        PreviewState,
        ("State of a preview", "Status pratinjau"),
        {
            "none": ("There is none for this kind", "Tidak ada untuk jenis ini"),
            "pending": ("Being made", "Sedang dibuat"),
            "ready": ("Ready", "Siap"),
            "refused": ("None can be made", "Tidak dapat dibuat"),
        },
    ),
    CodeList(
        "evidence_purpose",
        Purpose,
        ("Purpose of a link to evidence", "Tujuan tautan bukti"),
        {
            "view": ("View the preview", "Melihat pratinjau"),
            "download": ("Download the original", "Mengunduh berkas asli"),
        },
    ),
    CodeList(
        "custody_act",
        CustodyAct,
        ("Act of custody", "Tindakan dalam rantai penguasaan bukti"),
        {
            "added": ("Added", "Ditambahkan"),
            "viewed": ("Viewed", "Dilihat"),
            "downloaded": ("Downloaded", "Diunduh"),
            "transferred": ("Transferred", "Diserahkan"),
            "altered": ("Found altered", "Ditemukan berubah"),
            "restored": ("Found intact again", "Ditemukan utuh kembali"),
        },
    ),
    CodeList(
        "evidence_finding",
        Finding,
        ("Finding of a check", "Hasil pemeriksaan bukti"),
        {
            "intact": ("As it was taken", "Sama seperti saat diterima"),
            "missing": ("Missing", "Hilang"),
            "different": ("No longer the same", "Tidak lagi sama"),
        },
    ),
)
