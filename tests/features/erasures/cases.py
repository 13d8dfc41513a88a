"""One report with a word of its own in every text that there is, and in everything that is known of its reporter."""

from typing import Any
from uuid import UUID, uuid4

from service.edge.settings import Settings
from tests.edge.api.story import DESK, LEAD, POLRES, TONO, VERIFY, WATI, P, fire, headers, report
from tests.edge.contract.case_steps import REGISTER
from tests.features.evidence.sending import photo, send
from tests.features.proposals.proposing import agreed
from workflows.codes.reports import TextField

LETTERS = str.maketrans("0123456789", "ghijklmnop")


def word() -> str:
    """Letters that stand nowhere else."""
    return f"kata{uuid4().hex.translate(LETTERS)}"


class Told:
    """A report while it is told: ``words`` has every word by what it stands in, ``made`` the report as it is."""

    def __init__(self, client: Any, settings: Settings) -> None:
        self._client, self._settings = client, settings
        self.words: dict[str, str] = {}
        self.made: dict[str, Any] = {}
        self.identity = {"name": word(), "phone": f"08{uuid4().int % 10**10:010}", "address": word()}

    def say(self, field: TextField, place: str = "") -> str:
        """A new word for a text; of an address, one that holds it."""
        said = f"https://contoh.example/{word()}" if field is TextField.CONTENT_URL else word()
        return self.words.setdefault(f"{field}{place}", said)

    async def intake(self, **changes: Any) -> None:
        body = {
            "title": self.say(TextField.TITLE),
            "description": self.say(TextField.DESCRIPTION),
            "place": {"area": "33.05.12", "detail": self.say(TextField.PLACE_DETAIL)},
            "reported_party": {"name": self.say(TextField.ACCUSED_NAME)},
            "source": {"channel": "patrol", "reference": self.say(TextField.SOURCE_REFERENCE)},
            "reporter": self.identity,
        }
        self.made = await report(self._client, self._settings, **(body | changes))

    async def work(self) -> None:
        """Verified, assigned, declined by one agency, done by the other."""
        await self.fire(DESK, **VERIFY)
        support = {"agency": "polres", "role": "support", "kind": "information", "obligatory": False}
        await self.fire(DESK, trigger="assign", tasks=[LEAD, support], reason=self.say(TextField.REASON, "assign"))
        declined = {"reason": self.say(TextField.REASON), "legal_basis": self.say(TextField.LEGAL_BASIS)}
        await self.task(POLRES, "polres", trigger="decline", **declined)
        await self.post("notes", DESK, text=self.say(TextField.NOTE))
        await self.post("reporter/unseal", TONO, reason=self.say(TextField.REASON, "unseal"))
        await self.task(TONO, "bawaslu", trigger="accept")
        note = self.say(TextField.HANDOVER)
        await self.task(TONO, "bawaslu", trigger="assign_person", assignee=str(UUID(int=7)), note=note)
        await self.hand_on()
        await self.discuss()
        await self.task(TONO, "bawaslu", trigger="start")
        await self.task(TONO, "bawaslu", trigger="wait", reason=self.say(TextField.REASON, "wait"))
        await self.task(TONO, "bawaslu", trigger="resume")
        await self.task(TONO, "bawaslu", trigger="complete", result=self.say(TextField.RESULT))

    async def hand_on(self) -> None:
        """A supporting task that goes to another agency, with a document."""
        support = {"agency": "kejari", "role": "support", "kind": "information", "obligatory": False}
        await self.post("tasks", DESK, **support)
        documents = [{"kind": "study", "number": "7/2024", "words": self.say(TextField.DOCUMENT)}]
        handed = {"agency": "satpolpp", "kind": "forwarded", "reason": self.say(TextField.REASON, "transfer")}
        await self.task(DESK, "kejari", trigger="transfer", documents=documents, **handed)

    async def discuss(self) -> None:
        """The first steps of a Gakkumdu case."""
        await self.step(TONO, **REGISTER, step="register")
        items = [{"item": "study", "present": True, "reference": self.say(TextField.BUNDLE_REFERENCE)}]
        await self.step(TONO, step="check_bundle", items=items)
        attendees = [{"agency": "bawaslu"}, {"agency": "polres"}]
        attendees.append({"agency": "kejari", "persons": self.say(TextField.ATTENDEES)})
        told = {"attendees": attendees, "minutes": self.say(TextField.MINUTES), "decision": "proceed"}
        await self.step(TONO, step="first_discussion", **told)

    async def step(self, who: Any, **body: Any) -> Any:
        await self.read()
        path, sent = (
            f"{P}/reports/{self.made['id']}/case/steps",
            headers(self._settings, who, match=self.made["version"]),
        )
        answer = await self._client.post(path, json=body, headers=sent)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def review(self) -> None:
        """Opened, every section recorded, a lesson and a recommendation added."""
        body: dict[str, Any] = {"event": (await self.read())["election"]}
        told = await self.post("review", DESK, **body)
        for field in (TextField.PLANNED, TextField.HAPPENED, TextField.WHY):
            told = await self._write(told, "sections", section=field.value, text=self.say(field))
        told = await self._write(told, "lessons", kind="keep", text=self.say(TextField.LESSON))
        recommended = {"agency": "kejari", "due_at": "2100-01-01T00:00:00Z"}
        await self._write(told, "recommendations", **recommended, text=self.say(TextField.RECOMMENDATION))

    async def _write(self, told: dict[str, Any], what: str, **body: Any) -> Any:
        sent = headers(self._settings, DESK, match=told["version"])
        answer = await self._client.post(f"{P}/reviews/{told['id']}/{what}", json=body, headers=sent)
        assert answer.is_success, answer.text
        return answer.json()

    async def close(self) -> None:
        notice = {"sent": True, "text": self.say(TextField.NOTICE)}
        reference = self.say(TextField.REFERENCE)
        await self.fire(WATI, trigger="close", outcome="referred", notice=notice, reference=reference)
        await self.fire(WATI, trigger="reopen", basis="new_fact", reason=self.say(TextField.REASON, "reopen"))

    async def prove(self) -> None:
        words = {"filename": self.say(TextField.EVIDENCE_NAME), "note": self.say(TextField.EVIDENCE_NOTE)}
        await send(self._client, self._settings, WATI, self.made["id"], photo(), **words)

    async def check(self) -> None:
        """Content that was judged and asked to be taken down."""
        where = "content-checks"
        made = await self.post(where, WATI, url=self.say(TextField.CONTENT_URL))
        where = f"{where}/{made['id']}"
        await self.post(f"{where}/verdict", WATI, verdict="false", clarification=self.say(TextField.CLARIFICATION))
        await self.post(f"{where}/takedown", WATI, to=self.say(TextField.TAKEDOWN_RECIPIENT))
        await self.post(f"{where}/takedown/answer", WATI, outcome="removed", note=self.say(TextField.TAKEDOWN_ANSWER))

    async def amend(self, who: Any = TONO, **changes: Any) -> Any:
        await self.read()
        body = {"reason": self.say(TextField.REASON, "amend"), **changes}
        sent = headers(self._settings, who, match=self.made["version"])
        answer = await self._client.patch(f"{P}/reports/{self.made['id']}", json=body, headers=sent)
        assert answer.status_code == 200, answer.text
        self.made = answer.json()

    async def open(self, because: str = "Dibuka") -> None:
        """Secret no longer: one person proposes it and another approves."""
        asked = {"kind": "amendment", "amendment": {"classification": "ordinary"}, "reason": because}
        await agreed(self._client, self._settings, self.made, asked)

    async def fire(self, who: Any, **body: Any) -> None:
        await self.read()
        answer = await fire(
            self._client, self._settings, who, f"/reports/{self.made['id']}", self.made["version"], body
        )
        assert answer.status_code == 200, answer.text

    async def task(self, who: Any, agency: str, /, **body: Any) -> None:
        await self.read()
        task = next(task for task in self.made["tasks"] if task["agency"] == agency)
        answer = await fire(self._client, self._settings, who, f"/tasks/{task['id']}", task["version"], body)
        assert answer.status_code == 200, answer.text

    async def post(self, path: str, who: Any, **body: Any) -> Any:
        sent = headers(self._settings, who)
        answer = await self._client.post(f"{P}/reports/{self.made['id']}/{path}", json=body, headers=sent)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    async def read(self, who: Any = WATI) -> dict[str, Any]:
        self.made = await self.get(f"/reports/{self.made['id']}", who)
        return self.made

    async def get(self, path: str, who: Any = WATI) -> Any:
        answer = await self._client.get(P + path, headers=headers(self._settings, who))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def history(self, who: Any = WATI) -> list[dict[str, Any]]:
        """Every text of the report's history."""
        items = (await self.get(f"/reports/{self.made['id']}/history", who))["items"]
        return [text for item in items for text in item["texts"]]


async def whole_story(told: Told, **changes: Any) -> None:
    """The report with every text that there is."""
    await told.intake(**changes)
    await told.work()
    await told.review()
    await told.prove()
    await told.check()
    await told.close()
    assert {field.value for field in TextField} <= set(told.words)
