"""The problems of too much at once, by one caller or by all, and what took too long."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
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
        kind="slot",
    ),
    "contended": problem_type(
        503,
        "Too many at once on this report",
        "Terlalu banyak sekaligus pada laporan ini",
        "Others change it at the same moment. Nothing was written; try again after the seconds in Retry-After.",
        "Yang lain mengubahnya bersamaan. Tidak ada yang ditulis; coba lagi setelah detik dalam Retry-After.",
    ),
    "took_too_long": problem_type(
        503,
        "The database took too long for it",
        "Basis data terlalu lama mengerjakannya",
        "It was stopped, so that others do not wait for it; nothing was written. Ask for less, or ask again later.",
        "Dihentikan supaya yang lain tidak menunggu; tidak ada yang ditulis. Minta lebih sedikit, atau minta nanti.",
    ),
    "search_too_wide": problem_type(
        503,
        "The search took too long",
        "Pencarian terlalu lama",
        "It finds too much to be put in order in time. Seek rarer words, or narrow it by the list's other filters.",
        "Yang ditemukan terlalu banyak. Cari kata yang lebih jarang, atau persempit dengan penyaring lain.",
    ),
    "too_many_bundles": problem_type(
        503,
        "Enough bundles are being made at this moment",
        "Sudah cukup banyak berkas yang sedang dibuat",
        "Nothing was made. Ask again after the seconds in Retry-After.",
        "Tidak ada yang dibuat. Mintalah lagi setelah jumlah detik dalam Retry-After.",
    ),
    "too_many_exports": problem_type(
        503,
        "Enough exports are being made at this moment",
        "Sudah cukup banyak ekspor yang sedang dibuat",
        "Nothing was made. Ask again after the seconds in Retry-After.",
        "Tidak ada yang dibuat. Mintalah lagi setelah jumlah detik dalam Retry-After.",
    ),
    "too_many_streams": problem_type(
        503,
        "Enough streams are open at this moment",
        "Sudah cukup banyak aliran yang terbuka",
        "Come back after the seconds in Retry-After; the feed at /events has the same events.",
        "Kembalilah setelah jumlah detik dalam Retry-After; peristiwa yang sama ada di /events.",
    ),
    "too_many_searches": problem_type(
        503,
        "Enough searches are under way at this moment",
        "Sudah cukup banyak pencarian yang sedang berjalan",
        "Ask again after the seconds in Retry-After, or list without `q`.",
        "Coba lagi setelah detik dalam Retry-After, atau minta daftar tanpa `q`.",
    ),
    "too_many_tests": problem_type(
        503,
        "Too many tests of endpoints are under way",
        "Terlalu banyak uji titik kirim sedang berjalan",
        "Test again after the seconds in Retry-After, once those that you began have ended.",
        "Uji lagi setelah detik dalam Retry-After, bila uji yang sudah Anda mulai selesai.",
    ),
    "too_many_contents": problem_type(
        503,
        "Enough evidence is being sent at this moment",
        "Sudah cukup banyak bukti yang sedang dikirim",
        "Nothing was lost. Ask where the upload stands and go on after the seconds in Retry-After.",
        "Tidak ada yang hilang. Tanyakan posisi unggahan dan lanjutkan setelah detik dalam Retry-After.",
    ),
    "too_many_connections": problem_type(
        503,
        "No further connection can be held for now",
        "Sementara tidak ada koneksi lagi yang dapat dilayani",
        "Come back after the seconds in Retry-After, and use connections again that are open.",
        "Kembalilah setelah detik dalam Retry-After, dan pakai lagi koneksi yang sudah terbuka.",
    ),
}
