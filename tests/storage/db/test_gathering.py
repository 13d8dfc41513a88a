"""Calls that share a statement: each has its own answer, and no other's fault."""

import asyncio
from collections.abc import Sequence

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.storage.db.gathered_calls import Gathering, TogetherError

AT_ONCE, MOST = 2, 4
CALLS = st.lists(st.tuples(st.sampled_from(["33.05", "33.06"]), st.integers(0, 5), st.integers(0, 5)), max_size=40)


class Database:
    """Answers each call by itself, after as many turns of the loop as the test says."""

    def __init__(self, turns: Sequence[int] = (0,)) -> None:
        self.turns = turns
        self.statements: list[tuple[str, list[tuple[int, int, int]]]] = []
        self.under_way: dict[str, int] = {}
        self.most_under_way = 0

    async def send(self, region: str, calls: Sequence[tuple[int, int, int]]) -> list[int]:
        self.statements.append((region, list(calls)))
        self.under_way[region] = self.under_way.get(region, 0) + 1
        self.most_under_way = max(self.most_under_way, self.under_way[region])
        for _ in range(self.turns[len(self.statements) % len(self.turns)]):
            await asyncio.sleep(0)
        self.under_way[region] -= 1
        return [number for number, _, _ in calls]


@given(CALLS, st.lists(st.integers(0, 6), min_size=1, max_size=5), st.lists(st.booleans(), min_size=1, max_size=7))
@settings(max_examples=150, deadline=None)
def test_everyone_hears_their_own_answer_and_nobody_shares_what_must_stay_apart(
    calls: list[tuple[str, int, int]], turns: list[int], pauses: list[bool]
) -> None:
    async def run() -> None:
        database = Database(turns)
        gathering: Gathering[tuple[int, int, int], int] = Gathering(database.send, at_once=AT_ONCE, most=MOST)
        asked = []
        for number, (region, report, key) in enumerate(calls):
            call = gathering.ask(region, (number, report, key), ("report", report), ("key", key))
            asked.append(asyncio.create_task(call))
            if pauses[number % len(pauses)]:
                await asyncio.sleep(0)
        assert await asyncio.gather(*asked) == list(range(len(calls)))
        assert database.most_under_way <= AT_ONCE
        for region, sent in database.statements:
            assert 0 < len(sent) <= MOST
            assert all(calls[number][0] == region for number, _, _ in sent)
            assert len({report for _, report, _ in sent}) == len({key for _, _, key in sent}) == len(sent)
        for report in range(6):
            for region in ("33.05", "33.06"):
                order = [n for at, sent in database.statements if at == region for n, of, _ in sent if of == report]
                assert order == sorted(order), "calls of one report keep their order"

    asyncio.run(run())


async def test_a_lone_call_goes_out_alone_and_a_crowd_together() -> None:
    database = Database()
    gathering: Gathering[tuple[int, int, int], int] = Gathering(database.send, at_once=1, most=10)
    assert await gathering.ask("33.05", (7, 0, 0)) == 7
    assert [len(sent) for _, sent in database.statements] == [1]
    await asyncio.gather(*(gathering.ask("33.05", (n, n, n), n) for n in range(10)))
    assert [len(sent) for _, sent in database.statements] == [1, 10]


async def test_when_a_statement_of_many_fails_each_may_try_alone_and_a_lone_one_hears_why() -> None:
    async def fail(_region: str, _calls: Sequence[int]) -> Sequence[int]:
        raise asyncpg.CheckViolationError

    gathering: Gathering[int, int] = Gathering(fail, at_once=1, most=10)
    said = await asyncio.gather(*(gathering.ask("33.05", n, n) for n in range(3)), return_exceptions=True)
    assert [type(one) for one in said] == [TogetherError] * 3
    with pytest.raises(asyncpg.CheckViolationError):
        await gathering.ask("33.05", 1, 1)


async def test_a_fault_that_is_not_the_statements_reaches_all_of_them() -> None:
    async def fail(_region: str, _calls: Sequence[int]) -> Sequence[int]:
        raise ConnectionResetError

    gathering: Gathering[int, int] = Gathering(fail, at_once=1, most=10)
    said = await asyncio.gather(*(gathering.ask("33.05", n, n) for n in range(3)), return_exceptions=True)
    assert [type(one) for one in said] == [ConnectionResetError] * 3


async def test_who_went_away_while_waiting_is_not_asked_for_and_who_went_away_later_harms_nobody() -> None:
    database = Database(turns=(5,))
    gathering: Gathering[tuple[int, int, int], int] = Gathering(database.send, at_once=1, most=10)
    first, gone_later = (asyncio.create_task(gathering.ask("33.05", (n, n, n), n)) for n in (1, 2))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gone, last = (asyncio.create_task(gathering.ask("33.05", (n, n, n), n)) for n in (3, 4))
    await asyncio.sleep(0)
    gone.cancel()
    gone_later.cancel()
    assert await asyncio.gather(first, last) == [1, 4]
    assert [[number for number, _, _ in sent] for _, sent in database.statements] == [[1, 2], [4]]
