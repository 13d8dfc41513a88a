"""Stories as a hypothesis state machine, which makes what it finds as small as it can.

What it draws depends on nothing that the service answers, so that the same draws are the same story.
"""

from typing import Any

from hypothesis import HealthCheck
from hypothesis import settings as settings_of
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.stories.findings import Met
from tests.stories.kinds import BAG
from tests.stories.running import Teller

WIDTH = 128
"""Bytes that an act is chosen by."""


class Found(AssertionError):
    """A story found something; its words are what it found, and the story."""


def stories(teller: Teller) -> type[RuleBasedStateMachine]:
    """A machine that tells stories to a stage and fails at the first finding."""

    class Stories(RuleBasedStateMachine):
        """People act; after each act everything readable is asked."""

        def __init__(self) -> None:
            super().__init__()
            self._met, self._failed = Met(), False
            teller.begin(self._met)

        @rule(kind=st.sampled_from(BAG), choices=st.binary(min_size=WIDTH, max_size=WIDTH))
        def act(self, kind: str, choices: bytes) -> None:
            teller.act(kind, choices)
            self._raise(teller.script)

        def teardown(self) -> None:
            script = teller.end(verify=not self._failed)
            if not self._failed:
                self._raise(script)

        def _raise(self, script: str) -> None:
            if self._met.findings:
                self._failed = True
                words = f"{self._met.findings[0]}\n{script}"
                raise Found(words)

    return Stories


def settings(count: int, steps: int, **more: Any) -> Any:
    """How a machine is run: nothing is kept between runs, and no story is cut for being slow."""
    given = {"suppress_health_check": list(HealthCheck), "deadline": None, "database": None, "print_blob": False}
    return settings_of(max_examples=count, stateful_step_count=steps, **{**given, **more})
