"""Figures of several rounds, as medians in one table."""

from collections import defaultdict
from statistics import median
from typing import NamedTuple


class Figure(NamedTuple):
    """One measurement of one round: answers a second, and latencies in milliseconds."""

    rate: float
    p50: float
    p99: float


def figure_of(rate: float, latencies: list[float]) -> Figure:
    """A figure from latencies in seconds."""
    ordered = sorted(latencies)
    return Figure(rate, _at(ordered, 0.5), _at(ordered, 0.99))


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


class Table:
    """Gathers figures by name, in the order in which names were first seen."""

    def __init__(self) -> None:
        self._figures: dict[str, list[Figure]] = defaultdict(list)

    def add(self, name: str, figure: Figure) -> None:
        """Keep the figure of one round."""
        self._figures[name].append(figure)

    def median(self, name: str) -> Figure:
        """The median of each value over the rounds."""
        return Figure(*(median(values) for values in zip(*self._figures[name], strict=True)))

    def rates(self, name: str) -> list[float]:
        """Answers a second, round by round."""
        return [figure.rate for figure in self._figures[name]]

    def ratios(self, name: str, floor: str) -> list[float]:
        """The rate of ``name`` by that of ``floor``, round by round."""
        pairs = zip(self._figures[name], self._figures[floor], strict=True)
        return [one.rate / other.rate for one, other in pairs]

    def __str__(self) -> str:
        lines = ["| measured | per second | p50 ms | p99 ms |", "|---|---:|---:|---:|"]
        for name in self._figures:
            rate, p50, p99 = self.median(name)
            lines.append(f"| {name} | {rate:,.0f} | {p50:.1f} | {p99:.1f} |")
        return "\n".join(lines)
