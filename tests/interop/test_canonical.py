"""Our leaves are byte for byte what the npm package `canonicalize` makes of the same JSON (RFC 8785)."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from tests.interop import npm
from tests.interop.documents import every_character, generated
from tests.interop.served import Served
from tests.trail.verifier.stories import everything
from workflows.trail.leaf import Leaf, canonical
from workflows.trail.replay.report_rules import REPORT_MOVES
from workflows.trail.replay.task_rules import TASK_MOVES

pytestmark = pytest.mark.interop

_FOLDER = Path(__file__).parent / "canonical"
_WITHIN_S = 120
_STILL = {
    "report.reported", "report.amended", "report.noted", "report.linked", "reporter.unsealed", "task.offered",
    "clock.warned", "report.escalated",
}  # fmt: skip


@pytest.fixture(scope="module")
def program() -> Path:
    npm.install(_FOLDER)
    return _FOLDER / "canonicalize.mjs"


def forms(program: Path, folder: Path, documents: Sequence[bytes]) -> list[bytes]:
    """What the package makes of JSON documents, each on one line, in one run."""
    asked, answered = folder / "documents", folder / "forms"
    asked.write_bytes(b"".join(document + b"\n" for document in documents))
    subprocess.run(["node", program, asked, answered], check=True, timeout=_WITHIN_S)
    found = answered.read_bytes().split(b"\n")[:-1]
    assert len(found) == len(documents)
    return found


def written_otherwise(leaf: bytes) -> bytes:
    """The same JSON with its members in another order, spaces between them and everything escaped."""
    return json.dumps(backwards(json.loads(leaf)), indent=None, separators=(" , ", " : ")).encode()


def backwards(value: object) -> object:
    if isinstance(value, dict):
        return {name: backwards(member) for name, member in reversed(value.items())}
    return [backwards(each) for each in value] if isinstance(value, list) else value


def test_every_leaf_of_a_running_service_and_of_every_transition_is_its_canonical_form(
    program: Path, served: Served, tmp_path: Path
) -> None:
    leaves = [*served.leaves, *everything().leaves]
    assert forms(program, tmp_path, [written_otherwise(leaf) for leaf in leaves]) == leaves
    happened = {json.loads(leaf)["action"] for leaf in leaves}
    assert REPORT_MOVES.keys() | TASK_MOVES.keys() | _STILL <= happened


def test_whatever_a_leaf_may_hold_is_written_in_its_canonical_form(program: Path, tmp_path: Path) -> None:
    leaves: list[Leaf] = [*generated(), *every_character()]
    documents = [json.dumps(backwards(msgspec.to_builtins(leaf))).encode() for leaf in leaves]
    assert forms(program, tmp_path, documents) == [canonical(leaf) for leaf in leaves]


def test_the_package_sees_what_is_not_canonical(program: Path, served: Served, tmp_path: Path) -> None:
    """What the two tests above compare with is made by the package and not handed through."""
    leaves = served.leaves[:20]
    otherwise = [written_otherwise(leaf) for leaf in leaves]
    assert all(one != other for one, other in zip(otherwise, leaves, strict=True))
    assert forms(program, tmp_path, otherwise) == leaves
    (spoken,) = forms(program, tmp_path, [b'{"z": 1.0e2, "\\u0041": "\\u00e9\\/", "a": [ ]}'])
    assert spoken == '{"A":"é/","a":[],"z":100}'.encode()
