"""Forms of one root find one another in both directions; forms of two that look alike do not."""

from tests.storage.lexemes.reading import Cases, found, missed, parted

ALIKE: Cases = {
    "ai and au inside a root: a leaf": ("daun", ("daunnya", "daun-daun")),
    "cloth": ("kain", ("berkain", "kainnya")),
    "company": ("pergaulan", ("bergaul", "gaul", "pergaulannya")),
    "the sea": ("laut", ("lautan", "kelautan", "melaut", "lautnya")),
    "far": ("menjauh", ("jauhnya", "jauh", "dijauhkan", "kejauhan")),
    "bound": ("terpaut", ("pautan", "berpautan")),
    "mixed": ("pembauran", ("membaurkan", "berbaur", "dibaurkan")),
    "-kan after a root that another is with a k": ("diadukan", ("mengadukan", "pengaduan", "aduan", "mengadu")),
    "-an after such a root": ("adukan", ("mengaduk", "diaduk", "pengaduk")),
    "a noun in -an that only seems to be the root": ("pemasukan", ("dimasukkan", "masuk", "memasukkan")),
    "-kan with one k, as many write it": ("dimasukan", ("memasukan", "masuk", "dimasukkan")),
    "the same with other roots": ("dinaikan", ("menaikkan", "kenaikan", "naik")),
    "a noun in -an": ("pasukan", ("pasukannya", "berpasukan")),
}
APART: Cases = {
    "a leaf and a down": ("daunnya", ("daur", "dauh")),
    "cloth and a wedding": ("berkain", ("kawin", "kait")),
    "the sea and an opponent": ("kelautan", ("lawan", "laun")),
    "complaining and stirring": ("diadukan", ("aduk", "mengaduk", "adukan")),
    "entering and troops": ("pemasukan", ("pasukan", "pasuk", "memasok")),
    "troops and entering": ("pasukan", ("masuk", "dimasukkan", "pemasukan")),
}


def test_forms_of_one_root_find_one_another() -> None:
    assert (missed(ALIKE), parted(ALIKE)) == ([], [])


def test_forms_of_roots_that_look_alike_do_not() -> None:
    assert found(APART) == []
