"""Notices as their readers see them."""

import msgspec
from asyncpg import Record
from msgspec import UNSET

from service.edge.answer_types import Receipt
from service.edge.call import Call
from service.features.notices.schemas import (
    FieldAnswer,
    NoticeAnswer,
    OwedAnswer,
    OwedRuleAnswer,
    OwingAnswer,
    RecipientAnswer,
    TemplateAnswer,
    TemplatesAnswer,
    TemplateWordsAnswer,
)
from service.features.reports.member_types import AuthorAnswer
from service.storage.texts.kept_texts import Text
from workflows.decisions.change import Change
from workflows.policy.region import NoticeTemplate, OwedRule
from workflows.trail.chaining import RecordedEvent

_OWED = msgspec.json.Decoder(list[OwedAnswer])


def listed_notice(row: Record, words: Text) -> NoticeAnswer:
    """A notice from its row. Its values go out as the database gave them."""
    return NoticeAnswer(
        id=row["id"],
        report=row["report_id"],
        event=row["event_id"],
        audience=row["audience"],
        channel=row["channel"],
        language=row["language"],
        occasion=row["occasion"],
        template=row["template"],
        template_version=row["template_version"],
        agency=row["to_agency"],
        text=words.content,
        recipient=RecipientAnswer(named=row["named"], sealed=row["named"] and not row["recipient_gone"]),
        sent_at=row["sent_at"],
        sent_by=AuthorAnswer(person=row["sent_by"], agency=row["sent_agency"]),
        recorded_at=row["recorded_at"],
        erased=UNSET if words.erased is None else {"text": words.erased},
    )


def sent_notice(change: Change, event: RecordedEvent, receipt: Receipt, *, readable: bool) -> NoticeAnswer:
    """A notice that was just recorded by an event."""
    notice, report = event.draft.notice, change.report
    if notice is None:
        msg = "an event of a notice tells of one"
        raise ValueError(msg)
    return NoticeAnswer(
        id=notice.id,
        report=report.id,
        event=event.id,
        audience=notice.audience,
        channel=notice.channel,
        language=notice.language,
        occasion=notice.occasion,
        template=notice.template,
        template_version=notice.template_version,
        agency=notice.to_agency,
        text=event.texts[0].draft.content if readable else None,
        recipient=RecipientAnswer(named=notice.named, sealed=notice.named),
        sent_at=notice.sent_at,
        sent_by=AuthorAnswer(person=event.person, agency=event.actor["agency"]),
        recorded_at=event.at,
        receipt=receipt,
    )


def owed_of(row: Record, call: Call) -> list[OwedAnswer]:
    """What is owed of the report of a row."""
    owed: list[OwedAnswer] = _OWED.decode(row["owed"]) if row["owed"] else []
    return [msgspec.structs.replace(one, basis=_basis(one.basis, call)) for one in owed]


def owing_view(row: Record, call: Call) -> OwingAnswer:
    """A notice that is owed, in the list of all."""
    members = {name: row[name] for name in OwingAnswer.__struct_fields__}
    return OwingAnswer(**members | {"basis": _basis(row["basis"], call)})


def _basis(kept: str, call: Call) -> str:
    return call.policy.basis_in(kept, call.language)


def templates_view(call: Call) -> TemplatesAnswer:
    """The templates of a region and what must be told there."""
    return TemplatesAnswer(
        policy_version=call.policy.version,
        templates=[_template(template) for template in call.policy.templates.values()],
        owed=[_rule(rule, call) for rule in call.policy.owed],
    )


def _template(template: NoticeTemplate) -> TemplateAnswer:
    return TemplateAnswer(
        code=template.code,
        occasion=template.occasion,
        audiences=list(template.audiences),
        facts=list(template.facts),
        fields=[FieldAnswer(name=each.name, en=each.label.en, id=each.label.id) for each in template.fields],
        words=TemplateWordsAnswer(id=template.words.id, en=template.words.en),
    )


def _rule(rule: OwedRule, call: Call) -> OwedRuleAnswer:
    return OwedRuleAnswer(
        occasion=rule.occasion,
        event=rule.event,
        audience=rule.audience,
        within=rule.within,
        regimes=list(rule.regimes),
        basis=_basis(rule.basis, call),
        status=rule.status,
    )
