"""A new code is whole: every category and every trigger of a task has all that belongs to it, or it is said what not.

What to touch, and in which order: ``docs/how-to/``.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from tests.operations.pages import DOCS
from tests.walking import walked
from workflows.codes.reports import Category
from workflows.codes.tasks import TASK_STEPS, TaskTrigger
from workflows.codes.wording import LABELS, LIST_TITLES
from workflows.decisions.tasks.triggers import TASK_ASKED, decide_task

ROOT = Path(__file__).parents[3]
POLICIES = [file for file in (ROOT / "workflows" / "policy" / "data").glob("*.json") if file.name[0].isdigit()]
TRANSITIONS = "/v1/regions/{region}/tasks/{task_id}/transitions"
SYSTEM = {step.trigger for step in TASK_STEPS if step.system}

Has = Callable[[str], bool]


@cache
def text(name: str) -> str:
    return (ROOT / name).read_text()


@cache
def read(name: str) -> Any:
    return json.loads(text(name))


@cache
def migrated() -> str:
    return "".join(file.read_text() for file in walked((ROOT / "migrations" / "versions").glob("*.py")))


@cache
def commanded() -> frozenset[str]:
    commands = walked(get_args(get_type_hints(decide_task)["command"]))
    return frozenset(str(trigger) for one in commands for trigger in get_args(one.model_fields["trigger"].annotation))


def published(listed: str) -> Has:
    return lambda code: all(
        code in {item["code"] for item in lists[listed]} for lists in walked(read("openapi/code-lists.json").values())
    )


def asked_by_example(code: str) -> bool:
    content = read("openapi/openapi.json")["paths"][TRANSITIONS]["post"]["requestBody"]["content"]["application/json"]
    return code in {example["value"]["trigger"] for example in content["examples"].values()}


def ruled(policy: Path) -> Has:
    return lambda code: any(rule["category"] == code for rule in json.loads(policy.read_bytes())["rules"])


def worded(listed: str) -> Has:
    return lambda code: f"| {LIST_TITLES[listed].en} | `{code}` |" in text(str(DOCS / "domain.md"))


OF_CATEGORY: Mapping[str, Has] = {
    "words in both languages, in workflows/codes/": lambda code: code in LABELS["category"],
    **{f"a rule in workflows/policy/data/{policy.name}": ruled(policy) for policy in walked(POLICIES)},
    "a migration that lists it in the domain `category`": lambda code: f"'{code}'" in migrated().replace('"', "'"),
    "its place in openapi/code-lists.json: make openapi": published("category"),
    "its row in the table of words: make docs": worded("category"),
}
OF_TRIGGER: Mapping[str, Has] = {
    "a row in TASK_STEPS": lambda code: code in {step.trigger for step in TASK_STEPS},
    "words in both languages, in workflows/codes/": lambda code: code in LABELS["task_trigger"],
    "its place in openapi/code-lists.json: make openapi": published("task_trigger"),
    "its arrow in openapi/task.mmd: make openapi": lambda code: f": {code}\n" in text("openapi/task.mmd"),
    "its row in the table of words: make docs": worded("task_trigger"),
}
OF_ASKED_TRIGGER: Mapping[str, Has] = {
    **OF_TRIGGER,
    "a row in TASK_ASKED": lambda code: code in TASK_ASKED,
    "a command with its members, in TaskCommand": lambda code: code in commanded(),
    "an example in service/contract/: make openapi": asked_by_example,
}


def lacks(code: str, what: Mapping[str, Has]) -> list[str]:
    """Where the code is not yet, and belongs."""
    return [place for place, has in what.items() if not has(code)]


@pytest.mark.parametrize("category", Category)
def test_a_category_has_all_that_belongs_to_it(category: Category) -> None:
    missing = lacks(category, OF_CATEGORY)
    assert not missing, f"{category} lacks {'; '.join(missing)}"


@pytest.mark.parametrize("trigger", TaskTrigger)
def test_a_trigger_of_a_task_has_all_that_belongs_to_it(trigger: TaskTrigger) -> None:
    missing = lacks(trigger, OF_TRIGGER if trigger in SYSTEM else OF_ASKED_TRIGGER)
    assert not missing, f"{trigger} lacks {'; '.join(missing)}"


@pytest.mark.parametrize("what", [OF_CATEGORY, OF_ASKED_TRIGGER], ids=["category", "trigger"])
def test_a_code_that_is_nowhere_lacks_everything(what: Mapping[str, Has]) -> None:
    assert lacks("campaign_props", what) == [*what]


def test_what_may_be_asked_of_a_task_is_what_is_not_the_systems() -> None:
    assert {*TASK_ASKED} == {*TaskTrigger} - SYSTEM == {TaskTrigger(one) for one in commanded()}
