"""What the doctor finds, and how it is told: one line for each check, or one JSON document."""

import json
import re
from enum import StrEnum
from typing import NamedTuple

_USER_OF_ADDRESS = re.compile(r"//[^/\s@]*@")


class Level(StrEnum):
    """How well it is. Only ``fail`` makes the command exit with 1."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Finding(NamedTuple):
    """What was asked, how well it is, what was seen, and what to do about it."""

    check: str
    level: Level
    seen: str
    remedy: str = ""


def as_lines(findings: list[Finding]) -> str:
    """For a person."""
    width = max(len(finding.check) for finding in findings)
    return "\n".join(
        f"{f.level:<4}  {f.check:<{width}}  {f.seen}{f' -> {f.remedy}' if f.remedy else ''}" for f in findings
    )


def as_json(findings: list[Finding]) -> str:
    """For a program."""
    well = all(finding.level is not Level.FAIL for finding in findings)
    return json.dumps({"ok": well, "checks": [finding._asdict() for finding in findings]}, indent=2)


def made_safe(finding: Finding) -> Finding:
    """One line, without the user part of any address."""
    return finding._replace(seen=_USER_OF_ADDRESS.sub("//", " ".join(finding.seen.split())))
