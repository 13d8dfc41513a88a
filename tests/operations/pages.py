"""The pages of ``docs/``: their sections, and the tables in them that are made from what the service works by.

``make docs`` (``python -m tests.operations.pages``) writes the tables between their marks; ``test_pages`` compares.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from service.edge.policy_files import load_policies
from tests.operations.wings import wings
from workflows.access.permissions import ANYONE as EVERYBODY
from workflows.access.permissions import (
    BOUND,
    BOUND_OR_STAND_IN,
    HOLDER,
    HOLDER_LEAD_OR_ABOVE,
    LEAD,
    LEAD_OR_ABOVE,
    LEAD_OR_AUTHOR,
    LEAD_OR_STAND_IN,
    PERMISSIONS,
)
from workflows.codes.actions import ACTIONS, OBJECTS
from workflows.codes.people import Role
from workflows.codes.wording import LABELS, LIST_TITLES, Wording, label
from workflows.decisions.protections.protection_table import PROTECTIONS
from workflows.policy.tables import tables_of

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MARK = re.compile(r"(?<=<!-- make docs: )([a-z-]+)( -->\n)(.*?)(?=^<!-- end -->$)", re.DOTALL | re.MULTILINE)
REGION = "33.05"

_STANDING = {
    EVERYBODY: "yes",
    LEAD: "of the lead",
    LEAD_OR_STAND_IN: "of the lead, or who stands in",
    HOLDER: "of the task's agency",
    BOUND: "of the agency bound",
    BOUND_OR_STAND_IN: "of the agency bound, or who stands in",
    LEAD_OR_AUTHOR: "of the lead, or the author",
    LEAD_OR_ABOVE: "of the lead, or above the holder",
    HOLDER_LEAD_OR_ABOVE: "of the task's agency, the lead, or above",
}
_PEOPLE = (Role.OFFICER, Role.SUPERVISOR, Role.COORDINATOR, Role.AUDITOR, Role.ADMIN)
_GLOSSARY = [
    "role",
    "report_state",
    "report_trigger",
    "outcome",
    "severity",
    "classification",
    "category",
    "task_role",
    "task_state",
    "task_trigger",
    "task_kind",
    "transfer_kind",
    "protection",
    "proposal_kind",
    "rung",
    "stage",
    "regime",
]


def sections(page: str) -> Mapping[str, str]:
    """The text below each heading of a page, white space made one blank; headings in fences are none."""
    bare = re.sub(r"^```.*?^```$", "", page, flags=re.DOTALL | re.MULTILINE)
    parts = re.split(r"^#+ (.+)$", bare, flags=re.MULTILINE)
    return {head: " ".join(text.split()) for head, text in zip(parts[1::2], parts[2::2], strict=True)}


def named_tests(page: str) -> list[str]:
    """Every test in a page's tables as `file` or `file::test`; `::test` alone is of the file before it in its row."""
    found: list[str] = []
    for row in page.splitlines():
        file = ""
        for name in re.findall(r"`(tests/[^`]+|::test_[a-z0-9_]+)`", row) if row.startswith("| ") else ():
            file = name.partition("::")[0] if name.startswith("tests/") else file
            found.append(name if name.startswith("tests/") else file + name)
    return found


def is_there(test: str) -> bool:
    """Whether a test that a page names is defined in the file that it names, or the file or folder is there."""
    file, _, name = test.partition("::")
    return f"def {name}(" in (ROOT / file).read_text() if name else (ROOT / file).exists()


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Rows as a table of Markdown."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *map(list, rows)]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


def _agencies() -> str:
    policy = load_policies().of(REGION)
    rows = (
        (f"`{one.code}`", one.name.en, one.name.id, label(one.kind, "en"), one.under or "-")
        for one in policy.agencies.values()
    )
    return table(("Agency", "English", "Indonesia", "Kind", "Arm of"), rows)


def _of_policy(which: int, *columns: int) -> Callable[[], str]:
    def written() -> str:
        found = tables_of(load_policies().of(REGION))[which]
        return table([found.columns[c] for c in columns], ([_first(row[c]) for c in columns] for row in found.rows))

    return written


def _first(cell: str) -> str:
    """A cell without the note behind its status, which is the policy's to tell."""
    return cell.partition(": ")[0] if cell.startswith(("to_confirm", "confirmed")) else cell


def _elections() -> str:
    policy = load_policies().of(REGION)
    rows = (
        (f"`{election.code}`", election.regime, period.stage, f"{period.first} to {period.last}", period.status)
        for election in policy.elections.values()
        for period in election.stages
    )
    return table(("Election", "Regime", "Stage", "Days", "Status"), rows)


def _regimes() -> Mapping[str, Wording]:
    """The only list of the glossary whose words stand in the file of the law."""
    return {code: row.name for code, row in load_policies().of(REGION).law.regimes.items()}


def _words() -> str:
    rows = (
        (LIST_TITLES[name].en, f"`{code}`", words.en, words.id)
        for name in _GLOSSARY
        for code, words in (LABELS.get(name) or _regimes()).items()
    )
    return table(("List", "Code", "English", "Indonesia"), rows)


def _protections() -> str:
    rows = (
        (label(name, "en"), label(name, "id"), _sentence(rule.weakened), _office(rule.decided_by))
        for name, rule in PROTECTIONS.items()
    )
    return table(("Protection", "Indonesia", "Taken away when", "Who decides"), rows)


def _sentence(rule: Callable[..., object]) -> str:
    return str(rule.__doc__).partition("\n\n")[0].rstrip(".")


def _office(who: Mapping[Role, frozenset[object]]) -> str:
    return ", ".join(f"{label(role, 'en').lower()} {_STANDING[held]}".replace(" yes", "") for role, held in who.items())  # type: ignore[index]


def _events() -> str:
    of = {thing: sorted(action for action in ACTIONS if action.startswith(f"{thing}.")) for thing in sorted(OBJECTS)}
    return table(("All of", "Actions"), ((f"`{thing}.*`", ", ".join(f"`{one}`" for one in of[thing])) for thing in of))


def _permissions() -> str:
    rows = (
        (f"`{action}`", *(_STANDING[who[role]] if role in who else "-" for role in _PEOPLE))
        for action, who in PERMISSIONS.items()
    )
    return table(("Act", *(label(role, "en") for role in _PEOPLE)), rows)


MADE: Mapping[str, Callable[[], str]] = {
    "agencies": _agencies,
    "routing": _of_policy(0, 0, 1, 2, 3, 4, 5, 6),
    "service-clocks": _of_policy(1, 0, 1, 2, 3, 4),
    "legal-clocks": _of_policy(2, 0, 1, 2, 3, 4, 7, 8),
    "counters": _of_policy(4, 0, 6, 1, 2, 3, 4, 5),
    "elections": _elections,
    "words": _words,
    "protections": _protections,
    "permissions": _permissions,
    "events": _events,
    "wings": wings,
}
"""What stands between the marks of each name."""


def written(page: str) -> str:
    """The page with what stands between its marks made anew."""
    return MARK.sub(lambda found: f"{found[1]}{found[2]}{MADE[found[1]]()}", page)


if __name__ == "__main__":
    for file in sorted(DOCS.glob("*.md")):
        file.write_text(written(file.read_text()))
