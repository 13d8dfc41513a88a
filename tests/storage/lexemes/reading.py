"""Whether a question finds a text, by the words of both alone: as PostgreSQL does with what the service gives it."""

from service.storage.lexemes.asked_words import question_of
from service.storage.lexemes.passages import passages_of

Cases = dict[str, tuple[str, tuple[str, ...]]]
"""By what is tried: a text, and questions."""


def finds(question: str, text: str) -> bool:
    """Whether all that is asked for stands in the text."""
    phrases = question_of(question).phrases
    return bool(phrases) and all(passages_of(text, [phrase], whole=True) for phrase in phrases)


def found(cases: Cases) -> list[tuple[str, str, str]]:
    """Of the questions, those that find their text, with the case and the text."""
    return [(case, text, each) for case, (text, questions) in cases.items() for each in questions if finds(each, text)]


def missed(cases: Cases) -> list[tuple[str, str, str]]:
    """Of the questions, those that do not find their text, with the case and the text."""
    return [
        (case, text, each) for case, (text, questions) in cases.items() for each in questions if not finds(each, text)
    ]


def parted(cases: Cases) -> list[tuple[str, str, str]]:
    """The questions of a case that do not find the first of it as a text, or are not found by it."""
    return [
        (case, first, each)
        for case, (_, (first, *others)) in cases.items()
        for each in others
        if not (finds(first, each) and finds(each, first))
    ]
