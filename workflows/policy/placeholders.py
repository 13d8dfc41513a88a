"""Names in braces in the words of a template, and what is put in their place."""

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_STRAY_BRACE = "a brace stands there that encloses no name"


class TemplateError(ValueError):
    """Words that are no template; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def placeholders(words: str) -> set[str]:
    """The names that stand in braces. Raises TemplateError for a brace that belongs to no name."""
    rest = _PLACE.sub("", words)
    if "{" in rest or "}" in rest:
        raise TemplateError(_STRAY_BRACE)
    return set(_PLACE.findall(words))


def rendered(words: str, values: Mapping[str, str]) -> str:
    """The words with every name replaced, each once: braces in a value stay as they are.

    Raises KeyError for a name that has no value.
    """
    return _PLACE.sub(lambda place: values[place[1]], words)
