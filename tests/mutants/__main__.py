"""`python -m tests.mutants`: try a sample of mutants. `python -m tests.mutants collect`: watch what each test runs."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.mutants.accepted import accepted, outdated, row
from tests.mutants.covering import Asked, Covered, within
from tests.mutants.making import Mutant, sample
from tests.mutants.rooms import ROOT
from tests.mutants.running import SEEN, SURVIVED, Copy, Tried, copies, tried
from tests.mutants.telling import named, share, table, unexplained
from tests.mutants.watching import FOLDER

_COVERED = ROOT / "build" / "mutants" / "covered"


def main() -> int:
    """Exit code 1 when fewer than ``--least`` percent were seen or a survivor has no reason."""
    asked = _arguments()
    if asked.collect:
        return _collect(asked.covered, asked.tests)
    if not list(asked.covered.glob("*.json")) and _collect(asked.covered, ["tests"]):
        return 1
    return _run(asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("collect", nargs="?", choices=("collect",), help="watch tests; what is known of others stays")
    parser.add_argument("tests", nargs="*", default=["tests"], help="which tests are watched; all when none is said")
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="of files whose path begins so")
    parser.add_argument("--name", action="append", default=[], help="of the sample, those of these names alone")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--budget", type=float, default=150, help="at most so many seconds of tests for a mutant")
    parser.add_argument("--least", type=float, default=92, help="percent that has to be seen")
    parser.add_argument("--covered", type=Path, default=_COVERED, help="where what tests run is kept")
    parser.add_argument("--rows", action="store_true", help="print survivors as rows of accepted.toml")
    return parser.parse_args()


def _collect(folder: Path, tests: Sequence[str]) -> int:
    """One process, since a parallel run's processes would each have to be watched."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.mutants.watching", *tests]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {FOLDER: str(folder)}, check=False).returncode


def _run(asked: argparse.Namespace) -> int:
    covered, rows = Covered(asked.covered), accepted()
    drawn = sample(asked.sample, asked.seed, only=asked.only)
    wanted = (mutant for mutant in drawn if not asked.name or mutant.name in asked.name)

    def tests(mutant: Mutant) -> tuple[list[Asked], int]:
        known = covered.tests(mutant)
        return list(within(known, asked.budget)), len(known)

    with copies(asked.processes) as made:
        everything = list(_told(tried(made, wanted, tests)))
        liars = _failing_without(made[0], everything)
    lines = (*table(everything), *named(everything, rows))
    sys.stdout.write("\n".join(lines) + "\n")
    missing, gone = unexplained(everything, rows), outdated(rows)
    for one in missing if asked.rows else ():
        sys.stdout.write(f"\n{row(one.mutant)}\n")
    for test in liars:
        sys.stdout.write(f"FAILS WITHOUT A MUTANT: {test}\n")
    for old in gone:
        sys.stdout.write(f"NO LONGER THERE: {old.file} {old.scope}: {old.was}\n")
    sys.stdout.write(f"{len(missing)} survivors without a reason\n")
    return 1 if missing or gone or liars or share(everything) < asked.least else 0


def _told(those: Iterable[Tried]) -> Iterable[Tried]:
    for number, one in enumerate(those, 1):
        sys.stderr.write(f"{number} {one.verdict} {one.seconds} s {one.mutant.name} {one.mutant.path} {one.test}\n")
        sys.stderr.flush()
        yield one


def _failing_without(copy: Copy, everything: Sequence[Tried]) -> list[str]:
    """Tests that saw mutants and fail without one too: what they saw counts for nothing."""
    seers = list(dict.fromkeys(one.test for one in everything if one.verdict == SEEN and "::" in one.test))
    if not seers or copy.ask([Asked(test, 0) for test in seers])["verdict"] == SURVIVED:
        return []
    return [test for test in seers if copy.ask([Asked(test, 0)])["verdict"] != SURVIVED]


if __name__ == "__main__":
    raise SystemExit(main())
