"""What people read in place of the codes of the hoax desk, in English and in Bahasa Indonesia."""

from collections.abc import Mapping
from enum import StrEnum

from workflows.codes.content import ContentState, ContentStep, ContentVerdict, TakedownOutcome

LISTS: Mapping[type[StrEnum], str] = {
    ContentState: "content_state",
    ContentStep: "content_step",
    ContentVerdict: "content_verdict",
    TakedownOutcome: "takedown_outcome",
}
TITLES = {
    "content_state": ("State of a check of content", "Status pemeriksaan konten"),
    "content_step": ("Step of a check of content", "Langkah pemeriksaan konten"),
    "content_verdict": ("Verdict on content", "Putusan cek fakta"),
    "takedown_outcome": ("Outcome of a take-down request", "Hasil permintaan penurunan konten"),
}
WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "content_state": {
        "open": ("To be checked", "Akan diperiksa"),
        "judged": ("Judged", "Sudah diputus"),
        "takedown_requested": ("Take-down requested", "Penurunan diminta"),
        "takedown_answered": ("Take-down answered", "Penurunan dijawab"),
    },
    "content_step": {
        "judge": ("Judge", "Putuskan"),
        "request_takedown": ("Request the take-down", "Minta penurunan"),
        "answer_takedown": ("Record the answer", "Catat jawaban"),
    },
    "content_verdict": {
        "true": ("True", "Benar"),
        "misleading": ("Misleading", "Menyesatkan"),
        "false": ("False", "Salah"),
    },
    "takedown_outcome": {
        "removed": ("Removed", "Diturunkan"),
        "limited": ("Limited", "Dibatasi"),
        "labelled": ("Labelled", "Diberi label"),
        "refused": ("Refused", "Ditolak"),
        "no_answer": ("No answer", "Tidak ada jawaban"),
    },
}
