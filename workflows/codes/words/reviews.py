"""What people read in place of the codes of after-action reviews, in English and in Bahasa Indonesia."""

from workflows.codes.reviews import LessonKind, ReviewSection, ReviewState, ReviewTrigger
from workflows.codes.words.code_list import CodeList

LISTS = (
    CodeList(
        "review_state",
        ReviewState,
        ("State of an after-action review", "Status evaluasi pascakejadian"),
        {"open": ("Open", "Terbuka"), "closed": ("Closed", "Ditutup")},
    ),
    CodeList(
        "review_trigger",
        ReviewTrigger,
        ("Action on a review", "Tindakan atas evaluasi"),
        {"close": ("Close", "Tutup")},
    ),
    CodeList(
        "review_section",
        ReviewSection,
        ("Section of a review", "Bagian evaluasi"),
        {
            "planned": ("What was planned", "Yang direncanakan"),
            "happened": ("What happened", "Yang terjadi"),
            "why": ("Why", "Mengapa"),
        },
    ),
    CodeList(
        "lesson_kind",
        LessonKind,
        ("Kind of lesson", "Jenis pelajaran"),
        {"keep": ("Keep", "Pertahankan"), "change": ("Change", "Ubah")},
    ),
)
