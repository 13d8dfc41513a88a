"""The problems of who reported, and what is erased."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "own_lead_change": problem_type(
        403,
        "Whoever brought the lead to another agency does not ask who reported",
        "Yang mengalihkan penanggung jawab tidak boleh membuka identitas pelapor",
        "Another supervisor of the lead agency asks for it, who had no part in that.",
        "Penyelia lain dari instansi penanggung jawab yang memintanya, yang tidak ikut mengalihkan.",
    ),
    "reporter_anonymous": problem_type(
        409,
        "Nobody's identity was sealed",
        "Tidak ada identitas yang disegel",
        "There is nothing to open or erase.",
        "Tidak ada yang dapat dibuka atau dihapus.",
    ),
    "reporter_erased": problem_type(
        409,
        "The reporter's identity was erased",
        "Identitas pelapor telah dihapus",
        "It cannot be had back. The history says who decided it, and when.",
        "Identitas itu tidak dapat dikembalikan. Riwayat memuat siapa yang memutuskan dan kapan.",
    ),
    "already_erased": problem_type(
        409,
        "It was erased before",
        "Sudah dihapus sebelumnya",
        "Nothing is left to do. The history says who decided it, and when.",
        "Tidak ada yang perlu dilakukan. Riwayat memuat siapa yang memutuskan dan kapan.",
    ),
    "erasure_pending": problem_type(
        409,
        "The same erasure waits for its decision",
        "Penghapusan yang sama menunggu keputusan",
        "Ask for its decision instead: `/erasures` of the report names it.",
        "Mintalah keputusannya; `/erasures` laporan ini memuatnya.",
    ),
    "text_required": problem_type(
        422,
        "Say which text, or whose notice, is to be erased",
        "Sebutkan teks atau pemberitahuan yang akan dihapus",
        "Give its identifier in `text`; the history has those of texts, the notice's is its own.",
        "Isi pengenalnya dalam `text`; riwayat memuat pengenal teks, dan pemberitahuan punya pengenalnya sendiri.",
    ),
    "text_unknown": problem_type(
        422,
        "The report has no such text, evidence, or notice with a recipient",
        "Laporan tidak memiliki teks atau bukti ini, atau pemberitahuan dengan penerima seperti ini",
        "Give an identifier of this report out of its `/history`, `/evidence` or `/notices`.",
        "Gunakan pengenal milik laporan ini dari `/history`, `/evidence`, atau `/notices`.",
    ),
}
