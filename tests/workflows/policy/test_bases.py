"""What a rule rests on is said in both languages: the same laws, and Indonesian words around them."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.workflows.law import LAW, POLICY, REGION_RAW
from workflows.decisions.administrative.violation_steps import STEPS
from workflows.files.located import PolicyError
from workflows.policy.bases import only_cites
from workflows.policy.region import parse_policy

LAWS = re.compile(r"(?:UU|Perbawaslu|Perma) \d+/\d{4}|\b\d+[A-Z]?(?:\(\d+\))*|\[[PRS]\]")
ENGLISH = re.compile(r"\b(?:the|and|of|is|it|to|by|was|art|until|Proposed|Practice|changed)\b", re.IGNORECASE)


def bases_in(part: Any) -> Iterator[str]:
    """Every basis of a policy file, wherever it stands."""
    for name, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        if name == "basis":
            yield value
        elif name != "bases":
            yield from bases_in(value)


BASES = sorted({*bases_in(json.loads(REGION_RAW)), *(rule.basis for rule in STEPS.values())})


@pytest.mark.parametrize("basis", BASES)
def test_a_basis_cites_the_same_in_both_languages_and_says_nothing_in_the_other(basis: str) -> None:
    said = POLICY.basis_in(basis, "id")
    assert ENGLISH.search(said) is None
    assert LAWS.findall(said) == LAWS.findall(basis)
    assert POLICY.basis_in(basis, "en") == basis
    assert (said == basis) is (LAWS.sub("", basis).strip(" .;,") == "")


@pytest.mark.parametrize("row", LAW.clocks, ids=lambda row: row.id)
def test_the_basis_of_a_row_of_the_law_is_the_same_in_every_language(row: Any) -> None:
    assert {POLICY.basis_in(row.basis, lang) for lang in ("en", "id")} == {row.basis}


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("UU 7/2017 art. 476 and 486", "UU 7/2017 Pasal 476 dan 486"),
        ("UU 1/2015 art. 135A(4) to (6)", "UU 1/2015 Pasal 135A(4) sampai (6)"),
        ("Perbawaslu 8/2020 as changed by 9/2024", "Perbawaslu 8/2020 sebagaimana diubah dengan 9/2024"),
        ("Practice of another region, UU 7/2017 art. 476", "Practice of another region, UU 7/2017 art. 476"),
    ],
)
def test_what_only_cites_needs_no_table_and_what_is_in_none_stays_as_it_was_written(basis: str, said: str) -> None:
    assert (POLICY.basis_in(basis, "id"), only_cites(basis)) == (said, said != basis)


def test_a_basis_has_one_set_of_words() -> None:
    document = json.loads(REGION_RAW)
    document["bases"].append(document["bases"][0])
    with pytest.raises(PolicyError, match="in bases"):
        parse_policy(json.dumps(document).encode(), "33.05.json", LAW)
