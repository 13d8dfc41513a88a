"""What a story has at hand when it makes up its next act: people, reports, papers, machines."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from uuid_utils.compat import uuid7

from tests.stories.contract import AGENCIES, P
from tests.stories.dice import Dice
from tests.stories.facts import Past, Report, Task, Truth
from tests.stories.oracle import Level, level
from tests.stories.people import CAST, Office
from tests.stories.words import Tells, Words

LIKELY = 72
"""Of a hundred acts so many are done by somebody who might; the others by anybody."""

STEADY = 92
"""And of those that take the next step of a report."""

APPROVALS = frozenset({"decide", "decide_erasure"})
"""The kinds of act by which a second person lets something go, or does not."""

FURTHER = 70
"""And so many go on with the report that was acted on last."""

AGAIN = 35
"""In so many of a hundred it is who acted last, and else as often what was acted on last: people follow things up."""


@dataclass(slots=True)
class Act:
    """One request that somebody makes, in words that are the same when the story is told again."""

    kind: str
    office: Office
    method: str
    path: str
    body: Any = None
    report: str | None = None
    task: str | None = None
    match: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes | None = None
    key: str = field(default_factory=lambda: str(uuid4()))
    said: list[tuple[str, Tells, tuple[str, ...]]] = field(default_factory=list)
    """Each new word, what it tells, and of which agencies' task."""
    then: Callable[[Any], None] | None = None
    """Takes the answer when it was done."""
    target: Any = None
    """What it is about beyond a report or task: a proposal, an erasure, an endpoint."""
    queued: bool = False
    repeats: bool = False
    told: frozenset[str] = frozenset()
    """Every token of its answer: a repetition may tell no other."""


@dataclass(slots=True)
class Paper:
    """Something below a report that acts go on from: evidence, a check, a notice, a proposal."""

    report: str
    id: str
    by: str
    """The human subject who made it."""
    what: Any = None


class Scene:
    """Everything that is known to whoever writes the story; people in it know less."""

    def __init__(self, persons: dict[str, str], receiver: str) -> None:
        self.persons, self.receiver = persons, receiver
        self.words = Words()
        self.truth: Truth = {}
        self.past: dict[str, Past] = {}
        self.keys: list[Office] = []
        self.papers: dict[str, list[Paper]] = {}
        self.done: list[Act] = []
        self.last_subject = self.last_report = ""
        self.likely, self.again = LIKELY, AGAIN

    # People

    def offices(self) -> Sequence[Office]:
        return (*CAST, *self.keys)

    def somebody(self, dice: Dice, likely: Iterable[Office], about: Report | None = None) -> Office:
        """Somebody who might, mostly, and who reads what it is about; otherwise anybody."""
        might = list(likely)
        if about is not None:
            might = [one for one in might if level(one, self.persons, about) is Level.WORDS] or might
        own = [one for one in might if one.subject == self.last_subject]
        if own and dice.chance(AGAIN):
            return dice.pick(own)
        if might and not dice.chance(100 - self.likely):
            return dice.pick(might)
        return dice.pick(self.offices())

    def person(self, office: Office) -> str:
        return self.persons[office.subject]

    # Reports

    def reports(self) -> list[Report]:
        """The newest first."""
        return [self.truth[one] for one in reversed(self.past) if one in self.truth]

    def report(self, dice: Dice, *states: str) -> Report | None:
        among = [one for one in self.reports() if not states or one.state in states]
        last = [one for one in among if one.id == self.last_report]
        if last and dice.chance(self.again):
            return last[0]
        return dice.pick(among[:5]) if among else None

    def task(self, dice: Dice, *states: str, role: str | None = None) -> Task | None:
        among = [
            task for report in self.reports()[:5] for task in report.tasks
            if (not states or task.state in states) and (role is None or task.role == role)
        ]  # fmt: skip
        for nearer in (lambda task: task.role == "lead", lambda task: task.report == self.last_report):
            if dice.chance(self.again):
                among = list(filter(nearer, among)) or among
        return dice.pick(among) if among else None

    def some(self, dice: Dice, kind: str) -> Paper | None:
        papers = self.papers.get(kind, [])
        return dice.pick(papers[::-1][:6]) if papers else None

    def undecided(self, dice: Dice, kind: str) -> Paper | None:
        """A proposal or erasure that waits, mostly the newest ones; now and then one that is decided."""
        decided = {act.target.id for act in self.done if act.kind in APPROVALS}
        waiting = [paper for paper in self.papers.get(kind, []) if paper.id not in decided]
        return dice.pick(waiting[::-1][:6]) if waiting and dice.chance(80) else self.some(dice, kind)

    def keep(self, kind: str, report: str, what: Any = None) -> Callable[[Any], None]:
        """Remember what an act made, for later acts."""

        def made(answer: Any) -> None:
            self.papers.setdefault(kind, []).append(Paper(report, answer["id"], answer.office.answers_for, what))

        return made

    def agency(self, dice: Dice, *likely: str | None) -> str:
        named = [one for one in likely if one]
        return dice.pick(named) if named and dice.chance(60) else dice.pick(AGENCIES)

    # Requests

    def on_report(self, kind: str, office: Office, report: Report, ending: str = "", /, **more: Any) -> Act:
        act = Act(kind, office, "POST", f"{P}/reports/{report.id}{ending}", report=report.id, match=report.version)
        return _with(act, more)

    def say(self, act: Act, words: str, tells: Tells = Tells.WORDS, *agencies: str) -> str:
        """A text with a word of its own, which the act brings in."""
        token = self.words.fresh()
        act.said.append((token, tells, agencies))
        return f"{words} {token}"


def staff(*agencies: str | None, roles: tuple[str, ...] = ("officer", "supervisor")) -> list[Office]:
    return [one for one in CAST if one.agency in agencies and one.role in roles]


def supervisors(*agencies: str | None) -> list[Office]:
    return staff(*agencies, roles=("supervisor",))


DESK = [one for one in CAST if one.role == "coordinator"]
HUMANS = [one for one in CAST if one.role not in {"integrator", "admin", "auditor"}]
ADMINS = [one for one in CAST if one.role == "admin"]


def by(subject: str) -> list[Office]:
    """Every office of a person."""
    return [one for one in CAST if one.subject == subject]


def fresh_id() -> str:
    return str(uuid7())


def _with(act: Act, more: dict[str, Any]) -> Act:
    for name, value in more.items():
        setattr(act, name, value)
    return act
