"""The problems of after-action reviews."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "already_reviewed": problem_type(
        409,
        "The report carries a review already",
        "Laporan sudah memuat evaluasi pascakejadian",
        "Write in that one; the report's `review` names it.",
        "Tulis dalam evaluasi itu; `review` pada laporan memuatnya.",
    ),
    "review_closed": problem_type(
        409,
        "The review is closed",
        "Evaluasi pascakejadian sudah ditutup",
        "It stays as it was written. Open another one with another report.",
        "Evaluasi tetap seperti tertulis. Buka evaluasi lain dengan laporan lain.",
    ),
    "review_incomplete": problem_type(
        409,
        "A review is closed once it says what was planned, what happened and why",
        "Evaluasi ditutup setelah memuat yang direncanakan, yang terjadi, dan mengapa",
        "Not recorded yet: {missing}. Record each section, then close it.",
        "Belum dicatat: {missing}. Catat setiap bagian, lalu tutup.",
        missing="review_section",
    ),
    "other_election": problem_type(
        422,
        "The report does not belong to the election that is to be reviewed",
        "Laporan tidak termasuk pemilihan yang akan dievaluasi",
        "Name the election of the report in `event`, or open the review with a report of that election.",
        "Isi `event` dengan pemilihan laporan ini, atau buka evaluasi dengan laporan pemilihan itu.",
    ),
    "due_in_past": problem_type(
        422,
        "The time to do it by has passed",
        "Batas waktu pelaksanaannya sudah lewat",
        "Give a day that is still to come, or leave it out.",
        "Isi hari yang akan datang, atau kosongkan.",
    ),
}
