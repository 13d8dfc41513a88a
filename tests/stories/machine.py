"""Stories as a hypothesis state machine: what it draws depends on nothing that the service answers."""

from typing import Any

from hypothesis import HealthCheck, Verbosity
from hypothesis import settings as settings_of
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.stories.findings import Met
from tests.stories.kinds import BAG
from tests.stories.running import Teller

CHOICES = st.binary(min_size=128, max_size=128)


class Found(AssertionError):
    """A story found something; its words are the story and what it found."""


def stories(teller: Teller, met: Met, *, only: str | None = None, strict: bool = True) -> type[RuleBasedStateMachine]:
    """A machine that tells stories to a stage. ``strict`` fails at the first finding, of the kind ``only`` if given."""

    class Stories(RuleBasedStateMachine):
        """People act; after each act everything readable is asked."""

        def __init__(self) -> None:
            super().__init__()
            self._of_this = Met()
            teller.begin(self._of_this)
            self._failed = False

        @rule(kind=st.sampled_from(BAG), choices=CHOICES)
        def act(self, kind: str, choices: bytes) -> None:
            teller.act(kind, choices)
            self._raise()

        def teardown(self) -> None:
            script = teller.end(verify=not self._failed)
            met.add(self._of_this)
            met.scripts += [script] if self._of_this.findings else []
            met.stories += 1
            if not self._failed:
                self._raise()

        def _raise(self) -> None:
            wanted = [one for one in self._of_this.findings if only is None or one.key == only]
            if strict and wanted:
                self._failed = True
                msg = f"{wanted[0]}\n{teller.script}"
                raise Found(msg)

    return Stories


def settings(count: int, steps: int, **more: Any) -> Any:
    """How a machine is run: nothing is kept between runs, and no story is cut for being slow."""
    given = {"suppress_health_check": list(HealthCheck), "deadline": None, "database": None,
             "verbosity": Verbosity.quiet, "print_blob": False}  # fmt: skip
    return settings_of(max_examples=count, stateful_step_count=steps, **{**given, **more})
