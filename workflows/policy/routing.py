"""Where a report goes: which agencies, in which role, by which rule of the policy.

The wall comes before everything: a walled agency is in no answer of this module. Where the rule's lead
is behind the wall, the rule's fallback says who coordinates and which body outside takes the case.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflows.codes.clocks import LawStatus, Stage
from workflows.codes.policy import LegalClockSet
from workflows.codes.reports import Category
from workflows.codes.tasks import TaskKind, TaskRole
from workflows.policy.region import OutsideBody, Policy, Rule


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A task that the rule would offer; the report waits for it when it is obligatory."""

    agency: str
    role: TaskRole
    kind: TaskKind
    obligatory: bool


@dataclass(frozen=True, slots=True)
class Route:
    """The routing answer and the rule that gave it.

    ``lead`` is None when nobody in the region may lawfully lead; then ``outside`` names who takes the
    case. With ``gakkumdu`` the case tasks of police and prosecutor wait for Bawaslu's registration.
    """

    rule: str
    policy_version: str
    status: LawStatus
    basis: str
    lead: str | None
    tasks: tuple[PlannedTask, ...]
    outside: tuple[str, ...]
    walled: frozenset[str]
    legal_clocks: LegalClockSet | None
    gakkumdu: bool

    @property
    def support(self) -> tuple[str, ...]:
        """The agencies of the supporting tasks, in the rule's order."""
        return tuple(task.agency for task in self.tasks if task.role is TaskRole.SUPPORT)


def route(
    policy: Policy,
    category: Category,
    stage: Stage | None,
    accused: frozenset[str],
    barred: frozenset[str] = frozenset(),
    passed_over: frozenset[str] = frozenset(),
) -> Route:
    """Send a report of this category, from this stage of its election, where the policy says.

    ``barred`` agencies are behind the wall for a conflict of interest, though nobody accuses them; ``passed_over``
    lead nothing, neither by the rule nor in place of who is behind the wall.
    """
    walled = walls(policy, category, accused, barred)
    leads_not = walled | passed_over
    rule = _rule(policy, category, stage, leads_not)
    lead = _first_free(policy, (rule.lead, *rule.fallback.leads), leads_not)
    outside = rule.outside if lead == rule.lead else (*rule.outside, *rule.fallback.outside)
    return Route(
        rule=rule.id,
        policy_version=policy.version,
        status=rule.status,
        basis=rule.basis,
        lead=lead,
        tasks=tuple(_tasks(policy, rule, lead, walled)),
        outside=tuple(code for code in outside if _concerned(policy.outside[code], accused)),
        walled=walled,
        legal_clocks=rule.legal_clocks,
        gakkumdu=rule.gakkumdu,
    )


def walls(
    policy: Policy, category: Category, accused: frozenset[str], barred: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Return every agency that may not know of the report: the accused and the barred with their arms, and others.

    The others are those that the category walls off by itself.
    """
    charged = accused | barred
    arms = (policy.arms.get(agency, frozenset()) for agency in charged)
    return charged.union(policy.walled_by_category[category], *arms)


def safety_task(policy: Policy, category: Category, walled: frozenset[str]) -> PlannedTask | None:
    """Return the safety task of an S1 report, offered before verification; None when nobody can take it."""
    agency = _first_free(policy, policy.safety_order[category], walled)
    return None if agency is None else PlannedTask(agency, TaskRole.SUPPORT, TaskKind.SAFETY, obligatory=True)


def _rule(policy: Policy, category: Category, stage: Stage | None, walled: frozenset[str]) -> Rule:
    """Return the first rule whose condition holds; the last rule of a category has none."""
    *conditional, default = policy.rules_of[category]
    for rule in conditional:
        when = rule.when
        in_stage = not when.stages or stage in when.stages
        if in_stage and _first_free(policy, when.without, walled) is None:
            return rule
    return default


def _first_free(policy: Policy, agencies: Iterable[str], walled: frozenset[str]) -> str | None:
    for agency in agencies:
        if agency in policy.agencies and agency not in walled:
            return agency
    return None


def _tasks(policy: Policy, rule: Rule, lead: str | None, walled: frozenset[str]) -> Iterator[PlannedTask]:
    planned = {lead}
    if lead is not None:
        kind = rule.lead_kind if lead == rule.lead else rule.fallback.kind
        yield PlannedTask(lead, TaskRole.LEAD, kind, obligatory=True)
    for task in rule.support:
        agency = _first_free(policy, (task.agency,), walled)
        if agency is None and task.obligatory and task.kind is TaskKind.SAFETY:
            # People are protected by somebody even where the rule's protector is the accused.
            agency = _first_free(policy, policy.safety_order[rule.category], walled)
        if agency is not None and agency not in planned:
            planned.add(agency)
            yield PlannedTask(agency, TaskRole.SUPPORT, task.kind, task.obligatory)


def _concerned(body: OutsideBody, accused: frozenset[str]) -> bool:
    return not body.watches or not accused or not accused.isdisjoint(body.watches)
