"""Memory grows with the reports and not with their events."""

import gc
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.trail.verifier.bundle_reader import Bundle
from service.trail.verifier.verify import verify_bundle
from tests.trail.verifier.bundles import LOG, bundle, write
from tests.trail.verifier.trails import HADI, Trail
from workflows.trail.replay.machine import Replay

EVENTS = 20_000
REPORTS = 1_000
MEBIBYTE = 1 << 20


@contextmanager
def traced() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()


@pytest.mark.slow  # the next test holds what a report takes
def test_twenty_thousand_events_take_no_more_than_their_reports(tmp_path: Path) -> None:
    trail = Trail()
    cases = [trail.intake() for _ in range(REPORTS)]
    while len(trail.leaves) < EVENTS:
        for case in cases:
            case.note(HADI)
    file = write(tmp_path / "bundle.zip", bundle(trail))
    assert sum(map(len, trail.leaves)) > 10 * MEBIBYTE
    with traced(), Bundle(file) as opened:
        verdict = verify_bundle(opened, [LOG.verifier], None)
        peak = tracemalloc.get_traced_memory()[1]
    assert (verdict.faults, verdict.counts.events, verdict.counts.texts_shown) == ([], EVENTS, len(trail.texts))
    assert peak < 4 * MEBIBYTE


def test_a_report_with_two_open_tasks_and_two_legal_clocks_takes_less_than_450_bytes() -> None:
    trail = Trail()
    for _ in range(2 * REPORTS):
        lead, support = ({"agency": agency, "kind": "case"} for agency in ("bawaslu", "polres"))
        trail.intake().verify().assign(lead | {"role": "lead"}, support | {"role": "support"})
    with traced():
        replay = Replay(trail.region)
        for at, leaf in enumerate(trail.leaves):
            replay.feed(leaf, at, [])
        gc.collect()  # gives back what the interpreter keeps for tuples to come, however many reports there are
        held = tracemalloc.get_traced_memory()[0]
    assert replay.reports == 2 * REPORTS
    assert held / replay.reports < 450
