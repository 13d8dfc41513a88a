"""The kinds of act, how often each is tried, and what is tried where one has nothing to act on."""

from collections.abc import Callable, Container, Iterator

from tests.stories import law_acts, machine_acts, paper_acts, protection_acts, report_acts, task_acts
from tests.stories.dice import Dice
from tests.stories.scene import AGAIN, FURTHER, LIKELY, STEADY, Act, Scene

Maker = Callable[[Scene, Dice], Act | None]
REPORTS = 4
"""A story takes in so many reports before its people turn to them."""

KEYS = 2
"""So many keys are made early, since reports that a machine brings in come early too."""

ADVANCING: tuple[Maker, ...] = (
    task_acts.complete, task_acts.start, task_acts.accept, report_acts.close, report_acts.assign, report_acts.verify,
)  # fmt: skip
"""The steps of a report, those first that come near its end."""

FINISHING = 60
"""Of a hundred steps so many go on with what was begun before they begin with another."""


def advance(scene: Scene, dice: Dice) -> Act | None:
    """The next step of whichever report has one, mostly by somebody who may take it."""
    scene.likely, scene.again = STEADY, FURTHER
    act = None
    for maker in ADVANCING if dice.chance(FINISHING) else dice.sample(ADVANCING, len(ADVANCING)):
        act = maker(scene, dice)
        if act is not None:
            break
    scene.likely, scene.again = LIKELY, AGAIN
    return act


KINDS: dict[str, tuple[int, Maker]] = {
    "advance": (22, advance), "intake": (5, report_acts.intake), "amend": (14, report_acts.amend),
    "verify": (6, report_acts.verify), "assign": (5, report_acts.assign), "return": (2, report_acts.give_back),
    "close": (4, report_acts.close), "dismiss": (3, report_acts.dismiss), "reopen": (2, report_acts.reopen),
    "accept": (5, task_acts.accept), "decline": (2, task_acts.decline), "start": (2, task_acts.start),
    "wait": (4, task_acts.wait), "resume": (4, task_acts.resume), "complete": (3, task_acts.complete),
    "transfer": (4, task_acts.transfer), "withdraw": (3, task_acts.withdraw),
    "assign_person": (5, task_acts.assign_person), "offer": (4, task_acts.offer),
    "wall": (5, protection_acts.wall), "lift": (3, protection_acts.lift), "propose": (10, protection_acts.propose),
    "decide": (12, protection_acts.decide), "unseal": (3, protection_acts.unseal),
    "ask_erasure": (3, protection_acts.ask_erasure), "decide_erasure": (3, protection_acts.decide_erasure),
    "unseal_recipient": (2, protection_acts.unseal_recipient), "note": (3, paper_acts.note),
    "link": (5, paper_acts.link), "notice": (3, paper_acts.notice), "withdrawal": (1, paper_acts.withdrawal),
    "evidence": (4, paper_acts.evidence), "send": (3, paper_acts.send), "look": (4, paper_acts.look),
    "follow": (3, paper_acts.follow), "hand_on": (1, paper_acts.hand_on), "check": (4, paper_acts.check),
    "review": (3, paper_acts.review), "write_review": (7, paper_acts.write_review),
    "case_step": (4, paper_acts.case_step), "extend": (1, law_acts.extend), "completeness": (2, law_acts.completeness),
    "keep_day": (1, law_acts.keep_day), "recount": (2, law_acts.recount), "make_key": (5, machine_acts.make_key),
    "use_key": (7, machine_acts.use_key),
    "revoke_key": (1, machine_acts.revoke_key), "make_webhook": (3, machine_acts.make_webhook),
    "change_webhook": (3, machine_acts.change_webhook), "again": (3, machine_acts.again),
    "bundle": (2, machine_acts.bundle), "deliver": (4, lambda _scene, _dice: None),
}  # fmt: skip
"""Each kind, how many of it stand in the bag, and who makes one."""

BEFORE: dict[str, str] = {
    "recount": "keep_day",
    "look": "evidence", "hand_on": "evidence", "follow": "look", "decide": "propose", "decide_erasure": "ask_erasure",
    "change_webhook": "make_webhook", "deliver": "make_webhook", "write_review": "review", "lift": "wall",
    "unseal_recipient": "notice", "ask_erasure": "evidence", "use_key": "make_key", "return": "advance",
    "close": "advance", "reopen": "advance",
}  # fmt: skip
"""What is done first where one has nothing to act on."""

BAG: tuple[str, ...] = tuple(kind for kind, (weight, _) in KINDS.items() for _ in range(weight))


def missing(done: Container[str]) -> list[str]:
    """Kinds of which nothing was done, though the contract has a route for them."""
    absent = set() if protection_acts.PROPOSALS else {"propose", "decide"}
    absent |= set() if protection_acts.LIFTING else {"lift"}
    return [kind for kind in (*KINDS, "queued") if kind not in done and kind not in absent]


def make(kind: str, scene: Scene, dice: Dice) -> tuple[str, Act] | None:
    """An act of the kind, or of what comes before it where there is nothing to act on; of which."""
    young = len(scene.past) < 2 or (kind == "advance" and len(scene.past) < REPORTS and dice.chance(25))
    if len(scene.keys) < KEYS and dice.chance(6):
        return "make_key", machine_acts.make_key(scene, dice)
    if young or (kind == "intake" and len(scene.past) < 2 * REPORTS):
        return "intake", report_acts.intake(scene, dice)
    for instead in (*_chain(kind), "advance", "note"):
        drawn = "send" if instead == "evidence" and scene.papers.get("upload") else instead
        act = KINDS[drawn][1](scene, dice)
        if act is not None:
            return drawn, act
    return None


def _chain(kind: str) -> Iterator[str]:
    step: str | None = kind
    while step is not None:
        yield step
        step = BEFORE.get(step)
