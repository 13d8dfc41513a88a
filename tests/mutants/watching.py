"""A plugin of pytest that keeps, of each test that passes, which lines it runs and how long it takes.

It is loaded by `python -m tests.mutants collect`; what it keeps is read by `covering`.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, time_ns
from typing import Any

import coverage
import pytest

from tests.mutants.rooms import digests, files

FOLDER = "TINDAK_MUTANTS_COVERED"
"""The environment variable that says where to keep it."""


class Watcher:
    """Lines are kept by the test that runs them. Of what other processes run, nothing is seen."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._base = folder / f"{time_ns()}-{os.getpid()}"
        self._coverage = coverage.Coverage(
            data_file=str(self._base.with_suffix(".coverage")),
            config_file=False,
            include=[str(path.resolve()) for path in files()],
        )
        self._digests = digests()
        self._seconds: dict[str, float] = {}
        self._failed: set[str] = set()
        self._coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._coverage.switch_context(item.nodeid)
        began = monotonic()
        try:
            return (yield)
        finally:
            self._seconds[item.nodeid] = round(monotonic() - began, 4)
            self._coverage.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self._failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self._coverage.stop()
        self._coverage.save()
        seconds = {name: took for name, took in self._seconds.items() if name not in self._failed}
        kept = {"seconds": seconds, "digests": self._digests}
        self._base.with_suffix(".json").write_text(json.dumps(kept))


def pytest_configure(config: Any) -> None:
    config.pluginmanager.register(Watcher(Path(os.environ[FOLDER])))
