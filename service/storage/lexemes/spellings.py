"""Words that people shorten or spell in two ways: each is read as one word."""

ABBREVIATIONS = {
    "bpk": "bapak", "ds": "desa", "dsn": "dusun", "gg": "gang", "idr": "rupiah", "jl": "jalan", "jln": "jalan",
    "kab": "kabupaten", "kec": "kecamatan", "kel": "kelurahan", "no": "nomor", "nmr": "nomor", "prov": "provinsi",
    "rp": "rupiah", "sdr": "saudara", "sdri": "saudari", "tgl": "tanggal", "tlp": "telepon", "telp": "telepon",
    "org": "orang", "dgn": "dengan", "yg": "yang", "utk": "untuk", "tdk": "tidak", "pd": "pada", "dlm": "dalam",
    "krn": "karena", "sdh": "sudah", "blm": "belum", "th": "tahun", "thn": "tahun", "jml": "jumlah",
    "bp": "bapak", "pak": "bapak", "bu": "ibu", "alm": "almarhum", "abd": "abdul", "muh": "muhammad",
    "jend": "jenderal", "kp": "kampung", "kmp": "kampung", "dk": "dukuh", "dkh": "dukuh",
    "jan": "januari", "feb": "februari", "peb": "februari", "pebruari": "februari", "mar": "maret", "apr": "april",
    "jun": "juni", "jul": "juli", "agu": "agustus", "agt": "agustus", "ags": "agustus", "agst": "agustus",
    "sep": "september", "sept": "september", "okt": "oktober", "nov": "november", "nop": "november",
    "des": "desember",
}  # fmt: skip
"""As they stand in addresses and in messages typed on a phone."""

SPELLINGS = {
    "aktifitas": "aktivitas", "analisa": "analisis", "apotik": "apotek", "atlit": "atlet", "hutang": "utang",
    "hakekat": "hakikat", "ijin": "izin", "jadual": "jadwal", "karir": "karier",
    "kwitansi": "kuitansi", "milyar": "miliar", "nopember": "november", "obyek": "objek", "praktek": "praktik",
    "propinsi": "provinsi", "resiko": "risiko", "rubah": "ubah", "sekedar": "sekadar", "silahkan": "silakan",
    "subyek": "subjek", "tehnik": "teknik", "tauladan": "teladan", "trilyun": "triliun",
}  # fmt: skip
"""Roots in an older or a common spelling, and the one of the great dictionary of Indonesian."""

COMPOUNDS = {
    "beritahu": ("beri", "tahu"), "kerjasama": ("kerja", "sama"), "tandatangan": ("tanda", "tangan"),
    "tanggungjawab": ("tanggung", "jawab"), "salahguna": ("salah", "guna"), "serahterima": ("serah", "terima"),
    "ikutserta": ("ikut", "serta"), "sebarluas": ("sebar", "luas"), "tindaklanjut": ("tindak", "lanjut"),
    "ambilalih": ("ambil", "alih"), "campuraduk": ("campur", "aduk"), "lipatganda": ("lipat", "ganda"),
    "nonaktif": ("non", "aktif"),
}  # fmt: skip
"""Two words that become one between a prefix and a suffix (EYD V): `penyalahgunaan` and `salah guna`."""

GLUED = ("anti", "antar", "non", "pasca")
"""Bound forms that are written with a word, a dash or a blank after them: `antihoaks`, `anti-hoaks`, `anti hoaks`."""

ACRONYMS = frozenset(
    {
        "apbd", "apbn", "apk", "asn", "bumd", "bumdes", "bumn", "dpo", "kip", "kpu", "kpud", "kua", "ormas", "pan",
        "pdip", "pki", "polri", "psi", "tni", "umkm", "upt",
    }
)  # fmt: skip
"""Those that have a vowel: without any, a word is taken for one."""
