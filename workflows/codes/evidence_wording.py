"""What people read in place of the codes of evidence, in English and in Bahasa Indonesia."""

from collections.abc import Mapping
from enum import StrEnum

from workflows.codes.evidence import CustodyAct, Finding, MediaType, PreviewState, Purpose, UploadState

LISTS: Mapping[type[StrEnum], str] = {
    MediaType: "media_type",
    UploadState: "upload_state",
    PreviewState: "preview_state",
    Purpose: "evidence_purpose",
    CustodyAct: "custody_act",
    Finding: "evidence_finding",
}
TITLES = {
    "media_type": ("Media type of evidence", "Jenis berkas bukti"),
    "upload_state": ("State of an upload", "Status unggahan"),
    "preview_state": ("State of a preview", "Status pratinjau"),
    "evidence_purpose": ("Purpose of a link to evidence", "Tujuan tautan bukti"),
    "custody_act": ("Act of custody", "Tindakan dalam rantai penguasaan bukti"),
    "evidence_finding": ("Finding of a check", "Hasil pemeriksaan bukti"),
}
WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "media_type": {
        "image/jpeg": ("JPEG picture", "Gambar JPEG"),
        "image/png": ("PNG picture", "Gambar PNG"),
        "image/webp": ("WebP picture", "Gambar WebP"),
        "image/gif": ("GIF picture", "Gambar GIF"),
        "image/tiff": ("TIFF picture", "Gambar TIFF"),
        "image/heif": ("HEIF picture", "Gambar HEIF"),
        "video/mp4": ("MP4 video", "Video MP4"),
        "video/quicktime": ("QuickTime video", "Video QuickTime"),
        "video/3gpp": ("3GPP video", "Video 3GPP"),
        "video/webm": ("WebM video", "Video WebM"),
        "audio/mpeg": ("MP3 sound", "Suara MP3"),
        "audio/mp4": ("MP4 sound", "Suara MP4"),
        "audio/wav": ("WAV sound", "Suara WAV"),
        "audio/ogg": ("Ogg sound", "Suara Ogg"),
        "application/pdf": ("PDF document", "Dokumen PDF"),
    },
    "upload_state": {
        "open": ("On its way", "Sedang diunggah"),
        "finished": ("Taken as evidence", "Diterima sebagai bukti"),
        "terminated": ("Given up by its sender", "Dibatalkan pengirim"),
        "expired": ("Took too long", "Kedaluwarsa"),
        "refused": ("Refused", "Ditolak"),
    },
    "preview_state": {
        "none": ("There is none for this kind", "Tidak ada untuk jenis ini"),
        "pending": ("Being made", "Sedang dibuat"),
        "ready": ("Ready", "Siap"),
        "refused": ("None can be made", "Tidak dapat dibuat"),
    },
    "evidence_purpose": {
        "view": ("View the preview", "Melihat pratinjau"),
        "download": ("Download the original", "Mengunduh berkas asli"),
    },
    "custody_act": {
        "added": ("Added", "Ditambahkan"),
        "viewed": ("Viewed", "Dilihat"),
        "downloaded": ("Downloaded", "Diunduh"),
        "transferred": ("Transferred", "Diserahkan"),
        "altered": ("Found altered", "Ditemukan berubah"),
        "restored": ("Found intact again", "Ditemukan utuh kembali"),
    },
    "evidence_finding": {
        "intact": ("As it was taken", "Sama seperti saat diterima"),
        "missing": ("Missing", "Hilang"),
        "different": ("No longer the same", "Tidak lagi sama"),
    },
}
