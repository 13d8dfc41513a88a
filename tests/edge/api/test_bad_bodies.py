"""Every string of every body, made wrong in every way."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.bodies import SHAPES, Target, changed, contents, is_problem, pointers, send, target
from tests.edge.api.story import DESK, TONO, P, headers
from tests.edge.contract.values import SQL, Member, members

WRONG: dict[str, tuple[Any, int]] = {
    "NUL": ("a\x00b", 422),
    "a lone surrogate": ("\ud800", 400),
    "a million characters": ("zq" * 500_000, 413),
    "one character too many": ("zq" * 5_001, 422),
    "a number": (7, 422),
    "null": (None, 422),
    "SQL": (SQL, 422),
    "nothing visible": ("\u200b\u3164\u2800\u0301\U000e0041\ufe0f\u00ad\u2060\ufeff\u202e", 422),
}
LONGER = {"applyCommands"}
"""Where a million characters are not too long for the body: there they are a member at fault."""

TAGS = {"/trigger", "/step"}
REFUSED_BESIDE_THE_REST = {("close", "/notice/reason"), ("sendNotice", "/fields/0/words")}
"""A notice that was sent has no reason for not sending it, and fields belong to a template and not to a text."""

IN_WORDS_OF_ITS_OWN: dict[str, dict[str, Any]] = {"sendNotice": {"fields": None}}


def refusals(body: dict[str, Any], member: Member) -> Iterator[tuple[str, str, int, str]]:
    """What is wrong, the body, the status and the pointer that must come back."""
    for wrong, (value, status) in WRONG.items():
        if not (wrong == "null" and member.nullable) and not (wrong == "SQL" and member.free):
            yield wrong, changed(body, member.at, value), status, member.pointer
    holder = tuple(member.at[:-1])
    if isinstance(member.at[-1], str):
        unknown = "".join(f"/{step}" for step in (*holder, "unknown"))
        yield "unknown member", changed(body, member.at, SQL, beside="unknown"), 422, unknown
        yield "twice", changed(body, member.at, "Kata", beside=member.at[-1]), 400, member.pointer


async def faults(
    client: Any, settings: Settings, to: Target, found: list[Member], *, longer: bool = False
) -> list[Any]:
    """What was answered otherwise than by a problem that names the member and repeats nothing of its value."""
    wrongly = []
    for member in found:
        for wrong, body, usual, pointer in refusals(to.body, member):
            if usual == 413 and not longer and member is not found[0]:
                continue  # refused by its size before anybody reads what is in it
            status = 422 if longer and usual == 413 else usual
            answer = await send(client, settings, to, body)
            named = status != 422 or pointer in pointers(answer)
            told = SQL in answer.text or "zqzq" in answer.text
            if answer.status_code != status or not is_problem(answer) or not named or told:
                wrongly.append((member.pointer, wrong, answer.status_code, answer.text[:300]))
    return wrongly


@pytest.mark.parametrize("shape", SHAPES)
async def test_every_wrong_string_is_refused_by_name_and_writes_nothing(
    client: Any, settings: Settings, admin: Any, shape: str
) -> None:
    to = await target(client, settings, shape)
    before = await contents(admin)
    found = [member for member in members(SHAPES[shape][1]) if member.pointer not in TAGS]
    assert not await faults(client, settings, to, found, longer=shape in LONGER)
    assert await contents(admin) == before


@pytest.mark.parametrize(
    ("shape", "tag"), [("verify", "trigger"), ("accept", "trigger"), ("register", "step"), ("wall", "kind")]
)
async def test_a_wrong_trigger_is_refused_by_name_and_writes_nothing(
    client: Any, settings: Settings, admin: Any, shape: str, tag: str
) -> None:
    to = await target(client, settings, shape)
    before = await contents(admin)
    found = [member for member in members(SHAPES[shape][1]) if member.pointer == f"/{tag}"]
    assert not await faults(client, settings, to, found)
    without = {name: value for name, value in to.body.items() if name != tag}
    assert pointers(await send(client, settings, to, json.dumps(without))) == [f"/{tag}"]
    assert await contents(admin) == before


@pytest.mark.parametrize("shape", sorted(SHAPES.keys() - {"makeBundle"}))
async def test_sql_in_every_free_text_is_kept_letter_by_letter(client: Any, settings: Settings, shape: str) -> None:
    to = await target(client, settings, shape)
    body, words = to.body | IN_WORDS_OF_ITS_OWN.get(shape, {}), []
    for member in members(SHAPES[shape][1]):
        if member.free and (shape, member.pointer) not in REFUSED_BESIDE_THE_REST:
            words.append(f"{SQL} {member.pointer}")
            body = json.loads(changed(body, member.at, words[-1]))
    answer = await send(client, settings, to, json.dumps(body))
    assert answer.is_success, answer.text
    where = f"{P}/reports/{answer.json()['id'] if shape == 'createReport' else to.report}"
    seen = [answer.json()]
    seen += [(await client.get(where + of, headers=headers(settings, DESK))).json() for of in ("", "/history")]
    sealed = ["reporter", *([f"notices/{answer.json()['id']}/recipient"] if shape == "sendNotice" else [])]
    for of in sealed:
        path = f"{where}/{of}/unseal"
        seen.append((await client.post(path, json={"reason": "x"}, headers=headers(settings, TONO))).json())
    assert set(words) <= set(texts(seen))


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


@pytest.mark.parametrize(("sent", "kept", "refused"), [(True, "text", "reason"), (False, "reason", "text")])
async def test_a_notice_holds_its_text_or_why_there_is_none(
    client: Any, settings: Settings, admin: Any, sent: Any, kept: str, refused: str
) -> None:
    to = await target(client, settings, "close")
    before = await contents(admin)
    both = to.body | {"notice": {"sent": sent, kept: SQL, refused: "Kata"}}
    answer = await send(client, settings, to, json.dumps(both))
    assert (answer.status_code, pointers(answer)) == (422, [f"/notice/{refused}"])
    assert await contents(admin) == before
    answer = await send(client, settings, to, json.dumps(to.body | {"notice": {"sent": sent, kept: SQL}}))
    assert answer.status_code == 200
    history = await client.get(f"{P}/reports/{to.report}/history", headers=headers(settings, DESK))
    assert SQL in texts(history.json())
