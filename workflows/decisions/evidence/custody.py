"""Evidence of a report and its chain of custody: taken once, never altered, and every look at it kept.

The leaf of ``evidence.added`` holds the SHA-256 of the original, its size and its media type, so that whoever holds a
copy can tell that it is the one that was taken. Names and reasons are texts with their commitments. Source: Perpres
95/2018 art. 40 (integrity, authenticity and non-repudiation); docs/domain.md, "Law behind it".
"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.permissions import Action, require, standing
from workflows.access.refusals import InvalidCommand, LawForbids, NotPermitted
from workflows.codes.evidence import ACT_OF, EVIDENCE_PAST, CustodyAct, Finding, MediaType, PreviewState, Purpose
from workflows.codes.reports import TextField
from workflows.codes.stamps import identifier
from workflows.decisions.change import Change, Circumstances, TextDraft
from workflows.decisions.drafting import Draft
from workflows.decisions.evidence.commands import RequestEvidenceLink, TransferEvidence
from workflows.decisions.evidence.custody_duties import require_may_hand_over
from workflows.decisions.reports.intake import require_agency
from workflows.decisions.reports.namings import THROUGH, Naming


class NewEvidence(NamedTuple):
    """An original that was taken whole: its SHA-256 in hex, its bytes, what it is, and what its sender called it."""

    id: UUID
    sha256: str
    size: int
    media_type: MediaType
    name: str | None = None
    note: str | None = None


class EvidenceFacts(NamedTuple):
    """Evidence as a decision meets it; ``altered`` says that a check found it missing or different."""

    id: UUID
    media_type: MediaType
    preview: PreviewState
    erased: bool = False
    altered: bool = False


def decide_added(report: ReportFacts, added: NewEvidence, actor: Actor, given: Circumstances) -> Change:
    """Take an original. Raises NotPermitted."""
    require(actor, Action.EVIDENCE_ADD, standing(report))
    draft = Draft(report, actor, given)
    words = ((TextField.EVIDENCE_NAME, added.name), (TextField.EVIDENCE_NOTE, added.note))
    texts = [TextDraft(field, content) for field, content in words if content is not None]
    told = {"sha256": added.sha256, "size": added.size, "media_type": added.media_type}
    draft.event(EVIDENCE_PAST[CustodyAct.ADDED], data=_of(added.id, told), texts=texts)
    return draft.finish()


def decide_link(
    report: ReportFacts,
    evidence: EvidenceFacts,
    body: RequestEvidenceLink,
    actor: Actor,
    given: Circumstances,
    *,
    readable: bool,
    through: ReportFacts | None = None,
) -> Change:
    """Let somebody view or download evidence, for a reason that is kept. ``readable``: they may read the texts.

    ``through`` is the report that goes on for a duplicate that the evidence was taken for, where it is looked at as
    evidence of that one: who may is said there, and the event stands where the chain of custody does.
    Raises NotPermitted, there also ``evidence_withheld``; LawForbids ``evidence_erased`` or one of ``no_preview``.
    """
    require(actor, Action.EVIDENCE_READ, standing(through or report))
    if not readable:
        raise NotPermitted("evidence_withheld", {"action": Action.EVIDENCE_READ.value, "role": actor.role.value})
    for code in obstacles(evidence, body.purpose):
        raise LawForbids(code)
    draft = Draft(report, actor, given)
    action = EVIDENCE_PAST[ACT_OF[body.purpose]]
    texts = [TextDraft(TextField.REASON, body.reason)]
    draft.event(action, data=_of(evidence.id), texts=texts, names=_reached(through))
    return draft.finish()


def decide_transfer(
    report: ReportFacts,
    evidence: EvidenceFacts,
    body: TransferEvidence,
    actor: Actor,
    given: Circumstances,
    *,
    through: ReportFacts | None = None,
) -> Change:
    """Record that evidence was handed to somebody else; ``through`` as for ``decide_link``.

    Raises NotPermitted; LawForbids ``evidence_erased``, ``agency_walled`` or ``keeps_no_evidence``; DutyConflict
    ``own_side_accused``; InvalidCommand ``transfer_to_one``, ``unknown_agency`` or ``outside_body_unknown``.
    """
    require(actor, Action.EVIDENCE_TRANSFER, standing(through or report))
    if evidence.erased:
        raise LawForbids("evidence_erased")
    if (body.agency is None) == (body.outside_body is None):
        raise InvalidCommand("transfer_to_one", "/agency")
    require_agency(body.agency, "/agency", given.policy)
    if body.outside_body is not None and body.outside_body not in given.policy.outside:
        raise InvalidCommand("outside_body_unknown", "/outside_body", {"outside_body": body.outside_body})
    if body.agency in report.walled | report.walled_beyond:
        raise LawForbids("agency_walled", {"agency": body.agency})
    require_may_hand_over(actor, report, body.agency, given.policy, through=through)
    draft = Draft(report, actor, given)
    texts = [TextDraft(TextField.REASON, body.reason)]
    if body.reference is not None:
        texts.append(TextDraft(TextField.REFERENCE, body.reference))
    told = {"to_agency": body.agency, "to_outside": body.outside_body}
    action = EVIDENCE_PAST[CustodyAct.TRANSFERRED]
    draft.event(action, data=_of(evidence.id, told), texts=texts, names=_reached(through))
    return draft.finish()


def decide_checked(
    report: ReportFacts, evidence: EvidenceFacts, finding: Finding, actor: Actor, given: Circumstances
) -> Change | None:
    """What follows from a check of the stored original: an alarm, or its end; None when nothing is new."""
    wrong = finding is not Finding.INTACT
    if wrong == evidence.altered or evidence.erased:
        return None
    act = CustodyAct.ALTERED if wrong else CustodyAct.RESTORED
    draft = Draft(report, actor, given)
    draft.event(EVIDENCE_PAST[act], data=_of(evidence.id, {"finding": finding}), system=True)
    return draft.finish()


def obstacles(evidence: EvidenceFacts, purpose: Purpose) -> tuple[str, ...]:
    """Why evidence cannot be viewed or downloaded by anybody, as no code or one."""
    if evidence.erased:
        return ("evidence_erased",)
    if purpose is Purpose.VIEW and evidence.preview is not PreviewState.READY:
        return (_NOT_VIEWED[evidence.preview],)
    return ()


def preview_of(media_type: MediaType, previewed: frozenset[MediaType]) -> PreviewState:
    """How the preview of new evidence stands."""
    return PreviewState.PENDING if media_type in previewed else PreviewState.NONE


def _reached(through: ReportFacts | None) -> Naming | None:
    return None if through is None else Naming(through.id, {THROUGH: str(through.id)})


def _of(evidence: UUID, told: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    return {"evidence": identifier(evidence), **(told or {})}


_NOT_VIEWED = {
    PreviewState.NONE: "no_preview",
    PreviewState.PENDING: "preview_pending",
    PreviewState.REFUSED: "preview_refused",
}
"""Why there is nothing to view."""
