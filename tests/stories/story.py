"""One story: people act, and after each act everything readable is asked as some of them."""

import asyncio
import io
import json
from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

from service.tlog.bundle import Scope
from service.tlog.command import bundle
from service.verifier.command import verify
from tests.stories import asking, duties
from tests.stories.answers import Answer
from tests.stories.contract import REGION, P
from tests.stories.counting import miscounted
from tests.stories.delivering import deliver
from tests.stories.dice import Dice
from tests.stories.facts import Past, Truth, read_things, read_truth
from tests.stories.findings import Finding, Met
from tests.stories.kinds import make
from tests.stories.machine_acts import queued
from tests.stories.oracle import Level, level
from tests.stories.people import STRANGER, Office
from tests.stories.scene import Act, Paper, Scene
from tests.stories.seeing import Seeing
from tests.stories.words import Tells
from tests.stories.world import World

QUEUED = 18
"""Of a hundred acts that a device may queue so many come as a batch."""
LEGAL = "SELECT id, report_id FROM clock WHERE family = 'legal' AND stopped_at IS NULL"
TWIN_IGNORES = frozenset({"trace_id", "id"})


class Story:
    """Acts one after another on one world. What it finds it keeps and goes on."""

    def __init__(self, world: World, met: Met, lawful: dict[str, frozenset[str]]) -> None:
        self.world, self.met = world, met
        self.scene = Scene(world.stage.persons, f"http://127.0.0.1:{world.receiver.port}")
        self._lawful = lawful
        self._told: list[str] = []
        self._before: Truth = {}
        self._acting = False
        self._found: set[str] = set()
        self._seeing = Seeing(self.scene.words, self._level_of)

    @property
    def script(self) -> str:
        """The acts that were done, one a line."""
        return "\n".join(self._told)

    async def act(self, kind: str, choices: bytes) -> None:
        """Let somebody do something of a kind, then ask."""
        dice = Dice(choices)
        if kind == "deliver" and self.scene.papers.get("webhook"):
            await self._deliver()
            return
        made = make(kind, self.scene, dice)
        if made is None:
            return
        kind, act = made
        if dice.chance(QUEUED):
            act = queued(act)
        if act.kind == "bundle":
            await self.world.publish()
        answer = await self._send(act)
        if await self._judge(act, answer):
            self.met.kinds.update([kind, "queued"] if act.queued else [kind])
        await self._ask(act, dice)

    async def end(self) -> None:
        """The trail holds: what is in the tables is what the leaves tell."""
        await self.world.sequence()
        await self.world.publish()
        if not self.scene.past:
            return
        file = self.world.stage.folder / "trail.bundle"
        key = await self.world.log_key()
        await asyncio.to_thread(bundle, self.world.settings, Scope(REGION), file)
        out = io.BytesIO()
        code = await asyncio.to_thread(verify, file, [key], None, True, out)
        file.unlink()
        if code != 0:
            self._find([Finding("I6", "the trail does not verify", json.dumps(json.loads(out.getvalue()))[:600])])

    # One act

    async def _send(self, act: Act) -> Answer:
        self.met.acts[act.kind] += 1
        return await self.world.ask(
            act.office, act.method, act.path, body=act.body, match=act.match, key=act.key, headers=act.headers,
            content=act.content,
        )  # fmt: skip

    async def _judge(self, act: Act, answer: Answer) -> bool:
        """Whether it was done; everything that was wrong with it is found."""
        self._before, known = self.scene.truth, frozenset(self.scene.words.marks)
        self._count(answer)
        done, refused = _outcome(act, answer)
        await self.world.sequence()
        await self._refresh(act, done=done)
        fresh = frozenset(self.scene.words.marks) - known | (act.told if act.repeats else frozenset())
        self._acting = True
        self._find(self._seeing.judge(answer, self.scene.truth, fresh))
        self._acting = False
        self._tell(act, answer, refused)
        if done:
            self._find(duties.judge(self._moment(act)))
            self._remember(act, answer)
        elif refused is not None:
            await self._twin(act, answer)
        return done

    async def _refresh(self, act: Act, *, done: bool) -> None:
        """Look at the tables, and mark every word and identifier that came in."""
        scene = self.scene
        scene.truth = await read_truth(self.world.admin)
        of = act.report
        for new in scene.truth.keys() - self._before.keys():
            of = new
            scene.past[new] = Past(author=act.office.answers_for, came_in=scene.truth[new].severity)
        for report in scene.truth.values():
            past = scene.past[report.id]
            past.severities.add(report.severity)
            past.accused |= report.accused
            past.leads |= {report.lead} if report.lead else set()
            scene.words.mark(report.id, report.id, Tells.EXISTENCE)
            if report.number:
                scene.words.mark(report.number, report.id, Tells.EXISTENCE)
        await self._mark_things()
        if done and of is not None:
            for token, tells, agencies in act.said:
                scene.words.mark(token, of, tells, *agencies)

    async def _mark_things(self) -> None:
        tasks = {task.id: report.ends(task) for report in self.scene.truth.values() for task in report.tasks}
        rows = await read_things(self.world.admin)
        for row in rows:
            task = str(row["task"]) if row["task"] else None
            tells = Tells.EVENT if row["kind"] == "event" else Tells.EXISTENCE if task is None else Tells.TASK
            agencies = tasks.get(task or "", ())
            self.scene.words.mark(str(row["id"]), str(row["report_id"]), tells, *agencies)
        clocks = await self.world.admin.fetch(LEGAL)
        self.scene.papers["clock"] = [Paper(str(row["report_id"]), str(row["id"]), "") for row in clocks]
        texts = [row for row in rows if row["kind"] == "text"]
        self.scene.papers["text"] = [Paper(str(row["report_id"]), str(row["id"]), "") for row in texts]

    def _moment(self, act: Act) -> duties.Moment:
        scene = self.scene
        return duties.Moment(act, self._before, scene.truth, scene.past, scene.persons, self._leads)

    def _leads(self, category: str) -> frozenset[str]:
        return self._lawful.get(category, frozenset())

    def _remember(self, act: Act, answer: Answer) -> None:
        scene = self.scene
        self.met.done[act.kind] += 1
        scene.last_subject, scene.last_report = act.office.subject, act.report or scene.last_report
        if not act.queued and act.then is not None:
            act.then(answer)
            for key in scene.keys:
                if key.subject not in scene.persons:
                    scene.persons[key.subject] = key.subject
        if act.task and act.kind in duties.LEADING:
            task = next(one for one in scene.truth[act.report or ""].tasks if one.id == act.task)
            if task.role == "lead":
                scene.past[task.report].led.add(act.office.answers_for)
        if act.kind == "decide" and act.body["approve"] and act.target.what.get("kind") == "lead":
            scene.past[act.target.report].cleared.add(act.target.what["agency"])
        if act.method == "POST" and act.key and not act.repeats:
            act.told = frozenset(scene.words.met_in(answer.raw))
            scene.done.append(act)

    async def _deliver(self) -> None:
        """What endpoints are told, their owners read in the office in which they asked last."""
        self.met.acts["deliver"] += 1
        hooks = {one.what["path"]: one for one in self.scene.papers.get("webhook", [])}
        told = await deliver(self.world)
        for path, body in told:
            if path not in hooks:
                continue
            owner: Office = hooks[path].what["office"]
            office = self.world.last.get(owner.subject, owner)
            answer = Answer(office, "webhook", "POST", path, b"", 200, {}, body)
            self._find(self._seeing.judge(answer, self.scene.truth))
            self.met.kinds["deliver"] += 1
        self._told.append(f"    the worker delivers {len(told)}")

    # What is asked

    async def _ask(self, act: Act, dice: Dice) -> None:
        scene = self.scene
        report = scene.truth.get(act.report or "") or next(iter(scene.reports()), None)
        if report is None:
            return
        for office in self._readers(act, report.id, dice):
            paths = [*asking.of_everything(scene, dice), *asking.of_report(report, dice)]
            for path in dict.fromkeys(paths):
                answer = await self.world.ask(office, "GET", path)
                self._count(answer)
                self._find(self._seeing.judge(answer, scene.truth))
                await self._compare(answer, report.id)

    def _readers(self, act: Act, report: str, dice: Dice) -> list[Office]:
        """Who acted, two who may not read it whole, a machine, and anybody."""
        denied = [one for one in self.scene.offices() if self._level_of(one, report) < Level.WORDS]
        some = [*dice.sample(denied, 2), dice.pick(self.scene.offices())]
        if self.scene.keys:
            some.append(dice.pick(self.scene.keys))
        if dice.chance(3):
            some.append(STRANGER)
        return list(dict.fromkeys([act.office, *some]))

    async def _compare(self, answer: Answer, report: str) -> None:
        """Counts no more than the oracle, and what is hidden is as what never was; what is missing is noted."""
        if answer.route == "GET /summary" and answer.done:
            visible = [one for one in self.scene.truth.values() if self._level_of(answer.office, one.id) >= Level.CODES]
            self._find(miscounted(answer, visible))
        known = self._level_of(answer.office, report)
        if answer.route != "GET /reports/{report_id}":
            return
        if known < Level.CODES:
            await self._twin_of(answer, {report: str(uuid4())})
        elif not answer.done:
            self.met.stricter[f"{known.name} of {self.scene.truth[report].classification} to {answer.office.role}"] += 1
        elif known is Level.WORDS and answer["title"] is None:
            self.met.stricter[f"words of {self.scene.truth[report].classification} to {answer.office.role}"] += 1

    async def _twin(self, act: Act, answer: Answer) -> None:
        """A refused act on what is hidden is refused as on what never was."""
        hidden = {
            token for token in self.scene.words.met_in(answer.sent)
            if (mark := self.scene.words.marks.get(token)) is not None
            and not mark.open_to(act.office.agency, self._level_of(act.office, mark.report))
        }  # fmt: skip
        if hidden and act.kind not in {"again", "send", "follow"} | _OF_ADMINS.get(act.office.role, set()):
            await self._twin_of(answer, {token: str(uuid4()) for token in hidden})

    async def _twin_of(self, answer: Answer, instead: dict[str, str]) -> None:
        def other(text: str) -> str:
            for token, new in instead.items():
                text = text.replace(token, new)
            return text

        sent = answer.sent[len(answer.path.encode()) :]
        content = other(sent.decode()).encode() if sent else None
        headers = dict(answer.extra) | ({"Content-Type": "application/json"} if sent else {})
        key = str(uuid4()) if answer.key else ""
        twin = await self.world.ask(
            answer.office,
            answer.method,
            other(answer.path),
            match=answer.match,
            key=key,
            headers=headers,
            content=content,
        )
        if (answer.status, _bare(answer, other)) != (twin.status, _bare(twin, other)):
            words = f"{answer.office}: {answer.status} {answer.body[:200]!r}, not {twin.status} {twin.body[:200]!r}"
            self._find([Finding("I1", f"existence by {answer.route}", words)])

    # Keeping

    def _level_of(self, office: Office, report: str) -> Level:
        """What somebody may know; of an act's answer, what they might before or after it."""
        persons = self.scene.persons
        now = level(office, persons, self.scene.truth[report]) if report in self.scene.truth else Level.NOTHING
        before = self._before.get(report)
        return max(now, level(office, persons, before)) if before is not None and self._acting else now

    def _count(self, answer: Answer) -> None:
        self.met.requests += 1
        if answer.done:
            self.met.routes[answer.route] += 1
        elif isinstance(answer.json, dict):
            self.met.refusals[str(answer.json.get("code"))] += 1

    def _find(self, found: Iterable[Finding]) -> None:
        for one in found:
            if one.key in self._found:
                continue
            self._found.add(one.key)
            self.met.findings.append(one)
            self._told.append(f"      !! {one}")

    def _tell(self, act: Act, answer: Answer, refused: str | None) -> None:
        names = {report: f"R{number}" for number, report in enumerate(self.scene.past, start=1)}
        said = f"{act.kind}{' (queued)' if act.queued else ''} by {act.office}: {act.path.removeprefix(P)} "
        said += json.dumps(act.body, ensure_ascii=False) if act.body is not None else ""
        for report, name in names.items():
            said = said.replace(report, name)
        self._told.append(f"{len(self._told) + 1:3} {answer.status} {refused or ''} {said[:700]}")


_OF_ADMINS = {"admin": {"ask_erasure"}}
"""An admin asks for the erasure of a report that they were told of and may not read."""


def _outcome(act: Act, answer: Answer) -> tuple[bool, str | None]:
    """Whether it was done, and otherwise the problem's code."""
    if act.queued and answer.done:
        result = answer["results"][0]
        return result["status"] == "applied", result.get("problem", {}).get("code", result["status"])
    if answer.done:
        return True, None
    return False, str(answer.json.get("code")) if isinstance(answer.json, dict) else str(answer.status)


def _bare(answer: Answer, other: Callable[[str], str]) -> Any:
    """What an answer says, but for what is of the one request alone."""
    return _without(json.loads(other(json.dumps(answer.json))))


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(each) for name, each in value.items() if name not in TWIN_IGNORES}
    return [_without(each) for each in value] if isinstance(value, list) else value
