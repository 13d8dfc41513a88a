"""What is printed: the verdict first, then what was altered, when, in which event."""

from io import BytesIO
from pathlib import Path

import pytest

from service.trail.verifier.command import verify
from tests.trail.verifier.bundles import LOG, POLICY, Members, bundle, write
from tests.trail.verifier.tampering import EVENTS, LEAVES, TRAIL, edited, rebuilt

KEY = LOG.verifier.encode()


def printed(tmp_path: Path, members: Members, *, policy: str | None = None) -> list[str]:
    (tmp_path / "policy").write_text(policy or "")
    out = BytesIO()
    verify(write(tmp_path / "bundle.zip", members), [KEY], tmp_path / "policy" if policy else None, False, out)
    return out.getvalue().decode().splitlines()


def test_a_bundle_that_holds_says_so_first_and_names_its_limits(tmp_path: Path) -> None:
    lines = printed(tmp_path, bundle(TRAIL, len(LEAVES) - 3), policy=POLICY)
    assert lines[0] == f"HOLDS: {len(LEAVES) - 3} events of {len(TRAIL.reports)} reports are as they were recorded."
    assert f"Signed by  {KEY}" in lines
    assert "Witnesses  cosigned by w1 at 2024-11-26T05:46:40.000000Z" in lines
    assert "Quorum     met, by the policy given" in lines
    assert lines[-1].startswith("Pending events are in no checkpoint yet")
    assert printed(tmp_path, bundle(TRAIL))[-1].startswith("No witnesses were asked")


def test_a_fault_is_told_with_its_event_report_and_time(tmp_path: Path) -> None:
    lines = printed(tmp_path, rebuilt(edited(LEAVES, 200, lambda event: event.update(region="33.06"))))
    assert lines[0].startswith("DOES NOT HOLD: ")
    at = lines.index("1. The leaf was altered or put here: it is of region 33.06, the log of 33.05. [wrong_region]")
    event = EVENTS[200]
    assert [line.split() for line in lines[at + 1 : at + 5]] == [
        ["when", event["at"]], ["event", event["event"]], ["report", event["report"]], ["leaf", "200"],
    ]  # fmt: skip


def test_what_a_bundle_says_cannot_drive_a_terminal(tmp_path: Path) -> None:
    lines = printed(tmp_path, rebuilt(edited(LEAVES, 200, lambda event: event.update(region="\x1b[2J\u202e33.05"))))
    assert any("\\x1b[2J\\u202e33.05" in line for line in lines)
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize(
    ("made_at", "told"),
    [
        ("2024-11-26T05:46:40.000000Z", ""),
        ("2024-11-26T08:46:40.000000Z", ""),
        ("2024-11-26T08:46:41.000000Z", "their newest word was 3 hours old when the bundle was made"),
        ("2024-11-27T05:46:40.000000Z", "their newest word was 24 hours old when the bundle was made"),
        ("some day", ""),
        ("2024-11-27T05:46:40", ""),
    ],
)
def test_a_log_whose_witnesses_were_silent_is_told_as_frozen_and_a_quiet_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_at: str, told: str
) -> None:
    monkeypatch.setattr("tests.trail.verifier.bundles.MADE_AT", made_at)
    (line,) = [line for line in printed(tmp_path, bundle(TRAIL), policy=POLICY) if line.startswith("Witnesses")]
    said = f"; frozen or left by its witnesses: {told}" if told else ""
    assert line == f"Witnesses  cosigned by w1 at 2024-11-26T05:46:40.000000Z{said}"
