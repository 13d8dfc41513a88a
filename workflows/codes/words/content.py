"""What people read in place of the codes of the hoax desk, in English and in Bahasa Indonesia."""

from workflows.codes.content import ContentState, ContentStep, ContentVerdict, TakedownOutcome
from workflows.codes.words.code_list import CodeList

LISTS = (
    CodeList(
        "content_state",
        ContentState,
        ("State of a check of content", "Status pemeriksaan konten"),
        {
            "open": ("To be checked", "Akan diperiksa"),
            "judged": ("Judged", "Sudah diputus"),
            "takedown_requested": ("Take-down requested", "Penurunan diminta"),
            "takedown_answered": ("Take-down answered", "Penurunan dijawab"),
        },
    ),
    CodeList(
        "content_step",
        ContentStep,
        ("Step of a check of content", "Langkah pemeriksaan konten"),
        {
            "judge": ("Judge", "Putuskan"),
            "request_takedown": ("Request the take-down", "Minta penurunan"),
            "answer_takedown": ("Record the answer", "Catat jawaban"),
        },
    ),
    CodeList(
        "content_verdict",
        ContentVerdict,
        ("Verdict on content", "Putusan cek fakta"),
        {
            "true": ("True", "Benar"),
            "misleading": ("Misleading", "Menyesatkan"),
            "false": ("False", "Salah"),
        },
    ),
    CodeList(
        "takedown_outcome",
        TakedownOutcome,
        ("Outcome of a take-down request", "Hasil permintaan penurunan konten"),
        {
            "removed": ("Removed", "Diturunkan"),
            "limited": ("Limited", "Dibatasi"),
            "labelled": ("Labelled", "Diberi label"),
            "refused": ("Refused", "Ditolak"),
            "no_answer": ("No answer", "Tidak ada jawaban"),
        },
    ),
)
