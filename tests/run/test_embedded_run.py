"""`tindak run` as a newcomer starts it: real processes, HTTP, stopped and started again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from service.auth.local_issuer import mint
from tests.api.story import AUDITOR, POLRES, REPORT, SARI, TONO, P

REASON = "Perlu menghubungi pelapor"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(home: Path, port: int) -> Iterator[str]:
    environment = {**os.environ, "TINDAK_HOME": str(home), "TINDAK_PORT": str(port)}
    command = [sys.executable, "-m", "service.cli", "run"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if "Ctrl-C stops" in line:
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0


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


def _feed(home: Path, base: str, size: int) -> list[dict[str, Any]]:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        items: list[dict[str, Any]] = _call(home, base, "GET", f"{P}/events?limit=500", AUDITOR)["items"]
        if len(items) >= size:
            return items
        time.sleep(0.2)
    raise AssertionError(items)


def test_a_second_run_goes_on_and_the_sealed_reporter_is_in_no_log_line(tmp_path: Path) -> None:
    home, port = tmp_path / "home", _free_port()
    with _running(home, port) as base:
        made = _call(home, base, "POST", f"{P}/reports", POLRES, REPORT)
        opened = _call(home, base, "POST", f"{P}/reports/{made['id']}/reporter/unseal", TONO, {"reason": REASON})
        assert opened["reporter"]["name"] == "Pelapor Rahasia"
        before = _feed(home, base, 5)
    with _running(home, port) as base:
        after = _feed(home, base, len(before))
        assert after == before
        found = _call(home, base, "GET", f"{P}/reports/{made['id']}", SARI)
        assert found["title"] == REPORT["title"]
    assert [event["leaf_index"] for event in after] == list(range(len(after)))
    assert "reporter.unsealed" in [event["action"] for event in after]
    logged = "".join(path.read_text() for path in home.glob("*.log"))
    assert '"event": "request"' in logged
    for secret in ("Pelapor Rahasia", "081234567890", "amplop", REASON, "eyJ"):
        assert secret not in logged
