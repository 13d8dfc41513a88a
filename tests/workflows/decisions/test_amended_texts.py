"""An amendment brings the words that it names, and its reason: what it leaves out stays as it was."""

from typing import Any

import pytest

from tests.trail.verifier.trails import HADI, SARI, Trail
from workflows.codes.reports import TextField

NAMED = {
    TextField.TITLE: {"title": "Judul lain"},
    TextField.DESCRIPTION: {"description": "Uraian lain"},
    TextField.PLACE_DETAIL: {"place": {"area": "33.05.12", "detail": "RT 02"}},
    TextField.ACCUSED_NAME: {"reported_party": {"name": "Seseorang"}},
}


def brought(**members: Any) -> set[TextField]:
    """The fields of the texts that an amendment of these members brings."""
    trail = Trail()
    trail.intake(severity="S3").verify(HADI).amend(HADI, **members)
    return {text.field for event in trail.changes[-1].events for text in event.texts}


@pytest.mark.parametrize("field", NAMED)
def test_it_brings_each_text_that_it_names_and_no_other(field: TextField) -> None:
    assert brought(**NAMED[field]) == {field, TextField.REASON}


def test_an_amendment_of_codes_brings_no_words_but_its_reason() -> None:
    assert brought(severity="S2") == {TextField.REASON}


def test_an_amendment_that_says_nothing_of_who_is_named_leaves_them_named() -> None:
    case = Trail().intake(severity="S3", named_persons=[str(SARI.person)]).verify(HADI).amend(HADI, title="Judul lain")
    assert case.facts.named == {SARI.person}
