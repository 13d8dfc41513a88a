"""One Indonesian word for one thing: problems call a wall, a lead, a supervisor what the code lists call them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.edge.problems.problem_table import PROBLEMS
from tests.workflows.codes.test_wording import POLICY
from workflows.codes.approvals import Protection
from workflows.codes.clocks import Rung
from workflows.codes.people import Role
from workflows.codes.tasks import TaskRole
from workflows.codes.wording import LABELS, label
from workflows.policy.tables import tables_of

FOLDER = Path(__file__).parents[2] / "workflows" / "policy" / "data"
WORDS = {
    "wall": ("pengecualian", label(Protection.WALL, "id")),
    "lead": ("penanggung jawab", label(TaskRole.LEAD, "id")),
    "supervisor": ("penyelia", label(Role.SUPERVISOR, "id")),
    "coordinator": ("koordinator", label(Role.COORDINATOR, "id")),
}
"""The word, and a code list that has it."""
OTHERS = re.compile(
    r"sekat|pemimpin|memimpin|dipimpin|\butama\b|atasan|koordinasi\b|supervisor|dituduh|menuduh", re.IGNORECASE
)
"""What the same things were called elsewhere."""


def _said() -> Iterator[tuple[str, str]]:
    for code, problem in PROBLEMS.items():
        yield from ((f"{code}.title", problem.title["id"]), (f"{code}.detail", problem.detail["id"]))
    for name, words in LABELS.items():
        yield from ((f"{name}.{code}", wording.id) for code, wording in words.items())
    for table in tables_of(POLICY, "id"):
        yield from ((f"{table.title}", column) for column in table.columns)
    for file in sorted(FOLDER.glob("*.json")):
        yield from ((f"{file.name}.{key}", text) for key, text in _indonesian(json.loads(file.read_bytes())))


def _indonesian(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str) and isinstance(value.get("en"), str):
            yield value["en"], value["id"]
        for inner in value.values():
            yield from _indonesian(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _indonesian(inner)


SAID = list(_said())


def test_there_is_something_to_read() -> None:
    assert len(SAID) > 500


@pytest.mark.parametrize("thing", WORDS)
def test_the_code_lists_call_it_so(thing: str) -> None:
    word, listed = WORDS[thing]
    assert word in listed.lower()
    assert any(word in text.lower() for place, text in SAID if place.endswith((".title", ".detail")))


def test_the_rung_of_the_lead_is_worded_of_the_same_words() -> None:
    assert label(Rung.LEAD_SUPERVISOR, "id") == "Penyelia instansi penanggung jawab"


def test_nothing_calls_it_by_another_word() -> None:
    assert [(place, text) for place, text in SAID if OTHERS.search(text)] == []
