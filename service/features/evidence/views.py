"""Evidence as its readers see it."""

from asyncpg import Record
from msgspec import UNSET

from service.edge.answer_types import Receipt
from service.edge.call import Call
from service.edge.representation import actions_view
from service.features.evidence.schemas import CustodyAnswer, EvidenceAnswer, EvidenceTransferAnswer
from service.features.reports.member_types import AuthorAnswer
from service.storage.texts.kept_texts import Opened, shown
from workflows.access import visibility
from workflows.access.permissions import Standing
from workflows.codes.evidence import CustodyAct, MediaType, PreviewState
from workflows.decisions.available import evidence_actions
from workflows.decisions.evidence.commands import TransferEvidence
from workflows.decisions.evidence.custody import EvidenceFacts
from workflows.decisions.evidence.custody_duties import CustodyOf, handing_conflicts
from workflows.trail.chaining import RecordedEvent


def facts_of_evidence(row: Record) -> EvidenceFacts:
    """The facts of evidence from its row."""
    return EvidenceFacts(
        row["evidence_id"],
        MediaType(row["media_type"]),
        PreviewState(row["preview"]),
        erased=row["erasure"] is not None,
        altered=row["altered_at"] is not None,
    )


def readable(row: Record, call: Call) -> bool:
    """Whether the caller may read the texts of the report, and so look at its evidence.

    Of evidence that went on with the report, the database has said it.
    """
    if row["taken_for"] not in (None, row["id"]):
        return bool(row["words_read"])
    return visibility.may_read(row["text_readers"], row["walled"], visibility.tokens(call.actor))


def evidence_view(row: Record, call: Call, opened: Opened) -> EvidenceAnswer:
    """Evidence from its row. Its values go out as the database gave them."""
    may, facts = readable(row, call), facts_of_evidence(row)
    erased = shown(row["erased"], opened).erased
    stands = Standing(row["lead_agency"], row["reported_by"])
    against = handing_conflicts(call.actor, _custody_of(row), call.policy)
    actions = evidence_actions(facts, call.actor, stands, against, readable=may)
    return EvidenceAnswer(
        id=facts.id,
        report=row["id"],
        duplicate=row["taken_for"] if row["taken_for_seen"] else UNSET,
        event=row["event_id"],
        media_type=facts.media_type,
        size=row["size"],
        sha256=row["sha256"].hex(),
        name=shown(row["name"], opened).content,
        note=shown(row["note"], opened).content,
        preview=facts.preview,
        added_at=row["added_at"],
        added_by=AuthorAnswer(person=row["added_by"], agency=row["added_agency"]),
        checked_at=row["checked_at"],
        altered_at=row["altered_at"],
        erased=UNSET if erased is None else erased,
        actions=actions_view(actions, call.language),
    )


def _custody_of(row: Record) -> CustodyOf:
    accused = frozenset((*(row["accused"] or ()), *(row["accused_ever"] or ())))
    return CustodyOf(row["lead_agency"], accused, beyond=frozenset(row["accused_beyond"] or ()))


def custody_view(row: Record, opened: Opened) -> CustodyAnswer:
    """An entry of a chain of custody from its row."""
    return CustodyAnswer(
        event=row["id"],
        act=row["act"],
        at=row["at"],
        person=row["person"],
        agency=row["agency"],
        reason=shown(row["reason"], opened).content,
        reference=shown(row["reference"], opened).content,
        to_agency=row["to_agency"],
        to_outside=row["to_outside"],
    )


def transfer_view(
    body: TransferEvidence, event: RecordedEvent, receipt: Receipt, *, may_read: bool
) -> EvidenceTransferAnswer:
    """A transfer that was just recorded."""
    return EvidenceTransferAnswer(
        event=event.id,
        act=CustodyAct.TRANSFERRED,
        at=event.at,
        person=event.person,
        agency=event.actor["agency"],
        reason=body.reason if may_read else None,
        reference=body.reference if may_read else None,
        to_agency=body.agency,
        to_outside=body.outside_body,
        receipt=receipt,
    )
