"""A bundle that nobody touched holds, whatever it covers."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from service.trail.verifier.command import verify
from tests.trail.verifier.bundles import LOG, NEXT_LOG, POLICY, Members, bundle, checkpoint_of, report_bundle, write
from tests.trail.verifier.stories import everything
from workflows.codes.states import CLOCK_WARNED, REPORT_ESCALATED, REPORT_PAST, TASK_PAST

TRAIL = everything()
KEY = LOG.verifier.encode()


def verdict(tmp_path: Path, members: Members, *keys: str, policy: str | None = POLICY) -> tuple[int, dict[str, Any]]:
    (tmp_path / "policy").write_text(policy or "")
    file, out = write(tmp_path / "bundle.zip", members), BytesIO()
    code = verify(file, keys or [KEY], tmp_path / "policy" if policy else None, as_json=True, out=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return code, found


def test_the_trail_of_these_tests_holds_every_move_and_every_event_of_a_clock() -> None:
    met = {json.loads(leaf)["action"] for leaf in TRAIL.leaves}
    assert {*REPORT_PAST.values(), *TASK_PAST.values(), CLOCK_WARNED, REPORT_ESCALATED} <= met


@pytest.mark.parametrize("pending", [0, 1, 5, 20])
def test_a_region_holds_with_what_is_pending_on_top(tmp_path: Path, pending: int) -> None:
    code, found = verdict(tmp_path, bundle(TRAIL, len(TRAIL.leaves) - pending))
    assert (code, found["faults"]) == (0, [])
    assert found["counts"] == {
        "events": len(TRAIL.leaves) - pending,
        "pending": pending,
        "reports": len(TRAIL.reports),
        "reads": 0,
        "texts_shown": len(TRAIL.texts) - 1,
        "texts_not_shown": len(TRAIL.reports) - 1,
        "texts_erased": 3,
        "namings_shown": len(TRAIL.namings),
        "namings_not_shown": 0,
    }


@pytest.mark.parametrize("number", range(len(TRAIL.reports)))
def test_every_report_holds_alone(tmp_path: Path, number: int) -> None:
    report = str(list(TRAIL.reports)[number])
    code, found = verdict(tmp_path, report_bundle(TRAIL, report))
    assert (code, found["faults"], found["counts"]["reports"]) == (0, [], 1)


def test_texts_that_are_not_shown_are_no_fault(tmp_path: Path) -> None:
    members = bundle(TRAIL)
    members.pop("texts.jsonl")
    code, found = verdict(tmp_path, members)
    assert (code, found["counts"]["texts_not_shown"]) == (0, len(TRAIL.texts) + len(TRAIL.reports) - 2)


def test_what_events_say_of_other_reports_is_counted_where_it_is_not_shown(tmp_path: Path) -> None:
    members = bundle(TRAIL)
    members.pop("namings.jsonl")
    code, found = verdict(tmp_path, members)
    counts = found["counts"]
    assert (code, counts["namings_shown"], counts["namings_not_shown"]) == (0, 0, len(TRAIL.namings))


@pytest.mark.parametrize("signer", [LOG, NEXT_LOG])
def test_either_key_of_a_rotation_is_enough(tmp_path: Path, signer: Any) -> None:
    members = bundle(TRAIL) | {"checkpoint": checkpoint_of(TRAIL.leaves, signer)}
    assert verdict(tmp_path, members, KEY, NEXT_LOG.verifier.encode(), policy=None)[0] == 0
