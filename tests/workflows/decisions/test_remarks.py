"""A remark holds the words that it is made for."""

from typing import Any

import pytest
from pydantic import ValidationError

from workflows.decisions.reports.commands import AddNote


@pytest.mark.parametrize("body", [{}, {"text": None}, {"text": ""}, {"text": "\u200b"}])
def test_a_note_without_words_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        AddNote.model_validate(body)
    assert [error["loc"] for error in refused.value.errors()] == [("text",)]
