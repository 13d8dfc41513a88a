"""No background task ends in silence."""

import ast
import asyncio
from pathlib import Path

import asyncpg
import pytest

import service
from service.edge import background
from service.edge.background import FAILURES, STILL, TASKS, Beat, Supervisor
from tests.faults.processes import until_so
from tests.log_lines import said_by

AWAITED = {
    "edge/background.py": 1,  # the one place
    "edge/auth/jwks.py": 1,  # the fetch that everybody who needs a key waits for
    "edge/limits/limiter.py": 1,  # a lease: whatever it meets, it tells
    "edge/web/streaming.py": 2,
    "features/evidence/previews.py": 1,
    "features/live/answer.py": 2,
    "features/webhooks/connecting.py": 1,
    "trail/reading/recorder.py": 1,  # the last writing, which its close waits for within a bound
    "storage/db/gathered_calls.py": 1,  # hands whatever it meets to those who wait
}
"""Where tasks are made that are awaited by whoever made them, and how many."""

MAKERS = {"create_task", "ensure_future"}
ERRORS = [ValueError("Rahasia"), asyncpg.QueryCanceledError("Rahasia"), asyncio.CancelledError("Rahasia"), OSError()]


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "FIRST_PAUSE_S", 0.01)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
async def test_whatever_is_raised_is_logged_counted_and_gone_on_from(task: str, error: BaseException) -> None:
    supervisor, begun, before = Supervisor(), 0, FAILURES.labels(task)._value.get()  # noqa: SLF001 - it has no reading

    async def run(_beat: Beat) -> None:
        nonlocal begun
        begun += 1
        if begun < 3:
            raise error
        await asyncio.Event().wait()

    with said_by(background) as said:
        supervisor.start(task, run)
        await until_so(lambda: begun == 3, "it began a third time")
        assert await supervisor.stop()
    told = [line for line in said if line["event"] == "background_task_failed"]
    assert [(line["task"], line["error"]) for line in told] == [(task, type(error).__name__)] * 2
    assert "Rahasia" not in str(said)
    assert FAILURES.labels(task)._value.get() == before + 2  # noqa: SLF001 - as above
    standing = supervisor.standings[task]
    assert (standing.failures, standing.error) == (2, type(error).__name__)
    assert standing.failed_at is not None


async def test_one_that_returns_has_failed_unless_it_was_to_end() -> None:
    supervisor, begun = Supervisor(), 0

    async def run(_beat: Beat) -> None:
        nonlocal begun
        begun += 1

    await supervisor.start("live", run, until_done=True)
    assert begun == 1
    supervisor.start("clocks", run)
    await until_so(lambda: begun > 2, "it began again")
    assert supervisor.standings["clocks"].failures > 0
    await supervisor.stop()


def test_a_task_without_a_line_is_none() -> None:
    async def run(_beat: Beat) -> None:
        return

    with pytest.raises(KeyError):
        Supervisor().start("nothing", run)


async def test_pauses_grow_and_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "LONGEST_PAUSE_S", 0.04)
    supervisor = Supervisor()

    async def run(_beat: Beat) -> None:
        raise ValueError

    with said_by(background) as said:
        supervisor.start("clocks", run)
        await until_so(lambda: len(said) >= 5, "it failed five times")
        await supervisor.stop()
    assert [line["again_in_s"] for line in said[:5]] == [0.01, 0.02, 0.04, 0.04, 0.04]


async def test_one_that_gives_no_sign_of_life_is_told_and_is_well_again_with_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(background, "STILL_S", 0.05)
    monkeypatch.setattr(background, "LOOK_S", 0.01)
    supervisor, goes_on = Supervisor(), asyncio.Event()

    async def run(beat: Beat) -> None:
        beat()
        await goes_on.wait()
        while True:
            beat()
            await asyncio.sleep(0)

    async def silent(_beat: Beat) -> None:
        await asyncio.Event().wait()

    with said_by(background) as said:
        supervisor.start("sequencing", run)
        supervisor.start("housekeeping", silent)
        supervisor.watch()
        await until_so(lambda: supervisor.standings["sequencing"].still, "it is told")
        assert STILL.labels("sequencing")._value.get() == 1  # noqa: SLF001 - it has no reading
        goes_on.set()
        await until_so(lambda: not supervisor.standings["sequencing"].still, "it is well again")
        await until_so(lambda: STILL.labels("sequencing")._value.get() == 0, "and told to be")  # noqa: SLF001 - as above
        assert await supervisor.stop()
    assert {line["task"] for line in said if line["event"] == "background_task_still"} == {"sequencing"}


async def test_one_that_does_not_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "STOP_WITHIN_S", 0.05)
    supervisor, line = Supervisor(), asyncio.Event()

    async def run(_beat: Beat) -> None:
        while not line.is_set():
            try:
                await line.wait()
            except asyncio.CancelledError:
                continue  # as a driver does that asks a dead server to stop first

    supervisor.start("clocks", run, until_done=True)
    await asyncio.sleep(0)
    assert await supervisor.stop(cut=line.set)


def test_every_task_of_the_service_is_made_by_the_supervisor_or_awaited_by_who_made_it() -> None:
    root = Path(service.__file__).parent
    found = {
        str(path.relative_to(root)): made for path in sorted(root.rglob("*.py")) if (made := _makers(path.read_text()))
    }
    assert found == AWAITED


def _makers(source: str) -> int:
    def called(node: ast.AST) -> bool:
        return isinstance(node, ast.Attribute) and node.attr in MAKERS

    return sum(map(called, ast.walk(ast.parse(source))))
