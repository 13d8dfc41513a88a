"""The policy in force as its readers see it."""

from service.edge.answer_types import NameAnswer
from service.features.policy.schemas import (
    CitationAnswer,
    DayAnswer,
    LengthsAnswer,
    LimitAnswer,
    OpeningAnswer,
    OtherReadingAnswer,
    PolicyAnswer,
    RuleAnswer,
    SupportAnswer,
)
from workflows.clocks.law import Citation, LegalClock, Opening
from workflows.codes.reports import Severity
from workflows.codes.wording import Wording
from workflows.policy.region import Policy, Rule


def policy_view(policy: Policy, lang: str) -> PolicyAnswer:
    """The whole policy, in a language where it has but one."""
    calendar = policy.calendar
    days = [(day, True, name) for day, name in calendar.working_days.items()]
    days += [(day, False, name) for day, name in calendar.days_off.items()]
    return PolicyAnswer(
        region=policy.region,
        version=policy.version,
        law_version=policy.law.version,
        valid_from=policy.valid_from,
        timezone=policy.timezone,
        rules=[_rule(rule, policy.basis_in(rule.basis, lang)) for rule in policy.rules],
        legal_clocks=[_limit(row) for row in policy.law.clocks],
        openings=[_opening(opening) for opening in policy.law.openings],
        calendar=[
            DayAnswer(day=day, working_day=works, name=_name(name))
            for day, works, name in sorted(days, key=lambda each: each[0])
        ],
    )


def _rule(rule: Rule, basis: str) -> RuleAnswer:
    lengths = {severity: rule.clocks.of(severity) for severity in Severity}
    return RuleAnswer(
        id=rule.id,
        category=rule.category,
        stages=list(rule.when.stages),
        without=list(rule.when.without),
        lead=rule.lead,
        lead_kind=rule.lead_kind,
        support=[SupportAnswer(agency=t.agency, kind=t.kind, obligatory=t.obligatory) for t in rule.support],
        outside=list(rule.outside),
        fallback_leads=list(rule.fallback.leads),
        fallback_outside=list(rule.fallback.outside),
        service_clocks={
            severity.value: LengthsAnswer(acknowledge=each.acknowledge, verify=each.verify)
            for severity, each in lengths.items()
        },
        legal_clocks=rule.legal_clocks,
        walls=rule.walls,
        gakkumdu=rule.gakkumdu,
        status=rule.status,
        basis=basis,
    )


def _limit(row: LegalClock) -> LimitAnswer:
    return LimitAnswer(
        rule=row.id,
        regime=row.regime,
        step=row.step,
        whose=row.whose,
        length=row.written,
        day_kind=row.day_kind,
        counts_from=row.counts_from,
        extends_to=row.extends_to,
        extends_for=row.extends_for,
        backward=row.backward,
        pauses=row.pauses,
        at_counter=row.at_counter,
        basis=row.basis,
        citations=[_citation(each) for each in row.citations],
        readings=[
            OtherReadingAnswer(
                length=each.written,
                day_kind=each.day_kind,
                basis=each.basis,
                valid_from=each.valid_from,
                valid_to=each.valid_to,
            )
            for each in row.readings
        ],
        status=row.status,
        note=_name(row.note) if row.note else None,
        caution=_name(row.caution) if row.caution else None,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _citation(citation: Citation) -> CitationAnswer:
    return CitationAnswer(
        law=citation.law,
        article=citation.article,
        paragraphs=list(citation.paragraphs),
        item=citation.item,
        changed_by=citation.changed_by,
    )


def _name(words: Wording) -> NameAnswer:
    return NameAnswer(en=words.en, id=words.id)


def _opening(opening: Opening) -> OpeningAnswer:
    return OpeningAnswer(
        moment=opening.moment,
        sets=list(opening.sets),
        steps=list(opening.steps),
        led_by=opening.led_by,
        regimes=list(opening.regimes),
    )
