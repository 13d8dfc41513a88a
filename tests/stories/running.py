"""Tells stories one after another, in one event loop, to one stage."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack, ExitStack
from types import TracebackType
from typing import Any, Self, TypeVar

from tests.stories.findings import Met
from tests.stories.story import Story
from tests.stories.world import Stage, stage

T = TypeVar("T")


class Teller:
    """A stage, and the story that is being told on it. A context manager.

    ``sql`` is run in every story's database: a fault that is put in. Without ``asking`` people act, and nobody asks
    afterwards what there is to read, nor is the trail verified.
    """

    def __init__(self, sql: tuple[str, ...] = (), *, asking: bool = True) -> None:
        self._sql, self._asking = sql, asking
        self._loop = asyncio.new_event_loop()
        self._stack, self._world = ExitStack(), AsyncExitStack()
        self._stage: Stage | None = None
        self._story: Story | None = None
        self._lawful: dict[str, frozenset[str]] = {}

    def __enter__(self) -> Self:
        self._stage = self._stack.enter_context(stage(self._sql))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
        self._loop.close()

    @property
    def script(self) -> str:
        return self._story.script if self._story else ""

    def begin(self, met: Met) -> None:
        """Open a world and a story in it."""
        assert self._stage is not None
        world = self._run(self._world.enter_async_context(self._stage.world()))
        if not self._lawful:
            self._lawful = self._run(world.lawful_leads())
        self._story = Story(world, met, self._lawful, asking=self._asking)

    def act(self, kind: str, choices: bytes) -> None:
        assert self._story is not None
        self._run(self._story.act(kind, choices))

    def end(self, *, verify: bool = True) -> str:
        """Verify the trail, close the world; the story in words."""
        assert self._story is not None
        try:
            if verify and self._asking:
                self._run(self._story.end())
        finally:
            script = self._story.script
            self._run(self._world.aclose())
            self._world = AsyncExitStack()
        return script

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run_until_complete(work)
