"""What people shorten, glue together or part by a sign is found by whoever writes it out, and the other way round."""

from tests.storage.lexemes.reading import Cases, found, missed, parted

MONTHS = {
    "Januari": ("Jan",),
    "Februari": ("Feb", "Peb", "Pebruari"),
    "Maret": ("Mar",),
    "April": ("Apr",),
    "Juni": ("Jun",),
    "Juli": ("Jul",),
    "Agustus": ("Agu", "Agt", "Ags", "Agst"),
    "September": ("Sep", "Sept"),
    "Oktober": ("Okt",),
    "November": ("Nov", "Nop", "Nopember"),
    "Desember": ("Des",),
}
ALIKE: Cases = {
    **{
        month: (f"27 {month} 2024", tuple(f"27 {each} 2024" for each in (month, *short)))
        for month, short in MONTHS.items()
    },
    "an appeal": ("imbauan", ("himbauan", "mengimbau", "menghimbau", "diimbau", "dihimbau")),
    "a diploma": ("ijazah", ("ijasah", "ijazahnya")),
    "a survey": ("disurvei", ("survey", "survei", "disurvey", "mensurvei")),
    "a telephone": ("menelepon", ("telpon", "menelpon", "ditelpon", "telepon")),
    "together": ("dikoordinir", ("koordinasi", "dikoordinasi", "mengkoordinir", "berkoordinasi")),
    "a queue": ("antre", ("antri", "antrian", "antrean", "mengantri", "mengantre")),
    "by heart": ("menghafal", ("hapal", "hafal", "dihapal", "menghapal")),
    "advice": ("nasihat", ("nasehat", "dinasehati", "menasihati")),
    "a number": ("nomor", ("nomer", "no.", "nomer")),
    "a mosque": ("masjid", ("mesjid",)),
    "a hoax": ("hoaks", ("hoax", "hoaksnya")),
    "a house of prayer": ("musala", ("mushola", "musholla", "mushalla")),
    "a teacher": ("Ustaz", ("ustad", "ustadz")),
    "a driver, a shirt": ("sopir kaus", ("supir kaos",)),
    "a copy with a photograph": ("fotokopi foto", ("fotocopy photo",)),
    "a secretary": ("sekretaris", ("sekertaris",)),
    "a party": ("PDIP", ("PDI-P", "PDI P", "PDI.P")),
    "an age": ("Budi, 45 th", ("45 tahun", "45 thn", "45th", "45thn")),
    "a man": ("Bp.Ahmad", ("bapak Ahmad", "Bpk. Ahmad", "Pak Ahmad", "Bp Ahmad")),
    "a village": ("Kp.Baru", ("kampung baru", "Kp. Baru")),
    "a hamlet": ("Dk. Krajan", ("dukuh Krajan", "Dk.Krajan")),
    "until": ("08.00 s/d 10.00", ("08.00 s.d. 10.00", "08.00 s.d 10.00", "8.00 s/d 10.00")),
    "in the name of": ("a/n Ahmad", ("a.n. Ahmad", "a.n Ahmad", "A/N AHMAD")),
    "a backtick": ("Jum`at", ("Jumat", "Jum'at", "Jum\u2019at")),
    "an electronic card": ("e-KTP", ("eKTP", "e-ktp", "e KTP")),
    "nobody of the civil service": ("nonASN", ("non-ASN", "non ASN")),
    "against hoaxes": ("antihoaks", ("anti-hoaks", "anti hoaks")),
    "after the vote": ("pascapilkada", ("pasca-pilkada", "pasca pilkada")),
    "put out of office": ("dinonaktifkan", ("nonaktif", "menonaktifkan", "non-aktif", "nonaktifkan")),
    "a year behind an apostrophe": ("Pilkada'24", ("Pilkada 24", "Pilkada \u201924", "pilkada-24")),
    "damage, as many write it": ("pengrusakan", ("merusak", "perusakan", "dirusak")),
    "lateness": ("keterlambatan", ("lambat", "terlambat", "memperlambat")),
    "a click": ("mengklik", ("diklik", "klik", "kliknya")),
    "taking no side": ("netralitas", ("netral", "menetralkan", "netralitasnya", "kenetralan")),
}
PARTS: Cases = {
    "of an acronym": ("KPPSnya, TPSlah, diKPU", ("KPPS", "TPS", "KPU")),
    "of a glued word": (
        "Gerakan antihoaks nonASN pascapilkada lewat e-KTP",
        ("hoaks", "ASN", "pilkada", "KTP", "eKTP"),
    ),
    "a card without its prefix": ("eKTP palsu", ("KTP palsu",)),
}
APART: Cases = {
    "another month": ("27 Nov 2024", ("27 Oktober 2024", "27 Jan 2024")),
    "what only begins like a bound word": ("antisipasi, nonton, antarkan, Pascal", ("anti", "non", "pasca", "sipasi")),
    "what only begins with an e": ("ekor, emas, etika", ("e", "kor", "mas")),
    "what only ends like a learned word": ("identitas, fasilitas, mobilitas", ("ident", "fasil", "mobil")),
    "either of two letters": ("x/n y/d", ("xn", "yd")),
}


def test_what_is_shortened_is_found_by_who_writes_it_out() -> None:
    assert (missed(ALIKE), parted(ALIKE)) == ([], [])


def test_parts_that_are_glued_together_are_found_by_one() -> None:
    assert missed(PARTS) == []


def test_what_only_looks_shortened_is_not() -> None:
    assert found(APART) == []
