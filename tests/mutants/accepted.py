"""Survivors that were looked at and may stay, each with its reason. Every other is a fault of the suite."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.making import Mutant
from tests.mutants.rooms import ROOT, files

TABLE = Path(__file__).with_name("accepted.toml")


@dataclass(frozen=True, slots=True)
class Accepted:
    """A mutant as its lines: the file's name without folder, as files move; where in it; what was and what becomes."""

    file: str
    scope: str
    was: str
    becomes: str
    reason: str

    def fits(self, mutant: Mutant) -> bool:
        """Whether it is this mutant."""
        said = (Path(mutant.path).stem, mutant.scope, mutant.was, mutant.becomes)
        return (self.file, self.scope, self.was, self.becomes) == said


def accepted(table: Path = TABLE) -> list[Accepted]:
    """Every row of the table. Raises TypeError for one without a reason."""
    rows = tomllib.loads(table.read_text("utf-8")).get("survivor", [])
    return [Accepted(**row) for row in rows]


def reason(rows: Sequence[Accepted], mutant: Mutant) -> str | None:
    """Why a survivor may stay; None when nobody has said."""
    return next((row.reason for row in rows if row.fits(mutant)), None)


def outdated(rows: Sequence[Accepted], root: Path = ROOT) -> list[Accepted]:
    """Rows whose lines stand nowhere any more."""
    lines: dict[str, set[str]] = {}
    for path in files(root):
        lines.setdefault(path.stem, set()).update(line.strip() for line in path.read_text("utf-8").splitlines())
    return [row for row in rows if not set(row.was.splitlines()) <= lines.get(row.file, set())]


def row(mutant: Mutant) -> str:
    """A mutant as a row of the table, whose reason is still to be written."""
    said = {"file": Path(mutant.path).stem, "scope": mutant.scope, "was": mutant.was, "becomes": mutant.becomes}
    return "\n".join(("[[survivor]]", *(f"{name} = {_quoted(text)}" for name, text in said.items()), 'reason = ""'))


def _quoted(text: str) -> str:
    return f"'''{text}'''" if "'''" not in text else f'"""{text}"""'
