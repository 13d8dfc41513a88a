"""Leases: never more than the quota whatever the processes do, no wait on the way, and no stop without a database."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from service.edge import background
from service.edge.limits.limiter import AGAIN_S, Limiter
from service.edge.limits.quotas import MOST_ON_CREDIT, WINDOW_S, RateClass, quota
from service.edge.limits.strangers import Strangers
from service.edge.service_errors import DatabaseUnavailable
from service.edge.settings import Settings
from service.storage.db.pool import Database
from tests.log_lines import said_by

WHO = UUID(int=1)
READ, WRITE = RateClass.READ, RateClass.WRITE
USED = "SELECT kind, used FROM rate_window ORDER BY kind"


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Away:
    """A database that is out of reach."""

    async def ask(self, *_: Any) -> Any:
        raise DatabaseUnavailable


class Counted:
    """A database that counts what is asked of it, and may be out of reach for a while."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.asked: list[tuple[int, int]] = []
        self.away = False

    async def ask(self, sql: str, *told: Any) -> Any:
        *_, spent, wanted = told
        self.asked.append((spent, wanted))
        if self.away:
            raise DatabaseUnavailable
        return await self._database.ask(sql, *told)


@pytest.fixture
async def leases(settings: Settings) -> Any:
    assert settings.database_url is not None
    database = Database(settings.database_url.get_secret_value(), size=2, application="tindak-limits")
    await database.open()
    yield database
    await database.close()


async def allowed(limiter: Limiter, asked: int, cost: int = 1) -> int:
    """How many of so many requests at once are served."""
    standings = await asyncio.gather(*(limiter.spend(WHO, READ, cost) for _ in range(asked)))
    return sum(standing.allowed for standing in standings if standing is not None)


@pytest.mark.parametrize("most", [1, 7, 20, 99])
async def test_many_processes_at_once_never_serve_more_than_a_quota_without_credit(leases: Any, most: int) -> None:
    limiters = [Limiter(leases, {READ: quota(READ, most)}) for _ in range(4)]
    served = await asyncio.gather(*(allowed(limiter, most) for limiter in limiters))
    assert sum(served) <= most
    for limiter in limiters:
        await limiter.close()
    # What is left is only what some process leased and did not spend.
    assert sum(served) >= most - len(limiters) * max(1, most // 10)


async def test_what_is_served_on_credit_is_a_hundredth_for_each_process_at_most(leases: Any) -> None:
    most, processes = 1000, 4
    limiters = [Limiter(leases, {READ: quota(READ, most)}) for _ in range(processes)]
    served = await asyncio.gather(*(allowed(limiter, most) for limiter in limiters))
    assert sum(served) <= most + processes * MOST_ON_CREDIT


async def test_one_process_serves_exactly_the_quota(leases: Any) -> None:
    limiter = Limiter(leases, {READ: quota(READ, 1000)})
    assert sum([await allowed(limiter, 10) for _ in range(150)]) == 1000


async def test_the_first_requests_of_a_window_wait_for_nothing() -> None:
    """Served before the database has answered: a request costs no further round trip."""
    asked = asyncio.Event()

    class Slow:
        async def ask(self, *_: Any) -> Any:
            await asked.wait()
            return [(100, 800, 30.0)]

    limiter = Limiter(Slow(), {READ: quota(READ, 1000)})  # type: ignore[arg-type]
    for _ in range(MOST_ON_CREDIT):
        standing = await asyncio.wait_for(limiter.spend(WHO, READ), 1)
        assert standing is not None
        assert standing.allowed
    waiting = asyncio.create_task(limiter.spend(WHO, READ))
    await asyncio.sleep(0)
    assert not waiting.done()
    asked.set()
    standing = await waiting
    assert standing is not None
    assert (standing.allowed, standing.remaining) == (True, 800 + 99 - (MOST_ON_CREDIT - 1))


async def test_a_cost_is_taken_whole_or_not_at_all(leases: Any) -> None:
    limiter = Limiter(leases, {READ: quota(READ, 100)})
    assert await allowed(limiter, 1, 70) == 1
    assert await allowed(limiter, 1, 40) == 0
    assert await allowed(limiter, 1, 30) == 1
    assert await allowed(limiter, 1, 1) == 0


async def test_a_cost_above_the_quota_is_the_whole_of_it(leases: Any) -> None:
    limiter = Limiter(leases, {READ: quota(READ, 100)})
    assert await allowed(limiter, 1, 500) == 1
    assert await allowed(limiter, 1, 1) == 0


async def test_a_window_ends_and_the_next_begins(leases: Any, admin: Any) -> None:
    clock = Clock()
    limiter = Limiter(leases, {READ: quota(READ, 20)}, clock)
    assert await allowed(limiter, 30) == 20
    clock.now += 61
    await admin.execute("UPDATE rate_window SET began_at = began_at - interval '1 minute'")
    assert await allowed(limiter, 30) == 20


async def test_a_window_is_over_at_its_end_and_not_before() -> None:
    clock = Clock()

    class Scripted:
        async def ask(self, *_: Any) -> Any:
            return [(2, 0, 30.0)]

    limiter = Limiter(Scripted(), {READ: quota(READ, 20)}, clock)  # type: ignore[arg-type]
    for ends in (1030.01, 1060.02):
        assert await allowed(limiter, 3) == 2
        clock.now = ends - 0.001
        assert await allowed(limiter, 1) == 0
        clock.now = ends
    assert await allowed(limiter, 1) == 1


async def test_what_was_served_on_credit_is_paid_back_once(leases: Any, admin: Any) -> None:
    limiter = Limiter(counted := Counted(leases), {READ: quota(READ, 1000)})  # type: ignore[arg-type]
    assert await allowed(limiter, MOST_ON_CREDIT) == MOST_ON_CREDIT
    await limiter.close()
    assert [tuple(row) for row in await admin.fetch(USED)] == [("read", 100 + MOST_ON_CREDIT)]
    await allowed(limiter, 300)
    await limiter.close()
    assert sum(spent for spent, _ in counted.asked) == MOST_ON_CREDIT
    assert sum([await allowed(limiter, 10) for _ in range(100)]) == 1000 - MOST_ON_CREDIT - 300


async def test_a_share_is_fetched_before_the_last_is_used_up_and_no_sooner(leases: Any, admin: Any) -> None:
    limit = quota(READ, 1000)
    limiter = Limiter(leases, {READ: limit})
    assert await allowed(limiter, 1, 2 * MOST_ON_CREDIT) == 1  # no credit is as large: a lease comes first
    for left in range(limit.chunk - 2 * MOST_ON_CREDIT - 1, limit.low - 2, -1):
        assert await allowed(limiter, 1) == 1
        await limiter.close()
        leased = limit.chunk if left >= limit.low else 2 * limit.chunk
        assert [tuple(row) for row in await admin.fetch(USED)] == [("read", leased)]


async def test_all_who_wait_are_served_by_one_lease_and_the_next_is_a_share_again(leases: Any, admin: Any) -> None:
    limiter = Limiter(counted := Counted(leases), {READ: quota(READ, 1000)})  # type: ignore[arg-type]
    assert await allowed(limiter, 800) == 800
    await limiter.close()
    assert len(counted.asked) <= 3, counted.asked
    assert sum(wanted for _, wanted in counted.asked) <= 800 + 2 * 100
    before = len(counted.asked)
    await admin.execute("UPDATE rate_window SET used = 0")
    while len(counted.asked) == before:
        assert await allowed(limiter, 1) == 1
    assert counted.asked[-1][1] == 100


async def test_who_goes_away_while_waiting_takes_no_others_lease_along() -> None:
    answered = asyncio.Event()

    class Slow:
        async def ask(self, *_: Any) -> Any:
            await answered.wait()
            return [(5, 10, 30.0)]

    limiter = Limiter(Slow(), {READ: quota(READ, 20)})  # type: ignore[arg-type]
    first, second = [asyncio.create_task(limiter.spend(WHO, READ)) for _ in range(2)]
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    answered.set()
    standing = await second
    assert standing is not None
    assert (standing.allowed, standing.remaining) == (True, 4 + 10)
    assert first.cancelled()


async def test_a_database_that_is_back_is_asked_again(leases: Any, admin: Any) -> None:
    clock = Clock()
    limiter = Limiter(counted := Counted(leases), {READ: quota(READ, 20)}, clock)  # type: ignore[arg-type]
    counted.away = True
    assert await allowed(limiter, 20) == 20
    counted.away = False
    clock.now += AGAIN_S
    assert await allowed(limiter, 1) == 1
    await limiter.close()
    assert [row["kind"] for row in await admin.fetch(USED)] == ["read"]


async def test_what_one_class_uses_leaves_the_others_alone(leases: Any, admin: Any) -> None:
    limiter = Limiter(leases, {READ: quota(READ, 100), WRITE: quota(WRITE, 50)})
    for kind, cost in ((READ, 60), (WRITE, 20), (READ, 10)):
        standing = await limiter.spend(WHO, kind, cost)
        assert standing is not None
        assert standing.allowed
    await limiter.close()
    rows = {row["kind"]: row["used"] for row in await admin.fetch(USED)}
    assert 70 <= rows["read"] <= 90
    assert 20 <= rows["write"] <= 30


async def test_a_window_that_the_database_has_ended_counts_from_its_new_beginning(leases: Any, admin: Any) -> None:
    lease = "SELECT granted, remaining, resets_in FROM rate_lease($1, 'read', 100, $2, $3, $4)"
    assert tuple((await leases.ask(lease, WHO, WINDOW_S, 30, 60))[0])[:2] == (60, 10)
    await admin.execute("UPDATE rate_window SET began_at = began_at - interval '30 seconds'")
    granted, remaining, resets = (await leases.ask(lease, WHO, WINDOW_S, 0, 60))[0]
    assert (granted, remaining) == (10, 0)
    assert 0 < resets <= WINDOW_S - 30
    await admin.execute("UPDATE rate_window SET began_at = began_at - interval '30 seconds'")
    granted, remaining, resets = (await leases.ask(lease, WHO, WINDOW_S, 0, 60))[0]
    assert (granted, remaining) == (60, 40)
    assert resets == WINDOW_S


async def test_without_a_database_a_limit_stops_nobody() -> None:
    limiter = Limiter(Away(), {READ: quota(READ, 20)})  # type: ignore[arg-type]
    assert await allowed(limiter, 50) == 50


async def test_who_was_met_first_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.edge.limits.limiter.MOST_ACCOUNTS", 3)
    monkeypatch.setattr("service.edge.limits.strangers.MOST_ADDRESSES", 3)
    limiter = Limiter(Away(), {READ: quota(READ, 1000)})  # type: ignore[arg-type]
    for number in (1, 2, 3, 4):
        await limiter.spend(UUID(int=number), READ)
    assert limiter.accounts == 3
    strangers = Strangers(1)
    assert [strangers.refused_for(address) > 0 for address in "aabcda"] == [False, True, False, False, False, False]


def test_an_address_waits_for_the_rest_of_its_minute() -> None:
    clock = Clock()
    strangers = Strangers(2, clock)
    assert [strangers.refused_for("a") for _ in range(3)] == [0.0, 0.0, 60.0]
    assert strangers.refused_for("b") == 0.0
    clock.now += 59
    assert strangers.refused_for("a") == 1.0
    clock.now += 1
    assert strangers.refused_for("a") == 0.0


async def test_a_lease_that_breaks_stops_nobody_and_is_told() -> None:
    class Broken:
        async def ask(self, *_: Any) -> Any:
            raise ValueError

    limiter = Limiter(Broken(), {READ: quota(READ, 100)})  # type: ignore[arg-type]
    with said_by(background) as said:
        for _ in range(60):
            standing = await limiter.spend(WHO, READ)
            assert standing is not None
            assert standing.allowed
        await limiter.close()
    assert ("background_task_failed", "quotas") in {(line["event"], line.get("task")) for line in said}
