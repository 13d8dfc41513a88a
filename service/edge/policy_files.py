"""The policies of the regions this installation serves: read from their files once, then only looked up."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from service.edge.service_errors import NotFound
from workflows.clocks.calendar import KeptDay, SaidBy, is_working_day
from workflows.clocks.law import Law, parse_law
from workflows.clocks.nation import Nation, parse_nation
from workflows.files.located import PolicyError
from workflows.policy.region import Policy, parse_policy


class Policies:
    """Every region's policy by its Kemendagri code, with the days that the region keeps beside its file."""

    def __init__(self, by_region: Mapping[str, Policy]) -> None:
        self._filed = dict(by_region)
        self._by_region = dict(by_region)
        self._kept: dict[str, tuple[tuple[KeptDay, ...], SaidBy]] = {}

    def copied(self) -> "Policies":
        """The same as they were filed: what regions keep from now on is known in the copy alone."""
        return Policies(self._filed)

    def keep(self, region: str, kept: tuple[KeptDay, ...], said_by: SaidBy) -> None:
        """Let a region's policy have the days that are kept now, and who said them, in place of those before."""
        if (kept, said_by) != self._kept.get(region, ((), {})):
            filed = self._filed[region]
            self._by_region[region] = replace(filed, calendar=filed.calendar.keeping(kept, said_by))
            self._kept[region] = (kept, said_by)

    def __iter__(self) -> Iterator[Policy]:
        return iter(self._by_region.values())

    def of(self, region: str) -> Policy:
        """The region's policy. Raises NotFound for a region that is not served."""
        try:
            return self._by_region[region]
        except KeyError:
            raise NotFound from None


LAW = "law.json"
"""The file of the nation's legal clocks."""

CALENDAR = "calendar.json"
"""The file of what is known of the nation's calendar; every one but these two is a region's."""


def load_law() -> Law:
    """Read and validate the legal clocks. Raises PolicyError naming file, line and reason."""
    return parse_law((files("workflows.policy.data") / LAW).read_bytes(), LAW)


def load_nation() -> Nation:
    """Read and validate what is known of the nation's calendar. Raises PolicyError naming file, line and reason."""
    return parse_nation((files("workflows.policy.data") / CALENDAR).read_bytes(), CALENDAR)


@lru_cache(maxsize=1)
def load_policies() -> Policies:
    """Read and validate every policy file, once a process. Raises PolicyError naming file, line and reason."""
    found, law, nation = {}, load_law(), load_nation()
    national = {LAW, CALENDAR}
    named = (p for p in files("workflows.policy.data").iterdir() if p.name.endswith(".json") and p.name not in national)
    for path in sorted(named, key=str):
        policy = parse_policy(path.read_bytes(), path.name, law, nation)
        if policy.region in found:
            raise PolicyError(path.name, 1, f"region {policy.region} has another policy already")
        found[policy.region] = policy
        is_working_day(policy.valid_from)
    return Policies(found)
