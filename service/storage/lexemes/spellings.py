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
    "adzan": "azan", "ambulan": "ambulans", "ambulance": "ambulans", "antri": "antre", "azas": "asas",
    "baleho": "baliho", "blangko": "blanko", "budget": "bujet", "cabe": "cabai", "cendikiawan": "cendekiawan",
    "detil": "detail", "dzikir": "zikir", "ekstrim": "ekstrem", "faham": "paham", "fihak": "pihak", "fikir": "pikir",
    "formil": "formal", "fotocopy": "fotokopi", "frekwensi": "frekuensi", "hapal": "hafal", "himbau": "imbau",
    "hirarki": "hierarki", "hoax": "hoaks", "ijasah": "ijazah", "iklas": "ikhlas", "intelejen": "intelijen",
    "issue": "isu", "jaman": "zaman", "jenasah": "jenazah", "jendral": "jenderal", "kadaluarsa": "kedaluwarsa",
    "kaos": "kaus", "katagori": "kategori", "komplek": "kompleks", "komplit": "komplet", "kongkrit": "konkret",
    "konkrit": "konkret", "konperensi": "konferensi", "koordinir": "koordinasi", "korsi": "kursi",
    "kuatir": "khawatir", "kwalitas": "kualitas", "kwota": "kuota", "legalisir": "legalisasi", "lembab": "lembap",
    "lobang": "lubang", "merk": "merek", "mesjid": "masjid", "metoda": "metode", "mobilisir": "mobilisasi",
    "mushalla": "musala", "mushola": "musala", "musholla": "musala", "nafas": "napas", "nahkoda": "nakhoda",
    "nasehat": "nasihat", "nomer": "nomor", "organisir": "organisasi", "pebruari": "februari", "perduli": "peduli",
    "photo": "foto", "pondasi": "fondasi", "prosentase": "persentase", "puteri": "putri", "putera": "putra",
    "ramadhan": "ramadan", "realisir": "realisasi", "rejeki": "rezeki", "seksama": "saksama",
    "sekertaris": "sekretaris", "shalat": "salat", "sholat": "salat", "sistim": "sistem", "standard": "standar",
    "sticker": "stiker", "sukur": "syukur", "supir": "sopir", "survey": "survei", "tahta": "takhta",
    "telpon": "telepon", "tentram": "tenteram", "trampil": "terampil", "umroh": "umrah", "ustad": "ustaz",
    "ustadz": "ustaz", "syaraf": "saraf",
}  # fmt: skip
"""Roots in an older or a common spelling, and the one of the great dictionary of Indonesian, which refers from the one
to the other (Kamus Besar Bahasa Indonesia VI, https://kbbi.kemendikdasmen.go.id)."""

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
