"""Queues of an officer's day, drawn at random: lawful and unlawful, in step with their reports and not."""

from random import Random
from typing import Any

from tests.edge.api.story import VERIFY
from tests.features.commands.queueing import ASSIGN, NOTE, Command, created, queued

MOVES: tuple[tuple[str, Any], ...] = (
    ("note.add", NOTE),
    ("note.add", NOTE),
    ("note.add", {"text": ""}),
    ("report.transition", VERIFY),
    ("report.transition", ASSIGN),
    ("report.transition", {"trigger": "dismiss", "outcome": "unfounded", "reason": "Tidak terbukti"}),
    ("report.transition", {"trigger": "close", "outcome": "resolved"}),
)


def program(random: Random, reports: int, steps: int) -> list[Command]:
    """New reports, and what is then done with them, each step expecting that the one before it was applied."""
    made = [created(classification="ordinary", severity="S1") for _ in range(reports)]
    versions = {one["id"]: 1 for one in made}
    rest = []
    for _ in range(steps):
        about = random.choice(list(versions))
        kind, body = random.choice(MOVES)
        version = random.choice((versions[about], versions[about], versions[about], versions[about] + 1, None))
        rest.append(queued(kind, about, version, body))
        versions[about] += kind == "report.transition"
    return [*made, *rest]


def lawful(reports: int, each: int) -> list[Command]:
    """Reports, each verified, assigned and then noted on: every step needs the one before it."""
    commands = []
    for _ in range(reports):
        made = created(classification="ordinary", severity="S1")
        steps = [("report.transition", VERIFY), ("report.transition", ASSIGN), *[("note.add", NOTE)] * (each - 3)]
        commands += [
            made,
            *(queued(kind, made["id"], min(n, 3), body) for n, (kind, body) in enumerate(steps, start=1)),
        ]
    return commands
