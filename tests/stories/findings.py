"""What a story found, and what it met on the way."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """An invariant that did not hold. ``kind`` is the same for every finding of one fault."""

    invariant: str
    kind: str
    words: str

    @property
    def key(self) -> str:
        return f"{self.invariant} {self.kind}"

    def __str__(self) -> str:
        return f"{self.key}: {self.words}"


@dataclass(slots=True)
class Met:
    """How often what was done, asked, and found."""

    acts: Counter[str] = field(default_factory=Counter)
    """Acts tried, by kind."""
    done: Counter[str] = field(default_factory=Counter)
    """Acts that succeeded, by kind."""
    kinds: Counter[str] = field(default_factory=Counter)
    """Acts that succeeded, by the kind that was drawn and by what it came to be: an advance may be a closing."""
    routes: Counter[str] = field(default_factory=Counter)
    """Requests answered 2xx, by operation."""
    refusals: Counter[str] = field(default_factory=Counter)
    """Refusals, by problem code."""
    stricter: Counter[str] = field(default_factory=Counter)
    """What the oracle allows and the service withholds: no fault, but a difference to be known."""
    requests: int = 0
    stories: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, other: "Met") -> None:
        for name in ("acts", "done", "kinds", "routes", "refusals", "stricter"):
            getattr(self, name).update(getattr(other, name))
        self.requests += other.requests
        self.stories += other.stories
        self.findings += other.findings
