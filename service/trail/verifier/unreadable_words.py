"""Why nothing can be verified or told, in Bahasa Indonesia: one row for each reason that is said in English.

A row is the English form with its places in braces; what stands in them (names, places, numbers) is the same in both.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "no key of a log was given, and nothing else says whom to trust": (
            "tidak ada kunci buku catatan yang diberikan, dan tidak ada hal lain yang menyatakan siapa yang dipercaya"
        ),
        "{}: line {} is no verifier key ({})": "{}: baris {} bukan kunci pemeriksa ({})",
        "{} is no verifier key ({})": "{} bukan kunci pemeriksa ({})",
        "{}: it is no text": "{}: bukan teks",
        "{}: it cannot be read ({})": "{}: tidak dapat dibaca ({})",
        "{}: it is no policy of witnesses ({})": "{}: bukan daftar saksi ({})",
        "{}: it is no checkpoint ({})": "{}: bukan titik periksa ({})",
        "{}: none of the keys given vouches for it": "{}: tidak ada kunci yang diberikan yang menjaminnya",
        "{}: it is of {}, the bundle of {}": "{}: milik {}, sedangkan berkas milik {}",
        "{}: only the bundle of a whole region can be held against an earlier checkpoint": (
            "{}: hanya berkas seluruh wilayah yang dapat dibandingkan dengan titik periksa sebelumnya"
        ),
        "{}: leaf {} stands after leaf {}": "{}: entri {} berada setelah entri {}",
        "{}: report {} stands after report {}": "{}: laporan {} berada setelah laporan {}",
        "{}: line {} has not its form ({})": "{}: bentuk baris {} tidak sesuai ({})",
        "{}: line {} is longer than {} bytes": "{}: baris {} lebih panjang dari {} bita",
        "{}: it is no bundle of entries ({})": "{}: bukan kumpulan entri ({})",
        "{}: it is no list of keys ({})": "{}: bukan daftar kunci ({})",
        "{}: it has no {}, so it is no bundle": "{}: tidak memuat {}, jadi bukan berkas audit",
        "{}: it is not there": "{}: tidak ada",
        "{}: it is damaged or cut short ({})": "{}: rusak atau terpotong ({})",
        "{}: it stands twice in the file": "{}: ada dua kali dalam berkas",
        "{}: it has more than {} members": "{}: isinya lebih dari {} bagian",
        "{}: it is neither stored nor deflated": "{}: dikemas dengan cara yang tidak dikenal",
        "{}: {} bytes are more than it may have": "{}: {} bita melebihi batasnya",
        "{}: no bundle has a member of this name": "{}: tidak ada berkas audit dengan bagian bernama ini",
        "{}: the same tile stands there in another width": "{}: ubin yang sama ada dengan lebar lain",
        "{}: it overlaps the member before it": "{}: bertindihan dengan bagian sebelumnya",
        "more than {} things happened: name one report with --report": (
            "lebih dari {} hal terjadi: sebutkan satu laporan dengan --report"
        ),
        "the bundle tells of no report {}": "berkas itu tidak memuat laporan {}",
        "{}: is there already": "{}: sudah ada",
        "{}: cannot be written ({})": "{}: tidak dapat ditulis ({})",
        "{}: a leaf is not written in base64 ({})": "{}: sebuah entri tidak ditulis dalam base64 ({})",
    }
)

_NAMES = {"the file": "berkas itu"}
"""What stands in a place and is no name."""


def in_indonesian(reason: str) -> str:
    """A reason in Bahasa Indonesia; as it stands where it is of no row, so that it is not lost."""
    return put_into(REASONS, reason)


def put_into(rows: Mapping[str, str], said: str) -> str:
    """What was said, by the row of the table whose form it has; as it stands where there is none."""
    for english, indonesian in rows.items():
        found = re.fullmatch("(.*?)".join(map(re.escape, english.split("{}"))), said, re.DOTALL)
        if found:
            return indonesian.format(*(_NAMES.get(each, each) for each in found.groups()))
    return said
