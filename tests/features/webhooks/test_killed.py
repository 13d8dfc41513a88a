"""A worker that is killed in the middle: everything is posted at least once, in order within each report."""

import asyncio
from collections import defaultdict

from service.edge.settings import Settings
from tests.faults.processes import started, until_so
from tests.features.webhooks.desk import Hooks
from tests.features.webhooks.receiver import Answer, Got, Receiver


async def test_whatever_a_killed_worker_had_under_way_is_posted_by_the_next(
    hooks: Hooks, settings: Settings, receiver: Receiver
) -> None:
    made = await hooks.make(receiver.url)
    held = asyncio.Event()
    taken: list[int] = []

    def behave(got: Got) -> Answer:
        if not held.is_set() and len(receiver.got) > 6:
            return Answer(after_s=60)  # under way when the worker dies
        taken.append(got.data["leaf_index"])
        return Answer()

    receiver.behave = behave
    await hooks.happen(4, 4, 4, 4)
    with started(settings, "worker", 8001) as kill:
        await until_so(lambda: len(receiver.got) >= 8, "some are under way")
        kill()
    held.set()
    with started(settings, "worker", 8001):
        await hooks.settled(made, 20)
    assert set(taken) == set(range(1, 21))
    order: dict[str, list[int]] = defaultdict(list)
    for got in receiver.got:
        if got.data["leaf_index"] in taken and got.data["leaf_index"] not in order[got.data["report"]]:
            order[got.data["report"]].append(got.data["leaf_index"])
    assert all(indices == sorted(indices) for indices in order.values())
