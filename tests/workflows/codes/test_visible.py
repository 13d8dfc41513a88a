"""What is visible and what shows nothing, and that words are kept as they were sent."""

import sys
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from workflows.codes.visible import BLANK, is_visible
from workflows.decisions.command_members import Line, Reason, Text, Title
from workflows.decisions.machines.api_keys import KeyName

WORDS = [TypeAdapter(kind) for kind in (Line, Text, Title, Reason, KeyName)]
INVISIBLE = {
    "zero width space": "\u200b", "zero width joiner": "\u200d", "word joiner": "\u2060", "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad", "Hangul filler": "\u3164", "Hangul choseong filler": "\u115f",
    "halfwidth filler": "\uffa0",
    "braille blank": "\u2800", "variation selector": "\ufe0f", "variation selector 256": "\U000e01ef",
    "tag letter": "\U000e0041", "combining acute alone": "\u0301", "enclosing circle alone": "\u20dd",
    "grapheme joiner": "\u034f", "Mongolian vowel separator": "\u180e", "right-to-left override": "\u202e",
    "isolate": "\u2066", "invisible times": "\u2062", "bell": "\x07", "escape": "\x1b", "delete": "\x7f", "C1": "\x85",
    "no-break space": "\u00a0", "ideographic space": "\u3000", "line separator": "\u2028", "private use": "\ue000",
    "private use plane": "\U00100000", "noncharacter": "\uffff", "unassigned": "\u0378", "null notehead": "\U0001d159",
    "object replacement": "\ufffc", "musical format": "\U0001d173", "Khmer inherent vowel": "\u17b4",
    "many together": "\u200b\u3164 \u2800\u0301\u00ad",
}  # fmt: skip
VISIBLE = (
    "a",
    "7",
    ".",
    "-",
    "\u4e2d",
    "\u0634",
    "\u0915\u093f",
    "\U0001f6a8",
    "\u200bA",
    "e\u0301",
    "\u2026",
    "\u20ac",
)


@pytest.mark.parametrize("what", INVISIBLE)
def test_what_shows_nothing_is_no_words(what: str) -> None:
    for words in WORDS:
        with pytest.raises(ValidationError):
            words.validate_python(INVISIBLE[what])


@pytest.mark.parametrize("text", VISIBLE)
def test_what_shows_something_is_kept_as_sent(text: str) -> None:
    for words in WORDS:
        assert words.validate_python(f" \n{text} \u200b{text}\t") == f"{text} \u200b{text}"


@given(st.text(max_size=20))
def test_words_are_taken_when_one_character_shows(text: str) -> None:
    assert is_visible(text) == any(is_visible(each) for each in text)
    assert is_visible(f"{text}a")


def test_no_format_control_space_mark_or_private_character_of_unicode_shows() -> None:
    for point in range(sys.maxunicode + 1):
        each = chr(point)
        if category(each)[0] in "CMZ" or each in BLANK:
            assert not is_visible(each), hex(point)
