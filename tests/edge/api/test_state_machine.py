"""The running service against a small model of the law, through many lives of a report."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from tests.edge.api.story import AUDITOR, DESK, KODIM, KPU, OFFICER, POLRES, REPORT, SUPERVISOR, VERIFY, P
from tests.edge.contract.serving import serving
from workflows.codes.people import Role

Reasons = set[str]
CHIEF, POLRES_CHIEF = (SUPERVISOR, "kpu", "Nur"), (SUPERVISOR, "polres", "Rudi")
AUTHOR, PEOPLE = POLRES, (DESK, CHIEF, KPU, POLRES, POLRES_CHIEF, KODIM, AUDITOR)
BORN = REPORT | {"category": "logistics", "classification": "ordinary"}
RULES_LEAD, SOMEBODY = "kpu", str(UUID(int=7))

LIVE, REFUSED = ("offered", "accepted", "in_progress", "waiting"), ("declined", "expired")
SETTLED = ("done", "withdrawn", "transferred")
MOVES = {
    "verify": (("reported",), "verified", "report.verified"),
    "assign": (("verified",), "assigned", "report.assigned"),
    "return": (("handled",), "assigned", "report.returned"),
    "close": (("handled",), "closed", "report.closed"),
    "dismiss": (("reported", "verified"), "closed", "report.dismissed"),
    "reopen": (("closed",), "verified", "report.reopened"),
}
FOLLOWS = {"verified": "report.unassigned", "handled": "report.handled"}
WORK = {
    "accept": (("offered",), "accepted", "task.accepted"),
    "decline": (("offered",), "declined", "task.declined"),
    "start": (("accepted",), "in_progress", "task.started"),
    "wait": (("in_progress",), "waiting", "task.paused"),
    "resume": (("waiting",), "in_progress", "task.resumed"),
    "complete": (("in_progress",), "done", "task.completed"),
    "assign_person": (LIVE[1:], None, "task.person_assigned"),
    "transfer": (LIVE, "transferred", "task.transferred"),
    "withdraw": ((*LIVE, *REFUSED), "withdrawn", "task.withdrawn"),
}
OTHERS = {
    **dict.fromkeys(("note", "link", "send_notice", "raise_wall", "propose", "unseal_reporter", "open_review"), ()),
    **dict.fromkeys(("amend", "note_withdrawal", "note_completeness"), ("closed",)),
    "offer_task": ("handled", "closed"),
}
SENT = {*MOVES, *WORK, *OTHERS} - {"link", "raise_wall", "propose", "unseal_reporter", "open_review"}
REMARKS = {
    "amend": "report.amended",
    "note": "report.noted",
    "send_notice": "notice.sent",
    "note_withdrawal": "report.withdrawal_noted",
    "note_completeness": "report.found_incomplete",
}
WITHOUT_A_VERSION = {
    "report.noted",
    "notice.sent",
    "report.withdrawal_noted",
    "report.found_incomplete",
    "task.reopened",
}
WITHOUT_A_VERSION |= {past for *_, past in WORK.values()}
"""What leaves the version: nothing of the report itself became another, or one of its tasks alone."""

STORY: tuple[tuple[str, Any, int], ...] = (
    *(("note_completeness", DESK, 0), ("verify", DESK, 0), ("assign", DESK, 0)),
    *(("accept", KPU, 0), ("start", CHIEF, 0), ("wait", KPU, 0), ("resume", KPU, 0), ("complete", CHIEF, 0)),
    *(("accept", KODIM, 1), ("start", KODIM, 1), ("complete", KODIM, 1)),
    *(("return", DESK, 0), ("complete", CHIEF, 0), ("close", DESK, 0), ("reopen", CHIEF, 0)),
)
"""One way through the whole life, with the place of the task that is worked; a run begins somewhere along it."""

ANY, LEAD, HOLDER = "role_not_permitted", "not_lead_agency", "not_task_agency"
DESK_TOO = {Role.COORDINATOR: ANY}
MAY: dict[str, dict[Role, str]] = {
    **dict.fromkeys(
        ("verify", "dismiss", "send_notice", "note_withdrawal", "note_completeness"),
        {OFFICER: LEAD, SUPERVISOR: LEAD} | DESK_TOO,
    ),
    **{action: {OFFICER: HOLDER, SUPERVISOR: HOLDER} for action in WORK},
    **dict.fromkeys(("assign", "return", "close", "reopen", "offer_task", "withdraw"), {SUPERVISOR: LEAD} | DESK_TOO),
    **dict.fromkeys(("raise_wall", "open_review"), {SUPERVISOR: LEAD} | DESK_TOO),
    **dict.fromkeys(("note", "link"), {OFFICER: ANY, SUPERVISOR: ANY} | DESK_TOO),
    **dict.fromkeys(
        ("amend", "propose"), dict.fromkeys((OFFICER, SUPERVISOR), "not_lead_agency_nor_author") | DESK_TOO
    ),
    "transfer": {SUPERVISOR: "not_holder_lead_nor_above"} | DESK_TOO,
    "unseal_reporter": {SUPERVISOR: LEAD},
}
"""Who may: by role, the reason against whoever stands in no fitting relation."""
CLOSED_TO = {
    **dict.fromkeys(("amend", "note_withdrawal", "note_completeness"), "report_closed"),
    "offer_task": "report_no_longer_open",
}
CONFLICTS = (
    *("illegal_transition", "never_verified", "kodim_never_leads", "not_registered_yet", "already_registered"),
    *CLOSED_TO.values(),
)
STATUS = {**dict.fromkeys(CONFLICTS, 409), "stale": 412}
"""How a refusal for each reason is answered; for every other reason it is 403."""
WAYS = {
    "amend": ("PATCH", ""),
    "note": ("POST", "/notes"),
    "send_notice": ("POST", "/notices"),
    "note_withdrawal": ("POST", "/withdrawals"),
    "note_completeness": ("POST", "/completeness"),
    "offer_task": ("POST", "/tasks"),
}
LIVES = how(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    database=None,
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Task:
    agency: str
    role: str
    obligatory: bool
    round: int
    state: str = "offered"
    version: int = 1
    hands: set[Any] = field(default_factory=set)
    id: str = ""


def derived(tasks: list[Any]) -> str:
    """The state of an assigned report whose present tasks, each as (role, obligatory, state), are these."""
    leads = [state for role, _, state in tasks if role == "lead" and state in (*LIVE, "done")]
    owed = [state for role, must, state in tasks if role == "support" and must and state not in SETTLED]
    if not leads:
        return "verified"
    return "handled" if set(leads) == {"done"} and not owed else "assigned"


@dataclass
class Report:
    state: str = "reported"
    version: int = 1
    lead: str = RULES_LEAD
    severity: str = "S2"
    highest: str = "S2"
    moved_by: set[Any] = field(default_factory=set)
    round: int = 1
    tasks: list[Task] = field(default_factory=list)
    trail: list[Any] = field(default_factory=lambda: [(1, "report.reported", None, "reported")])

    def against(self, who: Any, action: str, task: Task | None = None) -> Reasons:
        """Every reason against it, none when it is allowed."""
        states = task.state if task else self.state
        illegal = action not in OTHERS and states not in (WORK if task else MOVES)[action][0]
        ended = self.state in OTHERS.get(action, ())
        found = {code for code, so in (("illegal_transition", illegal), (CLOSED_TO.get(action, ""), ended)) if so}
        if action == "reopen" and self.state == "closed" and not self.verified:
            found.add("never_verified")
        if action == "note_withdrawal" and self.state == "reported":
            found.add("not_registered_yet")
        if action == "note_completeness" and self.state not in {"reported", "closed"}:
            found.add("already_registered")
        if action == "open_review" and not self.verified:
            found.add("not_yet_verified")
        return found | self._standing(who, action, task) | self._duty(who, action)

    @property
    def verified(self) -> bool:
        return any(past == "report.verified" for _, past, *_ in self.trail)

    def _standing(self, who: Any, action: str, task: Task | None) -> Reasons:
        if who[0] not in MAY[action]:
            return {"role_not_permitted"}
        code = MAY[action][who[0]]
        fits = {
            ANY: True,
            LEAD: who[1] == self.lead,
            HOLDER: task is not None and who[1] == task.agency,
            "not_lead_agency_nor_author": who[1] == self.lead or who == AUTHOR,
            "not_holder_lead_nor_above": task is not None and who[1] in {task.agency, self.lead},
        }
        return set() if fits[code] else {code}

    def _duty(self, who: Any, action: str) -> Reasons:
        own = {"own_report"} if action in {"verify", "dismiss"} and who == AUTHOR else set()
        if action == "unseal_reporter":
            by_one = {"second_person_needed"} if self.lead != RULES_LEAD else set()
            return by_one | ({"own_lead_change"} if who in self.moved_by else set())
        led = any(who in task.hands for task in self.tasks if task.role == "lead")
        ends = action in {"close", "dismiss"} and self.highest == "S2"
        return own | ({"separation_of_duties"} if ends and led else set())

    def weakened(self, body: dict[str, Any]) -> Reasons:
        """What an amendment would take away that asks for a second person."""
        return {"second_person_needed"} if self.severity == "S2" and body["severity"] != "S2" else set()

    def present(self) -> list[Task]:
        return [task for task in self.tasks if task.round == self.round]

    def do(self, who: Any, action: str, task: Task | None, body: dict[str, Any]) -> None:
        lead, before = self.lead, len(self.trail)
        if action in REMARKS:
            self.severity = body.get("severity", self.severity)
            self.highest = min(self.highest, self.severity)
            self._tell(REMARKS[action], None, None)
        elif action == "offer_task":
            self._offer(body)
        elif task is not None:
            self._move(task, action)
            task.hands |= {who} if action in {"accept", "start", "wait", "resume", "complete"} else set()
            if action == "transfer":
                self._offer({"agency": body["agency"], "role": task.role, "obligatory": task.obligatory})
                self.lead = body["agency"] if task.role == "lead" else self.lead
        else:
            self._fire(action, body)
        to = derived([(task.role, task.obligatory, task.state) for task in self.present()])
        if self.state == "assigned" and to != "assigned":
            self.lead = RULES_LEAD if to == "verified" else self.lead
            self._go(to, FOLLOWS[to])
        self.moved_by |= set() if self.lead == lead else {who}
        self._count(before)

    def _count(self, before: int) -> None:
        """One version more for what the act told of the report itself, all of it under the same number."""
        told = self.trail[before:]
        self.version += any(past not in WITHOUT_A_VERSION for _, past, *_ in told)
        self.trail[before:] = [(self.version, *what) for _, *what in told]

    def _fire(self, action: str, body: dict[str, Any]) -> None:
        self._go(*MOVES[action][1:])
        for offer in body.get("tasks", ()):
            self.lead = offer["agency"] if offer["role"] == "lead" else self.lead
            self._offer(offer)
        if action == "return":
            for task in self.present():
                if (task.role, task.state) == ("lead", "done"):
                    self._step(task, "in_progress", "task.reopened")
        if action == "reopen":
            self.round, self.lead = self.round + 1, RULES_LEAD
        for task in self.tasks if self.state == "closed" else ():
            if task.state in LIVE:
                self._move(task, "withdraw")

    def _move(self, task: Task, action: str) -> None:
        self._step(task, WORK[action][1] or task.state, WORK[action][2])

    def _step(self, task: Task, to: str, past: str) -> None:
        self._tell(past, task.state, to)
        task.state, task.version = to, task.version + 1

    def _go(self, to: str, past: str) -> None:
        self._tell(past, self.state, to)
        self.state = to

    def _offer(self, offer: dict[str, Any]) -> None:
        self.tasks.append(Task(offer["agency"], offer["role"], offer["obligatory"], self.round))
        self._tell("task.offered", None, "offered")

    def _tell(self, past: str, before: str | None, after: str | None) -> None:
        self.trail.append((self.version, past, before, after))


class Lives(RuleBasedStateMachine):
    """Sends what a person might send, and holds every answer against the model."""

    def __init__(self, http: httpx.Client, tokens: dict[Any, str], seen: set[str], support: str) -> None:
        super().__init__()
        self.http, self.tokens, self.seen, self.support = http, tokens, seen, support
        self.model, self.steps = Report(), 0
        self.done: list[tuple[dict[str, Any], httpx.Response]] = []
        self.receipts: dict[str, str] = {}

    @initialize(length=st.integers(0, len(STORY)), severity=st.sampled_from(("S2", "S3")))
    def begin(self, length: int, severity: str) -> None:
        self.model.severity = self.model.highest = severity
        answer = self._ask(AUTHOR, "POST", f"{P}/reports", BORN | {"severity": severity})
        assert answer.status_code == 201, answer.text
        self.path = f"{P}/reports/{answer.json()['id']}"
        for action, who, place in STORY[:length]:
            if place < max(1, len(self.model.tasks)):
                task = self.model.tasks[place] if action in WORK else None
                self._send(who, action, task, "kpu" if self.support == "none" else "kodim", must=self.support == "owed")

    @rule(data=st.data())
    def do_what_is_allowed(self, data: Any) -> None:
        self._choose(data, [move for move in self._moves() if not self.model.against(*move)])

    @precondition(lambda self: any(task.state in LIVE for task in self.model.tasks))
    @rule(data=st.data())
    def work_on_a_task(self, data: Any) -> None:
        self._choose(data, [move for move in self._moves() if move[2] and not self.model.against(*move)])

    @precondition(lambda self: self.model.state != "assigned" and (self.model.state != "closed" or self.model.verified))
    @rule(data=st.data())
    def move_the_report(self, data: Any) -> None:
        self._choose(data, [move for move in self._moves() if move[1] in MOVES and not self.model.against(*move)])

    @rule(data=st.data())
    def do_anything(self, data: Any) -> None:
        self._choose(data, list(self._moves()))

    @rule(data=st.data(), by=st.sampled_from((-1, 1)))
    def name_another_version(self, data: Any, by: int) -> None:
        self._choose(data, [move for move in self._moves() if not self.model.against(*move)], by)

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def repeat(self, data: Any) -> None:
        sent, first = self.done[data.draw(st.integers(0, len(self.done) - 1))]
        again = self.http.request(**sent)
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert again.headers["Idempotency-Replayed"] == "true"
        other = self.http.request(**{**sent, "content": sent["content"] + b" "})
        assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")

    @invariant()
    def stands_as_the_model_says(self) -> None:
        self.steps += 1
        who = PEOPLE[self.steps % len(PEOPLE)]
        found = self._read(who, self.path, self.model.version)
        assert (found["state"], found["version"], found["lead_agency"]) == (
            self.model.state,
            self.model.version,
            self.model.lead,
        )
        assert _listed(found) == {name: self.model.against(who, name) for name in (*MOVES, *OTHERS)}
        assert [(t["id"], t["agency"], t["role"], t["state"], t["version"]) for t in found["tasks"]] == [
            (t.id, t.agency, t.role, t.state, t.version) for t in self.model.tasks
        ]
        for task in self.model.tasks:
            shown = self._read(who, f"{P}/tasks/{task.id}", task.version)
            assert _listed(shown) == {name: self.model.against(who, name, task) for name in WORK}
        self._derived(found)
        self._told(who)

    def _moves(self) -> Iterator[tuple[Any, str, Task | None]]:
        for who in PEOPLE:
            yield from ((who, action, None) for action in sorted(SENT - WORK.keys()))
            yield from ((who, action, task) for task in self.model.tasks for action in WORK)

    def _choose(self, data: Any, moves: list[Any], by: int = 0) -> None:
        action = data.draw(st.sampled_from(sorted({action for _, action, _ in moves})))
        who, _, task = data.draw(st.sampled_from([move for move in moves if move[1] == action]))
        agency = data.draw(st.sampled_from([a for a in ("kpu", "polres", "kodim") if task is None or a != task.agency]))
        self._send(who, action, task, agency, must=data.draw(st.booleans()), by=by)

    def _send(self, who: Any, action: str, task: Task | None, agency: str, *, must: bool, by: int = 0) -> None:
        """Ask for it under a version that is off ``by`` so much, and hold the answer against the model."""
        body, against = _body(action, agency, must=must), self.model.against(who, action, task)
        if action == "transfer" and task and (agency, task.role) == ("kodim", "lead"):
            against.add("kodim_never_leads")
        if action == "transfer" and task and who[0] is SUPERVISOR and who[1] != task.agency:
            against.add("not_task_agency")  # it may take the task over, and is forwarding it here
        against |= self.model.weakened(body) if action == "amend" else set()
        if by:
            against.add("stale")
        version = (task.version if task else self.model.version) + by
        path = f"{P}/tasks/{task.id}" if task else self.path
        method, tail = WAYS.get(action, ("POST", "/transitions"))
        answer = self._ask(who, method, path + tail, body, version)
        self.seen.add(f"{action} {'accepted' if answer.is_success else 'refused'}")
        assert answer.is_success == (not against), (who, action, against, answer.text)
        if against:
            assert answer.status_code in {STATUS.get(code, 403) for code in against}, (against, answer.text)
            return
        self.receipts[answer.json()["receipt"]["event"]] = answer.json()["receipt"]["leaf_hash"]
        self.model.do(who, action, task, body)
        shown = self._read(DESK, self.path, self.model.version)["tasks"]
        for known, one in zip(self.model.tasks, shown, strict=True):
            known.id = known.id or one["id"]

    def _ask(
        self, who: Any, method: str, path: str, body: dict[str, Any], version: int | None = None
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens[who]}", "Idempotency-Key": str(uuid4())}
        headers |= {"Content-Type": "application/json"} | ({} if version is None else {"If-Match": f'"{version}"'})
        sent = {"method": method, "url": path, "content": json.dumps(body).encode(), "headers": headers}
        answer = self.http.request(**sent)
        if answer.is_success:
            self.done.append((sent, answer))
        return answer

    def _read(self, who: Any, path: str, version: int | None = None) -> Any:
        answer = self.http.get(path, headers={"Authorization": f"Bearer {self.tokens[who]}"})
        assert answer.status_code == 200, answer.text
        assert version is None or answer.headers["ETag"] == f'"{version}"', (answer.headers, version)
        return answer.json()

    def _derived(self, found: Any) -> None:
        rounds = {task.id: task.round for task in self.model.tasks}
        present = [
            (t["role"], t["obligatory"], t["state"]) for t in found["tasks"] if rounds[t["id"]] == self.model.round
        ]
        if found["state"] in {"assigned", "handled"}:
            assert derived(present) == found["state"]

    def _told(self, who: Any) -> None:
        events = self._read(who, f"{self.path}/history")["items"]
        assert [(e["version"], e["action"], e["from"], e["to"]) for e in events] == self.model.trail
        self.seen.update(e["action"] for e in events)
        assert [e["seq"] for e in events] == list(range(1, len(events) + 1))
        assert [e["prev"] for e in events] == [None, *(e["leaf_hash"] for e in events[:-1])]
        hashes = {e["event"]: e["leaf_hash"] for e in events}
        assert self.receipts.items() <= hashes.items()


OF_OTHER_ROOMS = {"add_evidence", "open_content_check"}
"""Their lives are foretold in tests/features/evidence and tests/features/content_checks."""


def _listed(found: Any) -> dict[str, Reasons]:
    listed = {one["action"]: {reason["code"] for reason in one["reasons"]} for one in found["actions"]}
    assert all(one["allowed"] == (not one["reasons"]) for one in found["actions"])
    return {action: reasons for action, reasons in listed.items() if action not in OF_OTHER_ROOMS}


def _body(action: str, agency: str, *, must: bool) -> dict[str, Any]:
    support = {"agency": agency, "role": "support", "kind": "information", "obligatory": must}
    lead = {"agency": "polres" if agency == "polres" else "kpu", "role": "lead", "kind": "case", "obligatory": True}
    if action == "offer_task":
        return support
    more: dict[str, Any] = {
        "note": {"text": "Catatan"},
        "send_notice": {"audience": "reporter", "channel": "phone", "text": "Kabar"},
        "note_withdrawal": {"reason": "Dicabut"},
        "note_completeness": {"finding": "incomplete", "missing": ["material"], "text": "Belum ada saksi"},
        "amend": {"title": "Judul", "severity": "S2" if must else "S3", "reason": "Diperbaiki"},
        "verify": VERIFY,
        "assign": {"tasks": [lead, support] if agency == "kodim" else [lead], "reason": "Lebih dekat"},
        "close": {"outcome": "resolved", "notice": {"sent": True, "text": "Selesai"}},
        "dismiss": {"outcome": "unfounded", "reason": "Tidak terbukti"},
        "reopen": {"basis": "new_fact", "reason": "Fakta baru"},
        "transfer": {"agency": agency, "kind": "forwarded", "reason": "Jauh", "reference": "B-17/2024"},
        "complete": {"result": "Selesai"},
        "assign_person": {"assignee": SOMEBODY},
    }
    reasoned = {"return", "decline", "wait", "withdraw"}
    body = more.get(action, {"reason": "Perlu"} if action in reasoned else {})
    return body if action in WAYS else {"trigger": action, **body}


@pytest.fixture
def tokens(settings: Settings) -> dict[Any, str]:
    return {who: mint(settings.home, *who, ["33.05"]) for who in PEOPLE}


@pytest.mark.slow  # lives drawn at random; each step by itself is held by tests/workflows/decisions/test_engine.py
def test_every_life_of_a_report_is_the_one_the_model_foretells(settings: Settings, tokens: dict[Any, str]) -> None:
    seen: set[str] = set()
    with serving(settings) as address, httpx.Client(base_url=address) as http:
        for support in ("none", "wished", "owed"):
            run_state_machine_as_test(partial(Lives, http, tokens, seen, support), settings=LIVES)
    asked = {f"{action} {answered}" for action in SENT for answered in ("accepted", "refused")}
    assert asked | {*FOLLOWS.values(), "task.reopened"} <= seen, asked - seen
