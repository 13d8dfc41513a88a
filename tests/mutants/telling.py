"""What a run found, in lines."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.mutants.accepted import Accepted, reason
from tests.mutants.making import diff
from tests.mutants.running import NO_TEST, SEEN, SURVIVED, TIMED_OUT, Tried

_COLUMNS = (SEEN, TIMED_OUT, SURVIVED, NO_TEST)


def share(everything: Sequence[Tried]) -> float:
    """How much of what was put in was noticed, in percent. A test that hangs has noticed."""
    noticed = sum(one.verdict in {SEEN, TIMED_OUT} for one in everything)
    return 100 * noticed / len(everything) if everything else 0


def table(everything: Sequence[Tried]) -> Iterator[str]:
    """One line for each room, and one for all."""
    yield f"{'room':<14}{'mutants':>9}" + "".join(f"{column:>11}" for column in _COLUMNS)
    for room in dict.fromkeys(sorted(one.mutant.room for one in everything)):
        yield _line(room, [one for one in everything if one.mutant.room == room])
    yield _line("all", everything)
    yield f"{share(everything):.1f} % seen"


def _line(name: str, those: Sequence[Tried]) -> str:
    by_verdict = Counter(one.verdict for one in those)
    return f"{name:<14}{len(those):>9}" + "".join(f"{by_verdict[column]:>11}" for column in _COLUMNS)


def named(everything: Sequence[Tried], rows: Sequence[Accepted]) -> Iterator[str]:
    """Every mutant that hung, and every survivor as a diff with its reason."""
    for one in everything:
        if one.verdict == TIMED_OUT:
            yield f"\nTIMED OUT {one.mutant.name} in {one.test}\n{diff(one.mutant)}"
        elif one.verdict != SEEN:
            asked = f"{one.asked} of {one.known} tests asked"
            yield f"\n{one.verdict.upper()} {one.mutant.name} ({one.mutant.kind}), {asked}\n{diff(one.mutant)}"
            yield f"reason: {reason(rows, one.mutant) or 'NOT SAID'}"


def unexplained(everything: Sequence[Tried], rows: Sequence[Accepted]) -> list[Tried]:
    """Survivors of which nobody has said why they may stay."""
    survivors = (one for one in everything if one.verdict in {SURVIVED, NO_TEST})
    return [one for one in survivors if reason(rows, one.mutant) is None]
