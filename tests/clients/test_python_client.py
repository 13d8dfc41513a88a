"""The generated Python client: whole, and able to do the main job against the service as it runs."""

import re
import sys
from pathlib import Path

from service.edge.settings import Settings
from tests.clients.at_work import at_work, example, run
from tests.edge.contract.document import DOCUMENT, OPERATIONS, follow
from tests.walking import walked

JOB = Path(__file__).with_name("main_job.py")


def test_every_operation_has_its_module_and_every_schema_its_class(package: Path) -> None:
    made = {path.stem for path in (package / "tindak_client" / "api").glob("*/*.py")} - {"__init__"}
    assert made == {snake(operation) for operation in OPERATIONS}
    exported = set(re.findall(r'"(\w+)"', (package / "tindak_client" / "models" / "__init__.py").read_text()))
    classes = {name for name, one in DOCUMENT["components"]["schemas"].items() if one.get("type") == "object"}
    assert {*classes, *(name for name, one in DOCUMENT["components"]["schemas"].items() if "enum" in one)} <= exported


def test_what_an_answer_may_be_is_typed(package: Path) -> None:
    """``Any`` among its types is an answer without a body, or a stream; else the generator could make nothing of it."""
    for operation, told in OPERATIONS.items():
        (module,) = (package / "tindak_client" / "api").glob(f"*/{snake(operation)}.py")
        types = set(re.findall(r"-> Response\[(.*?)\]:", module.read_text(), re.DOTALL)[0].split(" | "))
        answers = {status: follow(answer) for status, answer in told["responses"].items()}
        bodies = ["content" in answer for answer in answers.values()]
        contents = [media for answer in answers.values() for media in answer.get("content", {}).values()]
        schemas = [one for media in contents for one in follow(media["schema"]).get("anyOf", [media["schema"]])]
        known = all("type" in follow(schema) for schema in schemas)
        problems = ["content" in answer for status, answer in answers.items() if status >= "400"]
        assert ("Problem" in types, "Any" in types) == (any(problems), not (known and all(bodies))), (operation, types)
        assert len(types) > 1 or not any(bodies), (operation, types)


def test_every_code_has_a_name_that_says_it(package: Path) -> None:
    for path in walked((package / "tindak_client" / "models").glob("*.py")):
        text = path.read_text()
        assert "StrEnum" not in text or not re.search(r"^    VALUE_\d+ =", text, re.MULTILINE), path.name


def test_the_main_job_and_the_example_of_readme_are_done_with_it(package: Path, settings: Settings) -> None:
    with at_work(settings) as address:
        found = run([sys.executable, "-c", example("python")], settings, address, PYTHONPATH=str(package))
        told = run([sys.executable, str(JOB), address], settings, address, PYTHONPATH=str(package))
    assert found == ["accepted"]
    assert told[-1] == "filtered"


def snake(name: str) -> str:
    return re.sub("([A-Z])", lambda it: "_" + it[1].lower(), name)
