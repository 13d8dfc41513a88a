"""What is wrong with one member, parameter or field of a request, in both languages: one table, by the kind of fault.

What a model's kind of fault is called here is told by ``model_faults``.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from workflows.codes.near import nearest
from workflows.codes.wording import Wording

OR: Mapping[str, str] = MappingProxyType({"en": " or ", "id": " atau "})


def says(kind: str, **values: object) -> Wording:
    """What is wrong, its places filled with ``values``. Raises KeyError for a kind that the table has not."""
    wording = FAULTS[kind]
    return Wording(wording.en.format_map(values), wording.id.format_map(values))


def meant(code: str, known: Iterable[str]) -> Wording:
    """What a mistyped code may have meant: the likest ones, or every known one when none is like it."""
    known = sorted(known)
    found = nearest(code, known)
    if not found:
        return says("known", codes=", ".join(known))
    return Wording(*(FAULTS["meant"].of(lang).format(codes=OR[lang].join(found)) for lang in ("en", "id")))


_SAID: Mapping[str, tuple[str, str]] = {
    # members that are there or not
    "missing": ("is required here and is not there", "wajib ada di sini, tetapi tidak ada"),
    "missing_one_of": (
        "is required here and is not there; it is one of {codes}",
        "wajib ada di sini, tetapi tidak ada; isinya salah satu dari {codes}",
    ),
    "unknown_member": ("is no member of this object", "bukan anggota objek ini"),
    "unknown_parameter": ("not a query parameter of this operation", "bukan parameter kueri operasi ini"),
    "repeated": ("given more than once", "diberikan lebih dari satu kali"),
    "no_value": ("leave it out to give no value", "hilangkan parameternya bila tidak ada nilai"),
    # of which type
    "invalid": ("does not have the form that the contract gives it", "bentuknya tidak sesuai dengan kontrak"),
    "text": ("must be text", "harus berupa teks"),
    "number": ("must be a whole number, in digits", "harus bilangan bulat, ditulis dengan angka"),
    "any_number": ("must be a number", "harus berupa bilangan"),
    "truth": ("must be true or false", "harus true atau false"),
    "list": ("must be a list", "harus berupa daftar"),
    "object": ("must be an object", "harus berupa objek"),
    "nothing": ("must be null", "harus null"),
    "uuid": ("must be a UUID", "harus berupa UUID"),
    "person": ("must be a person's UUID, or me", "harus UUID seseorang, atau me"),
    "moment": (
        "must be an RFC 3339 date-time with its offset, for example 2024-11-24T20:15:00+07:00",
        "harus waktu RFC 3339 dengan selisih zonanya, misalnya 2024-11-24T20:15:00+07:00",
    ),
    "no_such_moment": (
        "is no day or time that there is, such as 2024-11-24T20:15:00+07:00",
        "bukan tanggal atau waktu yang ada, seperti 2024-11-24T20:15:00+07:00",
    ),
    "day": ("must be a day, for example 2024-11-24", "harus berupa tanggal, misalnya 2024-11-24"),
    # of which codes
    "one_of": ("must be one of {codes}", "harus salah satu dari {codes}"),
    "known": ("known are {codes}", "yang dikenal: {codes}"),
    "meant": ("did you mean {codes}?", "mungkin maksudnya {codes}?"),
    # how large
    "at_least": ("must be {least} or more", "paling kecil {least}"),
    "at_most": ("must be {most} or less", "paling besar {most}"),
    "above": ("must be more than {least}", "harus lebih dari {least}"),
    "below": ("must be less than {most}", "harus kurang dari {most}"),
    "from_to": ("must be a whole number from {least} to {most}", "harus bilangan bulat dari {least} sampai {most}"),
    "too_short": ("must have at least {least} characters", "paling sedikit {least} karakter"),
    "too_long": ("must have at most {most} characters", "paling banyak {most} karakter"),
    "too_few": ("must hold at least {least}", "paling sedikit memuat {least}"),
    "too_many": ("must hold at most {most}", "paling banyak memuat {most}"),
    # of which form
    "like": ("must be written like {example}", "harus ditulis seperti {example}"),
    "visible": (
        "must hold at least one visible character and no NUL",
        "harus memuat paling sedikit satu karakter yang terlihat, tanpa NUL",
    ),
    "no_web_address": (
        "must be an address with http or https and a host, without sign-in",
        "harus alamat http atau https dengan nama host, tanpa nama pengguna dan kata sandi",
    ),
    "uuid_version": ("must be a UUID of version {version}", "harus UUID versi {version}"),
    "no_person": (
        "must be a person; an API key reads no secret and holds no task",
        "harus orang; kunci API tidak membaca yang rahasia dan tidak memegang tugas",
    ),
    "nothing_proposed": (
        "a proposal names at least one member to change",
        "usulan menyebut paling sedikit satu anggota yang diubah",
    ),
    "reporter_no_text": ("the reporter is not a text", "pelapor bukan teks"),
    "notice_text_or_reason": (
        "a notice holds its text when it was sent, and its reason when it was not",
        "pemberitahuan memuat teksnya bila dikirim, dan alasannya bila tidak",
    ),
    # headers
    "identity": (
        "the body is sent as it is, without compression",
        "isi dikirim apa adanya, tanpa kompresi",
    ),
    "one_validator": ("one validator in double quotes", "satu penanda dalam tanda petik ganda"),
    "leaf_index": ("must be a leaf index of the log", "harus nomor entri (leaf index) log"),
    "key": (
        "1 to 255 visible ASCII characters, quoted or bare",
        "1 sampai 255 karakter ASCII yang terlihat, dengan atau tanpa tanda petik",
    ),
    "cursor": (
        "not a cursor of this list with these filters; begin at the first page",
        "bukan penanda halaman daftar ini dengan penyaring ini; mulailah dari halaman pertama",
    ),
    # searching and lists
    "words_too_many": (
        "at most {most} words, each `or` and each word of a phrase among them; a link is one",
        "paling banyak {most} kata, termasuk setiap `or` dan setiap kata dalam frasa; satu tautan satu kata",
    ),
    "relevance": (
        "`relevance` is an order of what `q` finds; give `q` too",
        "`relevance` mengurutkan hasil `q`; sertakan juga `q`",
    ),
    # the log, exports and bundles
    "newest_leaf": ("the newest leaf of the log is {newest}", "entri terakhir log adalah {newest}"),
    "beyond_log": ("the log does not go so far", "log belum sampai sejauh itu"),
    "report_or_period": (
        "a bundle is of one report or of a period, not of both",
        "berkas memuat satu laporan atau satu kurun waktu, bukan keduanya",
    ),
    "period_begins": ("a period needs its beginning", "kurun waktu memerlukan awalnya"),
    "period_order": (
        "a period begins before it ends, and before now",
        "kurun waktu dimulai sebelum berakhir, dan sebelum saat ini",
    ),
    # clocks
    "years": ("a moment from {first} to {last}", "waktu dari tahun {first} sampai {last}"),
    "no_limit": (
        "a step that the law of {regime} sets a limit on that day",
        "langkah yang diberi batas waktu oleh hukum {regime} pada hari itu",
    ),
    "no_extension": ("no law extends {clock}", "tidak ada aturan yang memperpanjang {clock}"),
    # queued commands
    "target_missing": ("the report or task that is meant", "laporan atau tugas yang dimaksud"),
    "target_own": ("the command's own id, or nothing", "id perintah itu sendiri, atau kosong"),
    # endpoints
    "target_refused": (
        "not a public address; TINDAK_WEBHOOK_ALLOW adds networks of the operator's own",
        "bukan alamat publik; TINDAK_WEBHOOK_ALLOW menambahkan jaringan milik operator",
    ),
    "target_port_refused": (
        "neither port 443 nor one that the operator adds by TINDAK_WEBHOOK_PORTS",
        "bukan porta 443 dan bukan porta yang ditambahkan operator dengan TINDAK_WEBHOOK_PORTS",
    ),
    "target_not_https": ("events are posted over https alone", "peristiwa hanya dikirim lewat https"),
    "target_unresolvable": ("its name leads to no address", "nama ini tidak menunjuk alamat mana pun"),
    "target_malformed": (
        "not an address that events may be posted to",
        "bukan alamat yang dapat dikirimi peristiwa",
    ),
    # uploads
    "not_offered": (
        "no header of this request in an offered extension",
        "bukan tajuk permintaan ini dalam ekstensi yang ditawarkan",
    ),
    "sha256": (
        "SHA-256 in 64 lower-case hexadecimal digits",
        "SHA-256 dalam 64 digit heksadesimal huruf kecil",
    ),
    "words_at_most": (
        "at most {most} characters, one of them visible, and no NUL",
        "paling banyak {most} karakter, salah satunya terlihat, tanpa NUL",
    ),
    "metadata_pairs": (
        "names, each with its value in base64 of UTF-8",
        "nama-nama, masing-masing dengan nilai dalam base64 dari UTF-8",
    ),
    "metadata_once": ("each name once", "setiap nama satu kali"),
    "checksum": ("an algorithm and a digest in base64", "algoritma dan checksum dalam base64"),
    "empty_file": ("an empty file is no evidence", "berkas kosong bukan bukti"),
}

FAULTS: Mapping[str, Wording] = MappingProxyType({kind: Wording(*both) for kind, both in _SAID.items()})
"""The words of each kind of fault. They may hold ``{names}`` filled from the case at hand."""
