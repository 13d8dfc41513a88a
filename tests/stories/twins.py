"""What is hidden is refused as what never was: the same request with other identifiers is answered the same."""

import json
from typing import Any
from uuid import uuid4

from tests.stories.answers import Answer
from tests.stories.findings import Finding
from tests.stories.world import World

OF_THE_REQUEST = frozenset({"trace_id", "id"})
"""Members that name the one request, or the command in it."""


async def differs(world: World, answer: Answer, hidden: set[str]) -> list[Finding]:
    """Ask again with an identifier that is nobody's in the place of each hidden one."""
    instead = {token: str(uuid4()) for token in hidden}
    sent = answer.sent[len(answer.path.encode()) :]
    content = _with(sent.decode(), instead).encode() if sent else None
    headers = dict(answer.extra) | ({"Content-Type": "application/json"} if sent else {})
    twin = await world.ask(
        answer.office, answer.method, _with(answer.path, instead), match=answer.match,
        key=str(uuid4()) if answer.key else "", headers=headers, content=content,
    )  # fmt: skip
    if (answer.status, _said(answer, instead)) == (twin.status, _said(twin, instead)):
        return []
    words = f"{answer.office}: {answer.status} {answer.body[:200]!r}, not {twin.status} {twin.body[:200]!r}"
    return [Finding("I1", f"existence by {answer.route}", words)]


def _with(text: str, instead: dict[str, str]) -> str:
    for token, new in instead.items():
        text = text.replace(token, new)
    return text


def _said(answer: Answer, instead: dict[str, str]) -> Any:
    """What an answer says, but for what is of the one request alone."""
    return _without(json.loads(_with(json.dumps(answer.json), instead)))


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(each) for name, each in value.items() if name not in OF_THE_REQUEST}
    return [_without(each) for each in value] if isinstance(value, list) else value
