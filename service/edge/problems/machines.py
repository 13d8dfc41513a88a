"""The problems of integrators and the field: queued commands, keys and endpoints."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "report_id_taken": problem_type(
        409,
        "There is a report with this identifier already",
        "Sudah ada laporan dengan pengenal ini",
        "A queued report needs a new identifier of its own; queue it again under another one.",
        "Laporan dalam antrean memerlukan pengenal baru; antrekan lagi dengan pengenal lain.",
    ),
    "earlier_command_not_applied": problem_type(
        409,
        "It rests on an earlier command that was not applied",
        "Bergantung pada perintah sebelumnya yang tidak diterapkan",
        "An earlier command of this queue on the same report or task was not applied, and this one means what that "
        "one would have made. Read it again and decide anew.",
        "Perintah sebelumnya dalam antrean ini atas laporan atau tugas yang sama tidak diterapkan, padahal perintah "
        "ini mengandaikannya. Baca lagi dan putuskan kembali.",
    ),
    "earlier_command_unanswered": problem_type(
        503,
        "An earlier command on the same report could not be answered",
        "Perintah sebelumnya atas laporan yang sama belum terjawab",
        "It was not tried, so that the order is kept. Send the whole queue again.",
        "Perintah ini tidak dicoba supaya urutan terjaga. Kirim lagi seluruh antrean.",
    ),
    "not_own_agency": problem_type(
        403,
        "A key speaks for the agency of whoever makes it",
        "Kunci berlaku atas nama instansi pembuatnya",
        "Leave `agency` out; the other agency makes its own key.",
        "Kosongkan `agency`; instansi lain membuat kuncinya sendiri.",
    ),
    "key_beyond_maker": problem_type(
        403,
        "A key is given no more than its maker may do",
        "Kunci tidak diberi lebih dari yang boleh dilakukan pembuatnya",
        "You may not do this yourself, or not in every case: {scopes}. Leave them out, or have somebody make the "
        "key who may.",
        "Anda sendiri tidak boleh melakukan ini, atau tidak dalam setiap hal: {scopes}. Hilangkan, atau mintalah "
        "yang berwenang membuat kuncinya.",
    ),
    "expiry_out_of_range": problem_type(
        422,
        "A key ends after now and within 366 days",
        "Kunci berakhir setelah saat ini dan paling lama 366 hari",
        "Give such a moment in `expires_at`, or leave it out.",
        "Isi `expires_at` dengan waktu demikian, atau kosongkan.",
    ),
    "webhook_ended": problem_type(
        409,
        "The endpoint ended with the office in which it was made; delete it, and make one in the present office",
        "Titik kirim ini berakhir bersama jabatan saat dibuat; hapus, lalu buat yang baru dalam jabatan sekarang",
        "The new one begins with the events that come after it; replay tells the earlier ones.",
        "Yang baru dimulai dari peristiwa sesudahnya; pemutaran ulang mengirim yang sebelumnya.",
    ),
}
