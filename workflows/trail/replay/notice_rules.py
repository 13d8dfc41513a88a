"""What each event of a notice needs: a form that says who was told what, and nobody told who may not be."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from workflows.codes.notices import Audience, NoticeChannel, NoticeLanguage, Occasion
from workflows.codes.people import Role
from workflows.codes.reports import Classification, TextField
from workflows.codes.states import NOTICE_SENT, RECIPIENT_UNSEALED
from workflows.decisions.erasures.erasing import RECIPIENT
from workflows.trail.replay.events import NotInFormError, identifier, optional_text, text_of, time_of, written_time
from workflows.trail.replay.protection_rules import unsealed
from workflows.trail.replay.standing import NOT_SAID
from workflows.trail.replay.step import Step

_CODES: Mapping[str, type[StrEnum]] = {
    "audience": Audience,
    "channel": NoticeChannel,
    "language": NoticeLanguage,
    "occasion": Occasion,
}
_MAY_BE_NULL = {"channel", "occasion"}


_SKEW = 5 * 60 * 1_000_000
"""Microseconds by which the clock of who sent it may run ahead."""


def told_by_closing(step: Step) -> None:
    """Hold what a closing says of its notice against itself; older ones say nothing of it. Raises NotInFormError."""
    data = step.event.leaf.data
    if "notice" not in data:
        return
    notice = data["notice"]
    if (notice is None) is (data.get("notice_sent") is True):
        step.contradicts("the closing says both that a notice was sent and that none was")
    elif notice is not None:
        _told(step, notice)
        if notice.get("audience") != Audience.REPORTER:
            step.illegal("a report was closed with a notice to somebody else than its reporter")


def _sent(step: Step) -> None:
    _told(step, step.event.leaf.data)


def _told(step: Step, notice: Any) -> None:
    if not isinstance(notice, dict):
        raise NotInFormError("data.notice", "is no object")
    for name, codes in _CODES.items():
        code = optional_text(notice, name) if name in _MAY_BE_NULL else text_of(notice, name)
        if code is not None and code not in {each.value for each in codes}:
            raise NotInFormError(name, "is no code of the domain")
    number = text_of(notice, "notice")
    identifier(number)
    if time_of(text_of(notice, "sent_at")) > step.event.at + _SKEW:
        step.contradicts(f"the notice was sent after it was recorded at {written_time(step.event.at)}")
    _promises(step, notice, number)
    _public(step, notice)


def _promises(step: Step, notice: Mapping[str, Any], number: str) -> None:
    """The words of a notice stand in its event, and so does who received it when somebody is named."""
    texts = [(text.field, text.id) for text in step.event.leaf.texts]
    if not any(field == TextField.NOTICE for field, _ in texts):
        step.contradicts("the notice has no words")
    if (notice.get("recipient") is not None) != ((RECIPIENT, number) in texts):
        step.contradicts("whether somebody is named as the recipient of the notice is told wrongly")


def _public(step: Step, notice: Mapping[str, Any]) -> None:
    report = step.report
    if notice["audience"] != Audience.PUBLIC:
        return
    if report.classification == Classification.SECRET:
        step.illegal("the public was told of a secret report")
    if report.accused or report.walls:
        step.illegal("the public was told of a report that an agency is walled off from")


def _unsealed(step: Step) -> None:
    actor = step.event.leaf.actor
    identifier(text_of(step.event.leaf.data, "notice"))
    if actor["role"] != Role.SUPERVISOR or step.report.lead not in {actor["agency"], NOT_SAID}:
        step.illegal(f"a recipient was unsealed by {actor['role']} of {actor['agency']}")
    else:
        unsealed(step)


NOTICE_EVENTS: Mapping[str, Callable[[Step], None]] = {NOTICE_SENT: _sent, RECIPIENT_UNSEALED: _unsealed}
"""By action."""
