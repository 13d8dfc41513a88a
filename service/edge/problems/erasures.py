"""The problems of who reported, and what is erased."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "own_lead_change": problem_type(
        403,
        "Whoever brought the lead to another agency does not ask who reported",
        "Yang mengalihkan penanggung jawab tidak boleh membuka identitas pelapor",
    ),
    "reporter_anonymous": problem_type(409, "Nobody's identity was sealed", "Tidak ada identitas yang disegel"),
    "reporter_erased": problem_type(409, "The reporter's identity was erased", "Identitas pelapor telah dihapus"),
    "already_erased": problem_type(409, "It was erased before", "Sudah dihapus sebelumnya"),
    "erasure_pending": problem_type(
        409, "The same erasure waits for its decision", "Penghapusan yang sama menunggu keputusan"
    ),
    "text_required": problem_type(
        422, "Say which text, or whose notice, is to be erased", "Sebutkan teks atau pemberitahuan yang akan dihapus"
    ),
    "text_unknown": problem_type(
        422,
        "The report has no such text, evidence, or notice with a recipient",
        "Laporan tidak memiliki teks atau bukti ini, atau pemberitahuan dengan penerima seperti ini",
    ),
}
