"""The problems of a part that does not work: nothing was written."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "internal_error": problem_type(
        500,
        "Something went wrong on our side",
        "Terjadi kesalahan di pihak kami",
        "Nothing was written. Give trace_id to the operator.",
        "Tidak ada yang ditulis. Berikan trace_id kepada operator.",
    ),
    "unavailable": problem_type(
        503,
        "Out of reach for now",
        "Sementara tidak terjangkau",
        "A part that this needs does not answer. Nothing was written; try again with the same Idempotency-Key.",
        "Bagian yang diperlukan tidak menjawab. Tidak ada yang ditulis; coba lagi dengan Idempotency-Key yang sama.",
    ),
    "database_unavailable": problem_type(
        503,
        "The database is out of reach",
        "Basis data tidak terjangkau",
        "Nothing was written. Try again with the same Idempotency-Key.",
        "Tidak ada yang ditulis. Coba lagi dengan Idempotency-Key yang sama.",
    ),
    "database_read_only": problem_type(
        503,
        "The database takes no writes for now",
        "Basis data sementara tidak menerima tulisan",
        "Nothing was written. Try again after the seconds in Retry-After, with the same Idempotency-Key.",
        "Tidak ada yang ditulis. Coba lagi setelah detik dalam Retry-After, dengan Idempotency-Key yang sama.",
    ),
    "reads_unrecorded": problem_type(
        503,
        "Reads of this kind are kept in the trail, and the trail cannot be written for now",
        "Pembacaan seperti ini dicatat dalam jejak, dan jejak sementara tidak dapat ditulis",
        "Nothing is shown that would not be recorded. Ask again after the seconds in Retry-After.",
        "Tidak ada yang ditampilkan tanpa dicatat. Mintalah lagi setelah jumlah detik dalam Retry-After.",
    ),
    "sealing_key_wrong": problem_type(
        503,
        "The sealing key does not open what is sealed",
        "Kunci segel tidak membuka yang disegel",
        "Nothing was shown or written. The operator sets TINDAK_SEALING_KEY to the key of this database, former "
        "ones after it.",
        "Tidak ada yang ditampilkan atau ditulis. Operator mengisi TINDAK_SEALING_KEY dengan kunci basis data "
        "ini, diikuti kunci lama.",
    ),
}
