"""What an answer tells that its reader may not know: invariants I1 and I6."""

import re
from collections.abc import Callable, Iterator

from tests.stories.answers import Answer
from tests.stories.contract import CATEGORIES, PROBLEM_CODES
from tests.stories.facts import Truth
from tests.stories.findings import Finding
from tests.stories.oracle import Level
from tests.stories.people import Office
from tests.stories.words import Tells, Words

LevelOf = Callable[[Office, str], Level]
"""How much somebody may know of the report with this identifier."""

SCOPES: dict[str, str] = {
    "GET /reports": "report:read", "GET /reports/{report_id}": "report:read",
    "GET /reports/{report_id}/history": "history:read", "GET /tasks": "task:read", "GET /tasks/{task_id}": "task:read",
    "GET /events": "event:read", "GET /events/stream": "event:read", "GET /summary": "summary:read",
    "GET /reports/{report_id}/notices": "notice:read", "GET /notices/owed": "notice:read",
    "GET /reports/{report_id}/evidence": "evidence:read", "GET /reports/{report_id}/erasures": "erasure:read",
    "GET /reports/{report_id}/content-checks": "content:read", "GET /reviews": "review:read",
    "GET /reviews/{review_id}": "review:read", "GET /reviews/{review_id}/timeline": "review:read",
    "GET /reports/{report_id}/case": "case:read", "GET /clocks/{clock_id}": "clock:read",
    "GET /routing/preview": "routing:read", "POST /audit/bundles": "trail:bundle",
    "GET /audit/entries": "trail:read", "GET /exports/reports.csv": "export:make",
    "GET /exports/events.ndjson": "export:make", "GET /exports/tasks.ndjson": "export:make",
    "webhook": "event:read", "GET /webhooks": "webhook:read", "GET /webhooks/{webhook_id}/deliveries": "event:read",
}  # fmt: skip
"""Which scope a machine needs for what an operation tells."""

TELLING = frozenset({
    "agency_walled", "already_walled", "bawaslu_only_door", "gakkumdu_not_registered", "not_gakkumdu",
    "not_registered_yet", "override_needs_reason", "own_side_accused", "reporter_anonymous", "reporter_erased",
    "routing_conflict", "secret_not_public", "wall_unknown", "walled_not_public", "walls_differ",
    "survivor_protects_less",
})  # fmt: skip
"""Problems that tell what is reported, or of whom: nothing for somebody who knows of a task and no more."""


OF_THE_ADDRESSED = frozenset({"own_side_accused"})
"""Of these what speaks of the report that a request addresses, never of another one that its body names."""

_BESIDE = re.compile(rb'"(?:duplicate_of|report)": ?"([^"]+)"')
EXISTING = frozenset({Tells.EXISTENCE, Tells.EVENT})


class Seeing:
    """Judges answers against the oracle."""

    def __init__(self, words: Words, level_of: LevelOf) -> None:
        self._words, self._level_of = words, level_of

    def judge(self, answer: Answer, truth: Truth, fresh: frozenset[str] = frozenset()) -> Iterator[Finding]:
        """Everything wrong with an answer. ``fresh`` are tokens that its own request brought into the world."""
        yield from _form(answer)
        yield from self._tokens(answer, fresh)
        yield from self._codes(answer, truth, fresh)
        if answer.office.scopes is not None and answer.done:
            yield from self._beyond_scope(answer, fresh)

    def _tokens(self, answer: Answer, fresh: frozenset[str]) -> Iterator[Finding]:
        known = self._words.met_in(answer.sent) | fresh
        if _of_erasures(answer):  # by which identifier an admin asked for it
            known |= {str(found["text"]) for found in answer.objects() if found.get("target") == "text"}
        for token in self._words.met_in(answer.raw) - known:
            mark = self._words.marks.get(token)
            if mark is None or mark.open_to(answer.office.agency, self._level_of(answer.office, mark.report)):
                continue
            if mark.tells is Tells.EVENT and answer.office.role == "auditor":
                continue
            if _of_erasures(answer) and (mark.tells in EXISTING or mark.by == answer.office.answers_for):
                continue
            if mark.tells is Tells.SEALED and answer.done and answer.route.endswith("/unseal"):
                continue  # whether that was rightly done is a duty
            level = self._level_of(answer.office, mark.report)
            words = f"{answer.office} may know {level.name} of {mark.report} and got {token} by {answer.path}"
            yield Finding("I1", f"{mark.tells} by {_by(answer)}", words)

    def _codes(self, answer: Answer, truth: Truth, fresh: frozenset[str]) -> Iterator[Finding]:
        """Codes of a report, where somebody may know no more than that a task is there."""
        for found in answer.objects():
            told = found.get("report") or found.get("id")
            about = found.get("about")
            report = told if told in truth else self._report_of(told)
            if report is None or report in fresh or self._level_of(answer.office, report) >= Level.CODES:
                continue
            if about is not None or (told in truth and "category" in found):
                yield Finding(
                    "I1", f"codes by {_by(answer)}", f"{answer.office} got codes of {report} by {answer.path}"
                )
            telling = {one["code"] for each in found.get("actions") or () for one in each.get("reasons", ())} & TELLING
            if telling:
                yield Finding("I1", f"reasons by {_by(answer)}", f"{answer.office}: {telling} in {answer.path}")
        yield from self._refusal(answer)
        yield from self._events(answer)

    def _events(self, answer: Answer) -> Iterator[Finding]:
        """Of an event that fills a gap of an auditor's feed nothing is told but that it is there."""
        for found in answer.objects():
            mark = self._words.marks.get(str(found.get("event")))
            if mark is None or found.get("action") is None:
                continue
            if not mark.open_to(answer.office.agency, self._level_of(answer.office, mark.report)):
                words = f"{answer.office} was told {found['action']} of {mark.report} by {answer.path}"
                yield Finding("I1", f"action by {_by(answer)}", words)

    def _refusal(self, answer: Answer) -> Iterator[Finding]:
        """A refusal about what somebody may not read says no more than its state."""
        asked = [self._words.marks.get(token) for token in self._words.met_in(answer.path.encode() + answer.sent)]
        if _of_erasures(answer):
            return
        hidden = {mark.report for mark in asked if mark and self._level_of(answer.office, mark.report) < Level.CODES}
        beside = {self._report_of(name.decode()) for name in _BESIDE.findall(answer.sent)}
        problems = [one for one in answer.objects() if one.get("code") in PROBLEM_CODES and "trace_id" in one]
        if not hidden or not problems:
            return
        for problem in problems:
            if problem["code"] in OF_THE_ADDRESSED and hidden <= beside:
                continue  # it is about the report that was addressed; the twin shows that it tells nothing of the other
            said = answer.body.decode(errors="replace")
            named = [one for one in CATEGORIES if f'"{one}' in said and f'"{one}"'.encode() not in answer.sent]
            if problem["code"] in TELLING or "rule" in problem or named:
                words = f"{answer.office} was told {problem['code']} {named} {problem.get('rule')} by {answer.path}"
                yield Finding("I1", f"refusal {problem['code']} by {_by(answer)}", words)

    def _report_of(self, token: object) -> str | None:
        mark = self._words.marks.get(str(token))
        return mark.report if mark else None

    def _beyond_scope(self, answer: Answer, fresh: frozenset[str]) -> Iterator[Finding]:
        scopes = answer.office.scopes or frozenset()
        needed = SCOPES.get(answer.route)
        known = self._words.met_in(answer.sent) | fresh
        met = {token for token in self._words.met_in(answer.raw) - known if token in self._words.marks}
        if needed and needed not in scopes and met:
            yield Finding("I1", f"without {needed} by {answer.route}", f"{answer.office} got {sorted(met)[:3]}")
        if answer.method != "GET" and "report:read" not in scopes and answer.route != "POST /reports":
            whole = [one for one in answer.objects() if "category" in one and "lead_agency" in one]
            if whole:
                yield Finding("I1", f"whole report by {answer.route}", f"{answer.office} was answered the whole report")


def _of_erasures(answer: Answer) -> bool:
    """An admin, or their key, asks after erasures of what they may not read: that they are, and their own words."""
    office = answer.office.maker or answer.office
    return office.role == "admin" and "/erasures" in answer.route


def _by(answer: Answer) -> str:
    return answer.route if answer.done else f"refusal of {answer.route}"


def _form(answer: Answer) -> Iterator[Finding]:
    """Every refusal is a problem of the contract, and none is the service's own failure."""
    if answer.status >= 500:
        yield Finding(
            "I6", f"{answer.status} by {answer.route}", f"{answer.path} {answer.sent!r}: {answer.body[:300]!r}"
        )
    elif answer.status >= 400 and answer.method != "HEAD":
        told = answer.json if isinstance(answer.json, dict) else {}
        kind = answer.headers.get("content-type", "").partition(";")[0]
        if kind != "application/problem+json" or told.get("code") not in PROBLEM_CODES or "trace_id" not in told:
            yield Finding("I6", f"no problem by {answer.route}", f"{answer.path}: {answer.body[:300]!r}")
