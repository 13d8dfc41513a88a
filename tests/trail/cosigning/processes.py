"""A signer and a witness as processes that a test may kill and start again."""

import json
import os
import signal
import socket
import time
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from service.operations.embedded.forking import Forked
from service.trail.cosigning.keyfile import generate, vkeys_path
from tests.operations.run.running import free_port
from workflows.trail.tlog.note_keys import KeyKind, SigningKey, VerifierKey, signing_key

WITHIN_S = 20.0
SECRET = "a secret of the tests, long enough"
PREFIX = "log.example/"
WITNESS_NAME = "witness.example/w1"


def _run(module: str, config: str, values: dict[str, str | int | list[str]]) -> None:
    """In the process of its own."""
    part = import_module(module)
    part.run(getattr(part, config)(**{name: _given(name, value) for name, value in values.items()}))


def _given(name: str, value: Any) -> Any:
    if name.endswith("_files"):
        return tuple(map(Path, value))
    return Path(value) if name.endswith("_file") else value


@dataclass
class Part:
    """One process and what it is started with; stopped, killed and started again at will."""

    module: str
    config: str
    values: dict[str, str | int | list[str]]
    process: Forked | None = field(default=None)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.values['port']}"

    def start(self) -> None:
        log = Path(str(self.values["memory_file"])).with_suffix(".log")
        self.process = Forked(_run, self.module, self.config, self.values, env=os.environ, out=log)
        deadline = time.monotonic() + WITHIN_S
        while not self._listens():
            assert self.process.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < deadline, "not in time"
            time.sleep(0.02)

    def end(self, number: int = signal.SIGKILL) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(WITHIN_S)

    def said(self) -> list[dict[str, object]]:
        """What it logged, every line of it JSON."""
        log = Path(str(self.values["memory_file"])).with_suffix(".log")
        return [json.loads(line) for line in log.read_text("utf-8").splitlines()]

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", int(str(self.values["port"])))) == 0


@dataclass(frozen=True)
class SignerPart:
    part: Part
    key: VerifierKey

    def verifier(self, origin: str) -> VerifierKey:
        return VerifierKey(origin, KeyKind.LOG, self.key.public_key)


@dataclass(frozen=True)
class WitnessPart:
    part: Part
    key: VerifierKey
    subtree_key: VerifierKey


def signer_in(folder: Path) -> SignerPart:
    key = generate(folder / "log.key", "log.example/main", KeyKind.LOG)
    values: dict[str, str | int | list[str]] = {
        "key_file": str(folder / "log.key"),
        "memory_file": str(folder / "signer.sqlite"),
        "secret": SECRET,
        "origin_prefix": PREFIX,
        "port": free_port(),
    }
    return SignerPart(Part("service.trail.signer.main", "SignerConfig", values), key)


def witness_in(folder: Path, logs: list[SigningKey]) -> WitnessPart:
    key = generate(folder / "witness.key", WITNESS_NAME, KeyKind.COSIGNATURE)
    subtree_key = generate(folder / "subtree.key", WITNESS_NAME, KeyKind.SUBTREE)
    assert vkeys_path(folder / "witness.key").exists()
    lines = ["# the logs", "", *(log.verifier.encode() for log in logs), ""]
    (folder / "logs").write_text("\n".join(lines), "utf-8")
    values: dict[str, str | int | list[str]] = {
        "name": WITNESS_NAME,
        "key_files": [str(folder / "witness.key"), str(folder / "subtree.key")],
        "memory_file": str(folder / "witness.sqlite"),
        "logs_file": str(folder / "logs"),
        "port": free_port(),
    }
    return WitnessPart(Part("service.trail.witness.main", "WitnessConfig", values), key, subtree_key)


def log_key(number: int) -> SigningKey:
    """A log known to the witness: number 0 to 39."""
    return signing_key(f"log.example/{number}", bytes([100 + number]) * 32)
