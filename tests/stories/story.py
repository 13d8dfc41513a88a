"""One story: people act, and after each act everything readable is asked as some of them."""

import asyncio
import io
import json
from contextlib import redirect_stderr

from service.operations.audit_bundle import bundle
from service.trail.tlog.bundle_writer import Scope
from service.trail.verifier.command import verify
from tests.stories import duties
from tests.stories.answers import Answer
from tests.stories.asking import Asker
from tests.stories.contract import REGION
from tests.stories.delivering import deliver
from tests.stories.dice import Dice
from tests.stories.facts import Truth
from tests.stories.findings import Finding, Met
from tests.stories.kinds import make
from tests.stories.machine_acts import queued
from tests.stories.marking import look
from tests.stories.notebook import Notebook
from tests.stories.oracle import Level, level
from tests.stories.people import Office
from tests.stories.scene import Act, Scene
from tests.stories.seeing import Seeing
from tests.stories.twins import differs
from tests.stories.world import World

QUEUED = 18
"""Of a hundred acts that a device may queue so many come as a batch."""


class Story:
    """Acts one after another on one world. What it finds it keeps and goes on."""

    def __init__(self, world: World, met: Met, lawful: dict[str, frozenset[str]], *, asking: bool = True) -> None:
        self._world, self._met, self._lawful, self._asking = world, met, lawful, asking
        self._scene = Scene(world.stage.persons, f"http://127.0.0.1:{world.receiver.port}")
        self._notebook = Notebook(met)
        self._before: Truth = {}
        self._acting = False
        self._seeing = Seeing(self._scene.words, self._level_of)
        self._asker = Asker(world, self._scene, self._seeing, self._notebook, self._level_of)

    @property
    def script(self) -> str:
        """The acts that were done, one a line, each with what it showed."""
        return self._notebook.script

    async def act(self, kind: str, choices: bytes) -> None:
        """Let somebody do something of a kind, then ask."""
        dice = Dice(choices)
        if kind == "deliver" and self._scene.papers.get("webhook"):
            await self._deliver()
            return
        made = make(kind, self._scene, dice)
        if made is None:
            return
        kind, act = made
        act = queued(act) if dice.chance(QUEUED) else act
        if act.kind == "bundle":
            await self._world.publish()
        if await self._do(act):
            self._met.kinds.update({kind, act.kind, *(["queued"] if act.queued else [])})
        if self._asking:
            await self._asker.ask(act, dice)

    async def end(self) -> None:
        """The trail holds: what is in the tables is what the leaves tell."""
        await self._world.sequence()
        await self._world.publish()
        if not self._scene.past:
            return
        file, out = self._world.stage.folder / "trail.bundle", io.BytesIO()
        key = await self._world.log_key()
        with redirect_stderr(io.StringIO()):  # it says there what it has written
            await asyncio.to_thread(bundle, self._world.settings, Scope(REGION), file)
        code = await asyncio.to_thread(verify, file, [key], None, True, out)
        file.unlink()
        if code != 0:
            said = json.dumps(json.loads(out.getvalue())["faults"])
            self._notebook.find([Finding("I6", "the trail does not verify", said[:600])])

    async def _do(self, act: Act) -> bool:
        """Whether it was done; everything that was wrong with it is found."""
        scene, notebook = self._scene, self._notebook
        self._met.acts[act.kind] += 1
        answer = await self._world.ask(
            act.office, act.method, act.path, body=act.body, match=act.match, key=act.key, headers=act.headers,
            content=act.content,
        )  # fmt: skip
        notebook.count(answer)
        self._before, known = scene.truth, frozenset(scene.words.marks)
        done, refused = _outcome(act, answer)
        await self._world.sequence()
        await look(scene, self._world.admin, act, done=done)
        notebook.tell(act, answer, refused, scene.truth)
        self._acting = True
        fresh = frozenset(scene.words.marks) - known | act.told
        notebook.find(self._seeing.judge(answer, scene.truth, fresh))
        self._acting = False
        if done:
            notebook.find(duties.judge(self._moment(act)))
            await self._remember(act, answer)
        else:
            await self._twin(act, answer)
        return done

    def _moment(self, act: Act) -> duties.Moment:
        scene = self._scene
        return duties.Moment(act, self._before, scene.truth, scene.past, scene.persons, self._leads)

    def _leads(self, category: str) -> frozenset[str]:
        return self._lawful.get(category, frozenset())

    async def _remember(self, act: Act, answer: Answer) -> None:
        """What later acts, and later duties, go by."""
        scene = self._scene
        self._met.done[act.kind] += 1
        scene.last_subject, scene.last_report = act.office.subject, act.report or scene.last_report
        if not act.queued and act.then is not None:
            act.then(answer)
        if act.kind == "make_key":
            await self._world.meet(scene.keys[-1])
        if act.task and act.kind in duties.LEADING:
            task = next(one for one in scene.truth[act.report or ""].tasks if one.id == act.task)
            if task.role == "lead":
                scene.past[task.report].led.add(act.office.answers_for)
        if act.kind == "decide" and act.body["approve"] and act.target.what["kind"] == "lead":
            scene.past[act.target.report].cleared.add(act.target.what["agency"])
        self._remember_leads(act)
        self._remember_limits(act)
        if act.method == "POST" and act.key and not act.repeats:
            act.told = frozenset(scene.words.met_in(answer.raw))
            scene.done.append(act)

    def _remember_leads(self, act: Act) -> None:
        """Who came to lead by the policy's rules, and who moved a lead by an act that was theirs alone."""
        for identifier, after in self._scene.truth.items():
            past, before = self._scene.past[identifier], self._before.get(identifier)
            if before is not None and before.lead == after.lead:
                continue
            if after.lead is not None and after.lead in self._leads(after.category):
                past.by_rule.add(after.lead)
            taken = before is not None and (before.lead is not None or after.lead == act.office.agency)
            if taken and act.kind != "decide":
                past.moved.add(act.office.answers_for)

    def _remember_limits(self, act: Act) -> None:
        """Which limits were put off, and who led and made what was merged into another report."""
        scene, of = self._scene, act.report
        if of not in self._before or of not in scene.truth:
            return
        if act.kind == "extend":
            ends = scene.truth[of].limits
            before = self._before[of].limits
            scene.past[of].extended |= {step for step, due in before.items() if ends.get(step, due) > due}
        other = act.body.get("duplicate_of") if act.kind == "dismiss" else None
        if other in scene.past:
            scene.past[other].led |= scene.past[of].led
            scene.past[other].others |= scene.past[of].authors

    async def _deliver(self) -> None:
        """What endpoints are told, their owners read in the office in which they asked last."""
        self._met.acts["deliver"] += 1
        hooks = {one.what["path"]: one for one in self._scene.papers["webhook"]}
        told = await deliver(self._world)
        self._notebook.say(f"the worker delivers {len(told)}")
        for path, body in told:
            if path in hooks:
                owner: Office = hooks[path].what["office"]
                office = self._world.last.get(owner.subject, owner)
                answer = Answer(office, "webhook", "POST", path, b"", 200, {}, body)
                self._notebook.find(self._seeing.judge(answer, self._scene.truth))
                self._met.kinds["deliver"] += 1

    async def _twin(self, act: Act, answer: Answer) -> None:
        """A refused act on what is hidden is refused as on what never was."""
        marks = self._scene.words.marks
        hidden = {
            token for token in self._scene.words.met_in(answer.sent)
            if (mark := marks.get(token)) is not None
            and not mark.open_to(act.office.agency, self._level_of(act.office, mark.report))
        }  # fmt: skip
        own = act.office.role == "admin" and act.kind == "ask_erasure"  # of what an admin was told of, and may not read
        if hidden and not own and act.kind not in {"again", "send", "follow"}:
            self._notebook.find(await differs(self._world, answer, hidden))

    def _level_of(self, office: Office, report: str) -> Level:
        """What somebody may know; of an act's answer, what they might before or after it."""
        persons = self._scene.persons
        now = level(office, persons, self._scene.truth[report]) if report in self._scene.truth else Level.NOTHING
        before = self._before.get(report)
        return max(now, level(office, persons, before)) if before is not None and self._acting else now


def _outcome(act: Act, answer: Answer) -> tuple[bool, str | None]:
    """Whether it was done, and otherwise the problem's code."""
    if act.queued and answer.done:
        result = answer["results"][0]
        return result["status"] == "applied", result.get("problem", {}).get("code", result["status"])
    if answer.done:
        return True, None
    return False, str(answer.json.get("code")) if isinstance(answer.json, dict) else str(answer.status)
