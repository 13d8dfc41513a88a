"""Which tests may notice a mutant, and in which order they are asked."""

import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from coverage import CoverageData

from tests.mutants.making import Mutant
from tests.mutants.rooms import ROOT, UNWATCHED, digests, files


class Asked(NamedTuple):
    """A test, and how long it took while it was watched."""

    test: str
    seconds: float


class Covered:
    """What `watching` kept. Of a test that was watched twice, the later time counts."""

    def __init__(self, folder: Path, root: Path = ROOT) -> None:
        self._root, self._now = root, digests(root)
        self._seconds: dict[str, float] = {}
        self._stale: set[str] = set()
        self._lines: dict[str, dict[int, set[str]]] = {}
        self._runs: list[CoverageData] = []
        for kept in sorted(folder.glob("*.json")):
            run = json.loads(kept.read_text())
            self._seconds |= {test: took for test, took in run["seconds"].items() if _stands(root, test)}
            self._stale |= {path for path, digest in self._now.items() if run["digests"].get(path) != digest}
            data = CoverageData(str(kept.with_suffix(".coverage")))
            data.read()
            self._runs.append(data)

    def __len__(self) -> int:
        return len(self._seconds)

    def tests(self, mutant: Mutant) -> list[Asked]:
        """The tests that run the mutant's statement; those whose lines are not known come after the others.

        What runs at import, if only a call there, or has moved since it was watched, is run by nobody that is known:
        then every test of the file, and of the files that import it, is asked too, and those that are known to run
        more than was watched.
        """
        lines = range(mutant.lines[0], mutant.lines[1] + 1)
        known = mutant.path not in self._stale and not mutant.top
        exact = self._at(mutant.path, lines) if known else set()
        if exact and not self._at_import(mutant.path, lines):
            return self._ordered(exact)
        unwatched = {test for test in self._seconds if test.startswith(UNWATCHED)}
        importing = [path for path in self._sources if self._imports(self._sources[path], mutant.path)]
        near = (self._named(mutant.path) | unwatched | self._at(mutant.path)) - exact
        far = set().union(*map(self._at, importing)) - near - exact
        return [*self._ordered(exact), *self._ordered(near), *self._ordered(far)]

    def _at(self, path: str, lines: Iterable[int] | None = None) -> set[str]:
        by_line = self._by_line(path)
        tests = chain.from_iterable(by_line.get(line, ()) for line in (by_line if lines is None else lines))
        return {test for test in tests if test in self._seconds}

    def _at_import(self, path: str, lines: Iterable[int]) -> bool:
        """Whether a line was run by no test too: what is made then, and kept, every test works with."""
        return any("" in self._by_line(path).get(line, ()) for line in lines)

    def _by_line(self, path: str) -> dict[int, set[str]]:
        if path not in self._lines:
            self._lines[path] = kept = {}
            for run in self._runs:
                for file in (each for each in run.measured_files() if each.endswith(f"/{path}")):
                    for line, tests in run.contexts_by_lineno(file).items():
                        kept.setdefault(line, set()).update(tests)
        return self._lines[path]

    @cached_property
    def _sources(self) -> dict[str, str]:
        return {str(path.relative_to(self._root)): path.read_text("utf-8") for path in files(self._root)}

    @cached_property
    def _test_files(self) -> dict[str, str]:
        names = {test.partition("::")[0] for test in self._seconds}
        return {name: (self._root / name).read_text("utf-8") for name in names}

    def _named(self, path: str) -> set[str]:
        """The tests of the files that import it themselves."""
        wanted = {name for name, text in self._test_files.items() if self._imports(text, path)}
        return {test for test in self._seconds if test.partition("::")[0] in wanted}

    @staticmethod
    def _imports(text: str, path: str) -> bool:
        return f"from {path.removesuffix('.py').replace('/', '.')} import" in text

    def _ordered(self, tests: Iterable[str]) -> list[Asked]:
        """The fastest first, but each of a file counts as slower than those before it: files ask different things."""
        by_file: dict[str, int] = {}
        ranked = []
        for asked in sorted((Asked(test, self._seconds[test]) for test in tests), key=lambda one: one[::-1]):
            file = asked.test.partition("::")[0]
            by_file[file] = by_file.get(file, 0) + 1
            ranked.append((by_file[file] * asked.seconds, asked))
        return [asked for _, asked in sorted(ranked)]


def _stands(root: Path, test: str) -> bool:
    """A test whose file is gone would be a mistake of ours that looks like a fault that is seen."""
    return (root / test.partition("::")[0]).exists()


def within(asked: Iterable[Asked], seconds: float) -> Iterator[Asked]:
    """As many as fit in so many seconds, one at least."""
    left = seconds
    for one in asked:
        if left < 0:
            return
        left -= one.seconds
        yield one
