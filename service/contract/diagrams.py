"""The state machines as Mermaid, drawn from their tables."""

from collections.abc import Sequence

from workflows.codes.states import CASE_TRANSITIONS, REPORT_TRANSITIONS, TASK_TRANSITIONS, Transition


def mermaid(first: str, table: Sequence[Transition]) -> str:
    """A state diagram of one table, starting in ``first``."""
    lines = ["stateDiagram-v2", f"    [*] --> {first}"]
    lines += [f"    {source} --> {row.target or source}: {row.trigger}" for row in table for source in row.sources]
    return "\n".join(lines) + "\n"


def diagrams() -> dict[str, str]:
    """Each diagram by its file name."""
    return {
        "report.mmd": mermaid("reported", REPORT_TRANSITIONS),
        "task.mmd": mermaid("offered", TASK_TRANSITIONS),
        "case.mmd": mermaid("unregistered", CASE_TRANSITIONS),
    }
