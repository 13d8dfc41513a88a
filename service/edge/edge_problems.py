"""Problems of integrators and of the field: queued commands, keys and limits."""

from collections.abc import Mapping

from service.edge.problem_type import ProblemType, problem_type

EDGE_PROBLEMS: Mapping[str, ProblemType] = {
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
        403, "A key speaks for the agency of whoever makes it", "Kunci berlaku atas nama instansi pembuatnya"
    ),
    "key_beyond_maker": problem_type(
        403,
        "A key is given no more than its maker may do",
        "Kunci tidak diberi lebih dari yang boleh dilakukan pembuatnya",
        "You may not do this yourself, or not in every case: {scopes}.",
        "Anda sendiri tidak boleh melakukan ini, atau tidak dalam setiap hal: {scopes}.",
    ),
    "expiry_out_of_range": problem_type(
        422,
        "A key ends after now and within 366 days",
        "Kunci berakhir setelah saat ini dan paling lama 366 hari",
    ),
    "rate_limited": problem_type(
        429,
        "Too many requests",
        "Terlalu banyak permintaan",
        "The quota of this minute is used up. Ask again after the seconds in Retry-After; RateLimit says what is left.",
        "Kuota menit ini habis. Mintalah lagi setelah jumlah detik dalam Retry-After; RateLimit memuat sisanya.",
    ),
    "too_many_at_once": problem_type(
        429,
        "You have as many of these under way as one person may",
        "Anda sudah menjalankan sebanyak yang boleh satu orang",
        "At most {most} of one's {kind} are served at once. End one, or come back after the seconds in Retry-After.",
        "Paling banyak {most} ({kind}) dilayani bersamaan. Akhiri satu, atau kembali setelah detik dalam Retry-After.",
    ),
    "request_too_slow": problem_type(
        408,
        "The request did not come in time",
        "Permintaan tidak tiba tepat waktu",
        "Nothing was written. Send it again, on a new connection.",
        "Tidak ada yang ditulis. Kirim lagi lewat koneksi baru.",
    ),
    "head_too_large": problem_type(
        431,
        "The head of the request is too large",
        "Tajuk permintaan terlalu besar",
        "A head may have 32 KiB and 100 fields, trailers included. The connection is closed.",
        "Tajuk paling besar 32 KiB dan 100 kolom, termasuk yang di akhir isi. Koneksi ditutup.",
    ),
    "host_malformed": problem_type(
        400,
        "The request does not name one host",
        "Permintaan tidak menyebut satu host",
        "HTTP/1.1 asks for one Host field that holds a host and perhaps a port. The connection is closed.",
        "HTTP/1.1 meminta satu kolom Host yang berisi host dan boleh juga porta. Koneksi ditutup.",
    ),
    "target_too_long": problem_type(
        414,
        "The address of the request is too long",
        "Alamat permintaan terlalu panjang",
        "Path and query together may have 8 KiB. The connection is closed.",
        "Jalur dan kueri bersama paling panjang 8 KiB. Koneksi ditutup.",
    ),
    "too_many_connections": problem_type(
        503, "No further connection can be held for now", "Sementara tidak ada koneksi lagi yang dapat dilayani"
    ),
}
