"""Calls of one routine that wait at the same moment go to the database together, as one statement.

Nobody waits for company: a call goes out at once while less than ``at_once`` statements are under way, with whatever
else came in by then, and otherwise with the next. Under load a statement thus carries many calls; a lone call is alone.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import asyncpg

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Sequence

Item = TypeVar("Item")
Said = TypeVar("Said")


class TogetherError(Exception):
    """A statement of several calls failed, and whose fault it was is not known: each may try alone."""


class _Waiting(NamedTuple, Generic[Item, Said]):
    item: Item
    apart: tuple[Hashable, ...]
    said: asyncio.Future[Said]


class _Line(Generic[Item, Said]):
    """Who waits in one region, and how many statements are under way there."""

    def __init__(self) -> None:
        self.waiting: deque[_Waiting[Item, Said]] = deque()
        self.under_way = 0


class Gathering(Generic[Item, Said]):
    """Calls of one routine. A statement is of one region and carries at most ``most`` calls."""

    def __init__(
        self, send: Callable[[str, Sequence[Item]], Awaitable[Sequence[Said]]], *, at_once: int, most: int
    ) -> None:
        self._send = send
        self._at_once = at_once
        self._most = most
        self._lines: dict[str, _Line[Item, Said]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def ask(self, region: str, item: Item, *apart: Hashable) -> Said:
        """What the routine says of one call; calls that share a value of ``apart`` never share a statement.

        Raises what ``send`` raises; TogetherError in the place of a PostgresError, when the call was not alone.
        """
        loop = asyncio.get_running_loop()
        line = self._lines.setdefault(region, _Line())
        said: asyncio.Future[Said] = loop.create_future()
        line.waiting.append(_Waiting(item, apart, said))
        if line.under_way < self._at_once:
            loop.call_soon(self._start, region)
        return await said

    def _start(self, region: str) -> None:
        line = self._lines.get(region)
        if line is None or line.under_way >= self._at_once:
            return
        together = self._take(line.waiting)
        if together:
            line.under_way += 1
            task = asyncio.get_running_loop().create_task(self._run(region, line, together))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif not line.under_way:
            del self._lines[region]

    def _take(self, waiting: deque[_Waiting[Item, Said]]) -> list[_Waiting[Item, Said]]:
        """The calls of the next statement, in the order they came; who has to stay apart keeps its place."""
        together: list[_Waiting[Item, Said]] = []
        seen: set[Hashable] = set()
        stay: list[_Waiting[Item, Said]] = []
        while waiting and len(together) < self._most:
            one = waiting.popleft()
            if one.said.done():  # its caller went away
                continue
            if seen.isdisjoint(one.apart):
                together.append(one)
            else:
                stay.append(one)
            seen.update(one.apart)
        waiting.extendleft(reversed(stay))
        return together

    async def _run(self, region: str, line: _Line[Item, Said], together: list[_Waiting[Item, Said]]) -> None:
        try:
            answers = await self._send(region, [one.item for one in together])
            for one, answer in zip(together, answers, strict=True):
                if not one.said.done():
                    one.said.set_result(answer)
        except asyncpg.PostgresError as error:
            _fail(together, error if len(together) == 1 else TogetherError())
        except Exception as error:  # noqa: BLE001 - whatever it was, it is for those who wait
            _fail(together, error)
        finally:
            line.under_way -= 1
            for one in together:  # who has no answer by now gets none: this task itself was cancelled
                one.said.cancel()
            self._start(region)


def _fail(together: list[_Waiting[Item, Said]], error: Exception) -> None:
    for one in together:
        if not one.said.done():
            one.said.set_exception(error)
