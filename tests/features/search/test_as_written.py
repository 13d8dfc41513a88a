"""A text is found as people write: strokes, dashes, points, amounts, telephone numbers, links, words that repeat."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, P, headers, report
from tests.features.search.asking import ids, marked, search

SHARED = "https://www.facebook.com/groups/123456789/posts/987654321/?mibextid=Nif5oz&fbclid=IwAR0abc"
FINDS = {
    "neighbourhoods": (
        "Warga RT 02/RW 03 menerima uang",
        ("RW 03", "RT 02", "rt 2 rw 3", "RT02/RW03", "RW-03", "rw.3"),
    ),
    "glued to each other": ("Rumah di RT02/RW003", ("RT 2", "RW 03", "rt.02 rw.03", "RT 02/RW 03")),
    "either of two": ("Dilaporkan ke Desa/Kelurahan", ("kelurahan", "desa", "Desa/Kelurahan", "desa / kelurahan")),
    "a polling station": (
        "Kotak suara TPS-05 terbuka",
        ("TPS 05", "TPS 5", "TPS05", "tps: 005", "TPS.5", "TPS\u201305"),
    ),
    "a no-break space": ("Di TPS\u00a007, RW\u202f04", ("TPS 07", "RW 4", "TPS\u00a07")),
    "an honorific": ("Diberi oleh Sdr.Budi kemarin", ("Budi", "sdr budi", "Sdr. Budi", "saudara Budi")),
    "short words of an address": (
        "Kec.Gombong, Kab.Kebumen, Kel. Wonokriyo, Jl.Yos Sudarso No.12",
        ("Gombong", "kecamatan gombong", "Kabupaten Kebumen", "kelurahan wonokriyo", "jalan yos", "nomor 12", "no 12"),
    ),
    "an amount": (
        "Amplop berisi Rp50.000 per orang",
        ("50.000", "Rp50.000", "Rp 50.000", "Rp. 50.000,-", "50000", "50 ribu", "50rb", "50.000,00", "50.000 rupiah"),
    ),
    "millions": (
        "Dana Rp 1,5 juta dibagikan",
        ("1,5 juta", "1.500.000", "Rp1.500.000,00", "1500000", "1,5jt", "1.5 juta", "Rp 1.500 ribu"),
    ),
    "a million and a half": ("Dana 1\u00bd juta", ("1\u00bd juta", "1,5 juta", "1.500.000", "satu setengah juta")),
    "half a million": ("Diberi \u00bd juta", ("500.000", "setengah juta", "\u00bd juta", "500 ribu")),
    "half a million in words": ("Diberi setengah juta", ("500.000", "setengah juta", "\u00bd juta", "Rp500'000")),
    "a range of amounts": ("Tiap warga 50-100 ribu", ("50 ribu", "Rp100.000", "50.000-100.000")),
    "a range of numbers": ("TPS 05-07 dan 10\u201312", ("TPS 5", "TPS 07", "TPS 12", "05-07")),
    "a telephone number": (
        "Hubungi 0812-3456-7890 (WA)",
        ("0812 3456 7890", "081234567890", "+62 812-3456-7890", "62812.3456.7890", "+6281234567890", "0812.3456.7890"),
    ),
    "one with the country's code": (
        "WA +62 812-3456-7890",
        ("0812-3456-7890", "+62 (0)812 3456 7890", "6281234567890"),
    ),
    "one behind two zeros": ("WA 0062 812 3456 7890", ("0812-3456-7890", "0062 812 3456 7890", "+6281234567890")),
    "a fixed line": ("Telp. (0287) 381234", ("0287-381234", "0287 381234", "+62 287 381234", "0287381234")),
    "a link": (
        f"Disebarkan lewat {SHARED}, kata warga",
        (
            SHARED,
            "facebook.com/groups/123456789",
            "https://m.facebook.com/groups/123456789/posts/987654321",
            "facebook.com",
            "www.facebook.com",
            "facebook",
            "987654321",
        ),
    ),
    "a link of words": (
        "(lihat https://kabar.example.id/2024/bagi-bagi-uang-di-panjer.html).",
        ("https://kabar.example.id/2024/bagi-bagi-uang-di-panjer.html", "kabar.example.id", "membagikan uang panjer"),
    ),
    "a link with a port": (
        "Ada di http://kabar.example.id:8080/berita",
        ("kabar.example.id", "kabar.example.id.", "kabar.example.id/berita", "http://kabar.example.id:8080/berita"),
    ),
    "a file elsewhere": ("Ada di ftp://kabar.example.id/a", ("ftp://kabar.example.id/a", "kabar.example.id/a")),
    "an address of mail": ("Surat dari budi@kpu.go.id", ("budi@kpu.go.id", "budi")),
    "a date and a time": ("Tanggal 24/11/2024 pukul 08.30", ("24-11-2024", "24.11.2024", "08:30", "8.30")),
    "initials": ("Ketua K.P.U. dan P.P.S.", ("KPU", "pps", "K.P.U.")),
    "an apostrophe": ("Hari Jum\u2019at di rumah Pak Ma'ruf", ("Jumat", "jum'at", "maruf", "Ma\u2019ruf")),
    "marks of letters": ("De\u0301sa Kebume\u0301n, \uff34\uff30\uff33 \uff15", ("désa kebumen", "desa", "TPS 5")),
    "what is not seen": ("uang pe\u00adlicin am\u200bplop", ("pelicin", "amplop")),
    "vote buying": (
        "Ia membagi-bagikan uang",
        ("bagi-bagi uang", "bagi bagi uang", '"bagi bagi uang"', "bagi2 uang", "pembagian uang", "membagi2kan uang"),
    ),
    "vote buying, apart": ("Ada bagi bagi uang", ("bagi-bagi", "membagi-bagikan uang", "dibagi-bagikan", "bagi²")),
    "a word that repeats without its prefix": ("Ia memukul-mukul meja", ("memukul", "pukul", '"pukul meja"')),
    "two words grown into one": ("Penyalahgunaan wewenang", ("salah guna", "menyalahgunakan", "disalahgunakan")),
    "another spelling": ("Ijin propinsi dirubah", ("izin", "provinsi", "perubahan", "mengubah")),
}
FINDS_NOT = {
    "another polling station": ("Kotak suara TPS-05", ("TPS 06", "TPS 50", "TPS 15")),
    "what a fraction is no part of": ("Dana 1\u00bd juta", ("11 juta", "2 juta", "500.000")),
    "another amount": ("Amplop berisi Rp50.000", ("5.000", "500.000", "50 juta", "50")),
    "another telephone number": ("Hubungi 0812-3456-7890", ("0812 3456 7891", "0812")),
    "another page of a host": (f"Lewat {SHARED}", ("facebook.com/groups/999", "twitter.com")),
    "what must not be there, written with a dash": ("Kotak suara TPS-05", ("kotak -TPS-05", 'suara -"tps 5"')),
    "a phrase in another order": ("RT 02/RW 03", ('"RW 02"', '"rw 3 rt 2"')),
}


@pytest.mark.parametrize("case", FINDS)
async def test_a_text_is_found_however_it_is_asked_for(client: Any, settings: Settings, case: str) -> None:
    text, questions = FINDS[case]
    made = await report(client, settings, classification="ordinary", title="Kabar", description=text)
    await report(client, settings, classification="ordinary", title="Lain", description="Tempat suara terendam air.")
    for question in questions:
        assert await ids(client, settings, question) == [made["id"]], question


@pytest.mark.parametrize("case", FINDS_NOT)
async def test_what_is_another_is_not_found(client: Any, settings: Settings, case: str) -> None:
    text, questions = FINDS_NOT[case]
    await report(client, settings, classification="ordinary", title="Kabar", description=text)
    for question in questions:
        assert await ids(client, settings, question) == [], question


SHOWN = {
    "rw 3": ("RT 02/RW 03", ["RW", "03"]),
    "50 ribu": ("isi Rp50.000,00 saja", ["Rp50.000,00"]),
    "+62 812 3456 7890": ("WA 0812-3456-7890.", ["0812-3456-7890"]),
    "bagi bagi": ("Ia membagi-bagikan uang", ["membagi", "bagikan"]),
    "1,5 juta": ("Dana 1 \u00bd juta \u00bd", ["1 \u00bd juta"]),
    "kebumen": ("De\u0301sa Kebume\u0301n\u0301 itu", ["Kebume\u0301n\u0301"]),
    "kabar.id/a": ("Di https://kabar.id/a/b, ya", ["https://kabar.id/a/b"]),
    '"uang di meja"': ("uang; di meja ada uang", ["uang", "di", "meja"]),
}


@pytest.mark.parametrize("question", SHOWN)
async def test_what_was_found_is_marked_as_it_was_written(client: Any, settings: Settings, question: str) -> None:
    text, matched = SHOWN[question]
    await report(client, settings, classification="ordinary", title="Kabar", description=text)
    (item,) = (await search(client, settings, question))["items"]
    assert marked(item, "description") == [matched]
    (passage,) = [each["parts"] for each in item["highlights"] if each["member"] == "description"]
    assert "".join(part["text"] for part in passage) == text


async def test_a_link_of_many_parts_is_one_word_of_a_search(client: Any, settings: Settings) -> None:
    link = "https://www.tiktok.com/@warga.kota/video/730/a/b/c/d/e/f/g?lang=id-ID&q=a%20b&x=1&y=2&z=3"
    made = await report(client, settings, classification="ordinary", title="Kabar", description=f"Di {link}!")
    assert await ids(client, settings, f"{link} kabar") == [made["id"]]
    answer = await client.get(f"{P}/reports", params={"q": "a-b/" * 7}, headers=headers(settings, DESK))
    assert answer.json()["errors"][0]["code"] == "too_many_words"
