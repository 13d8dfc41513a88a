"""Names of the field that are shortened to one word, and what they stand for: `paslon`, `pasangan calon`.

Each is found by either form: whatever belongs to a long form is found by the short one too, and a short one stands for
as many words as its long form has. Left out is what means something else as well (`balon`, `kasi`, `toga`, `kk`).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_FORMS = {
    # Who stands for election, and what for.
    "paslon": "pasangan calon", "capres": "calon presiden", "cawapres": "calon wakil presiden",
    "cagub": "calon gubernur", "cawagub": "calon wakil gubernur", "cabup": "calon bupati",
    "cawabup": "calon wakil bupati", "cawalkot": "calon wali kota|calon walikota", "cakada": "calon kepala daerah",
    "cakades": "calon kepala desa", "caleg": "calon legislatif|calon anggota legislatif",
    "bacaleg": "bakal calon legislatif|bakal calon anggota legislatif", "timses": "tim sukses",
    "jurkam": "juru kampanye",
    "parpol": "partai politik", "pilkada": "pemilihan kepala daerah", "pilkades": "pemilihan kepala desa",
    "pilpres": "pemilihan presiden|pemilihan umum presiden", "pilgub": "pemilihan gubernur",
    "pileg": "pemilihan legislatif|pemilihan umum legislatif|pemilihan anggota legislatif",
    "pilbup": "pemilihan bupati", "pilwalkot": "pemilihan wali kota|pemilihan walikota", "pemilu": "pemilihan umum",
    "dapil": "daerah pemilihan", "apk": "alat peraga kampanye", "tps": "tempat pemungutan suara",
    "dpt": "daftar pemilih tetap", "dps": "daftar pemilih sementara", "dptb": "daftar pemilih tambahan",
    "dpk": "daftar pemilih khusus",
    # Who holds it and watches over it.
    "kpu": "komisi pemilihan umum", "kpps": "kelompok penyelenggara pemungutan suara",
    "ppk": "panitia pemilihan kecamatan", "pps": "panitia pemungutan suara",
    "pantarlih": "petugas pemutakhiran data pemilih", "coklit": "pencocokan dan penelitian",
    "bawaslu": "badan pengawas pemilihan umum|badan pengawas pemilu", "panwaslu": "panitia pengawas pemilihan umum|"
    "panitia pengawas pemilu", "panwascam": "panitia pengawas kecamatan|panitia pengawas pemilu kecamatan",
    "dkpp": "dewan kehormatan penyelenggara pemilu|dewan kehormatan penyelenggara pemilihan umum",
    "gakkumdu": "penegakan hukum terpadu", "dprd": "dewan perwakilan rakyat daerah", "dpr": "dewan perwakilan rakyat",
    "dpd": "dewan perwakilan daerah",
    # Offices.
    "kades": "kepala desa", "kadus": "kepala dusun", "sekdes": "sekretaris desa", "sekcam": "sekretaris kecamatan",
    "sekda": "sekretaris daerah", "kadis": "kepala dinas", "kabag": "kepala bagian", "wabup": "wakil bupati",
    "wagub": "wakil gubernur", "walkot": "wali kota|walikota", "wapres": "wakil presiden", "ketum": "ketua umum",
    "sekjen": "sekretaris jenderal", "pemda": "pemerintah daerah", "pemkab": "pemerintah kabupaten",
    "pemkot": "pemerintah kota", "pemprov": "pemerintah provinsi", "pemdes": "pemerintah desa",
    "perda": "peraturan daerah", "perdes": "peraturan desa", "perbup": "peraturan bupati", "musdes": "musyawarah desa",
    "bumdes": "badan usaha milik desa", "asn": "aparatur sipil negara", "pns": "pegawai negeri sipil",
    "kapolsek": "kepala kepolisian sektor", "kapolres": "kepala kepolisian resor", "polsek": "kepolisian sektor",
    "polres": "kepolisian resor", "polda": "kepolisian daerah", "kejari": "kejaksaan negeri",
    "kajari": "kepala kejaksaan negeri", "kodim": "komando distrik militer", "koramil": "komando rayon militer",
    "babinsa": "bintara pembina desa", "tni": "tentara nasional indonesia", "linmas": "perlindungan masyarakat",
    # What reports are about.
    "bansos": "bantuan sosial", "blt": "bantuan langsung tunai", "pkh": "program keluarga harapan",
    "sembako": "sembilan bahan pokok", "medsos": "media sosial", "ormas": "organisasi masyarakat|"
    "organisasi kemasyarakatan", "pungli": "pungutan liar", "miras": "minuman keras", "sajam": "senjata tajam",
    "kamtibmas": "keamanan dan ketertiban masyarakat", "ponpes": "pondok pesantren", "bimtek": "bimbingan teknis",
    "puskesmas": "pusat kesehatan masyarakat", "ktp": "kartu tanda penduduk",
}  # fmt: skip
"""By the short form what it stands for, in each way that this is written."""

_OWNED = ("nya", "lah", "kah", "pun")
"""What hangs on a name without being a part of it: `kadesnya`, `kepala desanya`."""


class LongForm(NamedTuple):
    """A long form's words, and the short form of it."""

    words: tuple[str, ...]
    short: str


LENGTHS = {short: len(forms.split("|")[0].split()) for short, forms in _FORMS.items()}
"""By each short form the words of its long one, of the first where there are several."""


def _by_first_word() -> dict[str, list[LongForm]]:
    found = defaultdict(list)
    for short, forms in _FORMS.items():
        for words in map(str.split, forms.split("|")):
            found[words[0]].append(LongForm(tuple(words), short))
    return {first: sorted(forms, key=lambda form: -len(form.words)) for first, forms in found.items()}


_LONG = _by_first_word()


def short_form(written: str) -> str | None:
    """The short form that a word is, whatever hangs on it; None for any other word."""
    if written in LENGTHS:
        return written
    return _bare(written) if written.endswith(_OWNED) and _bare(written) in LENGTHS else None


def long_forms(written: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Every long form among words that follow one another: where it begins and ends, and the short form of it."""
    for start, word in enumerate(written):
        for form in _LONG.get(word, ()):
            end = start + len(form.words)
            *before, last = written[start:end] if end <= len(written) else ("",)
            if tuple(before) == form.words[:-1] and form.words[-1] in (last, _bare(last)):
                yield start, end, form.short


def _bare(written: str) -> str:
    return written[:-3] if written.endswith(_OWNED) else written
