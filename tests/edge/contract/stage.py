"""Real reports and tasks for generated requests: each trigger finds one in a state where it is legal."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import httpx

from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from tests.edge.api.local_days import DAY, within_the_study
from tests.edge.api.story import ADMIN, AUDITOR, DESK, KPU, LEAD, POLRES, REPORT, TONO, VERIFY, P
from tests.edge.contract import administrative_steps
from tests.edge.contract.case_steps import BEFORE, STEP_BODIES, WHO, body_of
from tests.edge.contract.document import NOBODY
from tests.features.evidence.sending import CONTENT as OFFSETS
from tests.features.evidence.sending import TUS, photo

HOOK = {"url": "http://127.0.0.1:9/hook", "actions": ["*"]}
OF_WEBHOOKS = {
    *("getWebhook", "amendWebhook", "deleteWebhook"),
    *("rotateWebhookSecret", "replayWebhook", "listDeliveries", "testWebhook"),
}
WALLED, WALLER = "dispermades", (*DESK[:2], "Pemasang")
PROPOSED = {"kind": "amendment", "amendment": {"severity": "S4"}, "reason": "Ternyata ringan"}
NOTICE = {"audience": "reporter", "channel": "letter", "text": "Kabar", "recipient": {"name": "Penerima"}}
OTHERS = (POLRES, AUDITOR, KPU, ADMIN)
FEW = 4
"""One request in so many is made by somebody who may not."""

AFTER = {
    "verify": (),
    "dismiss": (),
    "noteWithdrawal": ("verify",),
    "assign": ("verify",),
    "return": ("verify", "assign", "accept", "start", "complete"),
    "close": ("verify", "assign", "accept", "start", "complete"),
    "reopen": ("verify", "dismiss"),
    "accept": ("verify", "assign"),
    "decline": ("verify", "assign"),
    "withdraw": ("verify", "assign"),
    "start": ("verify", "assign", "accept"),
    "transfer": ("verify", "assign", "accept"),
    "assign_person": ("verify", "assign", "accept"),
    "wait": ("verify", "assign", "accept", "start"),
    "complete": ("verify", "assign", "accept", "start"),
    "resume": ("verify", "assign", "accept", "start", "wait"),
    "extendClock": ("verify",),
    "recountClock": (),
    "noteCompleteness": (),
    "openReview": ("verify",),
    **dict.fromkeys(
        ("recordSection", "addLesson", "recommend", "closeReview", "getReview", "getTimeline"), ("verify", "review")
    ),
    "judgeContent": ("check",),
    "requestTakedown": ("check", "judged"),
    "answerTakedown": ("check", "judged", "asked"),
    **BEFORE,
    **administrative_steps.BEFORE,
}
"""What has to happen before each trigger, or operation, is legal."""

SECTIONS = ("planned", "happened", "why")
"""A review that was opened has each of them recorded, so that it can be closed."""

BODIES: dict[str, dict[str, Any]] = {
    "verify": VERIFY,
    "assign": {"trigger": "assign", "tasks": [LEAD]},
    "dismiss": {"trigger": "dismiss", "outcome": "unfounded", "reason": "Tidak terbukti"},
    "complete": {"trigger": "complete", "result": "Selesai"},
    "wait": {"trigger": "wait", "reason": "Menunggu"},
}
_BYTES = {"appendToUpload", "getUpload", "terminateUpload"}
UPLOADED = 1000
"""Bytes of an upload that is begun for a request."""

CONSUMING = {
    *("amendReport", "transitionReport", "transitionTask", "takeCaseStep", "takeAdministrativeStep"),
    *("openReview", "recordSection", "closeReview"),
}
"""What leaves its report or task in another state, so that each request needs one of its own."""
CONTENT = {
    "check": ("", {"url": "https://contoh.example/1"}),
    "judged": ("/{check}/verdict", {"verdict": "false", "clarification": "Kata"}),
    "asked": ("/{check}/takedown", {"to": "Penyedia"}),
}
"""The steps of a check of content: below its report, with what is sent."""

OF_PROTECTIONS = {"raiseWall", "proposeChange", "decideProposal"}
OF_CONTENT = {"judgeContent", "requestTakedown", "answerTakedown"}
OF_CALENDAR = {"recountClock", "withdrawDay"}
BY_DESK = {"verify", "dismiss", "assign", "return", "close", "reopen"}


class Stage:
    """Makes what is needed, by the calls that a person would make."""

    def __init__(self, settings: Settings, address: str) -> None:
        self._settings = settings
        self.address = address
        self._http = httpx.Client(base_url=address)
        self._tokens: dict[Any, str] = {}
        self._asked: Counter[str] = Counter()
        self._others = cycle(OTHERS)
        self._begun: str | None = None
        self._days: Iterator[str] | None = None
        made = self._take("verify")
        self.report, self.event, self.clock = made["id"], made["receipt"]["event"], clock_of(made)
        self.other = self._take()["id"]
        self.task = self._take("verify", "assign")["tasks"][0]["id"]
        self.review = self._take("verify", "review")["review"]
        self.evidence = self._upload(self.report, photo(), whole=True)

    def close(self) -> None:
        self._http.close()

    def token(self, who: Any) -> str:
        """The person's access token, minted once."""
        if who not in self._tokens:
            self._tokens[who] = mint(self._settings.home, *who, ["33.05"])
        return self._tokens[who]

    def actor(self, operation: str, body: Any) -> Any:
        """Who asks: mostly somebody who may, now and then somebody who may not."""
        self._asked[operation] += 1
        if self._asked[operation] % FEW == 0:
            return next(self._others)
        return _ABLE.get(operation, lambda _: DESK)(body)

    def path_for(self, operation: str, body: Any) -> dict[str, str]:
        """Identifiers under which the request can succeed."""
        before = AFTER.get(_trigger_of(body), AFTER.get(operation))
        if operation == "amendReport":
            before = ("verify",)
        if operation in CONSUMING and before is not None:
            made = self._take(*before)
            task = made["tasks"][0]["id"] if made["tasks"] else self.task
            return {"report_id": made["id"], "task_id": task, "review_id": made["review"] or self.review}
        if operation in {"requestErasure", "decideErasure"}:
            made = self._take()["id"]
            asked = {"id": NOBODY}
            if operation == "decideErasure":
                asked = self._post(f"{P}/reports/{made}/erasures", {"target": "reporter", "reason": "Hak"}, ADMIN, None)
            return {"report_id": made, "erasure_id": asked["id"]}
        if operation == "extendClock":
            return {"clock_id": clock_of(self._take("verify"))}
        if operation in OF_CALENDAR:
            made = self._take()
            return {"clock_id": study_of(made), "kept_day_id": self._day_off(made)}
        if operation in {*OF_PROTECTIONS, "unsealRecipient", *OF_CONTENT, *_BYTES, *OF_WEBHOOKS}:
            return self._of_its_own(operation)
        known = {"report_id": self.report, "task_id": self.task, "event_id": self.event, "clock_id": self.clock}
        return {**known, "review_id": self.review, "tile": "0/000.p/1", "evidence_id": self.evidence}

    def _checked(self, steps: tuple[str, ...]) -> dict[str, str]:
        """A report of its own with content that has come so far."""
        report, check = self._take()["id"], NOBODY
        for step in steps:
            path, body = CONTENT[step]
            made = self._post(f"{P}/reports/{report}/content-checks{path.format(check=check)}", body, DESK, None)
            check = made["id"]
        return {"report_id": report, "check_id": check}

    def link(self) -> dict[str, str]:
        """What a link to the evidence holds that was made for the desk."""
        path = f"{P}/reports/{self.report}/evidence/{self.evidence}/links"
        made = self._post(path, {"purpose": "download", "reason": "Klarifikasi"}, DESK, None)
        return dict(parse_qsl(urlsplit(made["url"]).query))

    def _upload(self, report: str, content: bytes, *, whole: bool) -> str:
        """An upload that the desk has begun, or evidence that it has sent."""
        known = {**self._headers(DESK), **TUS}
        if self._begun is not None:
            self._http.delete(self._begun, headers=known)
        begun = self._http.post(f"{P}/reports/{report}/evidence", headers={**known, "Upload-Length": str(len(content))})
        assert begun.is_success, begun.text
        path = self._begun = begun.headers["Location"]
        if whole:
            at = {**known, **OFFSETS, "Upload-Offset": "0"}
            assert self._http.patch(path, content=content, headers=at).is_success
        return str(path.rpartition("/")[2])

    def _of_its_own(self, operation: str) -> dict[str, str]:
        """A report whose walls, proposals, sealed recipients, content and uploads belong to this request alone."""
        if operation in OF_WEBHOOKS:
            return {"webhook_id": self._post(f"{P}/webhooks", HOOK, DESK, None)["id"]}
        if operation in OF_CONTENT:
            return self._checked(AFTER[operation])
        if operation in _BYTES:
            return {"upload_id": self._upload(self.report, bytes(UPLOADED), whole=False)}
        made = self._take("verify")["id"]
        found = {"report_id": made, "agency": WALLED, "notice_id": NOBODY}
        if operation == "proposeChange":
            self._post(f"{P}/reports/{made}/walls", {"agency": WALLED, "reason": "Keluarga"}, WALLER, None)
        if operation == "decideProposal":
            found["proposal_id"] = self._post(f"{P}/reports/{made}/proposals", PROPOSED, WALLER, None)["id"]
        if operation == "unsealRecipient":
            found["notice_id"] = self._post(f"{P}/reports/{made}/notices", NOTICE, DESK, None)["id"]
        return found

    def etag(self, case: Any) -> str:
        """The ETag of a report, task or clock as it is now."""
        ids = case.path_parameters
        kind = next(kind for kind in ("webhook", "task", "clock", "review", "report") if f"{kind}_id" in ids)
        path = f"/{kind}s/{ids[f'{kind}_id']}"
        return self._http.get(P + path, headers=self._headers(DESK)).headers["ETag"]

    def _take(self, *triggers: str) -> dict[str, Any]:
        made = self._post(f"{P}/reports", REPORT | {"classification": "ordinary"}, POLRES, None)
        for trigger in triggers:
            body = BODIES.get(trigger, {"trigger": trigger})
            if trigger == "review":
                self._review(made["id"])
            elif trigger in STEP_BODIES:
                path = f"{P}/reports/{made['id']}/case/steps"
                self._post(path, body_of(trigger), WHO[trigger], f'"{made["version"]}"')
            elif trigger in administrative_steps.TRIGGERS:
                self._on_the_path(made, trigger)
            elif trigger in BY_DESK:
                self._post(f"{P}/reports/{made['id']}/transitions", body, DESK, f'"{made["version"]}"')
            else:
                task = made["tasks"][0]
                self._post(f"{P}/tasks/{task['id']}/transitions", body, TONO, f'"{task["version"]}"')
            receipt = made["receipt"]
            made = self._http.get(f"{P}/reports/{made['id']}", headers=self._headers(DESK)).json()
            made["receipt"] = receipt
        return made

    def _on_the_path(self, made: dict[str, Any], trigger: str) -> None:
        """Take the report for an administrative violation, or take a step of one."""
        method, path = administrative_steps.path_of(trigger)
        headers = self._headers(administrative_steps.who_takes(trigger))
        sent = {**headers, "If-Match": f'"{made["version"]}"', "Idempotency-Key": str(uuid4())}
        body = administrative_steps.sent_with(trigger)
        answer = self._http.request(method, f"{P}/reports/{made['id']}{path}", json=body, headers=sent)
        assert answer.is_success, answer.text

    def _day_off(self, made: Any) -> str:
        """A day off that came once the report's initial study was being counted."""
        headers = self._headers(ADMIN)
        self._days = self._days or within_the_study(made)
        for day in self._days:
            answer = self._http.post(f"{P}/calendar/days", json=DAY | {"day": day}, headers=headers)
            if answer.is_success:
                return str(answer.json()["id"])
        raise AssertionError

    def _review(self, report: str) -> None:
        review = self._post(f"{P}/reports/{report}/review", {"event": REPORT["election"]}, DESK, None)
        for section in SECTIONS:
            path, body = f"{P}/reviews/{review['id']}/sections", {"section": section, "text": "Kata"}
            review = self._post(path, body, DESK, f'"{review["version"]}"')

    def _post(self, path: str, body: dict[str, Any], who: Any, match: str | None) -> dict[str, Any]:
        headers = {**self._headers(who), "Idempotency-Key": str(uuid4())}
        answer = self._http.post(path, json=body, headers=headers if match is None else {**headers, "If-Match": match})
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def _headers(self, who: Any) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(who)}"}


def clock_of(made: dict[str, Any]) -> str:
    """The clock of a report that Bawaslu may extend; where it has none, another."""
    known = {clock["kind"]: str(clock["id"]) for clock in made["clocks"]}
    return next(known[kind] for kind in ("handling", *known) if kind in known)


def study_of(made: dict[str, Any]) -> str:
    """The clock of a report's initial study: one reading counts working days, which a day off that comes changes."""
    return next(str(clock["id"]) for clock in made["clocks"] if clock["kind"] == "initial_study")


def _trigger_of(body: Any) -> str:
    return str(body.get("trigger", body.get("step"))) if isinstance(body, dict) else ""


def _of_task(body: Any) -> Any:
    return DESK if _trigger_of(body) in {"transfer", "withdraw"} else TONO


_ABLE: dict[str, Callable[[Any], Any]] = {
    "createReport": lambda _: POLRES,
    "transitionTask": _of_task,
    "unsealReporter": lambda _: TONO,
    "unsealRecipient": lambda _: TONO,
    "requestErasure": lambda _: ADMIN,
    "decideErasure": lambda _: TONO,
    **dict.fromkeys(("extendClock", "recountClock"), lambda _: TONO),
    **dict.fromkeys(("keepDay", "withdrawDay"), lambda _: ADMIN),
    "takeCaseStep": lambda body: WHO.get(_trigger_of(body), TONO),
    "takeAdministrativeStep": lambda body: administrative_steps.WHO.get(_trigger_of(body), TONO),
    "listEntries": lambda _: AUDITOR,
    "makeBundle": lambda _: AUDITOR,
}
"""Who may do what is not the desk's."""
