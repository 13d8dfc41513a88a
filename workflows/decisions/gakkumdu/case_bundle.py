"""The bundle that goes to the police with a case: a checklist that is data of the region's policy, by regime."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from workflows.access.facts import ReportFacts
from workflows.access.refusals import InvalidCommand
from workflows.decisions.gakkumdu.commands import BundleItem
from workflows.policy.region import BundleRule, Policy

Asked = Mapping[str, BundleRule]
"""What the bundle of a case is to hold, by item, in the order of the policy."""

WITHHELD_WITHOUT = "withheld_without"
"""The member of a forwarding's data with the items that nothing is forwarded without."""


def asked_of(report: ReportFacts, policy: Policy) -> Asked:
    """What the bundle of a report's case is to hold, by the regime of its election."""
    regime = policy.regime_of(report.election)
    rules = {code: item.under(regime) for code, item in policy.handover.items()}
    return {code: rule for code, rule in rules.items() if rule is not None}


def require_known_items(items: Sequence[BundleItem], bundle: Collection[str], asked: Asked, pointer: str) -> None:
    """Raise InvalidCommand ``unknown_item`` or ``item_twice``, naming the place below ``pointer``.

    What is in the bundle from when the policy still asked for it may be told absent.
    """
    seen: set[str] = set()
    for index, one in enumerate(items):
        if one.item not in asked and one.item not in bundle:
            raise InvalidCommand("unknown_item", f"{pointer}/{index}/item", {"item": one.item})
        if one.item in seen:
            raise InvalidCommand("item_twice", f"{pointer}/{index}/item", {"item": one.item})
        seen.add(one.item)


def merged(bundle: frozenset[str], items: Iterable[BundleItem]) -> frozenset[str]:
    """What is there once items were looked at again; what is not named stays as it was."""
    told = {one.item: one.present for one in items}
    return (bundle - told.keys()) | {item for item, present in told.items() if present}


def lacking(bundle: frozenset[str], asked: Asked, *, stopping: bool = False) -> list[str]:
    """The items that are not there, in the order of the policy; with ``stopping`` only those nothing goes without."""
    wanted = (code for code, rule in asked.items() if rule.stops_forwarding or not stopping)
    return [code for code in wanted if code not in bundle]
