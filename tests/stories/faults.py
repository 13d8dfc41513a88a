"""Protections taken off one at a time: the net has to find each. `python -m tests.stories.faults`."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from tests.stories.running import Teller
from tests.stories.telling import Plan, tell
from workflows.decisions.protections.protection_table import weakened
from workflows.policy.routing import route


@dataclass(frozen=True, slots=True)
class Fault:
    """A protection, how it is taken off, and what a story has to find then."""

    name: str
    finds: tuple[str, ...]
    """Beginnings of the keys of findings, of which one has to come."""
    names: tuple[tuple[str, Callable[..., Any]], ...] = ()
    """Dotted names, each with what stands there instead. Where a name was imported to, not where it is from."""
    sql: tuple[str, ...] = ()
    """Statements that the owner of the database runs in every story's database."""
    about: tuple[str, ...] = ()
    """Kinds of act that come up more often while it is looked for: of three acts one is of these."""
    quick: bool = False
    """Whether a story or two find it."""


def _nothing(*_: Any, **__: Any) -> None:
    """In place of what refuses."""


def _no(*_: Any, **__: Any) -> bool:
    """In place of what finds a conflict."""
    return False


def _all_but_names(before: Any, after: Any, policy: Any) -> Any:
    """The protections that a change weakens, but for who is named."""
    return {name: gains for name, gains in weakened(before, after, policy).items() if name != "named_persons"}


def _passing_over_nobody(
    policy: Any, category: Any, stage: Any, accused: Any, barred: Any = frozenset(), *_: Any
) -> Any:
    """Where a report goes, whoever put walls up."""
    return route(policy, category, stage, accused, barred)


DECIDING = ("propose", "decide", "advance")
FAULTS: tuple[Fault, ...] = (
    Fault(
        "row security of reports is off",
        ("I1 existence by GET /reports", "I1 words by GET /reports"),
        sql=("ALTER TABLE report DISABLE ROW LEVEL SECURITY",),
        quick=True,
    ),
    Fault(
        "one person amends a protection away",
        ("I3",),
        (
            ("workflows.decisions.reports.amendments.weakened", lambda *_: {}),
            ("workflows.decisions.reports.amendments._require_may_turn", _nothing),
        ),
        about=("amend", "advance"),
        quick=True,
    ),
    Fault(
        "whoever proposed decides",
        ("I2", "I3", "I6"),
        (
            ("workflows.decisions.approvals.own_request", _no),
            ("workflows.decisions.protections.proposals.own_request", _no),
        ),
        ("ALTER TABLE proposal DROP CONSTRAINT proposal_is_whole",),
        about=DECIDING,
        quick=True,
    ),
    Fault(
        "the accused side decides",
        ("I2", "I3"),
        (("workflows.decisions.protections.proposals.of_the_accused", _no),),
        about=DECIDING,
    ),
    Fault(
        "who gains by it decides",
        ("I2", "I3"),
        (("workflows.decisions.protections.proposals.gains", lambda *_: frozenset()),),
        about=DECIDING,
    ),
    Fault(
        "who reads no words decides",
        ("I2", "I3"),
        (("workflows.decisions.protections.proposals._reads_words", lambda *_: True),),
        about=DECIDING,
    ),
    Fault(
        "anybody names, also himself",
        ("I4",),
        (
            ("workflows.decisions.reports.amendments.require_may_name", _nothing),
            ("workflows.decisions.reports.amendments.weakened", _all_but_names),
            ("workflows.decisions.reports.intake.require_not_oneself", _nothing),
        ),
        about=("amend", "intake"),
    ),
    Fault(
        "a task makes a reader",
        ("I1", "I4"),
        (("workflows.decisions.tasks.triggers.require_may_assign", _nothing),),
        about=("accept", "assign_person", "advance"),
        quick=True,
    ),
    Fault(
        "whoever led closes",
        ("I2",),
        (("workflows.access.facts.ReportFacts.led_by", property(lambda _: frozenset())),),
        about=("advance", "close", "dismiss"),
    ),
    Fault(
        "whoever reported verifies",
        ("I2",),
        (("workflows.decisions.duties.is_ones_own", _no),),
        about=("verify", "intake"),
        quick=True,
    ),
    Fault(
        "one person hands the lead on",
        ("I3", "I5"),
        tuple((f"workflows.decisions.tasks.{room}.require_may_lead", _nothing) for room in ("lead_giving", "triggers")),
        about=("transfer", "assign", "offer", "advance"),
    ),
    Fault(
        "a wall passes the lead to who put it up",
        ("I5",),
        (("workflows.decisions.tasks.legal_order.route", _passing_over_nobody),),
        about=("wall", "advance"),
    ),
    Fault(
        "a refusal tells who does not read",
        ("I1",),
        (
            ("service.features.changing.changes.told_unread", lambda refused: refused),
            ("service.features.tasks.service.require_blind", _nothing),
        ),
        about=("transfer", "transfer", "assign", "wall"),
    ),
    Fault(
        "an event names a hidden report",
        ("I1",),
        sql=("DROP POLICY visible ON event_naming", "CREATE POLICY visible ON event_naming USING (true)"),
        about=("link", "dismiss"),
    ),
    Fault(
        "a list of links names a hidden report",
        ("I1",),
        sql=("DROP POLICY visible ON report_link", "CREATE POLICY visible ON report_link FOR SELECT USING (true)"),
        about=("link",),
    ),
    Fault(
        "a key is answered more than it reads",
        ("I1",),
        (("service.edge.web.from_request.may_be_shown", lambda _: True),),
        about=("make_key", "use_key", "use_key"),
    ),
)
"""One row for each wall that the stories watch."""


@contextmanager
def without(fault: Fault) -> Iterator[None]:
    """The protection is off, for as long as the block lasts."""
    with ExitStack() as stack:
        for name, instead in fault.names:
            stack.enter_context(patch(name, instead))
        yield


def found(fault: Fault, plan: Plan) -> tuple[int, str | None]:
    """After how many stories the fault was found, and as what; None when it was not."""
    with without(fault), Teller(fault.sql) as teller:
        for story in range(plan.count):
            met = tell(teller, replace(plan, about=fault.about).of(story)).met
            wanted = [one.key for one in met.findings if one.key.startswith(fault.finds)]
            if wanted:
                return story + 1, wanted[0]
    return plan.count, None


def main() -> int:
    """Exit code 1 when a fault was not found."""
    parser = argparse.ArgumentParser(prog="python -m tests.stories.faults")
    parser.add_argument("--stories", type=int, default=300, help="at most so many for each fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="the fault whose name begins so")
    asked = parser.parse_args()
    missed = 0
    for fault in FAULTS:
        if asked.only is None or fault.name.startswith(asked.only):
            stories, key = found(fault, Plan(asked.stories, seed=asked.seed))
            missed += key is None
            sys.stdout.write(f"{fault.name}: {'MISSED' if key is None else key} in {stories} stories\n")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
