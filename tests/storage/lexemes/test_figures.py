"""Number plates, numbers of identity cards, telephone numbers and amounts, however their parts are kept apart."""

import pytest

from tests.storage.lexemes.reading import Cases, found, missed, parted

PLATES: Cases = {
    "a plate": ("Mobil AA 1234 BC parkir", ("AA-1234-BC", "AA.1234.BC", "AA1234BC", "aa 1234 bc", "AA - 1234 - BC")),
    "one glued": ("Mobil R1234XY", ("R 1234 XY", "r-1234-xy")),
    "of a capital's three letters": ("Truk B.12.ABC", ("B12ABC", "b-12-abc")),
}
PARTS_OF_PLATES: Cases = {
    "a part of a plate": ("Mobil AA-1234-BC", ("1234", "AA 1234", "1234 BC")),
    "days before the vote": ("H-1 Pilkada, H-10 di kota", ("H-1 pilkada", "H-1", "kota h-10 di", "H 10")),
    "a neighbourhood is no plate": ("RT 12 RW 3 dan TPS A 12 di kota", ("RT 12 RW", "rt 12", "TPS A 12", "A 12")),
}
NO_SUCH_PLATE: Cases = {
    "another plate": ("Mobil AA 1234 BC", ("AA 1234 BD", "AB1234BC", "AA 123 BC", "AA 1235 BC")),
}
PEOPLE: Cases = {
    "an identity card": (
        "NIK 3305012345678901",
        (
            "33.05.01.234567.8901",
            "330501-234567-8901",
            "3305-0123-4567-8901",
            "3305 0123 4567 8901",
            "330501 234567  8901",
        ),
    ),
    "a mobile number": (
        "Hubungi 081234567890",
        ("0812/3456/7890", "0812 - 3456 - 7890", "0812_3456_7890", "0812-3456-7890", "+62 812/3456/7890"),
    ),
    "the country's code behind two zeros": (
        "Hubungi 0062 812-3456-7890",
        ("0812 3456 7890", "+62 812 3456 7890", "006281234567890", "0062-812-3456-7890", "(0062) 812 3456 7890"),
    ),
    "a fixed line of the country": ("Telp. 0062 287 381234", ("0287-381234", "+62 287 381234", "0062287381234")),
    "two of them": ("0812-3456-7890/0813-1111-2222", ("0812-3456-7890/0813-1111-2222",)),
    "a fixed line": (
        "Telp. (0287)381234",
        ("0287/381234", "0287-381234", "0287381234", "(0287) 381234", "(0287)-381234", "(0287)381234"),
    ),
}
OTHER_PEOPLE: Cases = {
    "another card": ("NIK 33.05.01.234567.8901", ("3305012345678902", "330501")),
    "numbers beside each other": ("Seri 3305012345 678901", ("3305012345678901",)),
    "another number": ("0812/3456/7890", ("081234567891", "0812")),
    "a letter's number is no telephone": ("Nomor 025/123456/2024", ("025123456",)),
}
AMOUNTS: Cases = {
    "about so many": (
        "Tiap warga 50 ribuan",
        ("50 ribu", "50ribuan", "50an ribu", "50-an ribu", "Rp50.000", "50rb-an"),
    ),
    "about so many millions": ("5 jutaan", ("5 juta", "5jt", "5jutaan", "5.000.000")),
    "milliards": ("Dana Rp2,5 miliar", ("dana 2,5 miliar", "dana Rp2.5M", "dana Rp2,5M", "dana Rp 2,5 M", "dana 2,5M")),
    "billions": ("Anggaran 3T", ("anggaran 3 triliun", "anggaran Rp3T", "anggaran 3T", "anggaran 3T rupiah")),
    "blanks for points": ("Isi 50.000", ("isi 50 000", "isi Rp 50. 000", "Isi Rp 50 000")),
    "a fraction": ("Dana 1\u00bd juta", ("dana 1,5 juta", "dana 1 \u00bd juta", "dana 1.500.000", "dana Rp1,5jt")),
    "a half": ("Dana \u00bd juta", ("dana 500.000", "dana 0,5 juta", "dana 500 ribu", "dana Rp\u00bd juta")),
    "three quarters": ("Dana Rp2\u00be miliar", ("dana 2.750.000.000", "dana 2,75 miliar")),
    "an eighth": ("Dana \u215b juta", ("dana 125.000", "dana 125rb")),
    "an apostrophe for a point": ("Isi Rp50.000", ("isi Rp50'000", "isi 50\u2019000", "isi Rp 50'000,-")),
    "apostrophes": ("Isi Rp1'250'000", ("isi 1.250.000", "isi Rp1.250.000,00")),
    "more of them": ("Isi 1.250.000", ("isi 1 250 000", "isi Rp 1. 250. 000")),
}
OTHER_AMOUNTS: Cases = {
    "metres and a kind of region are no money": ("Daerah 3T, 2M", ("3 triliun", "2 miliar")),
    "a sentence that ends before a number": ("Isi Rp 50. 100 orang", ("50.100", "50100")),
    "what a fraction is no part of": ("Dana 1\u00bd juta", ("11 juta", "2 juta", "1 juta", "11.000.000", "500.000")),
    "weights": ("Beras 2\u00bd kg", ("21", "12")),
    "a year": ("Pilkada '24", ("24.000",)),
    "two numbers beside each other": ("TPS 5 123 suara", ("5123", "5.123")),
}


ALIKE = {"plates": PLATES, "people": PEOPLE, "amounts": AMOUNTS}
APART = {"plates": NO_SUCH_PLATE, "people": OTHER_PEOPLE, "amounts": OTHER_AMOUNTS}


@pytest.mark.parametrize("kind", ALIKE)
def test_one_figure_is_found_however_it_is_written(kind: str) -> None:
    assert (missed(ALIKE[kind]), parted(ALIKE[kind])) == ([], [])


def test_what_a_plate_has_and_what_only_looks_like_one_is_found_by_its_parts() -> None:
    assert missed(PARTS_OF_PLATES) == []


@pytest.mark.parametrize("kind", APART)
def test_another_figure_is_not_found(kind: str) -> None:
    assert found(APART[kind]) == []


WRITTEN_TOGETHER: Cases = {
    "neighbourhoods": ("Warga RT02RW03", ("RW 03", "RT 2", "RT02/RW03", "rt 02 rw 03", "RT02RW03")),
    "how often": ("Amplop 5x50.000", ("50.000", "50 ribu", "Rp50.000", "5x50.000")),
    "how often, of money": ("Amplop 5xRp50.000", ("50.000", "Rp 50 ribu")),
    "a name before a number": ("WA0812-3456-7890", ("081234567890", "0812 3456 7890", "WA 0812-3456-7890", "WA")),
    "a country in brackets": ("(+62) 812-3456-7890", ("081234567890", "+62 812 3456 7890", "(+62)812-3456-7890")),
    "a number without its zero": ("0812-3456-7890", ("812-3456-7890", "812 3456 7890", "wa.me/6281234567890")),
}
NO_NUMBER: Cases = {
    "a span": ("Halaman 812-814", ("0812814",)),
    "how often a day": ("2x24 jam", ("224", "48")),
    "what only begins like it": ("nobar808, wakil0812", ("WA",)),
}


def test_what_is_written_together_is_found_apart() -> None:
    assert missed(WRITTEN_TOGETHER) == []


def test_what_only_looks_like_a_number_is_none() -> None:
    assert found(NO_NUMBER) == []
