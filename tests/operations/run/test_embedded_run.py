"""`tindak run` as a newcomer starts it: real processes, HTTP, stopped and started again."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any
from uuid import uuid4

from service.edge.auth.local_issuer import mint
from tests.commands import tindak
from tests.edge.api.story import AUDITOR, POLRES, REPORT, SARI, TONO, P
from tests.operations.run.running import free_port, running
from tests.trail.receipts.asking import signers
from workflows.trail.tlog.note_keys import parse_verifier_key

REASON = "Perlu menghubungi pelapor"


def _call(home: Path, base: str, method: str, path: str, who: Any, body: Any = None, **headers: str) -> Any:
    role, agency, name = who
    request = urllib.request.Request(base + path, method=method)
    request.add_header("Authorization", f"Bearer {mint(home, role, agency, name, ['33.05'])}")
    request.add_header("Idempotency-Key", str(uuid4()))
    for header, value in headers.items():
        request.add_header(header.replace("_", "-"), value)
    data = None
    if body is not None:
        request.add_header("Content-Type", "application/json")
        data = json.dumps(body).encode()
    with urllib.request.urlopen(request, data, timeout=20) as answer:
        return json.loads(answer.read())


def _feed_with(home: Path, base: str, event: str) -> list[dict[str, Any]]:
    """Every event once this one has its number."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        items: list[dict[str, Any]] = _call(home, base, "GET", f"{P}/events?limit=500", AUDITOR)["items"]
        if event in [item["event"] for item in items]:
            return items
        time.sleep(0.2)
    raise AssertionError(items)


def _signers(home: Path, receipt: dict[str, Any]) -> int:
    """How many of the keys that the command prints signed a receipt."""
    printed = tindak("audit", "key", "--receipts", env={**os.environ, "TINDAK_HOME": str(home)})
    return len(signers(receipt, [parse_verifier_key(line) for line in printed.stdout.splitlines()]))


def test_a_second_run_goes_on_and_the_sealed_reporter_is_in_no_log_line(home: Path) -> None:
    port = free_port()
    with running(home, port) as base:
        made = _call(home, base, "POST", f"{P}/reports", POLRES, REPORT)
        opened = _call(home, base, "POST", f"{P}/reports/{made['id']}/reporter/unseal", TONO, {"reason": REASON})
        assert opened["reporter"]["name"] == "Pelapor Rahasia"
        last = opened["receipt"]["event"]
        before = _feed_with(home, base, last)
    said: list[str] = []
    with running(home, port, said) as base:
        assert f"(`TINDAK_HOME={home} tindak token` makes more)" in "".join(said)
        after = _feed_with(home, base, last)
        assert after[: len(before)] == before
        assert {event["action"] for event in after[len(before) :]} <= {"reads.recorded"}
        found = _call(home, base, "GET", f"{P}/reports/{made['id']}", SARI)
        assert found["title"] == REPORT["title"]
        later = _call(home, base, "POST", f"{P}/reports", POLRES, REPORT)
    assert [_signers(home, one["receipt"]) for one in (made, opened, later)] == [1, 1, 1]
    assert [event["leaf_index"] for event in after] == list(range(len(after)))
    assert "reporter.unsealed" in [event["action"] for event in after]
    logged = "".join(path.read_text() for path in home.glob("*.log"))
    lines = [json.loads(line) for line in (home / "api.log").read_text().splitlines()]
    assert "request" in [line["event"] for line in lines]
    for secret in ("Pelapor Rahasia", "081234567890", "amplop", REASON, "eyJ"):
        assert secret not in logged


def test_the_doctor_finds_a_running_one_well_and_a_stopped_one_not(home: Path) -> None:

    def examined() -> tuple[int, set[str]]:
        done = tindak("doctor", "--json", env={**os.environ, "TINDAK_HOME": str(home)})
        return done.returncode, {check["level"] for check in json.loads(done.stdout)["checks"]}

    with running(home, free_port()):
        assert examined() == (0, {"ok"})
    assert examined() == (1, {"ok", "fail"})


def test_a_part_that_does_not_start_is_told_with_its_reason(home: Path, tmp_path: Path) -> None:
    broken = tmp_path / "borders.json"
    broken.write_text("no GeoJSON")
    environment = {**os.environ, "TINDAK_HOME": str(home), "TINDAK_PORT": str(free_port())}
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", "run"],
        env={**environment, "TINDAK_BORDERS": str(broken)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1
    assert f"the api ended with status 1; {home.absolute()}/api.log ends with:" in done.stderr
    assert "TINDAK_BORDERS: the file is no GeoJSON of areas" in done.stderr
    told = [line for line in done.stdout.splitlines() if line.endswith(" ...")]
    assert [line.split()[1] for line in told] == ["starting", "bringing", "loading", "starting"]
