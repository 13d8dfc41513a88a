"""The Go program beside this file: it judges with Go's `note` and `tlog` packages, of which no line is ours."""

import json
import os
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_PROGRAM = Path(__file__).parent / "go"
_GOPATH = Path("/usr/share/gocode")
_WITHIN_S = 120

Case = Mapping[str, Any]
Verdict = dict[str, Any]


class GoMissingError(Exception):
    """Go and Debian's golang-golang-x-mod-dev must be installed; `make interop` does that."""


class Referee:
    """Cases go in, as many verdicts come out; one with ``error`` is a no."""

    def __init__(self, program: Path) -> None:
        self._program = program

    def judge(self, cases: Sequence[Case]) -> list[Any]:
        """Judge all cases in one run of the program. Bytes travel as base64."""
        asked = json.dumps(cases, default=lambda raw: b64encode(raw).decode())
        done = subprocess.run(
            [self._program], input=asked, stdout=subprocess.PIPE, check=True, text=True, timeout=_WITHIN_S
        )
        found: list[Any] = json.loads(done.stdout)
        assert len(found) == len(cases)
        return found

    def accepted(self, cases: Sequence[Case]) -> list[Any]:
        """Judge cases of which every one is to hold."""
        found = self.judge(cases)
        assert [(case, verdict) for case, verdict in zip(cases, found, strict=True) if reason(verdict)] == []
        return found

    def reasons(self, cases: Sequence[Case]) -> list[str | None]:
        """Why each case is refused; None for one that holds."""
        return [reason(verdict) for verdict in self.judge(cases)]


def reason(verdict: Any) -> str | None:
    """What the program said against a case."""
    return verdict.get("error") if isinstance(verdict, dict) else None


def build(folder: Path) -> Referee:
    """Compile the program from the packages of this machine; nothing is fetched. Raises GoMissingError."""
    go = shutil.which("go")
    if go is None or not (_GOPATH / "src/golang.org/x/mod/sumdb").is_dir():
        raise GoMissingError(GoMissingError.__doc__)
    offline = {"GO111MODULE": "off", "GOPATH": str(_GOPATH), "GOPROXY": "off", "GOFLAGS": "", "CGO_ENABLED": "0"}
    environment = {**os.environ, **offline, "GOTOOLCHAIN": "local"}
    for command in (["vet", "."], ["build", "-o", str(folder / "referee"), "."]):
        subprocess.run([go, *command], cwd=_PROGRAM, env=environment, check=True, timeout=_WITHIN_S)
    return Referee(folder / "referee")
