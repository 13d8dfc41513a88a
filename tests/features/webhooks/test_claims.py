"""Which deliveries a worker takes, and that it settles none that is another's by now."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from service.edge.background import Supervisor, nothing
from service.edge.settings import Settings
from service.edge.targets import Allowed, networks_of, ports_of
from service.features.webhooks.claimed_deliveries import AT_ONCE, LOCK_CLASS, Claimed, Claims, Outcome
from service.features.webhooks.delivering import KEPT_DAYS, Delivering
from service.features.webhooks.fanout import fan_out
from service.features.webhooks.schemas import TryAnswer
from service.features.webhooks.sending import Sender
from service.operations.embedded.postgres import EmbeddedPostgres
from service.storage.db.pool import SESSION, Database
from service.storage.texts.sealers import wrapper_of
from tests.conftest import REGION
from tests.faults.processes import held_up, until, until_so
from tests.features.webhooks.desk import Hooks, delivering
from tests.features.webhooks.receiver import Answer, Receiver
from workflows.decisions.machines.webhooks import DeliveryState

NOW = datetime.now(UTC)
TRIED = TryAnswer(at=NOW, duration_ms=1, status=204, error=None, answer="")
DONE = Outcome(DeliveryState.DELIVERED, None, TRIED)
STANDS = (
    "SELECT state, claimed_by, attempts, jsonb_array_length(tries) AS tries FROM webhook_delivery ORDER BY leaf_index"
)
NUMBERS = f"SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = {LOCK_CLASS} AND granted"


class Worker(Claims):
    """A worker with the connection that it lives by, and the number under which it claims."""

    def __init__(self, database: Database, connection: Any) -> None:
        super().__init__(database, connection)
        self.life = connection
        self.number = 0

    async def begin(self) -> "Worker":
        await self.hold()
        self.number = await self.life.fetchval(f"{NUMBERS} AND pid = pg_backend_pid()")
        return self

    async def die(self, admin: Any) -> None:
        """End as a machine that is switched off does."""
        await self.life.close()

        async def gone() -> bool:
            return self.number not in {row[0] for row in await admin.fetch(NUMBERS)}

        await until(gone, "its lock is gone")


class One(Delivering):
    """Delivers one by itself."""

    async def deliver(self, claimed: Claimed) -> None:
        await self._begin(claimed)(nothing)


Begin = Callable[[], Awaitable[Worker]]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions that are opened from now on wait half a second for a row that is held."""
    monkeypatch.setitem(SESSION, "lock_timeout", "500ms")  # type: ignore[misc]


@pytest.fixture
async def pool(settings: Settings) -> AsyncIterator[Database]:
    assert settings.database_url is not None
    database = Database(settings.database_url.get_secret_value(), size=4, application="tindak-webhooks")
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def begin(pool: Database, postgres: EmbeddedPostgres, database: str) -> AsyncIterator[Begin]:
    """Begins a worker, with a connection whose end is the worker's."""
    made: list[Worker] = []

    async def begun() -> Worker:
        made.append(Worker(pool, await asyncpg.connect(postgres.url("tindak_app", database))))
        return await made[-1].begin()

    yield begun
    for worker in made:
        await worker.life.close()


def places(taken: list[Claimed]) -> list[int]:
    return sorted(one.row["leaf_index"] for one in taken)


async def test_a_worker_that_lost_its_claim_settles_nothing(
    hooks: Hooks, receiver: Receiver, pool: Database, begin: Begin, admin: Any
) -> None:
    await hooks.make(receiver.url)
    await hooks.happen(0)
    assert await fan_out(pool, REGION)
    stale, fresh = await begin(), await begin()
    (old,) = await stale.take(REGION)
    assert await fresh.take(REGION) == []  # it is under way
    await stale.die(admin)
    (new,) = await fresh.take(REGION)
    for outcome in (DONE, Outcome(DeliveryState.DEAD, None, TRIED), Outcome(DeliveryState.WITHHELD, None, None)):
        await stale.settle(old, outcome)
        (row,) = await admin.fetch(STANDS)
        assert tuple(row) == ("pending", fresh.number, 2, 0)
    await fresh.settle(new, DONE)
    await stale.settle(old, Outcome(DeliveryState.PENDING, NOW, TRIED))
    (row,) = await admin.fetch(STANDS)
    assert tuple(row) == ("delivered", None, 2, 1)


async def test_what_was_begun_anew_by_a_replay_is_not_settled_by_who_had_it(
    hooks: Hooks, receiver: Receiver, pool: Database, begin: Begin, admin: Any
) -> None:
    made = await hooks.make(receiver.url)
    await hooks.happen(0)
    await fan_out(pool, REGION)
    claims = await begin()
    (old,) = await claims.take(REGION)
    assert (await hooks.ask("POST", f"/{made['id']}/replay", body={"after": 0})).is_success
    await fan_out(pool, REGION)
    await claims.settle(old, DONE)
    (row,) = await admin.fetch(STANDS)
    assert tuple(row) == ("pending", None, 0, 0)
    assert places(await claims.take(REGION)) == places([old])


async def test_of_two_who_claim_at_the_same_moment_one_has_it(
    hooks: Hooks, receiver: Receiver, pool: Database, begin: Begin, admin: Any
) -> None:
    """The second has chosen what the first has not yet committed, and looks again once it has."""
    await hooks.make(receiver.url)
    await hooks.happen(0)
    await fan_out(pool, REGION)
    first, second = await begin(), await begin()
    async with admin.transaction():
        await admin.execute("UPDATE webhook_delivery SET claimed_by = $1, claimed_at = now()", first.number)
        taking = asyncio.create_task(second.take(REGION))
        await held_up(admin)
    assert await taking == []
    assert await admin.fetchval("SELECT claimed_by FROM webhook_delivery") == first.number


async def test_an_endpoint_has_few_under_way_whoever_has_them(
    hooks: Hooks, receiver: Receiver, pool: Database, begin: Begin, admin: Any
) -> None:
    busy = await hooks.make(receiver.url)
    await hooks.happen(*[0] * (2 * AT_ONCE))
    await fan_out(pool, REGION)
    one, other = await begin(), await begin()
    taken = await one.take(REGION)
    assert places(taken) == list(range(1, AT_ONCE + 1))  # 0 is the making of the endpoint, which is for auditors
    assert await one.take(REGION) == await other.take(REGION) == []
    await one.settle(taken[0], DONE)
    assert places(await other.take(REGION)) == [AT_ONCE + 1]
    assert await other.take(REGION) == []
    idle = await hooks.make(receiver.url, actions=("report.reported",))
    await hooks.happen(0)
    await fan_out(pool, REGION)
    assert {str(claimed.webhook) for claimed in await other.take(REGION)} == {idle["id"]}
    await one.die(admin)
    again = await other.take(REGION)
    assert {str(claimed.webhook) for claimed in again} == {busy["id"]}
    assert places(again) == places(taken)[1:]  # the dead one's, for which there is room again


async def test_what_is_not_due_yet_is_not_tried_and_tries_add_up(
    hooks: Hooks, receiver: Receiver, pool: Database, begin: Begin, admin: Any
) -> None:
    await hooks.make(receiver.url)
    await hooks.happen(0)
    await fan_out(pool, REGION)
    claims = await begin()
    for tries in (1, 2, 3):
        (claimed,) = await claims.take(REGION)
        await claims.settle(claimed, Outcome(DeliveryState.PENDING, NOW + timedelta(hours=1), TRIED))
        assert await claims.take(REGION) == []
        (row,) = await admin.fetch(STANDS)
        assert tuple(row) == ("pending", None, tries, tries)
        await admin.execute("UPDATE webhook_delivery SET next_at = now()")


@pytest.mark.parametrize(("state", "seen"), [("enabled", True), ("disabled", True), ("ended", False)])
async def test_an_endpoint_that_has_ended_sees_nothing_any_more(
    hooks: Hooks, receiver: Receiver, pool: Database, begin: Begin, admin: Any, state: str, *, seen: bool
) -> None:
    await hooks.make(receiver.url)
    await hooks.happen(0)
    await fan_out(pool, REGION)
    claims = await begin()
    (claimed,) = await claims.take(REGION)
    over = "" if seen else ", reason = 'office_changed', secret = NULL"
    await admin.execute(f"UPDATE webhook SET state = $1{over}", state)
    assert await claims.may_still_see(claimed) is seen
    await claims.settle(claimed, Outcome(DeliveryState.PENDING, NOW, None))
    assert bool(await claims.take(REGION)) is (state == "enabled")


async def test_gone_disables_its_own_endpoint_alone(
    hooks: Hooks, receiver: Receiver, pool: Database, begin: Begin, admin: Any
) -> None:
    made = [await hooks.make(receiver.url) for _ in range(2)]
    await hooks.happen(0)
    await fan_out(pool, REGION)
    claims = await begin()
    gone = next(one for one in await claims.take(REGION) if str(one.webhook) == made[0]["id"])
    await claims.settle(gone, Outcome(DeliveryState.DEAD, None, TRIED, gone=True))
    states = dict(await admin.fetch("SELECT id::text, state FROM webhook"))
    assert states == {made[0]["id"]: "disabled", made[1]["id"]: "enabled"}


async def test_what_was_settled_long_ago_is_forgotten_and_nothing_else(
    hooks: Hooks, receiver: Receiver, pool: Database, begin: Begin, admin: Any
) -> None:
    await hooks.make(receiver.url)
    await hooks.happen(0, 0, 0)
    await fan_out(pool, REGION)
    claims = await begin()
    old, young, waiting = sorted(await claims.take(REGION), key=lambda one: one.row["leaf_index"])
    for claimed, days in ((old, KEPT_DAYS + 1), (young, KEPT_DAYS - 1)):
        await claims.settle(claimed, DONE)
        passed = f"UPDATE webhook_delivery SET settled_at = now() - interval '{days} days' WHERE leaf_index = $1"
        await admin.execute(passed, claimed.row["leaf_index"])
    await admin.execute(f"UPDATE webhook_delivery SET first_at = now() - interval '{2 * KEPT_DAYS} days'")
    await claims.forget(REGION, KEPT_DAYS)
    left = await admin.fetch("SELECT leaf_index FROM webhook_delivery ORDER BY leaf_index")
    assert [row["leaf_index"] for row in left] == places([young, waiting])


async def test_a_former_secret_signs_no_longer_than_it_was_given(
    hooks: Hooks, receiver: Receiver, pool: Database, begin: Begin, admin: Any
) -> None:
    made = await hooks.make(receiver.url)
    assert (await hooks.ask("POST", f"/{made['id']}/secret", body={"grace_hours": 1})).is_success
    await hooks.happen(0)
    await fan_out(pool, REGION)
    claims = await begin()
    (claimed,) = await claims.take(REGION)
    assert claimed.row["former_secret"] is not None
    await claims.settle(claimed, Outcome(DeliveryState.PENDING, NOW, None))
    await admin.execute("UPDATE webhook SET former_until = now()")
    (claimed,) = await claims.take(REGION)
    assert claimed.row["former_secret"] is None


@pytest.fixture
def deliver(pool: Database, settings: Settings) -> Callable[[Claims, Claimed], Awaitable[None]]:
    sender = Sender(Allowed(networks_of("127.0.0.0/8"), ports_of("1-65535")))

    async def delivered(claims: Claims, claimed: Claimed) -> None:
        await One(pool, [REGION], wrapper_of(settings), sender, claims, Supervisor()).deliver(claimed)

    return delivered


async def test_what_could_not_even_be_tried_is_tried_again(
    hooks: Hooks, receiver: Receiver, pool: Database, begin: Begin, admin: Any, deliver: Any
) -> None:
    """A secret that nothing opens is no end of its report's deliveries."""
    await hooks.make(receiver.url)
    await hooks.happen(0)
    await fan_out(pool, REGION)
    claims = await begin()
    secret = await admin.fetchval("SELECT secret FROM webhook")
    await admin.execute("UPDATE webhook SET secret = 'x'")
    await deliver(claims, (await claims.take(REGION))[0])
    (row,) = await admin.fetch(STANDS)
    assert tuple(row) == ("pending", None, 1, 0)
    await admin.execute("UPDATE webhook SET secret = $1", secret)
    await admin.execute("UPDATE webhook_delivery SET next_at = now()")
    await deliver(claims, (await claims.take(REGION))[0])
    (row,) = await admin.fetch(STANDS)
    assert tuple(row) == ("delivered", None, 2, 1)


@pytest.mark.usefixtures("impatient")
async def test_what_became_of_a_try_is_kept_however_long_its_row_is_held(
    hooks: Hooks,
    receiver: Receiver,
    pool: Database,
    begin: Begin,
    admin: Any,
    deliver: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("service.features.webhooks.delivering.AGAIN_S", 0.01)
    await hooks.make(receiver.url)
    await hooks.happen(0)
    await fan_out(pool, REGION)
    claims = await begin()
    (claimed,) = await claims.take(REGION)
    tried, settle = [], claims.settle

    async def counted(*told: Any) -> None:
        tried.append(told)
        await settle(*told)

    monkeypatch.setattr(claims, "settle", counted)
    async with admin.transaction():
        await admin.execute("SELECT FROM webhook_delivery FOR UPDATE")
        delivering = asyncio.create_task(deliver(claims, claimed))

        async def again_or_over() -> bool:
            return delivering.done() or len(tried) > 1

        await until(again_or_over, "it is tried to settle it again")
    await delivering
    assert len(receiver.got) == 1  # posted once however often it was settled
    (row,) = await admin.fetch(STANDS)
    assert tuple(row) == ("delivered", None, 1, 1)


async def test_of_two_who_make_deliveries_at_once_one_makes_them(
    hooks: Hooks, receiver: Receiver, pool: Database, begin: Begin, admin: Any
) -> None:
    """The second leaves the endpoint alone: it would make anew what has been delivered meanwhile."""
    await hooks.make(receiver.url)
    await hooks.happen(0)
    async with admin.transaction():
        await admin.execute("LOCK TABLE webhook_delivery IN SHARE ROW EXCLUSIVE MODE")
        first = asyncio.create_task(fan_out(pool, REGION))
        await held_up(admin)
        second = asyncio.create_task(fan_out(pool, REGION))
        await asyncio.wait({second}, timeout=10)
        assert second.done()
        assert await second is False
    assert await first
    assert len(await (await begin()).take(REGION)) == 1


async def test_a_worker_that_ends_breaks_off_what_it_has_under_way(
    hooks: Hooks, settings: Settings, receiver: Receiver, admin: Any
) -> None:
    await hooks.make(receiver.url)
    await hooks.happen(0)
    receiver.behave = lambda _: Answer(after_s=3600)
    async with delivering(settings):
        await until_so(lambda: receiver.got, "it is under way")
    (row,) = await admin.fetch(STANDS)
    assert (row["state"], row["attempts"], row["tries"]) == ("pending", 1, 0)
