"""Mutants are tried in copies of the tree, so that the tree itself is never touched."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from tests.mutants.covering import Asked
from tests.mutants.making import Mutant
from tests.mutants.rooms import ROOT

SEEN, SURVIVED, NO_TEST, TIMED_OUT = "seen", "survived", "no test", "timed out"
FIRST = 12
"""So many tests are asked first: mostly one of them sees it, and only their files need to be imported."""


class Tried(NamedTuple):
    """What came of a mutant: the test that saw it, or with which it hung; how many tests there were to ask."""

    mutant: Mutant
    verdict: str
    test: str
    asked: int
    known: int
    seconds: float


class Copy:
    """A copy of the tree with a process that runs tests in it."""

    def __init__(self, folder: Path) -> None:
        self.tree, temporary = folder / "tree", folder / "tmp"
        temporary.mkdir(mode=0o755)  # the server's own account has to get through
        _copy(self.tree)
        environment = os.environ | {"PYTHONPATH": str(self.tree), "TMPDIR": str(temporary)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.mutants.worker"],
            cwd=self.tree,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, order: Iterable[Asked], mutant: Mutant | None = None) -> dict[str, Any]:
        """Run tests on a mutant, or on the tree as it is."""
        tests = list(order)
        portions = [portion for portion in (tests[:FIRST], tests[FIRST:]) if portion]
        asked = {"path": mutant and mutant.path, "text": mutant and mutant.text, "portions": portions}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return dict(json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End the process: it has nothing more to read."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def _copy(tree: Path) -> None:
    """What git knows or would know, as it is now, and the same environment."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    for name in subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    (tree / ".venv").symlink_to(ROOT / ".venv")


@contextmanager
def copies(count: int) -> Iterator[list[Copy]]:
    """So many copies, which are gone afterwards."""
    with TemporaryDirectory(prefix="tindak-mutants-") as folder:
        Path(folder).chmod(0o755)
        places = [Path(folder) / str(number) for number in range(count)]
        for place in places:
            place.mkdir(mode=0o755)
        made = [Copy(place) for place in places]
        try:
            yield made
        finally:
            for copy in made:
                copy.close()


def tried(
    made: list[Copy], mutants: Iterable[Mutant], tests: Callable[[Mutant], tuple[list[Asked], int]]
) -> Iterator[Tried]:
    """Each mutant with what came of it, as they come. ``tests`` says whom to ask, of how many."""
    free: SimpleQueue[Copy] = SimpleQueue()
    for copy in made:
        free.put(copy)

    def one(mutant: Mutant, asked: list[Asked], known: int) -> Tried:
        copy = free.get()
        try:
            got = copy.ask(asked, mutant)
        finally:
            free.put(copy)
        return Tried(mutant, got["verdict"], got["test"], len(asked), known, got["seconds"])

    with ThreadPoolExecutor(len(made)) as pool:
        yield from pool.map(lambda mutant: one(mutant, *tests(mutant)), mutants)
