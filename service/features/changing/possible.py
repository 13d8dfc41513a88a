"""What a refusal names as possible now: of what the state allows only what nothing about this very thing forbids.

A state alone does not say it: what was dismissed before it was verified is closed, and is not reopened.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from service.edge.call import Call
from service.edge.problems.problem_table import PROBLEMS
from service.edge.problems.told_codes import of_machine
from service.features.reports.stored_facts import facts_of
from workflows.access.refusals import IllegalTransition, Refused
from workflows.decisions.available import Available, report_actions


@contextmanager
def naming_what_is_possible(actions: Callable[[], Iterable[Available]]) -> Iterator[None]:
    """Within it an IllegalTransition names what may be asked of the thing whose ``actions`` these are, by somebody."""
    try:
        yield
    except IllegalTransition as refused:
        raise _narrowed(refused, actions()) from None


def possible_of_report(refused: Refused, call: Call, row: Mapping[str, Any]) -> Refused:
    """The refusal of a report's transition as it stands of the report in ``row``; any other one as it is."""
    if not isinstance(refused, IllegalTransition) or of_machine(refused.details).get("state") != "report_state":
        return refused
    return _narrowed(refused, report_actions(facts_of(row), call.actor, call.policy, sealed=False))


def _narrowed(refused: IllegalTransition, actions: Iterable[Available]) -> IllegalTransition:
    state, trigger, legal = (refused.details[name] for name in ("state", "trigger", "legal"))
    free = {one.action for one in actions if not any(map(_of_the_thing, one.reasons))}
    return IllegalTransition(state, trigger, tuple(one for one in legal if one in free))


def _of_the_thing(code: str) -> bool:
    """Whether a reason holds whoever asks: others are about the caller, and another person may."""
    return PROBLEMS[code].status == HTTPStatus.CONFLICT
