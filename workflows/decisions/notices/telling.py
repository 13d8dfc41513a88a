"""Notices of status: what was told to whom, in which words, and when. Sources: docs/domain.md, "Notices".

A notice is an event of the trail with its exact text. Who received it is sealed: the leaf knows that somebody is
named, and a salted commitment to who it is.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from msgspec import structs

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.permissions import Action, require, standing
from workflows.access.refusals import InvalidCommand, LawForbids
from workflows.codes.notices import PUBLIC_CHANNELS, Audience, NoticeLanguage, Occasion
from workflows.codes.reports import TextField
from workflows.codes.stamps import stamp
from workflows.codes.states import NOTICE_SENT, RECIPIENT_UNSEALED
from workflows.decisions.change import Change, Circumstances, NoticeDraft, TextDraft
from workflows.decisions.clocks.legal_clocks import told_missing
from workflows.decisions.drafting import Draft
from workflows.decisions.duties import require_may_open
from workflows.decisions.notices.commands import FieldWords, Notice, SendNotice, UnsealRecipient
from workflows.decisions.notices.owed import public_code
from workflows.decisions.notices.templates import Telling, fact
from workflows.decisions.reports.intake import require_agency, require_past, taken_as
from workflows.policy.placeholders import rendered
from workflows.policy.region import NoticeTemplate, Policy


class Words(NamedTuple):
    """What a notice says: its exact text, and where it came from."""

    text: str
    occasion: Occasion | None
    template: str | None = None


def decide_notice(
    report: ReportFacts, body: SendNotice, actor: Actor, given: Circumstances, *, found_at: datetime | None = None
) -> Change:
    """Record a notice that was sent; ``found_at`` is when what it lacks was found, None where nothing is outstanding.

    Raises NotPermitted; LawForbids ``secret_not_public``, ``walled_not_public`` or ``agency_walled``; InvalidCommand
    for a recipient, an agency, a channel, a time or words that do not belong together.
    """
    require(actor, Action.NOTICE_SEND, standing(report))
    _require_audience(report, body, given.policy)
    sent_at = _sent_at(report, body, given)
    words = _words(report, body, sent_at, given.policy)
    notice = NoticeDraft(
        id=next(given.ids),
        audience=body.audience,
        channel=body.channel,
        language=body.language,
        sent_at=sent_at,
        occasion=words.occasion,
        template=words.template,
        template_version=given.policy.version if words.template else None,
        to_agency=body.agency,
        named=body.recipient is not None,
    )
    draft = Draft(report, actor, given)
    draft.event(NOTICE_SENT, data=told(notice), texts=[TextDraft(TextField.NOTICE, words.text)], notice=notice)
    if (words.occasion, body.audience) == (Occasion.NOT_COMPLETE_YET, Audience.REPORTER):
        told_missing(draft, sent_at, found_at=found_at)
    return draft.finish()


def notice_of_closing(notice: Notice, given: Circumstances) -> NoticeDraft | None:
    """The notice to the reporter that goes with the closing itself; None when none was sent."""
    if not notice.sent:
        return None
    return NoticeDraft(next(given.ids), Audience.REPORTER, notice.channel, notice.language, given.now, Occasion.CLOSED)


def decide_recipient_unsealing(
    report: ReportFacts, notice: UUID, body: UnsealRecipient, actor: Actor, given: Circumstances, *, refused: str | None
) -> Change:
    """Open the recipient of a notice to one person, for a reason that is kept.

    ``refused`` is why there is nobody to show, as a code. Raises NotPermitted, or LawForbids with that code.
    """
    require(actor, Action.REPORTER_UNSEAL, standing(report))
    require_may_open(actor, report, given.policy)
    if refused is not None:
        raise LawForbids(refused)
    draft = Draft(report, actor, given)
    draft.event(RECIPIENT_UNSEALED, data={"notice": str(notice)}, texts=[TextDraft(TextField.REASON, body.reason)])
    return draft.finish()


def told(notice: NoticeDraft) -> Mapping[str, str | None]:
    """What a leaf says of a notice: codes, identifiers and a time."""
    return {
        "notice": str(notice.id),
        "audience": notice.audience,
        "channel": notice.channel,
        "language": notice.language,
        "sent_at": stamp(notice.sent_at),
        "occasion": notice.occasion,
        "template": notice.template,
        "template_version": notice.template_version,
        "to_agency": notice.to_agency,
        "recipient": "sealed" if notice.named else None,
    }


def _require_audience(report: ReportFacts, body: SendNotice, policy: Policy) -> None:
    if (body.channel in PUBLIC_CHANNELS) != (body.audience is Audience.PUBLIC):
        raise InvalidCommand("channel_not_for_audience", "/channel", {"channel": body.channel})
    if (body.agency is not None) != (body.audience is Audience.AGENCY):
        raise InvalidCommand("notice_agency", "/agency")
    require_agency(body.agency, "/agency", policy)
    if body.agency in report.walled | report.walled_beyond:
        raise LawForbids("agency_walled", {"agency": body.agency})
    if body.audience is Audience.PUBLIC:
        _require_public(report, body)
    elif body.recipient is None and not _known_otherwise(report, body):
        raise InvalidCommand("recipient_required", "/recipient")


def _require_public(report: ReportFacts, body: SendNotice) -> None:
    if body.recipient is not None:
        raise InvalidCommand("recipient_unexpected", "/recipient")
    code = public_code(structs.replace(report, walled=report.walled | report.walled_beyond))
    if code is not None:
        raise LawForbids(code)


def _known_otherwise(report: ReportFacts, body: SendNotice) -> bool:
    """Whether the report itself, or the agency that is named, says who was told."""
    if body.audience is Audience.REPORTER:
        return report.sealed and report.reporter_erasure is None
    return body.audience is Audience.AGENCY


def _sent_at(report: ReportFacts, body: SendNotice, given: Circumstances) -> datetime:
    require_past(body.sent_at, "/sent_at", given.now)
    if body.sent_at is not None and body.sent_at < report.reported_at:
        raise InvalidCommand("before_the_report", "/sent_at")
    return taken_as(body.sent_at, given.now)


def _words(report: ReportFacts, body: SendNotice, sent_at: datetime, policy: Policy) -> Words:
    if (body.text is None) == (body.template is None):
        raise InvalidCommand("text_or_template", "/text")
    if body.text is not None:
        if body.fields is not None:
            raise InvalidCommand("template_field_unknown", "/fields")
        return Words(body.text, body.occasion)
    template = policy.templates.get(str(body.template))
    if template is None:
        raise InvalidCommand("template_unknown", "/template", {"template": str(body.template)})
    return _from_template(report, template, body, sent_at, policy)


def _from_template(
    report: ReportFacts, template: NoticeTemplate, body: SendNotice, sent_at: datetime, policy: Policy
) -> Words:
    if body.audience not in template.audiences:
        raise InvalidCommand("template_not_for_audience", "/template", {"template": template.code})
    if body.occasion not in (None, template.occasion):
        raise InvalidCommand("template_not_for_occasion", "/occasion", {"template": template.code})
    values = {**_facts(report, template, body.language, sent_at, policy), **_given(template, body.fields or ())}
    return Words(rendered(template.words.of(body.language), values), template.occasion, template.code)


def _facts(
    report: ReportFacts, template: NoticeTemplate, language: NoticeLanguage, sent_at: datetime, policy: Policy
) -> dict[str, str]:
    telling = Telling(report, sent_at, lambda moment: moment.astimezone(policy.zone).date(), partial(_agency, policy))
    values: dict[str, str] = {}
    for name in template.facts:
        value = fact(name, telling, language)
        if value is None:
            raise InvalidCommand("template_fact_missing", "/template", {"fact": name})
        values[name] = value
    return values


def _given(template: NoticeTemplate, fields: Sequence[FieldWords]) -> Mapping[str, str]:
    open_fields = {field.name for field in template.fields}
    given: dict[str, str] = {}
    for index, field in enumerate(fields):
        if field.name not in open_fields - given.keys():
            raise InvalidCommand("template_field_unknown", f"/fields/{index}/name", {"field": field.name})
        given[field.name] = field.words
    for name in sorted(open_fields - given.keys()):
        raise InvalidCommand("template_field_missing", "/fields", {"field": name})
    return given


def _agency(policy: Policy, code: str, language: str) -> str:
    agency = policy.agencies.get(code)
    return code if agency is None else agency.name.of(language)
