"""Runs tests on a copy of the tree in which one file is another. `running` starts it and asks it in lines of JSON.

What others wrote is imported once, before there is a thread, and then every run is a fork: the code and the tests are
imported by the fork, so that no module knows another's earlier text, and nothing of one run lives on in the next.
"""

import ctypes
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir
from threading import active_count
from time import monotonic
from typing import Any

import psutil
import pytest

_OURS = ("tests", "service", "workflows", "migrations", "conftest", "__")
_ARGUMENTS = (
    *("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning"),
    *("-o", "timeout=0"),  # which would set the one timer that there is, and end no process that is busy with C
)
_SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2): a server whose test was killed becomes our child, and is ended."""
_SEEN, _SURVIVED, _NOTHING = "seen", "survived", "no test"
_TIMED_OUT = "timed out"

_LONGEST_IMPORT_S = 180
_LEAST_S, _TIMES = 60, 20
"""A test hangs when it takes this long and so many times as long as when it was watched."""


class Chosen:
    """Runs the chosen tests in their order. A test whose parameters are others now is run under its new names."""

    def __init__(self, order: Sequence[tuple[str, float]], told: Path) -> None:
        self._order, self._told = dict(order), told

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        present = {item.nodeid: item for item in items}
        renamed = {_bare(name) for name in self._order if name not in present}
        kept = [present[name] for name in self._order if name in present]
        items[:] = kept + [one for name, one in present.items() if name not in self._order and _bare(name) in renamed]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        _hangs_after(max(_LEAST_S, _TIMES * self._order.get(item.nodeid, 0)))
        self._told.write_text(item.nodeid)
        return (yield)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._told.write_text(f"the import of {report.nodeid}")


def _bare(name: str) -> str:
    return name.partition("[")[0]


def _hangs_after(seconds: float) -> None:
    """The signal's own action ends the process, whatever it is busy with."""
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _in_fork(run: Any, output: Path) -> int:
    """The exit code of what is run in a process of its own, with its output in a file; negative for a signal."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 70
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        os.setsid()
        to = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(to, 1)
        os.dup2(to, 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        code = int(run())
    finally:
        os._exit(code)


def _clear(folder: Path) -> None:
    """End what a run left and take its files away."""
    left = psutil.Process().children(recursive=True)
    for process in left:
        with suppress(psutil.Error):
            process.terminate()
    for process in psutil.wait_procs(left, timeout=5)[1]:
        with suppress(psutil.Error):
            process.kill()
    for path in (*folder.iterdir(), Path(".hypothesis")):
        rmtree(path, ignore_errors=True)


def _names_of_others(output: Path) -> list[str]:
    """The modules that a run of tests imports and that are not ours."""
    listed = Path("modules.json")

    class _Listing:
        def pytest_collection_finish(self) -> None:
            import_module("tests.conftest")
            listed.write_text(json.dumps([name for name in sys.modules if not name.startswith(_OURS)]))

    _in_fork(lambda: pytest.main([*_ARGUMENTS, "--collect-only", "tests/conftest.py"], plugins=[_Listing()]), output)
    return list(json.loads(listed.read_text()))


def _preload(output: Path) -> None:
    for name in _names_of_others(output):
        with suppress(Exception):
            import_module(name)
    if active_count() > 1:
        msg = "an imported package started a thread, which no fork would have"
        raise RuntimeError(msg)


def _verdict(order: Sequence[tuple[str, float]], output: Path) -> tuple[str, str]:
    """What came of a run of tests: the verdict, and the test that gave it."""
    told = output.with_suffix(".told")
    told.write_text("the import of tests.conftest")
    test_files = list(dict.fromkeys(name.partition("::")[0] for name, _ in order))

    def run() -> int:
        _hangs_after(_LONGEST_IMPORT_S)
        return pytest.main([*_ARGUMENTS, *test_files], plugins=[Chosen(order, told)])

    code = _in_fork(run, output)
    if code == -signal.SIGALRM:
        return _TIMED_OUT, told.read_text()
    return ({0: _SURVIVED, 5: _NOTHING}.get(code, _SEEN), told.read_text())


def _judge(asked: dict[str, Any], output: Path, temporary: Path) -> tuple[str, str]:
    """Put the text in the file's place, run the tests in portions until one fails, and put the file back."""
    file = Path(asked["path"]) if asked["path"] else None
    before = file.read_text("utf-8") if file else ""
    try:
        if file:
            _write(file, asked["text"])
        verdict = (_NOTHING, "")
        for portion in asked["portions"]:
            verdict = _verdict(portion, output)
            _clear(temporary)
            if verdict[0] in {_SEEN, _TIMED_OUT}:
                break
        return verdict
    finally:
        if file:
            _write(file, before)


def _write(file: Path, text: str) -> None:
    """What was compiled of it goes too: two texts of one length within a second look the same to Python."""
    file.write_text(text, "utf-8")
    for compiled in file.parent.glob(f"__pycache__/{file.stem}.*.pyc"):
        compiled.unlink()


def main() -> None:
    """Answer each line on standard input with one on standard output."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    output, temporary = Path("output.txt").resolve(), Path(gettempdir())
    _preload(output)
    for line in sys.stdin:
        began = monotonic()
        verdict, test = _judge(json.loads(line), output, temporary)
        answer = {"verdict": verdict, "test": test, "seconds": round(monotonic() - began, 1)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
