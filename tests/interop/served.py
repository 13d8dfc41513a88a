"""A whole Tindak of processes, two witnesses beside it, and its log as an auditor reads it over HTTP."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

import httpx

from service.edge.auth.local_issuer import mint
from service.operations.embedded.run import LOG_ORIGIN
from service.trail.cosigning.keyfile import generate
from service.trail.signer.second_key import add_key
from tests.edge.api.story import AUDITOR, DESK, LEAD, POLRES, REPORT, SARI, TONO, VERIFY, P
from tests.operations.run.running import free_port, running
from tests.trail.cosigning.processes import Part
from workflows.trail.tlog.key_list import parse_key_list
from workflows.trail.tlog.note_keys import KeyKind
from workflows.trail.tlog.tiles import tiles_of

WITNESSES = ("kpu", "bawaslu")
KEYS_EACH = 2
"""One of each algorithm."""
WITHIN_S = 60.0
# More than one full tile, so that the tree has a level above the leaves and a partial tile on both.
ROUNDS, REPORTS_A_ROUND = 4, 70


def command(home: Path, *arguments: str) -> str:
    """What a `tindak` command prints about a run in this home."""
    environment = {**os.environ, "TINDAK_HOME": str(home)}
    whole = [sys.executable, "-m", "service.cli", *arguments]
    return subprocess.run(whole, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


@dataclass
class Served:
    """The running service. What is read of its log is read once and kept; nothing is added to the log after that."""

    home: Path
    http: httpx.Client
    witness_keys: list[str]
    """Of Ed25519, which Go checks."""
    subtree_keys: list[str]
    """Of ML-DSA-44, by the same witnesses."""
    checkpoints: list[bytes] = field(default_factory=list)
    receipts: list[dict[str, Any]] = field(default_factory=list)

    def post(self, path: str, who: Any, body: Any, **more: str) -> dict[str, Any]:
        headers = {**self._token(who), "Idempotency-Key": str(uuid4()), **more}
        answer = self.http.post(P + path, json=body, headers=headers)
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        self.receipts.append(found["receipt"])
        return found

    def read(self, path: str) -> httpx.Response:
        """A GET below ``/audit/`` as the auditor; whatever the answer."""
        return self.http.get(f"{P}/audit/{path}", headers=self._token(AUDITOR))

    def get(self, path: str) -> bytes:
        answer = self.read(path)
        assert answer.is_success, (path, answer.text)
        return answer.content

    @cached_property
    def log_keys(self) -> list[str]:
        """The verifier keys of Ed25519 as they are published."""
        return self._keys(KeyKind.LOG)

    @cached_property
    def log_subtree_keys(self) -> list[str]:
        """Those of ML-DSA-44."""
        return self._keys(KeyKind.SUBTREE)

    def _keys(self, kind: KeyKind) -> list[str]:
        return [each.key.encode() for each in parse_key_list(self.get("keys").decode()) if each.key.kind is kind]

    @cached_property
    def size(self) -> int:
        return size_of(self.checkpoints[-1])

    @cached_property
    def tiles(self) -> dict[str, bytes]:
        """Every hash tile of the newest tree by its path."""
        return {tile.path(): self.get(tile.path()) for tile in tiles_of(self.size)}

    @cached_property
    def bundles(self) -> list[bytes]:
        """Every entry bundle, in order."""
        return [self.get(tile.bundle().path()) for tile in tiles_of(self.size) if tile.level == 0]

    @cached_property
    def entries(self) -> list[dict[str, Any]]:
        """What the JSON route shows of every leaf, page by page."""
        entries: list[dict[str, Any]] = []
        start: str | None = "0"
        while start is not None:
            page = json.loads(self.get(f"entries?start={start}"))
            entries += page["items"]
            start = page["next_cursor"]
        return entries[: self.size]

    @cached_property
    def leaves(self) -> list[bytes]:
        return [entry["leaf"].encode() for entry in self.entries]

    @cached_property
    def events(self) -> list[str]:
        """The identifier of every leaf's event."""
        return [json.loads(leaf)["event"] for leaf in self.leaves]

    def _token(self, who: Any) -> dict[str, str]:
        role, agency, name = who
        return {"Authorization": f"Bearer {mint(self.home, role, agency, name, ['33.05'])}"}


def size_of(checkpoint: bytes) -> int:
    return int(checkpoint.split(b"\n")[1])


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Start everything, let several hundred events happen over HTTP, and keep every checkpoint on the way."""
    home, port = folder / "home", free_port()
    (home / "keys").mkdir(parents=True)
    generate(home / "keys" / "log.key", LOG_ORIGIN, KeyKind.LOG)
    add_key(home / "keys" / "log.key", home / "signer.sqlite", LOG_ORIGIN)
    (folder / "logs").write_text(command(home, "audit", "key", "--region", "33.05"))
    with ExitStack() as started:
        keys, subtree_keys, lines, names = [], [], [], []
        for name in WITNESSES:
            part = _witness(folder, name)
            keys.append(generate(folder / f"{name}.key", f"{name}.example", KeyKind.COSIGNATURE).encode())
            subtree_keys.append(generate(folder / f"{name}.pq.key", f"{name}.example", KeyKind.SUBTREE).encode())
            lines.append(f"witness {name} {keys[-1]} {part.url}\nwitness {name}-pq {subtree_keys[-1]} {part.url}\n")
            names += [name, f"{name}-pq"]
            part.start()
            started.callback(part.end)
        (folder / "policy").write_text(f"{''.join(lines)}group agencies all {' '.join(names)}\nquorum agencies\n")
        started.enter_context(mock.patch.dict(os.environ, TINDAK_WITNESS_POLICY=str(folder / "policy")))
        base = started.enter_context(running(home, port))
        http = started.enter_context(httpx.Client(base_url=base, timeout=WITHIN_S))
        served = Served(home, http, keys, subtree_keys)
        for _ in range(ROUNDS):
            last = happen(served)
            served.checkpoints.append(checkpoint_with(served, last))
        yield served


def happen(served: Served) -> str:
    """Reports come in, one is worked on and its reporter's name read. Return the identifier of the last event."""
    for _ in range(REPORTS_A_ROUND):
        made = served.post("/reports", POLRES, REPORT)
    path = f"/reports/{made['id']}/transitions"
    served.post(path, SARI, VERIFY, **{"If-Match": '"1"'})
    assigned = served.post(path, DESK, {"trigger": "assign", "tasks": [LEAD]}, **{"If-Match": '"2"'})
    task = f"/tasks/{assigned['tasks'][0]['id']}/transitions"
    served.post(task, SARI, {"trigger": "accept"}, **{"If-Match": '"1"'})
    opened = served.post(f"/reports/{made['id']}/reporter/unseal", TONO, {"reason": "Perlu menghubungi pelapor"})
    return str(opened["receipt"]["event"])


def checkpoint_with(served: Served, event: str) -> bytes:
    """The checkpoint that covers an event, once every witness has cosigned it."""
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        proof, checkpoint = served.read(f"proofs/inclusion?event={event}"), served.read("checkpoint")
        if proof.is_success and checkpoint.is_success:
            covered = size_of(checkpoint.content) > proof.json()["leaf_index"]
            if covered and all(
                checkpoint.content.count(f"— {name}.example ".encode()) == KEYS_EACH for name in WITNESSES
            ):
                return checkpoint.content
        time.sleep(0.2)
    raise AssertionError(proof.text, checkpoint.text)


def _witness(folder: Path, name: str) -> Part:
    files = {"memory_file": f"{name}.sqlite", "logs_file": "logs"}
    values: dict[str, str | int | list[str]] = {member: str(folder / file) for member, file in files.items()}
    values |= {"key_files": [str(folder / file) for file in (f"{name}.key", f"{name}.pq.key")]}
    return Part(
        "service.trail.witness.main", "WitnessConfig", values | {"name": f"{name}.example", "port": free_port()}
    )
