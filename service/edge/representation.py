"""How available actions stand in every answer, and how answers become bytes."""

from functools import lru_cache

import msgspec

from service.edge.answer_types import ActionAnswer, ReasonAnswer
from service.edge.problems.problem_table import words
from workflows.decisions.available import Available

encode = msgspec.json.encode
"""JSON bytes straight from values; nothing validates what the database just returned."""


def etag(version: int) -> str:
    """A strong validator: the version in quotes."""
    return f'"{version}"'


@lru_cache(maxsize=4096)
def actions_view(actions: tuple[Available, ...], language: str) -> list[ActionAnswer]:
    """Each action with whether it is allowed and, if not, why. One list for all who may do the same."""
    return [
        ActionAnswer(
            action=action.action,
            allowed=not action.reasons,
            reasons=[ReasonAnswer(code=code, text=words(code, language)) for code in action.reasons],
        )
        for action in actions
    ]
