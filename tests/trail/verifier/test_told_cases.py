"""What the told story says of a case at the joint desk, and of the limits of law: words, names and local times."""

import re
from pathlib import Path

import pytest

from service.edge.policy_files import load_policies
from service.trail.telling.command import Question
from service.trail.telling.moments import zone_of
from service.trail.telling.particulars import Place, particulars
from tests.trail.verifier.bundles import bundle, write
from tests.trail.verifier.test_cases import TRAIL
from tests.trail.verifier.test_told_story import told

SERVED = load_policies().of("33.05")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "id",
            (
                "Yang hadir: Bawaslu Kabupaten Kebumen; Polres Kebumen; Kejaksaan Negeri Kebumen",
                "Surat pengantar penyerahan",
                "Yang hadir, dengan nama: Bawaslu Kabupaten Kebumen",
                "Pemilu: Pemilihan Kepala Daerah 2024",
            ),
        ),
        ("en", ("Attended: Kebumen Election Supervisor; Kebumen Police", "Covering letter of the handing over")),
    ],
)
def test_a_case_is_told_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, said: tuple[str, ...]
) -> None:
    """Who attended, and the papers by their names."""
    out = told(capsys, Question(write(tmp_path / "a.zip", bundle(TRAIL)), lang=lang))
    for words in said:
        assert words in out
    for code in ("attendees", *SERVED.handover):
        assert "_" not in code or not re.search(rf"(?<!No\. ){code}", out), code  # the papers' own references say so


def test_the_ways_to_read_the_law_are_told_in_words_and_local_time() -> None:
    place = Place(zone_of("33.05"), "id", SERVED)
    reading = "7wd 2024-11-18T16:59:59.000000Z UU 1/2015 Pasal 148(1); Perma 1/2018"
    data = {"readings": [reading, "not one"], "area": "33.05.12", "election": "pilkada-2024"}
    assert dict(particulars(data, place)) == {
        "Cara membaca undang-undang": "7 hari kerja, sampai Senin, 18 November 2024, 23.59.59 WIB "
        "(UU 1/2015 Pasal 148(1); Perma 1/2018); not one",
        "Wilayah": "Kebumen (33.05.12)",
        "Pemilu": SERVED.elections["pilkada-2024"].name.id,
    }
