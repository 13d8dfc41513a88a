"""The two sides of a comparison: a checkout, and the Python that has what it needs."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[3]
KEPT = ROOT / "build" / "against"
"""Where the other side's checkout is kept with the environment that was made for it, for the next comparison."""

PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")


class Side(NamedTuple):
    """A name for the table, the checkout, and the Python that runs it."""

    name: str
    tree: Path
    python: Path


def this_side() -> Side:
    """What lies here, with what runs here."""
    return Side("here", ROOT, Path(sys.executable))


@contextmanager
def other_side(commit: str, *, same_environment: bool = False) -> Iterator[Side]:
    """A commit in a worktree with an environment of its own. Raises CalledProcessError for one that is not there.

    With ``same_environment`` it runs on what is installed here: right when it needs nothing else. Nothing that took
    long is made then, and nothing is kept.
    """
    found = _git("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}")
    if same_environment:
        with _checked_out(found) as tree:
            yield Side(found[:7], tree, Path(sys.executable))
        return
    folder = KEPT / found[:12]
    tree, python = folder / "tree", folder / "venv" / "bin" / "python"
    if not (folder / "checked-out").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _git("worktree", "prune")
        _git("worktree", "add", "--detach", str(tree), found)
        (folder / "checked-out").touch()
    if not (folder / "installed").exists():
        _environment(python, tree)
        (folder / "installed").touch()
    yield Side(found[:7], tree, python)


@contextmanager
def _checked_out(commit: str) -> Iterator[Path]:
    """A worktree for as long as the block lasts, however it ends."""
    with tempfile.TemporaryDirectory(prefix="tindak-against-") as folder:
        tree = Path(folder) / "tree"
        try:
            _git("worktree", "add", "--detach", str(tree), commit)
            yield tree
        finally:
            shutil.rmtree(tree, ignore_errors=True)
            _git("worktree", "prune")


def _environment(python: Path, tree: Path) -> None:
    _run(sys.executable, "-m", "venv", str(python.parents[1]))
    for locked in ("run", "dev"):
        _run(str(python), *PIP, "--require-hashes", "-r", str(tree / "requirements" / f"{locked}.txt"))
    _run(str(python), *PIP, "--no-deps", "--no-build-isolation", "-e", str(tree))


def _git(*arguments: str) -> str:
    return _run("git", "-C", str(ROOT), *arguments).strip()


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
