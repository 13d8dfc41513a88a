import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.against.asking import KINDS
from tests.bench.against.comparing import applied
from tests.bench.against.sides import KEPT, ROOT, other_side

SMALL = (
    "--reports", "4000", "--rounds", "1", "--scale", "1", "--seconds", "1", "--events", "400", "--starts", "1",
)  # fmt: skip


def test_a_batch_that_was_not_applied_whole_is_no_figure() -> None:
    applied(b'{"results": [{"status": "applied"}, {"status": "applied"}]}', 2)
    for body in (b'{"results": [{"status": "applied"}, {"status": "duplicate"}]}', b'{"results": []}'):
        with pytest.raises(ValueError, match=r"duplicate|\[\]"):
            applied(body, 2)


checkout = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="a commit is compared, and this is no checkout")


def worktrees() -> str:
    command = ["git", "-C", str(ROOT), "worktree", "list"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@checkout
def test_a_checkout_that_is_not_kept_is_gone_however_the_comparison_ends() -> None:
    kept = set(KEPT.glob("*"))
    trees: list[Path] = []

    def fails() -> None:
        with other_side("HEAD", same_environment=True) as side:
            trees.append(side.tree)
            assert (side.tree / "pyproject.toml").exists()
            assert str(side.tree) in worktrees()
            raise StopIteration

    with pytest.raises(StopIteration):
        fails()
    assert not trees[0].parent.exists()
    assert str(trees[0]) not in worktrees()
    assert set(KEPT.glob("*")) == kept


@pytest.mark.slow  # a bench in small
@checkout
def test_a_commit_is_compared_with_itself() -> None:
    command = [sys.executable, "-m", "tests.bench", "against", "HEAD", "--same-environment", *SMALL]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    rows = {line.split("|")[1].strip(): line.split("|")[2:-1] for line in done.stdout.splitlines() if "|" in line}
    for kind in KINDS:
        here, there, ratio, wished = (float(cell.replace(",", "")) for cell in rows[kind.name][:4])
        assert min(here, there, ratio) > 0
        assert wished == kind.wished
    for line in ("cold start", "warm start", "one API process", "verifier, here", "queue: p99"):
        assert re.search(rf"{line}.*\d", done.stdout), done.stdout
