"""A short form and what it stands for, a number in words and its figures: each finds the other, in phrases too."""

import pytest

from service.storage.lexemes.short_forms import LENGTHS, long_forms, short_form
from service.storage.lexemes.spelled_numbers import spelled_numbers
from tests.storage.lexemes.reading import Cases, found, missed, parted

ALIKE: Cases = {
    "a pair that stands": ("", ("paslon 2", "Pasangan Calon 02", "pasangan-calon 2")),
    "a head of a village": ("", ("kadesnya", "Kepala Desanya", "kades", "kepala desa")),
    "an amount": ("", ("lima puluh ribu", "50.000", "Rp50.000", "50 ribu", "50rb", "limapuluh ribu", "50000")),
    "a large one": ("", ("dua ratus juta", "200 juta", "Rp200.000.000", "200jt", "duaratus juta")),
    "half a million": ("", ("setengah juta", "\u00bd juta", "Rp500.000", "500 ribu")),
    "a quarter of a milliard": ("", ("seperempat miliar", "250 juta", "\u00bc milyar")),
    "a part of a million": ("", ("dua setengah juta", "dua koma lima juta", "2,5 juta", "Rp2.500.000")),
    "a year": ("", ("dua ribu dua puluh empat", "2024")),
}
PHRASES: Cases = {
    "by the long form": (
        "Datang dua pasangan calon nomor 2 kemarin",
        ('"dua paslon"', '"paslon nomor 2"', '"pasangan calon nomor"'),
    ),
    "by the short form": (
        "Datang dua paslon nomor 2 kemarin",
        ('"dua pasangan calon"', '"pasangan calon nomor 2"', '"dua paslon nomor"'),
    ),
    "by figures": ("Diberi lima puluh ribu per orang", ('"50.000 per orang"', '"diberi 50 ribu"', '"puluh ribu per"')),
}
APART: Cases = {
    "words of a long form alone": (
        "Pasangan suami istri, calon jemaah; kepala sekolah di desa",
        ("paslon", "kades"),
    ),
    "what a sentence parts": ("Ia kepala. Desa sepi. Ada dua, puluh ribu datang", ("kades", "20.000")),
    "a part of what is named": ("KPU dan paslon", ("pemilihan umum", "pemilu", "calon", "komisi")),
    "another number": ("lima puluh ribu, satu orang, ratusan juta", ("5.000", "50", "1", "100 juta", "500.000")),
}


def test_each_form_finds_the_other() -> None:
    assert parted(ALIKE) == []
    assert missed(PHRASES) == []


def test_what_is_near_is_not_found() -> None:
    assert found(APART) == []


def test_what_hangs_on_a_short_form_is_no_part_of_it() -> None:
    assert short_form("paslonnya") == "paslon"
    assert short_form("paslonan") is None


@pytest.mark.parametrize("short", sorted(LENGTHS))
def test_every_short_form_stands_for_more_than_one_word_and_is_found_by_them(short: str) -> None:
    assert LENGTHS[short] > 1 or short == "walkot"
    assert short_form(short) == short
    assert list(long_forms([short])) == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("sebelas", "11"),
        ("seratus lima puluh ribu", "150000"),
        ("satu juta dua ratus lima puluh ribu", "1250000"),
        ("sembilan ratus sembilan puluh sembilan", "999"),
        ("dua triliun tiga miliar", "2003000000000"),
        ("seribu satu", "1001"),
    ],
)
def test_a_number_is_read_whole(words: str, value: str) -> None:
    written = words.split()
    assert list(spelled_numbers(written)) == [(0, len(written), value)]


@pytest.mark.parametrize(
    "words", ["satu", "dua", "nol", "puluh ribu", "ratusan juta", "setengah", "setengah jalan", "koma lima"]
)
def test_what_is_no_number_is_none(words: str) -> None:
    assert list(spelled_numbers(words.split())) == []
