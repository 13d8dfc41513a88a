"""Every problem that the API can answer: status and wording in two languages, keyed by its stable code.

RFC 9457. One table; the exception handlers, the ``actions`` reasons, the OpenAPI and ``/problems/{code}`` read it.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

LANGUAGES = ("en", "id")


class ProblemType(NamedTuple):
    """One kind of problem. Details may hold ``{names}`` filled from the case at hand."""

    status: int
    title: Mapping[str, str]
    detail: Mapping[str, str]


def _problem(status: int, en: str, id_: str, detail_en: str = "", detail_id: str = "") -> ProblemType:
    title = {"en": en, "id": id_}
    return ProblemType(status, title, {"en": detail_en or f"{en}.", "id": detail_id or f"{id_}."})


PROBLEMS: Mapping[str, ProblemType] = {
    # The request itself
    "malformed_request": _problem(400, "The request cannot be read", "Permintaan tidak dapat dibaca"),
    "malformed_json": _problem(400, "The body is not valid JSON", "Isi bukan JSON yang sah"),
    "duplicate_member": _problem(
        400,
        "A JSON member is given twice",
        "Anggota JSON diberikan dua kali",
        "The member {member} stands twice in one object; which one is meant cannot be known.",
        "Anggota {member} ada dua kali dalam satu objek; tidak dapat diketahui mana yang dimaksud.",
    ),
    "idempotency_key_required": _problem(
        400,
        "Idempotency-Key is required",
        "Idempotency-Key wajib ada",
        "Send an Idempotency-Key header, for example a new UUID, and repeat it when you retry.",
        "Kirim tajuk Idempotency-Key, misalnya UUID baru, dan ulangi bila mencoba lagi.",
    ),
    "idempotency_key_malformed": _problem(400, "Idempotency-Key is malformed", "Idempotency-Key tidak sah"),
    "if_match_malformed": _problem(
        400,
        "If-Match is malformed",
        "If-Match tidak sah",
        'If-Match takes one strong validator as the ETag gave it, for example "3".',
        'If-Match berisi satu penanda seperti yang diberikan ETag, misalnya "3".',
    ),
    "unauthenticated": _problem(
        401,
        "Sign-in is required",
        "Perlu masuk",
        "The access token is missing or was refused ({reason}).",
        "Token akses tidak ada atau ditolak ({reason}).",
    ),
    "region_denied": _problem(403, "Not signed in for this region", "Tidak masuk untuk wilayah ini"),
    "not_found": _problem(
        404,
        "Not found",
        "Tidak ditemukan",
        "There is nothing here that you may see.",
        "Tidak ada apa pun di sini yang boleh Anda lihat.",
    ),
    "method_not_allowed": _problem(405, "Method not allowed", "Metode tidak diizinkan"),
    "precondition_failed": _problem(
        412,
        "Somebody was faster",
        "Ada yang lebih cepat",
        "The present version is {current_version}; read it again before you change it.",
        "Versi saat ini {current_version}; baca lagi sebelum mengubahnya.",
    ),
    "body_too_large": _problem(413, "The body is too large", "Isi terlalu besar"),
    "unsupported_media_type": _problem(415, "The body must be application/json", "Isi harus application/json"),
    "validation_failed": _problem(
        422,
        "The request is not valid",
        "Permintaan tidak sah",
        "{count} member(s) are at fault; errors names each.",
        "{count} anggota salah; errors menyebut masing-masing.",
    ),
    "idempotency_key_reused": _problem(
        422,
        "Idempotency-Key was used for another request",
        "Idempotency-Key sudah dipakai untuk permintaan lain",
    ),
    "request_in_flight": _problem(
        409,
        "The first request with this key is still at work",
        "Permintaan pertama dengan kunci ini masih berjalan",
    ),
    "answer_erased": _problem(
        409,
        "The request was served; its answer has been erased since",
        "Permintaan sudah dilayani; jawabannya telah dihapus",
        "The first answer under this Idempotency-Key held words that were erased. Read the report again.",
        "Jawaban pertama dengan Idempotency-Key ini memuat kata-kata yang telah dihapus. Baca lagi laporannya.",
    ),
    "precondition_required": _problem(
        428,
        "If-Match is required",
        "If-Match wajib ada",
        "Send the ETag you last read in If-Match, so that nobody's change is lost.",
        "Kirim ETag terakhir di If-Match supaya perubahan orang lain tidak hilang.",
    ),
    "internal_error": _problem(
        500,
        "Something went wrong on our side",
        "Terjadi kesalahan di pihak kami",
        "Nothing was written. Give trace_id to the operator.",
        "Tidak ada yang ditulis. Berikan trace_id kepada operator.",
    ),
    "unavailable": _problem(503, "Out of reach for now", "Sementara tidak terjangkau"),
    "contended": _problem(503, "Too many at once on this report", "Terlalu banyak sekaligus pada laporan ini"),
    "reads_unrecorded": _problem(
        503,
        "Reads of this kind are kept in the trail, and the trail cannot be written for now",
        "Pembacaan seperti ini dicatat dalam jejak, dan jejak sementara tidak dapat ditulis",
        "Nothing is shown that would not be recorded. Ask again after the seconds in Retry-After.",
        "Tidak ada yang ditampilkan tanpa dicatat. Mintalah lagi setelah jumlah detik dalam Retry-After.",
    ),
    "too_many_bundles": _problem(
        503,
        "Enough bundles are being made at this moment",
        "Sudah cukup banyak berkas yang sedang dibuat",
        "Nothing was made. Ask again after the seconds in Retry-After.",
        "Tidak ada yang dibuat. Mintalah lagi setelah jumlah detik dalam Retry-After.",
    ),
    "database_unavailable": _problem(
        503,
        "The database is out of reach",
        "Basis data tidak terjangkau",
        "Nothing was written. Try again with the same Idempotency-Key.",
        "Tidak ada yang ditulis. Coba lagi dengan Idempotency-Key yang sama.",
    ),
    "identity_provider_unavailable": _problem(
        503, "The sign-in provider is out of reach", "Penyedia masuk tidak terjangkau"
    ),
    "sealing_key_wrong": _problem(
        503, "The sealing key does not open what is sealed", "Kunci segel tidak membuka yang disegel"
    ),
    # Refusals of the law: permission
    "role_not_permitted": _problem(403, "Your role may not do this", "Peran Anda tidak boleh melakukan ini"),
    "scope_missing": _problem(403, "The token lacks the scope", "Token tidak memiliki cakupan ini"),
    "not_lead_agency": _problem(
        403,
        "Only the lead agency or the desk may do this",
        "Hanya instansi pemimpin atau meja koordinasi yang boleh",
    ),
    "not_lead_agency_nor_author": _problem(
        403,
        "Only the lead agency, the desk or the person who reported may do this",
        "Hanya instansi pemimpin, meja koordinasi, atau pelapor masukan yang boleh",
    ),
    "not_task_agency": _problem(
        403, "Only the agency that holds the task may do this", "Hanya instansi pemegang tugas yang boleh"
    ),
    # Refusals of the law: duty
    "own_report": _problem(
        403, "Nobody verifies what they reported themselves", "Tidak boleh memverifikasi laporan sendiri"
    ),
    "separation_of_duties": _problem(
        403,
        "Whoever completed the lead task may not close an S1 or S2 report",
        "Yang menyelesaikan tugas utama tidak boleh menutup laporan S1 atau S2",
    ),
    "own_request": _problem(
        403, "Whoever asked for an erasure does not decide on it", "Yang meminta penghapusan tidak memutuskannya"
    ),
    "own_side_accused": _problem(
        403,
        "The desk never closes what its own side is accused of",
        "Meja koordinasi tidak menutup perkara pihaknya sendiri",
    ),
    # Refusals of the law: order
    "illegal_transition": _problem(
        409,
        "Not possible in this state",
        "Tidak mungkin dalam keadaan ini",
        "In state {state}, {trigger} is not possible; possible now: {legal}.",
        "Dalam keadaan {state}, {trigger} tidak mungkin; yang mungkin sekarang: {legal}.",
    ),
    "agency_walled": _problem(
        409,
        "An accused agency holds no task of this report",
        "Instansi terlapor tidak memegang tugas laporan ini",
    ),
    "kodim_never_leads": _problem(409, "Kodim supports and never leads", "Kodim mendukung dan tidak pernah memimpin"),
    "bawaslu_only_door": _problem(
        409,
        "Only Bawaslu leads an election violation",
        "Hanya Bawaslu yang memimpin pelanggaran pemilihan",
        "UU 7/2017 art. 454: an election violation goes through Bawaslu. Rule {rule}.",
        "UU 7/2017 Pasal 454: pelanggaran pemilihan melalui Bawaslu. Aturan {rule}.",
    ),
    "gakkumdu_not_registered": _problem(
        409,
        "Gakkumdu tasks open only once the case is registered",
        "Tugas Gakkumdu baru terbuka setelah perkara diregistrasi",
    ),
    "registered_not_withdrawn": _problem(
        409,
        "A withdrawal after registration does not close a report",
        "Pencabutan setelah registrasi tidak menutup laporan",
    ),
    "not_merged_yet": _problem(
        409, "The log has not merged the event yet; ask again shortly", "Log belum memuat peristiwa ini; coba lagi"
    ),
    "nothing_signed": _problem(
        409,
        "The log has no signed checkpoint yet, so that nothing could be held against it; ask again shortly",
        "Log belum memiliki checkpoint yang ditandatangani; coba lagi sebentar lagi",
    ),
    "quorum_not_met": _problem(
        409,
        "No checkpoint has the cosignatures that the operator's witness policy asks for",
        "Belum ada checkpoint dengan tanda tangan saksi yang diminta kebijakan saksi operator",
    ),
    "witnesses_unset": _problem(
        409, "The operator has set no witness policy", "Operator belum menetapkan kebijakan saksi"
    ),
    "entries_withheld": _problem(
        403,
        "The bundle holds entries about your own agency; ask for single proofs",
        "Berkas memuat entri tentang instansi Anda sendiri; mintalah bukti satu per satu",
    ),
    "report_closed": _problem(409, "The report is closed", "Laporan sudah ditutup"),
    "never_verified": _problem(
        409,
        "It was dismissed before it was verified; make a new report and link the two",
        "Laporan ditutup sebelum diverifikasi; buat laporan baru dan tautkan keduanya",
    ),
    "report_no_longer_open": _problem(409, "The report is no longer open", "Laporan tidak lagi terbuka"),
    "lead_only_by_assign": _problem(409, "A lead task is offered by assign alone", "Tugas utama hanya melalui assign"),
    "not_before_assignment": _problem(
        409, "This kind of task waits for the assignment", "Jenis tugas ini menunggu penugasan"
    ),
    "already_linked": _problem(
        409, "The reports are already related in this way", "Kedua laporan sudah ditautkan dengan cara ini"
    ),
    "reporter_anonymous": _problem(409, "Nobody's identity was sealed", "Tidak ada identitas yang disegel"),
    "reporter_erased": _problem(409, "The reporter's identity was erased", "Identitas pelapor telah dihapus"),
    "already_erased": _problem(409, "It was erased before", "Sudah dihapus sebelumnya"),
    "not_yet_verified": _problem(409, "The report was not verified", "Laporan belum diverifikasi"),
    "already_reviewed": _problem(
        409, "The report carries a review already", "Laporan sudah memuat evaluasi pascakejadian"
    ),
    "review_closed": _problem(409, "The review is closed", "Evaluasi pascakejadian sudah ditutup"),
    "review_incomplete": _problem(
        409,
        "A review is closed once it says what was planned, what happened and why",
        "Evaluasi ditutup setelah memuat yang direncanakan, yang terjadi, dan mengapa",
        "Not recorded yet: {missing}.",
        "Belum dicatat: {missing}.",
    ),
    "erasure_pending": _problem(
        409, "The same erasure waits for its decision", "Penghapusan yang sama menunggu keputusan"
    ),
    # Refusals of the law: content
    "text_required": _problem(422, "Say which text is to be erased", "Sebutkan teks yang akan dihapus"),
    "text_unknown": _problem(422, "The report has no such text", "Laporan tidak memiliki teks ini"),
    "unknown_agency": _problem(422, "The region has no such agency", "Wilayah tidak memiliki instansi ini"),
    "unknown_area": _problem(422, "The region has no such area", "Wilayah tidak memiliki area ini"),
    "unknown_election": _problem(422, "There is no such election", "Tidak ada pemilihan ini"),
    "other_election": _problem(
        422,
        "The report does not belong to the election that is to be reviewed",
        "Laporan tidak termasuk pemilihan yang akan dievaluasi",
    ),
    "due_in_past": _problem(422, "The time to do it by has passed", "Batas waktu pelaksanaannya sudah lewat"),
    "in_future": _problem(422, "The time lies in the future", "Waktu berada di masa depan"),
    "checklist_incomplete": _problem(
        422,
        "A report that misses a requirement is not verified",
        "Laporan yang belum memenuhi syarat tidak diverifikasi",
    ),
    "exactly_one_lead": _problem(422, "Exactly one lead task is needed", "Harus ada tepat satu tugas utama"),
    "override_needs_reason": _problem(
        422,
        "Another lead than the rule's needs a reason",
        "Pemimpin selain menurut aturan memerlukan alasan",
    ),
    "notice_incomplete": _problem(
        422,
        "The notice needs its text, or why there is none",
        "Pemberitahuan memerlukan teks, atau alasan tidak ada",
    ),
    "reference_required": _problem(
        422, "A referral needs the other body's reference", "Penerusan memerlukan nomor rujukan"
    ),
    "duplicate_unknown": _problem(422, "The other report is not known", "Laporan lain tidak dikenal"),
    "duplicate_unexpected": _problem(
        422, "Only a duplicate names another report", "Hanya duplikat yang menyebut laporan lain"
    ),
    "link_unknown": _problem(422, "The report to link is not known", "Laporan yang ditautkan tidak dikenal"),
    "nothing_to_amend": _problem(422, "Nothing would change", "Tidak ada yang berubah"),
    "transfer_to_itself": _problem(422, "A task is transferred to another agency", "Tugas dialihkan ke instansi lain"),
    # Advice
    "counter_closed": _problem(
        200,
        "An early warning is taken at any hour; a formal report counts as received when Bawaslu's counter opens",
        "Peringatan dini diterima kapan pun; laporan resmi dianggap diterima saat loket Bawaslu buka",
    ),
    "formal_report_needs_identity": _problem(
        200,
        "An early warning may stay anonymous; a formal Bawaslu report needs an identity",
        "Peringatan dini boleh anonim; laporan resmi Bawaslu memerlukan identitas",
    ),
}


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def words(code: str, language: str) -> str:
    """The short wording of a code."""
    return PROBLEMS[code].title[language]


def problem_body(
    code: str, language: str, trace_id: str, details: Mapping[str, Any], errors: list[dict[str, str]]
) -> dict[str, Any]:
    """The members of an RFC 9457 problem, with ours: ``code``, ``errors`` and ``trace_id``."""
    kind = PROBLEMS[code]
    filled = {name: ", ".join(map(str, v)) if isinstance(v, list) else v for name, v in details.items()}
    body = {
        "type": f"/problems/{code}",
        "title": kind.title[language],
        "status": kind.status,
        "detail": kind.detail[language].format_map(_Blank(filled, count=len(errors))),
        "code": code,
        "errors": errors,
        "trace_id": trace_id,
    }
    return {**details, **body}
