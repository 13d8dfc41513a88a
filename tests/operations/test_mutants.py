"""What `make mutants` puts in, and where: the run itself takes hours and is no part of the suite."""

from pathlib import Path

import pytest

from tests.mutants import rooms, sql


def test_every_room_that_is_mutated_is_where_it_is_said_to_be() -> None:
    assert set(rooms.files().values()) == set(rooms.ROOMS)


def test_a_file_that_moved_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="workflows"):
        rooms.files(tmp_path)


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        (
            "UPDATE t SET a = a + 1 WHERE id = $1 AND (b < $2 OR c) AND d IS NULL RETURNING a",
            {
                "UPDATE t SET a = a - 1 WHERE id = $1 AND (b < $2 OR c) AND d IS NULL RETURNING a",
                "UPDATE t SET a = a + 1 WHERE true AND (b < $2 OR c) AND d IS NULL RETURNING a",
                "UPDATE t SET a = a + 1 WHERE id = $1 AND d IS NULL RETURNING a",
                "UPDATE t SET a = a + 1 WHERE id = $1 AND (b <= $2 OR c) AND d IS NULL RETURNING a",
                "UPDATE t SET a = a + 1 WHERE id = $1 AND (b < $2 OR c) RETURNING a",
                "UPDATE t SET a = a + 1 WHERE id = $1 AND (b < $2 OR c) AND d IS NOT NULL RETURNING a",
            },
        ),
        (
            "SELECT a FROM t ORDER BY a DESC LIMIT 1 FOR UPDATE SKIP LOCKED",
            {
                "SELECT a FROM t ORDER BY a LIMIT 1 FOR UPDATE SKIP LOCKED",
                "SELECT a FROM t ORDER BY a DESC FOR UPDATE SKIP LOCKED",
                "SELECT a FROM t ORDER BY a DESC LIMIT 1",
                "SELECT a FROM t ORDER BY a DESC LIMIT 1 FOR UPDATE",
            },
        ),
    ],
)
def test_sql_gets_one_fault_at_a_time(said: str, faults: set[str]) -> None:
    assert sql.is_sql(said)
    assert set(sql.faults(said)) == faults
