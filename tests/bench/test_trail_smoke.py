import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow  # a bench in small

SMALL = ("--few", "400", "--backlog", "5000", "--pace", "100", "--paced", "1", "--mixed", "200", "--rounds", "1")
NUMBER = r"([\d,.]+)"


def told(*arguments: str) -> str:
    command = [sys.executable, "-m", "tests.bench", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def numbers(pattern: str, text: str) -> list[float]:
    found = re.search(pattern, text)
    assert found, text
    return [float(each.replace(",", "")) for each in found.groups()]


def rows(text: str) -> list[tuple[str, int]]:
    """Command and events of each row of the audit's table."""
    return [
        (what, int(events.replace(",", ""))) for what, events in re.findall(r"\| (bundle|verify) \| ([\d,]+)", text)
    ]


def test_the_trail_is_measured_to_its_end_and_every_figure_is_told() -> None:
    text = told("trail", *SMALL, "--scale", "1", "--seconds", "1")
    rate, events, _ = numbers(rf"sequencer: {NUMBER} events/s \({NUMBER} in .*?, {NUMBER} signed checkpoints", text)
    assert rate > 0
    assert events >= 5000
    _, paced, *delays = numbers(
        rf"merge delay at {NUMBER} events/s, {NUMBER} events: leaf index p50 {NUMBER} s, p99 {NUMBER} s;"
        rf" signed checkpoint p50 {NUMBER} s, p99 {NUMBER} s",
        text,
    )
    assert 90 <= paced <= 110
    assert 0 <= delays[0] <= delays[2] <= delays[3]
    (_, few), (_, few_verified), (_, all_of_it), (_, all_verified) = rows(text)
    assert few == few_verified == 400
    assert all_of_it == all_verified >= 400 + 5000 + paced
    written, left_out = numbers(rf"events with the trail on: {NUMBER}; left out with it off: {NUMBER}", text)
    assert written == left_out > 0
    for kind in ("change of a task in SQL", "task transition", "intake"):
        assert numbers(rf"trail on/off, {kind}: .*median {NUMBER}", text)[0] > 0
    for kind in ("task transition", "intake"):
        assert numbers(rf"trail on/off, {kind}, worker and signer running: .*median {NUMBER}", text)[0] > 0


def test_trails_of_growing_size_are_made_and_verified() -> None:
    (_, small), (_, large) = rows(told("million", "--events", "300", "3000"))
    assert 300 <= small < 310
    assert 3000 <= large < 3010
