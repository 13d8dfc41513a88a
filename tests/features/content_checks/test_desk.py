"""The hoax desk: every step in every state by every role, and what the trail and its verification know of it."""

import json
from itertools import product
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.bodies import contents
from tests.edge.api.story import AUDITOR, DESK, KODIM, POLRES, SARI, TONO, P, headers, report
from tests.features.evidence.sending import photo, send
from tests.features.evidence.test_verified import codes, data, doer, forged
from tests.trail.verifier.tampering import dump, rechained
from workflows.codes.people import Role

URL = "https://contoh.example/video/1"
BODIES: dict[str, dict[str, Any]] = {
    "verdict": {"verdict": "false", "clarification": "Video lama dari tempat lain"},
    "takedown": {"to": "Tim kepercayaan", "reference": "7/KOMINFO/2026"},
    "takedown/answer": {"outcome": "removed", "note": "Sudah diturunkan"},
}
LEADS_TO = {
    ("open", "verdict"): "judged",
    ("judged", "verdict"): "judged",
    ("judged", "takedown"): "takedown_requested",
    ("takedown_requested", "takedown/answer"): "takedown_answered",
    ("takedown_answered", "takedown"): "takedown_requested",
}
WAY = {
    "open": [],
    "judged": ["verdict"],
    "takedown_requested": ["verdict", "takedown"],
    "takedown_answered": ["verdict", "takedown", "takedown/answer"],
}
MAY = {"verdict": (TONO, DESK), "takedown": (SARI, TONO, DESK), "takedown/answer": (SARI, TONO, DESK)}
NAMED = {"verdict": "judge", "takedown": "request_takedown", "takedown/answer": "answer_takedown"}
STANDS = "SELECT md5(string_agg(q::text, ',' ORDER BY q.id)) FROM content_check q"
LEAVES = "SELECT leaf FROM audit_event WHERE report_id IS NOT NULL ORDER BY report_id, seq"


def may_ask(step: str, who: Any) -> bool:
    """Whether the role may ever; that it may not now is said before whose report it is."""
    return bool(who[0] != Role.AUDITOR and (step != "verdict" or who[0] != Role.OFFICER))


async def post(client: Any, settings: Settings, who: Any, path: str, body: dict[str, Any]) -> Any:
    return await client.post(f"{P}/reports/{path}", json=body, headers=headers(settings, who))


async def opened(client: Any, settings: Settings, made: str, **body: Any) -> Any:
    answer = await post(client, settings, POLRES, f"{made}/content-checks", body or {"url": URL})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def brought(client: Any, settings: Settings, made: str, state: str) -> Any:
    """A check of content that has come to a state."""
    check = await opened(client, settings, made)
    for step in WAY[state]:
        answer = await post(client, settings, TONO, f"{made}/content-checks/{check['id']}/{step}", BODIES[step])
        assert answer.status_code == 200, answer.text
        check = answer.json()
    assert check["state"] == state
    return check


async def listed(client: Any, settings: Settings, who: Any, made: str) -> list[dict[str, Any]]:
    answer = await client.get(f"{P}/reports/{made}/content-checks", headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_every_step_in_every_state_by_every_role(client: Any, settings: Settings, admin: Any) -> None:
    made, wrong = (await report(client, settings))["id"], []
    for state, step in product(WAY, BODIES):
        check = await brought(client, settings, made, state)
        path = f"{made}/content-checks/{check['id']}/{step}"
        for who in (SARI, TONO, DESK, POLRES, AUDITOR):
            target = LEADS_TO.get((state, step)) if who in MAY[step] else None
            told = next(one for one in await listed(client, settings, who, made) if one["id"] == check["id"])
            said = next(one for one in told["actions"] if one["action"] == NAMED[step])["allowed"]
            before = await admin.fetchval(STANDS)
            answer = await post(client, settings, who, path, BODIES[step])
            if target is None:
                illegal = (state, step) not in LEADS_TO and may_ask(step, who)
                refused = answer.status_code == (409 if illegal else 403)
                fine = refused and not said and await admin.fetchval(STANDS) == before
            else:
                fine = answer.status_code == 200 and answer.json()["state"] == target and said
                check = await brought(client, settings, made, state)
                path = f"{made}/content-checks/{check['id']}/{step}"
            wrong += [] if fine else [(state, step, who, answer.status_code, answer.text[:200])]
    assert not wrong


async def test_a_check_shows_what_was_found_and_what_became_of_it(client: Any, settings: Settings, admin: Any) -> None:
    made = (await report(client, settings, category="hoax"))["id"]
    shown = await send(client, settings, POLRES, made, photo())
    check = await opened(client, settings, made, url=URL, sha256="a" * 64, screenshot=shown)
    for step, body in BODIES.items():
        answer = await post(client, settings, DESK, f"{made}/content-checks/{check['id']}/{step}", body)
        assert answer.status_code == 200, answer.text
    (found,) = await listed(client, settings, POLRES, made)
    assert (found["url"], found["sha256"], found["screenshot"], found["version"]) == (URL, "a" * 64, shown, 4)
    assert (found["judgement"]["verdict"], found["judgement"]["clarification"]) == tuple(BODIES["verdict"].values())
    assert (found["takedown"]["to"], found["takedown"]["reference"]) == tuple(BODIES["takedown"].values())
    assert (found["takedown"]["outcome"], found["takedown"]["note"]) == tuple(BODIES["takedown/answer"].values())
    leaves = b"".join(row["leaf"] for row in await admin.fetch(LEAVES))
    assert not any(word in leaves for word in (b"contoh.example", b"Video lama", b"kepercayaan", b"KOMINFO", b"Sudah"))


async def test_the_words_of_a_secret_report_are_sealed_and_its_readers_alone_see_them(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = (await report(client, settings, classification="secret"))["id"]
    check = await opened(client, settings, made)
    judged = await post(client, settings, DESK, f"{made}/content-checks/{check['id']}/verdict", BODIES["verdict"])
    assert judged.json()["judgement"]["clarification"] is None
    assert [one["url"] for one in await listed(client, settings, AUDITOR, made)] == [None]
    assert [one["url"] for one in await listed(client, settings, TONO, made)] == [URL]
    assert await admin.fetchval("SELECT count(*) FROM report_text WHERE content IS NOT NULL") == 0
    hidden = await client.get(f"{P}/reports/{made}/content-checks", headers=headers(settings, KODIM))
    assert hidden.status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "content_unnamed"),
        ({"screenshot": "00000000-0000-4000-8000-000000000000"}, "evidence_unknown"),
        ({"sha256": "abc"}, "validation_failed"),
        ({"url": " "}, "validation_failed"),
        ({"url": "javascript:alert(1)"}, "validation_failed"),
        ({"url": " \tJaVaScRiPt:alert(1)"}, "validation_failed"),
        ({"url": "data:text/html,a"}, "validation_failed"),
        ({"url": "file:///etc/passwd"}, "validation_failed"),
        ({"url": "https://nama:sandi@contoh.example/"}, "validation_failed"),
        ({"url": "\u200b"}, "validation_failed"),
    ],
)
async def test_content_that_is_not_named_is_refused(
    client: Any, settings: Settings, admin: Any, body: dict[str, Any], code: str
) -> None:
    made = (await report(client, settings))["id"]
    before = await contents(admin)
    answer = await post(client, settings, POLRES, f"{made}/content-checks", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await contents(admin) == before


async def test_a_screenshot_of_another_report_is_no_evidence_of_this_one(client: Any, settings: Settings) -> None:
    made, other = [(await report(client, settings))["id"] for _ in range(2)]
    shown = await send(client, settings, POLRES, other, photo())
    answer = await post(client, settings, POLRES, f"{made}/content-checks", {"screenshot": shown})
    assert answer.json()["code"] == "evidence_unknown"


async def test_nobody_is_asked_to_take_down_what_is_true(client: Any, settings: Settings) -> None:
    made = (await report(client, settings))["id"]
    check = await opened(client, settings, made)
    path = f"{made}/content-checks/{check['id']}"
    await post(client, settings, DESK, f"{path}/verdict", {"verdict": "true", "clarification": "Memang benar"})
    answer = await post(client, settings, DESK, f"{path}/takedown", BODIES["takedown"])
    assert (answer.status_code, answer.json()["code"]) == (409, "content_is_true")


@pytest.mark.parametrize(
    ("step", "at", "code"),
    [
        ("takedown", "2020-01-01T00:00:00Z", "step_before_the_last"),
        ("takedown", "2100-01-01T00:00:00Z", "in_future"),
        ("takedown/answer", "2020-01-01T00:00:00Z", "step_before_the_last"),
    ],
)
async def test_a_step_is_neither_before_the_last_nor_ahead(
    client: Any, settings: Settings, step: str, at: str, code: str
) -> None:
    made = (await report(client, settings))["id"]
    check = await brought(client, settings, made, "judged" if step == "takedown" else "takedown_requested")
    path = f"{made}/content-checks/{check['id']}/{step}"
    answer = await post(client, settings, DESK, path, {**BODIES[step], "at": at})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


FORGERIES: list[tuple[str, Any, str]] = [
    ("content.opened", data(sha256="x"), "leaf_malformed"),
    ("content.opened", data(screenshot="00000000-0000-4000-8000-000000000000"), "state_contradicts"),
    ("content.opened", doer("auditor", "inspektorat"), "illegal_transition"),
    ("content.opened", lambda event: event.update(to="judged"), "illegal_transition"),
    ("content.judged", data(verdict="maybe"), "leaf_malformed"),
    ("content.judged", data(verdict="true"), "illegal_transition"),
    ("content.judged", data(content="00000000-0000-4000-8000-000000000000"), "state_contradicts"),
    ("content.judged", doer("officer", "bawaslu"), "illegal_transition"),
    ("content.takedown_requested", data(at="kemarin"), "leaf_malformed"),
    ("content.takedown_requested", doer("supervisor", "kodim"), "illegal_transition"),
    ("content.takedown_requested", lambda event: event.update({"from": "open"}), "illegal_transition"),
    ("content.takedown_answered", data(outcome="x"), "leaf_malformed"),
    ("content.takedown_answered", lambda event: event.update({"from": "judged"}), "illegal_transition"),
]


async def test_the_verification_follows_the_desk_and_names_every_forgery(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = (await report(client, settings))["id"]
    await brought(client, settings, made, "takedown_answered")
    leaves = [bytes(row["leaf"]) for row in await admin.fetch(LEAVES)]
    assert codes(leaves) == []
    found = {index: codes(forged(leaves, action, edit)) for index, (action, edit, _) in enumerate(FORGERIES)}
    assert not [(FORGERIES[index], said) for index, said in found.items() if FORGERIES[index][2] not in said]
    events = [json.loads(leaf) for leaf in leaves]
    without = [dump(event) for event in events if event["action"] != "content.judged"]
    assert "illegal_transition" in codes(rechained(without)) or "state_contradicts" in codes(rechained(without))
