"""A check of content as its readers see it."""

from collections.abc import Mapping
from typing import NamedTuple, Self

from asyncpg import Record
from msgspec import UNSET, UnsetType

from service.edge.answer_types import Moment, Receipt
from service.edge.call import Call
from service.edge.representation import actions_view
from service.features.content_checks.repository import WORDS
from service.features.content_checks.schemas import ContentCheckAnswer, JudgementAnswer, TakedownAnswer
from service.features.reports.member_types import AuthorAnswer
from service.storage.texts.kept_texts import ErasedAnswer, Opened, shown
from workflows.access.facts import ReportFacts
from workflows.codes.content import ContentState, ContentStep, ContentVerdict, TakedownOutcome
from workflows.decisions.available import content_actions
from workflows.decisions.content.checking import ContentFacts


class Told(NamedTuple):
    """Who opened and judged a check, and its words by the member that shows each, where the caller may read them."""

    opened_by: AuthorAnswer
    words: Mapping[str, str | None]
    erased: Mapping[str, ErasedAnswer]
    judged_by: AuthorAnswer | None = None
    judged_at: Moment | None = None

    def after(self, step: ContentStep, by: AuthorAnswer, at: Moment, words: Mapping[str, str | None]) -> Self:
        """The same after a step."""
        told = self._replace(words={**self.words, **words})
        return told._replace(judged_by=by, judged_at=at) if step is ContentStep.JUDGE else told


def content_of(row: Record) -> ContentFacts:
    """The facts of a check from its row."""
    verdict, outcome, sha256 = row["verdict"], row["takedown_outcome"], row["sha256"]
    return ContentFacts(
        row["check_id"],
        ContentState(row["check_state"]),
        row["check_version"],
        row["opened_at"],
        None if sha256 is None else sha256.hex(),
        row["screenshot"],
        None if verdict is None else ContentVerdict(verdict),
        row["requested_at"],
        None if outcome is None else TakedownOutcome(outcome),
        row["answered_at"],
    )


def kept_in(row: Record) -> list[str | None]:
    """The words of a check as they are kept."""
    return [row[f"kept_{name}"] for name in WORDS]


def told_of(row: Record, opened: Opened) -> Told:
    """Read what is told of a check from its row."""
    texts = {name: shown(row[f"kept_{name}"], opened) for name in WORDS}
    by = row["judged_by"]
    return Told(
        AuthorAnswer(person=row["opened_by"], agency=row["opened_agency"]),
        {name: text.content for name, text in texts.items()},
        {name: text.erased for name, text in texts.items() if text.erased is not None},
        None if by is None else AuthorAnswer(person=by, agency=row["judged_agency"]),
        row["judged_at"],
    )


def content_view(
    content: ContentFacts, report: ReportFacts, told: Told, call: Call, receipt: Receipt | UnsetType = UNSET
) -> ContentCheckAnswer:
    """The whole representation of a check."""
    return ContentCheckAnswer(
        id=content.id,
        report=report.id,
        state=content.state,
        version=content.version,
        url=told.words.get("url"),
        sha256=content.sha256,
        screenshot=content.screenshot,
        opened_by=told.opened_by,
        opened_at=content.opened_at,
        judgement=_judgement(content, told),
        takedown=_takedown(content, told),
        actions=actions_view(content_actions(report, content, call.actor, call.policy), call.language),
        erased=dict(told.erased) if told.erased else UNSET,
        receipt=receipt,
    )


def _judgement(content: ContentFacts, told: Told) -> JudgementAnswer | None:
    if content.verdict is None or told.judged_by is None or told.judged_at is None:
        return None
    words = told.words.get("clarification")
    return JudgementAnswer(verdict=content.verdict, clarification=words, by=told.judged_by, at=told.judged_at)


def _takedown(content: ContentFacts, told: Told) -> TakedownAnswer | None:
    if content.requested_at is None:
        return None
    return TakedownAnswer(
        to=told.words.get("to"),
        reference=told.words.get("reference"),
        requested_at=content.requested_at,
        outcome=content.outcome,
        note=told.words.get("note"),
        answered_at=content.answered_at,
    )
