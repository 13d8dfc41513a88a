"""The problems of after-action reviews."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "already_reviewed": problem_type(
        409, "The report carries a review already", "Laporan sudah memuat evaluasi pascakejadian"
    ),
    "review_closed": problem_type(409, "The review is closed", "Evaluasi pascakejadian sudah ditutup"),
    "review_incomplete": problem_type(
        409,
        "A review is closed once it says what was planned, what happened and why",
        "Evaluasi ditutup setelah memuat yang direncanakan, yang terjadi, dan mengapa",
        "Not recorded yet: {missing}.",
        "Belum dicatat: {missing}.",
    ),
    "other_election": problem_type(
        422,
        "The report does not belong to the election that is to be reviewed",
        "Laporan tidak termasuk pemilihan yang akan dievaluasi",
    ),
    "due_in_past": problem_type(422, "The time to do it by has passed", "Batas waktu pelaksanaannya sudah lewat"),
}
