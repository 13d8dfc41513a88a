"""Erasing who reported, a text or evidence: one person asks, another decides, and the trail keeps both.

The leaf names what was erased by identifier and never says why: the reason is a text with its commitment, as others
are. Sources: UU 27/2022 (right to erasure), UU 43/2009 (a disposal needs an approval),
docs/domain.md, "Law behind it".
"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.permissions import Action, require, standing
from workflows.access.refusals import InvalidCommand, LawForbids
from workflows.codes.approvals import ApprovalState, ErasureTarget
from workflows.codes.notices import Audience
from workflows.codes.reports import TextField
from workflows.codes.stamps import identifier
from workflows.codes.states import ERASURE_PAST, ERASURE_REQUESTED
from workflows.decisions.approvals import ASKED, settled, trigger_of
from workflows.decisions.change import Change, Circumstances, TextDraft
from workflows.decisions.drafting import Draft
from workflows.decisions.duties import require_may_open
from workflows.decisions.engine import APPROVALS
from workflows.decisions.erasures.commands import DecideErasure, RequestErasure

RECIPIENT = "recipient"
"""The field of the commitment to the recipient of a notice; its id is the notice's."""

_FIELDS = {ErasureTarget.RECIPIENT: RECIPIENT, ErasureTarget.EVIDENCE: "evidence"}
"""What the leaf says in place of a text's field where no text is meant."""


class ErasureFacts(NamedTuple):
    """An erasure: ``text`` and ``field`` name the text; ``text`` alone names evidence, or the notice of a recipient.

    Both are None for the reporter.
    """

    id: UUID
    target: ErasureTarget
    text: UUID | None
    field: TextField | None
    state: ApprovalState
    requested_by: UUID


class Sought(NamedTuple):
    """What is known of the thing to erase.

    ``known``: the report has it. ``field``: which text it is. ``gone``: it was erased before. ``pending``: somebody
    has asked for the same and waits for the decision.
    """

    known: bool
    field: TextField | None
    gone: bool
    pending: bool


def decide_request(
    report: ReportFacts, body: RequestErasure, sought: Sought, actor: Actor, given: Circumstances
) -> tuple[Change, ErasureFacts]:
    """Ask for an erasure.

    Raises NotPermitted; InvalidCommand ``text_required`` or ``text_unknown``; LawForbids ``reporter_anonymous``,
    ``already_erased`` or ``erasure_pending``.
    """
    require(actor, Action.ERASURE_REQUEST, standing(report))
    _require_target(body, sought)
    erasure = ErasureFacts(next(given.ids), body.target, body.text, sought.field, ASKED, actor.person)
    draft = Draft(report, actor, given)
    draft.event(ERASURE_REQUESTED, data=_data(erasure), texts=[TextDraft(TextField.REASON, body.reason)])
    return draft.finish(), erasure


def decide_erasure(
    report: ReportFacts, erasure: ErasureFacts, body: DecideErasure, actor: Actor, given: Circumstances
) -> tuple[Change, ErasureFacts]:
    """Approve or refuse.

    Raises IllegalTransition, NotPermitted, or DutyConflict ``own_request`` or as ``require_may_open``.
    """
    trigger = trigger_of(approve=body.approve)
    APPROVALS.require_legal(erasure.state, trigger)
    require(actor, Action.ERASURE_DECIDE, standing(report))
    require_may_open(actor, report, given.policy)
    decided = erasure._replace(state=settled(erasure.state, erasure.requested_by, actor, approve=body.approve))
    draft = Draft(report, actor, given)
    if decided.state is ApprovalState.APPROVED and decided.target is ErasureTarget.REPORTER:
        draft.set(reporter_erasure=decided.id)
        draft.settle_owed(Audience.REPORTER)
    texts = [TextDraft(TextField.REASON, body.reason)] if body.reason else []
    draft.event(ERASURE_PAST[trigger], data=_data(decided), texts=texts)
    return draft.finish(), decided


def _require_target(body: RequestErasure, sought: Sought) -> None:
    of_text = body.target is not ErasureTarget.REPORTER
    if of_text and body.text is None:
        raise InvalidCommand("text_required", "/text")
    if of_text and not sought.known:
        raise InvalidCommand("text_unknown", "/text", {"text": identifier(body.text)})
    if not sought.known:
        raise LawForbids("reporter_anonymous")
    if sought.gone:
        raise LawForbids("already_erased")
    if sought.pending:
        raise LawForbids("erasure_pending")


def _data(erasure: ErasureFacts) -> Mapping[str, Any]:
    return {
        "erasure": identifier(erasure.id),
        "target": erasure.target,
        "text": identifier(erasure.text),
        "field": _FIELDS.get(erasure.target, erasure.field),
    }
