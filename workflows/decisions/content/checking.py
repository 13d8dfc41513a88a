"""The hoax desk: content that circulates is checked, judged with a clarification, and asked to be taken down.

Addresses, clarifications and names are texts with their commitments; the leaf holds the hash, the verdict and times.
The vocabulary is that of fact checking (schema.org ClaimReview). Source: docs/domain.md, "What it is for"
(hoaxes) and "Kebumen" (the false video of a burning house).
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.permissions import Action, require, standing
from workflows.access.refusals import IllegalTransition, InvalidCommand, LawForbids
from workflows.codes.content import (
    CONTENT_MOVES,
    CONTENT_OPENED,
    CONTENT_PAST,
    TAKEN_DOWN_WHEN,
    ContentState,
    ContentStep,
    ContentVerdict,
    TakedownOutcome,
)
from workflows.codes.reports import ReportState, TextField
from workflows.codes.stamps import identifier, stamp
from workflows.decisions.change import Change, Circumstances, TextDraft
from workflows.decisions.content.commands import AnswerTakedown, JudgeContent, OpenContentCheck, RequestTakedown
from workflows.decisions.drafting import Draft
from workflows.decisions.duties import require_not_of_ones_own_side
from workflows.decisions.reports.intake import require_past

STEP_ACTIONS = {
    ContentStep.JUDGE: Action.CONTENT_JUDGE,
    ContentStep.REQUEST_TAKEDOWN: Action.CONTENT_TAKEDOWN,
    ContentStep.ANSWER_TAKEDOWN: Action.CONTENT_TAKEDOWN,
}
"""The permission behind each step."""


class ContentFacts(NamedTuple):
    """A check of content; ``requested_at`` is when somebody was last asked to take it down."""

    id: UUID
    state: ContentState
    version: int
    opened_at: datetime
    sha256: str | None = None
    screenshot: UUID | None = None
    verdict: ContentVerdict | None = None
    requested_at: datetime | None = None
    outcome: TakedownOutcome | None = None
    answered_at: datetime | None = None


class Checked(NamedTuple):
    """A decision on content: the change of its report, and the check after it."""

    change: Change
    content: ContentFacts


DECIDING = frozenset({ContentStep.JUDGE, ContentStep.REQUEST_TAKEDOWN})
"""What nobody does whose own side is accused: to say what content is, and to have it disappear."""


def decide_open(
    report: ReportFacts, body: OpenContentCheck, actor: Actor, given: Circumstances, *, shown: bool
) -> Checked:
    """Begin to check content. ``shown``: the screenshot is evidence of the report, if one is named.

    Raises NotPermitted; LawForbids ``report_closed``; InvalidCommand ``content_unnamed`` or ``evidence_unknown``.
    """
    require(actor, Action.CONTENT_OPEN, standing(report))
    _require_open(report)
    if (body.url, body.sha256, body.screenshot) == (None, None, None):
        raise InvalidCommand("content_unnamed", "/url")
    if body.screenshot is not None and not shown:
        raise InvalidCommand("evidence_unknown", "/screenshot")
    content = ContentFacts(next(given.ids), ContentState.OPEN, 1, given.now, body.sha256, body.screenshot)
    draft = Draft(report, actor, given)
    told = {"content": identifier(content.id), "sha256": body.sha256, "screenshot": identifier(body.screenshot)}
    texts = [TextDraft(TextField.CONTENT_URL, body.url)] if body.url is not None else []
    draft.event(CONTENT_OPENED, after=content.state, data=told, texts=texts)
    return Checked(draft.finish(), content)


def decide_judge(
    report: ReportFacts, content: ContentFacts, body: JudgeContent, actor: Actor, given: Circumstances
) -> Checked:
    """Say what content is.

    Raises IllegalTransition; NotPermitted; DutyConflict ``own_side_accused``; LawForbids ``report_closed``.
    """
    after = _moved(content, ContentStep.JUDGE, verdict=body.verdict)
    require(actor, Action.CONTENT_JUDGE, standing(report))
    require_not_of_ones_own_side(actor, report, given.policy)
    _require_open(report)
    texts = [TextDraft(TextField.CLARIFICATION, body.clarification)]
    return _step(report, content, after, ContentStep.JUDGE, {"verdict": body.verdict}, texts, actor, given)


def decide_takedown(
    report: ReportFacts, content: ContentFacts, body: RequestTakedown, actor: Actor, given: Circumstances
) -> Checked:
    """Record that somebody was asked to take content down.

    Raises IllegalTransition; NotPermitted; DutyConflict ``own_side_accused``; LawForbids ``report_closed`` or
    ``content_is_true``; InvalidCommand for a time in the future, or before the check began.
    """
    at = _at(body.at, content.opened_at, given)
    after = _moved(content, ContentStep.REQUEST_TAKEDOWN, requested_at=at, outcome=None, answered_at=None)
    require(actor, Action.CONTENT_TAKEDOWN, standing(report))
    require_not_of_ones_own_side(actor, report, given.policy)
    _require_open(report)
    if content.verdict not in TAKEN_DOWN_WHEN:
        raise LawForbids("content_is_true")
    texts = [TextDraft(TextField.TAKEDOWN_RECIPIENT, body.to)]
    if body.reference is not None:
        texts.append(TextDraft(TextField.REFERENCE, body.reference))
    return _step(report, content, after, ContentStep.REQUEST_TAKEDOWN, {"at": stamp(at)}, texts, actor, given)


def decide_answer(
    report: ReportFacts, content: ContentFacts, body: AnswerTakedown, actor: Actor, given: Circumstances
) -> Checked:
    """Record what became of the asking, also once the report is closed.

    Raises IllegalTransition; NotPermitted; InvalidCommand for a time in the future, or before the asking.
    """
    at = _at(body.at, content.requested_at or content.opened_at, given)
    after = _moved(content, ContentStep.ANSWER_TAKEDOWN, outcome=body.outcome, answered_at=at)
    require(actor, Action.CONTENT_TAKEDOWN, standing(report))
    texts = [TextDraft(TextField.TAKEDOWN_ANSWER, body.note)] if body.note is not None else []
    told = {"outcome": body.outcome, "at": stamp(at)}
    return _step(report, content, after, ContentStep.ANSWER_TAKEDOWN, told, texts, actor, given)


def legal_steps(state: ContentState) -> tuple[str, ...]:
    """The steps that may be taken in a state."""
    return tuple(step.value for step, moves in CONTENT_MOVES.items() if state in moves)


def obstacles(report: ReportFacts, content: ContentFacts, step: ContentStep) -> tuple[str, ...]:
    """Why nobody may take a step now, as codes."""
    illegal = () if content.state in CONTENT_MOVES[step] else ("illegal_transition",)
    closed = report.state is ReportState.CLOSED and step is not ContentStep.ANSWER_TAKEDOWN
    true = step is ContentStep.REQUEST_TAKEDOWN and content.verdict is ContentVerdict.TRUE
    return (*illegal, *(("report_closed",) if closed else ()), *(("content_is_true",) if true else ()))


def _moved(content: ContentFacts, step: ContentStep, **changes: object) -> ContentFacts:
    target = CONTENT_MOVES[step].get(content.state)
    if target is None:
        raise IllegalTransition(content.state, step, legal_steps(content.state))
    return content._replace(state=target, version=content.version + 1, **changes)  # type: ignore[arg-type]


def _step(
    report: ReportFacts,
    before: ContentFacts,
    after: ContentFacts,
    step: ContentStep,
    told: dict[str, str],
    texts: list[TextDraft],
    actor: Actor,
    given: Circumstances,
) -> Checked:
    draft = Draft(report, actor, given)
    data = {"content": identifier(before.id), **told}
    draft.event(CONTENT_PAST[step], before=before.state, after=after.state, data=data, texts=texts)
    return Checked(draft.finish(), after)


def _at(at: datetime | None, earliest: datetime, given: Circumstances) -> datetime:
    require_past(at, "/at", given.now)
    if at is not None and at < earliest:
        raise InvalidCommand("step_before_the_last", "/at", {"earliest": stamp(earliest)})
    return at or given.now


def _require_open(report: ReportFacts) -> None:
    if report.state is ReportState.CLOSED:
        raise LawForbids("report_closed")
