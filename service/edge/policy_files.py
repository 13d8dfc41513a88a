"""The policies of the regions this installation serves: read from their files once, then only looked up."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from service.edge.service_errors import NotFound
from workflows.clocks.calendar import is_working_day
from workflows.clocks.law import Law, parse_law
from workflows.files.located import PolicyError
from workflows.policy.region import Policy, parse_policy


class Policies:
    """Every region's policy by its Kemendagri code."""

    def __init__(self, by_region: Mapping[str, Policy]) -> None:
        self._by_region = dict(by_region)

    def __iter__(self) -> Iterator[Policy]:
        return iter(self._by_region.values())

    def of(self, region: str) -> Policy:
        """The region's policy. Raises NotFound for a region that is not served."""
        try:
            return self._by_region[region]
        except KeyError:
            raise NotFound from None


LAW = "law.json"
"""The file of the nation's legal clocks; every other one is a region's."""


def load_law() -> Law:
    """Read and validate the legal clocks. Raises PolicyError naming file, line and reason."""
    return parse_law((files("workflows.policy.data") / LAW).read_bytes(), LAW)


@lru_cache(maxsize=1)
def load_policies() -> Policies:
    """Read and validate every policy file, once a process. Raises PolicyError naming file, line and reason."""
    found, law = {}, load_law()
    named = (p for p in files("workflows.policy.data").iterdir() if p.name.endswith(".json") and p.name != LAW)
    for path in sorted(named, key=str):
        policy = parse_policy(path.read_bytes(), path.name, law)
        if policy.region in found:
            raise PolicyError(path.name, 1, f"region {policy.region} has another policy already")
        found[policy.region] = policy
        is_working_day(policy.valid_from)
    return Policies(found)
