import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from service.trail.cosigning.memory import Memory
from tests.trail.cosigning.histories import FORK, HONEST, History
from workflows.trail.tlog.growth import Head, Refusal, Submission

ORIGIN = "log.example/regency"


def advanced(memory: Memory, old: int, new: int, history: History = HONEST, origin: str = ORIGIN) -> int | Refusal:
    return memory.advance(Submission(old, history.proof(old, new), b"-"), history.checkpoint(origin, new))


def test_what_is_remembered_outlives_the_process(tmp_path: Path) -> None:
    for old, new in [(0, 3), (3, 3), (3, 9)]:
        with closing(Memory(tmp_path / "memory", lambda: 1_000.9)) as memory:
            assert advanced(memory, old, new) == 1_000
    with closing(Memory(tmp_path / "memory")) as memory:
        assert memory.recall(ORIGIN) == Head(9, HONEST.root(9))
        assert memory.origins() == (ORIGIN,)
    assert (tmp_path / "memory").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["memory"]


def test_a_refusal_changes_nothing(tmp_path: Path) -> None:
    with closing(Memory(tmp_path / "memory")) as memory:
        assert isinstance(advanced(memory, 1, 2), Refusal)
        assert memory.recall(ORIGIN) is None
        advanced(memory, 0, 5)
        for old, new, history in [(5, 5, FORK), (5, 9, FORK), (0, 9, HONEST), (4, 4, HONEST), (6, 5, HONEST)]:
            assert isinstance(advanced(memory, old, new, history), Refusal)
        assert memory.recall(ORIGIN) == Head(5, HONEST.root(5))


def test_logs_do_not_touch_each_other(tmp_path: Path) -> None:
    with closing(Memory(tmp_path / "memory")) as memory:
        for size, origin in enumerate("abc", 1):
            advanced(memory, 0, size, origin=origin)
        heads = [memory.recall(origin) for origin in memory.origins()]
        assert heads == [Head(size, HONEST.root(size)) for size in (1, 2, 3)]


def test_writers_of_one_file_agree_on_one_history_and_its_times(tmp_path: Path) -> None:
    ticks = count()
    memories = [Memory(tmp_path / "memory", lambda: next(ticks)) for _ in range(4)]

    def grow(number: int) -> list[tuple[int, int]]:
        grown, at = [], 0
        while at < 25:
            memory = memories[number % 4]
            outcome = advanced(memory, at, at + 1)
            if not isinstance(outcome, Refusal):
                grown.append((at + 1, outcome))
            known = memory.recall(ORIGIN)
            assert known is not None
            assert known.size > at
            at = known.size
        return grown

    with ThreadPoolExecutor(8) as pool:
        grown = sorted(each for part in pool.map(grow, range(8)) for each in part)
    assert grown == [(size, size - 1) for size in range(1, 26)]
    assert all(memory.recall(ORIGIN) == Head(25, HONEST.root(25)) for memory in memories)
    for memory in memories:
        memory.close()


def test_a_file_that_is_no_memory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "memory").write_bytes(b"something else entirely " * 100)
    with pytest.raises(sqlite3.DatabaseError):
        Memory(tmp_path / "memory")
    with pytest.raises(OSError, match="directory"):
        Memory(tmp_path)


def test_nothing_is_said_signed_when_the_disk_does_not_have_it(tmp_path: Path) -> None:
    with closing(Memory(tmp_path / "memory")) as memory, closing(sqlite3.connect(tmp_path / "memory")) as other:
        advanced(memory, 0, 1)
        other.execute("CREATE TRIGGER full BEFORE UPDATE ON signed BEGIN SELECT RAISE(ABORT, 'disk full'); END")
        with pytest.raises(sqlite3.IntegrityError):
            advanced(memory, 1, 2)
        other.execute("DROP TRIGGER full")
        assert memory.recall(ORIGIN) == Head(1, HONEST.root(1))
        assert isinstance(advanced(memory, 1, 2), int)
