"""Trails made by real decisions: leaves in the order of the log, the texts behind them, the states they lead to."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import msgspec
from uuid_utils.compat import uuid7

from service.features.reports.service import register_number
from workflows.access.actors import CLOCKWORK, Actor
from workflows.access.facts import ClockFacts, ReportFacts
from workflows.clocks.law import parse_law
from workflows.clocks.warnings import PERCENTS, moment_of
from workflows.codes.approvals import ErasureTarget
from workflows.codes.people import Role
from workflows.codes.reports import LinkKind, Outcome, ReportTrigger, TextField
from workflows.codes.reviews import ReviewSection, ReviewState
from workflows.codes.stamps import stamp
from workflows.codes.states import COMPLETED, FOUND_INCOMPLETE
from workflows.codes.tasks import TaskState
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.clocks.ladder import CLIMBING
from workflows.decisions.clocks.legal_clocks import limits_of
from workflows.decisions.clocks.overdue import decide_due
from workflows.decisions.erasures.commands import DecideErasure, RequestErasure
from workflows.decisions.erasures.erasing import RECIPIENT, ErasureFacts, Sought, decide_erasure, decide_request
from workflows.decisions.gakkumdu.commands import CaseStepRequest
from workflows.decisions.gakkumdu.path import NO_CASE, CaseFacts, decide_step
from workflows.decisions.notices.commands import SendNotice, UnsealRecipient
from workflows.decisions.notices.telling import decide_notice, decide_recipient_unsealing
from workflows.decisions.protections.commands import DecideProposal, ProposeChange, RaiseWall
from workflows.decisions.protections.proposals import ProposalFacts, decide_on_proposal, decide_proposal
from workflows.decisions.reports.amendments import decide_amendment
from workflows.decisions.reports.commands import (
    AddLink,
    AddNote,
    Dismiss,
    NoteCompleteness,
    NoteWithdrawal,
    ReportAmendment,
    ReportIntake,
    ReportTransition,
    Unseal,
)
from workflows.decisions.reports.completeness import decide_completeness
from workflows.decisions.reports.intake import Intake, decide_intake
from workflows.decisions.reports.merging import Running, decide_merge
from workflows.decisions.reports.remarks import decide_link, decide_note, decide_unseal, decide_withdrawal
from workflows.decisions.reports.triggers import decide_report
from workflows.decisions.reports.walls import decide_wall
from workflows.decisions.reviews.commands import AddLesson, CloseReview, OpenReview, Recommend, RecordSection
from workflows.decisions.reviews.reviewing import (
    Reviewed,
    ReviewFacts,
    decide_close,
    decide_lesson,
    decide_open,
    decide_recommend,
    decide_record,
)
from workflows.decisions.tasks.commands import Offer, TaskTransition
from workflows.decisions.tasks.triggers import decide_offer, decide_task
from workflows.policy.region import Policy, parse_policy
from workflows.trail.chaining import Supplies, record
from workflows.trail.leaf import Commitment, commit

REGION = "33.05"
_POLICIES = Path(__file__).parents[3] / "workflows" / "policy" / "data"
LAW = parse_law((_POLICIES / "law.json").read_bytes(), "law.json")
POLICY = parse_policy((_POLICIES / f"{REGION}.json").read_bytes(), f"{REGION}.json", LAW)
START = datetime(2024, 11, 25, tzinfo=UTC)
BODY: dict[str, Any] = {
    "category": "money_politics",
    "severity": "S2",
    "classification": "restricted",
    "title": "Pembagian amplop",
    "description": "Amplop dibagikan dari rumah ke rumah.",
    "occurred_at": "2024-11-24T20:15:00+07:00",
    "place": {"area": "33.05.12", "detail": "RT 02"},
    "election": "pilkada-2024",
    "source": {"channel": "patrol", "reference": "SL-1"},
}
SALT = bytes(range(16))
ERASED_FOR = "Permintaan yang bersangkutan"


def person(name: str) -> UUID:
    return uuid5(UUID(int=0), name)


def actor(role: Role, agency: str, name: str) -> Actor:
    return Actor(person(name), agency, role, frozenset({REGION}))


BUDI = actor(Role.OFFICER, "polres", "Budi")
EKO = actor(Role.SUPERVISOR, "polres", "Eko")
SARI = actor(Role.OFFICER, "bawaslu", "Sari")
TONO = actor(Role.SUPERVISOR, "bawaslu", "Tono")
RINA = actor(Role.OFFICER, "kejari", "Rina")
JOKO = actor(Role.SUPERVISOR, "satpolpp", "Joko")
WATI = actor(Role.SUPERVISOR, "bawaslu", "Wati")
HADI = actor(Role.COORDINATOR, "kesbangpol", "Hadi")
OPERATOR = actor(Role.ADMIN, "diskominfo", "Operator")


class Trail:
    """Everything that a region has recorded; one second passes before each decision."""

    def __init__(self, region: str = REGION) -> None:
        self.region = region
        self.leaves: list[bytes] = []
        self.texts: list[dict[str, Any]] = []
        self.namings: list[dict[str, Any]] = []
        self.reports: dict[UUID, ReportFacts] = {}
        self.cases: dict[UUID, CaseFacts] = {}
        self.reviews: dict[UUID, dict[str, Any]] = {}
        self.changes: list[Change] = []
        self._now = START

    def intake(self, who: Actor = BUDI, **changes: Any) -> "Case":
        body = ReportIntake.model_validate(BODY | changes)
        case = Case(self, uuid7())
        sealed = (Commitment(str(case.id), "reporter", commit(SALT, "Pelapor Rahasia")),)
        case.keep(
            who, lambda given: decide_intake(Intake(case.id, body, area_known=True), who, given), lambda _: sealed
        )
        return case

    @property
    def now(self) -> datetime:
        return self._now

    def next(self) -> Circumstances:
        self._now += timedelta(seconds=1)
        return Circumstances(POLICY, self._now, iter(uuid7, None))

    def wait_until(self, moment: datetime) -> None:
        """Let time pass; the next decision is made a second later."""
        self._now = max(self._now, moment)

    def record(
        self, report: UUID, decided: Change, who: Actor, given: Circumstances, sealed: tuple[Commitment, ...] = ()
    ) -> None:
        change = decided._replace(report=msgspec.structs.replace(decided.report, region=self.region))
        events = record(change, who, given.now, Supplies(iter(uuid7, None), iter(lambda: SALT, b"")), sealed)
        self.changes.append(change)
        self.leaves += [event.leaf for event in events]
        self.reports[report] = msgspec.structs.replace(change.report, head=events[-1].leaf_hash)
        self.texts += [
            {
                "id": str(text.id), "report": str(report), "field": text.draft.field, "content": text.draft.content,
                "salt": text.salt.hex(), "erased": None,
            }
            for event in events for text in event.texts
        ]  # fmt: skip
        self.namings += [
            {
                "event": str(event.id), "report": str(report), "content": event.naming.content,
                "salt": event.naming.salt.hex(),
            }
            for event in events if event.naming is not None
        ]  # fmt: skip


class Case:
    """One report while things are decided about it."""

    def __init__(self, trail: Trail, report: UUID) -> None:
        self._trail, self.id = trail, report
        self.clocks: dict[UUID, ClockFacts] = {}

    @property
    def facts(self) -> ReportFacts:
        """As they are read: with what the reports say that it goes on to."""
        facts = here = self._trail.reports[self.id]
        accused: frozenset[str] = frozenset()
        walled: frozenset[str] = frozenset()
        while here.merged_into is not None:
            here = self._trail.reports[here.merged_into]
            accused, walled = accused | here.accused | here.accused_ever, walled | here.walled
        return msgspec.structs.replace(facts, accused_beyond=accused, walled_beyond=walled)

    @property
    def policy(self) -> Policy:
        return POLICY

    @property
    def leaves(self) -> list[bytes]:
        """Everything of its trail, whatever report it is about."""
        return self._trail.leaves

    def text(self, field: str) -> dict[str, Any]:
        """The line of the report's first text of a field."""
        return next(one for one in self._trail.texts if (one["report"], one["field"]) == (str(self.id), field))

    def fire(self, who: Actor, trigger: str, **members: Any) -> "Case":
        command = ReportTransition.model_validate({"trigger": trigger, **members}).root
        known: dict[str, Any] = {}
        if trigger == "verify":
            known["register_number"] = register_number(REGION, 2024, len(self._trail.reports))
        return self.keep(who, lambda given: decide_report(self.facts, command, who, given, **known))

    def verify(self, who: Actor = HADI) -> "Case":
        checklist, grade = {"formal": True, "material": True}, {"reliability": "B", "credibility": 2}
        return self.fire(who, "verify", checklist=checklist, grade=grade)

    def assign(self, *offers: dict[str, Any]) -> "Case":
        return self.fire(HADI, "assign", tasks=list(offers), reason="Sesuai aturan")

    def work(self, who: Actor, of: str, trigger: str, /, **members: Any) -> "Case":
        """Fire a trigger on the newest task of the agency `of`."""
        task = next(task for task in reversed(self.facts.tasks) if task.agency == of)
        command = TaskTransition.model_validate({"trigger": trigger, **members}).root
        return self.keep(who, lambda given: decide_task(self.facts, task, command, who, given))

    def step(self, who: Actor, step: str, /, **members: Any) -> "Case":
        """Take a step of the report's Gakkumdu case."""
        command = CaseStepRequest.model_validate({"step": step, **members}).root

        def decide(given: Circumstances) -> Change:
            change, moved = decide_step(self.facts, self.case, command, who, given)
            self._trail.cases[self.id] = moved
            return change

        return self.keep(who, decide)

    @property
    def case(self) -> CaseFacts:
        return self._trail.cases.get(self.id, NO_CASE)

    def offer(self, who: Actor = HADI, /, **members: Any) -> "Case":
        return self.keep(who, lambda given: decide_offer(self.facts, Offer.model_validate(members), who, given))

    def amend(self, who: Actor, **members: Any) -> "Case":
        """By who knows whether it takes the lead away, unless they say otherwise."""
        body = ReportAmendment.model_validate({"reason": "Diperbaiki", "takes_lead_away": True, **members})
        return self.keep(
            who, lambda given: decide_amendment(self.facts, body, who, given, area_known=True, found=False)
        )

    def ask_to_erase(self, target: str = "text", text: dict[str, Any] | None = None) -> ErasureFacts:
        """Asked for by the operator; ``text`` is a line of texts, of a recipient the notice, by its ``id``."""
        body = RequestErasure.model_validate(
            {"target": target, "text": text["id"] if text else None, "reason": ERASED_FOR}
        )
        field = TextField(text["field"]) if text and target == "text" else None
        sought, asked = Sought(known=True, field=field, gone=False, pending=False), []

        def request(given: Circumstances) -> Change:
            change, erasure = decide_request(self.facts, body, sought, OPERATOR, given)
            asked.append(erasure)
            return change

        self.keep(OPERATOR, request)
        return asked[0]

    def settle_erasure(self, asked: ErasureFacts, *, approve: bool = True) -> "Case":
        """Decided by a supervisor of the lead agency."""
        lead = actor(Role.SUPERVISOR, str(self.facts.lead_agency), "Tono")
        decision = DecideErasure(approve=approve)
        self.keep(lead, lambda given: decide_erasure(self.facts, asked, decision, lead, given)[0])
        if approve and asked.target is ErasureTarget.TEXT:
            gone = {"at": stamp(self._trail.now), "by": str(lead.person), "reason": ERASED_FOR}
            text = next(one for one in self._trail.texts if one["id"] == str(asked.text))
            text |= {"content": None, "salt": None, "erased": gone}
        return self

    def erase(self, target: str = "text", text: dict[str, Any] | None = None, *, approve: bool = True) -> "Case":
        """Asked for and decided at once."""
        return self.settle_erasure(self.ask_to_erase(target, text), approve=approve)

    def look(self, moment: datetime) -> bool:
        """Look after the report's clocks a second after a moment; whether anything was due."""
        self._trail.wait_until(moment)
        given = self._trail.next()
        change = decide_due(self.facts, self.clocks.values(), given)
        if change is not None:
            self.write(CLOCKWORK, change, given)
        return change is not None

    def notice(self, who: Actor = TONO, *, name: str | None = None, **members: Any) -> "Case":
        """A notice that was sent, to somebody who is named when a name is given."""
        told = {"audience": "reporter", "channel": "letter", "text": "Laporan diregistrasi", **members}
        body = SendNotice.model_validate(told | ({"recipient": {"name": name}} if name else {}))
        return self.keep(who, lambda given: decide_notice(self.facts, body, who, given), _sealed_to)

    def unseal(self, who: Actor = TONO) -> "Case":
        """Ask who reported."""
        body = Unseal(reason="Klarifikasi")
        return self.keep(who, lambda given: decide_unseal(self.facts, body, who, given, sealed=True))

    def unseal_recipient(self, who: Actor = TONO) -> "Case":
        body = UnsealRecipient(reason="Keluhan")
        unseal = partial(decide_recipient_unsealing, notice=uuid7(), body=body, actor=who, refused=None)
        return self.keep(who, lambda given: unseal(self.facts, given=given))

    def wall(self, agency: str, who: Actor = HADI) -> "Case":
        body = RaiseWall(agency=agency, reason="Hubungan keluarga")
        return self.keep(who, lambda given: decide_wall(self.facts, body, who, given))

    def propose(self, who: Actor, kind: str, /, **members: Any) -> ProposalFacts:
        """Propose what takes protection away."""
        body = ProposeChange.model_validate({"kind": kind, "reason": "Keadaan berubah", **members}).root
        made: list[ProposalFacts] = []

        def decide(given: Circumstances) -> Change:
            change, proposal = decide_proposal(self.facts, body, who, given)
            made.append(proposal)
            return change

        self.keep(who, decide)
        return made[0]

    def decide(self, proposal: ProposalFacts, who: Actor = TONO, *, approve: bool = True) -> "Case":
        """Approve or refuse a proposal."""
        body = DecideProposal(approve=approve)
        return self.keep(who, lambda given: decide_on_proposal(self.facts, proposal, body, who, given, found=False)[0])

    def lift(self, agency: str, who: Actor = TONO, by: Actor = HADI) -> "Case":
        """Take a wall down: proposed by one, decided by another."""
        return self.decide(self.propose(by, "wall", agency=agency), who)

    def agree(self, by: Actor, who: Actor, kind: str, /, *, approve: bool = True, **members: Any) -> "Case":
        """Proposed by one and decided by another."""
        return self.decide(self.propose(by, kind, **members), who, approve=approve)

    def withdraw(self, who: Actor = TONO) -> "Case":
        body = NoteWithdrawal(reason="Surat pencabutan")
        return self.keep(who, lambda given: decide_withdrawal(self.facts, body, who, given))

    def complete(self, body: dict[str, Any], who: Actor = TONO) -> "Case":
        """Say what it lacks, or that it was handed in."""
        command = NoteCompleteness.model_validate(body).root
        noted = [action for action in self.actions() if action in {FOUND_INCOMPLETE, COMPLETED}]
        lacking = noted[-1:] == [FOUND_INCOMPLETE]
        return self.keep(who, lambda given: decide_completeness(self.facts, command, who, given, lacking=lacking))

    def actions(self) -> list[str]:
        """The actions of the events of this report, in their order."""
        told = (json.loads(leaf) for leaf in self._trail.leaves)
        return [event["action"] for event in told if event["report"] == str(self.id)]

    def merge(self, survivor: "Case", who: Actor = HADI) -> "Case":
        """Dismissed as a duplicate of another; both are told at one moment."""
        command = Dismiss(
            trigger=ReportTrigger.DISMISS, outcome=Outcome.DUPLICATE, reason="Sama", duplicate_of=survivor.id
        )
        given = self._trail.next()
        limits = (limits_of(each.facts, each.clocks.values()) for each in (self, survivor))
        running = Running(*limits, self.case, survivor.case)
        merge = decide_merge(self.facts, survivor.facts, command, who, given, running=running)
        self.write(who, merge.duplicate, given)
        survivor.write(who, merge.survivor, given)
        return self

    def link(self, other: "Case", who: Actor = HADI) -> "Case":
        body = AddLink(report=other.id, kind=LinkKind.SAME_EVENT)
        return self.keep(who, lambda given: decide_link(self.facts, body, who, given, other_exists=True, linked=False))

    def review(self, event: str = "pilkada-2024", who: Actor = HADI) -> "Case":
        """Open a review."""
        return self._write(who, lambda given: decide_open(self.facts, OpenReview(event=event), who, given))

    def record(self, section: str, who: Actor = HADI) -> "Case":
        body = RecordSection.model_validate({"section": section, "text": "Kata"})
        return self._write(who, lambda given: decide_record(self.facts, self.reviewed, body, who, given))

    def lesson(self, kind: str, who: Actor = HADI) -> "Case":
        body = AddLesson.model_validate({"kind": kind, "text": "Pelajaran"})
        return self._write(who, lambda given: decide_lesson(self.facts, self.reviewed, body, who, given))

    def recommend(self, agency: str, who: Actor = HADI) -> "Case":
        body = Recommend.model_validate({"agency": agency, "due_at": "2030-06-30T23:59:59+07:00", "text": "Peta"})
        return self._write(who, lambda given: decide_recommend(self.facts, self.reviewed, body, who, given))

    def close_review(self, who: Actor = HADI) -> "Case":
        return self._write(
            who, lambda given: decide_close(self.facts, self.reviewed, CloseReview(note=None), who, given)
        )

    @property
    def reviewed(self) -> ReviewFacts:
        """The review as its table has it."""
        row = self._trail.reviews[self.id]
        recorded = {entry["field"] for entry in row["entries"]} & {section.value for section in ReviewSection}
        facts = UUID(row["id"]), row["event"], ReviewState(row["state"]), row["version"]
        return ReviewFacts(*facts, frozenset(map(ReviewSection, recorded)))

    def _write(self, who: Actor, decide: Callable[[Circumstances], Reviewed]) -> "Case":
        done: list[Reviewed] = []

        def decided(given: Circumstances) -> Change:
            done.append(decide(given))
            return done[0].change

        self.keep(who, decided)
        review, entry = done[0].review, done[0].entry
        entries = self._trail.reviews.get(self.id, {"entries": []})["entries"]
        if entry is not None:
            due_at = None if entry.due_at is None else stamp(entry.due_at)
            of = entry.lesson_kind or entry.owner
            entries = [*entries, {"id": str(entry.id), "field": entry.field, "of": of, "due_at": due_at}]
        row = {"id": str(review.id), "event": review.event, "state": review.state, "version": review.version}
        self._trail.reviews[self.id] = row | {"entries": entries}
        return self

    def note(self, who: Actor, text: str = "Catatan") -> "Case":
        return self.keep(who, lambda given: decide_note(self.facts, AddNote(text=text), who, given))

    def keep(
        self,
        who: Actor,
        decide: Callable[[Circumstances], Change],
        sealed: Callable[[Change], tuple[Commitment, ...]] = lambda _: (),
    ) -> "Case":
        given = self._trail.next()
        change = decide(given)
        return self.write(who, change, given, sealed(change))

    def write(self, who: Actor, change: Change, given: Circumstances, sealed: tuple[Commitment, ...] = ()) -> "Case":
        _require_whole(change.report)
        self._keep_clocks(change, given.now)
        self._trail.record(self.id, change, who, given, sealed)
        return self

    def _keep_clocks(self, change: Change, now: datetime) -> None:
        """As the tables do: what is met stops before anything starts anew."""
        self.clocks |= {clock.id: clock for clock in change.watched}
        for longer in change.changed_clocks:
            told = {name: getattr(longer, name) for name in ("due_at", "paused_s", "warned", "next_at")}
            self.clocks[longer.id] = msgspec.structs.replace(self.clocks[longer.id], **told)
        met = {(stop.task, str(stop.kind)) for stop in change.stops}
        for one in list(self.clocks.values()):
            stops = (one.task, one.kind) in met or (change.stops_legal and one.kind not in CLIMBING)
            if stops and one.stopped_at is None:
                self.clocks[one.id] = msgspec.structs.replace(one, stopped_at=now, next_at=None)
        for clock in change.clocks:
            began = clock.start
            members = {"started_at": began.started_at, "due_at": began.due_at, "counter_end": began.counter_end}
            kept = ClockFacts(id=clock.id, task=clock.task, kind=began.kind, **members)
            at = None if clock.stopped_at else moment_of(PERCENTS[0], began.started_at, kept.warned_end)
            self.clocks[clock.id] = msgspec.structs.replace(kept, stopped_at=clock.stopped_at, next_at=at)


def _sealed_to(change: Change) -> tuple[Commitment, ...]:
    """The commitment to the recipient of a notice, when one is named."""
    notice = change.events[0].notice
    if notice is None or not notice.named:
        return ()
    return (Commitment(str(notice.id), RECIPIENT, commit(SALT, "Penerima Rahasia")),)


def _require_whole(report: ReportFacts) -> None:
    """What the table of tasks would refuse is written by no trail either: done tells by whom and when, and only it."""
    for task in report.tasks:
        told = (task.completed_by is not None, task.completed_at is not None)
        assert told == (task.state is TaskState.DONE,) * 2, task
