"""The words of a step, each a text with a commitment in the leaf, in the order of what they are about."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from workflows.codes.reports import TextField
from workflows.decisions.change import TextDraft
from workflows.decisions.gakkumdu.commands import CaseCommand, CheckBundle, Discussion, Forward

_MEMBERS: Mapping[str, TextField] = {
    "minutes": TextField.MINUTES,
    "reference": TextField.REFERENCE,
    "instructions": TextField.REASON,
}
"""Which text each worded member of a step becomes."""


def step_texts(command: CaseCommand) -> list[TextDraft]:
    """Every text of a step: its own words, then one for each agency in ``named`` or item in ``referenced``."""
    own = ((field, getattr(command, member, None)) for member, field in _MEMBERS.items())
    texts = [TextDraft(field, words) for field, words in own if words is not None]
    return [*texts, *_listed(command)]


def _listed(command: CaseCommand) -> Iterator[TextDraft]:
    if isinstance(command, Discussion):
        yield from _texts(TextField.ATTENDEES, command.attendees, lambda one: one.persons)
    if isinstance(command, CheckBundle | Forward):
        yield from _texts(TextField.BUNDLE_REFERENCE, command.items, lambda one: one.reference)


def _texts(field: TextField, members: Iterable[Any], words: Callable[[Any], str | None]) -> Iterator[TextDraft]:
    for one in members:
        said = words(one)
        if said is not None:
            yield TextDraft(field, said)
