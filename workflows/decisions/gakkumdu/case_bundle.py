"""The bundle that goes to the police with a case: a checklist whose items are data of the region's policy."""

from collections.abc import Iterable, Sequence

from workflows.access.refusals import InvalidCommand
from workflows.decisions.gakkumdu.commands import BundleItem
from workflows.policy.region import Policy


def require_known_items(items: Sequence[BundleItem], policy: Policy, pointer: str) -> None:
    """Raise InvalidCommand ``unknown_item`` or ``item_twice``, naming the place below ``pointer``."""
    seen: set[str] = set()
    for index, one in enumerate(items):
        if one.item not in policy.handover:
            raise InvalidCommand("unknown_item", f"{pointer}/{index}/item", {"item": one.item})
        if one.item in seen:
            raise InvalidCommand("item_twice", f"{pointer}/{index}/item", {"item": one.item})
        seen.add(one.item)


def merged(bundle: frozenset[str], items: Iterable[BundleItem]) -> frozenset[str]:
    """What is there once items were looked at again; what is not named stays as it was."""
    told = {one.item: one.present for one in items}
    return (bundle - told.keys()) | {item for item, present in told.items() if present}


def lacking(bundle: frozenset[str], policy: Policy, *, obligatory: bool = False) -> list[str]:
    """The items that are not there, in the order of the policy; with ``obligatory`` only those nothing goes without."""
    wanted = (item for item in policy.handover.values() if item.obligatory or not obligatory)
    return [item.code for item in wanted if item.code not in bundle]
