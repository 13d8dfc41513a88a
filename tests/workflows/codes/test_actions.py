"""The table of actions is the one that the replay knows, and what is asked for is held against it."""

import re

import pytest

from workflows.codes.actions import ACTIONS, ASKABLE
from workflows.codes.near import nearest
from workflows.codes.states import READS_RECORDED, WEBHOOK_EVENTS
from workflows.decisions.machines.subscriptions import ACTION_PATTERN, covers, unknown_in
from workflows.trail.replay import (
    administrative_rules,
    case_rules,
    content_rules,
    day_rules,
    key_rules,
    report_rules,
    review_rules,
    task_rules,
    watch_rules,
)

REPLAYED = {
    *report_rules.REPORT_MOVES,
    *report_rules._STILL,  # noqa: SLF001 - the rules themselves
    *review_rules.REVIEW_EVENTS,
    *content_rules.CONTENT_EVENTS,
    *task_rules.TASK_MOVES,
    task_rules.OFFERED,
    *watch_rules._RULES,  # noqa: SLF001 - the rules themselves
    *case_rules._STEP_OF,  # noqa: SLF001 - the rules themselves
    *administrative_rules._STEP_OF,  # noqa: SLF001 - the rules themselves
    *key_rules.KEY_EVENTS,
    *day_rules.DAY_EVENTS,
    *WEBHOOK_EVENTS,
    READS_RECORDED,
}


def test_every_event_that_can_be_replayed_is_an_action_and_no_other_is() -> None:
    assert ACTIONS == REPLAYED


@pytest.mark.parametrize("asked", sorted(ASKABLE))
def test_every_action_and_every_object_may_be_asked_for(asked: str) -> None:
    assert re.fullmatch(ACTION_PATTERN, asked)
    assert not unknown_in([asked, "*"])
    assert any(covers(frozenset({asked}), action) for action in ACTIONS)


def test_what_never_happens_is_named_with_what_may_have_been_meant() -> None:
    for mistyped, meant in {
        "tsk.*": "task.*",
        "report.verifed": "report.verified",
        "task.acepted": "task.accepted",
        "task.accept": "task.accepted",
        "case.judge": "case.judged",
        "webhook.rotated": "webhook.created",
    }.items():
        assert meant in unknown_in([mistyped])[mistyped], mistyped
    assert "report.*" in unknown_in(["zq.zqzq"])["zq.zqzq"]
    assert nearest("x" * 10_000, ASKABLE) == []


@pytest.mark.parametrize(("length", "found"), [(64, 1), (65, 0)])
def test_what_is_longer_than_any_code_is_compared_with_none(length: int, found: int) -> None:
    assert len(nearest("x" * length, ["x" * length])) == found
