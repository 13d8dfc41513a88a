"""Cursors that a list never gave, in their own writing: each is refused by name, and none brings a list down."""

import base64
import json
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.bodies import pointers
from tests.edge.api.story import ADMIN, DESK, P, headers, report
from tests.edge.api.test_bad_queries import QUERIED, ask
from tests.edge.contract.document import NOBODY

SEALED = "^[A-Za-z0-9_-]{1,400}$"
LISTS = [
    name
    for name, parameters in QUERIED.items()
    if any(one["name"] == "cursor" and one["schema"].get("pattern") == SEALED for one in parameters)
]
PLACES: tuple[Any, ...] = (
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00-14:00",
    "9999-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59-14:00",
    "1000-01-01T00:00:00Z",
    "1899-12-31T23:59:59Z",
    "4714-01-01T00:00:00Z",
    "2024-11-24",
    "2024-11-24T00:00:00",
    "2024-02-30T00:00:00Z",
    "0000-00-00T00:00:00Z",
    "-4713-01-01T00:00:00Z",
    0,
    -1,
    5,
    2**31 - 1,
    2**31,
    2**63 - 1,
    2**63,
    2**64,
    10**100,
    -(2**63),
    1.5,
    1e308,
    True,
    None,
    "",
    "a",
    [],
    {},
    [0],
    "\ud800",
    "\x00",
)
QUESTIONS = ("", "sort=-reported_at", "sort=relevance&q=a", "\x00", "a" * 100)


def sealed(*parts: Any) -> str:
    raw = json.dumps(parts).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


FORGED = [
    *(sealed(place, NOBODY, question) for place in PLACES for question in QUESTIONS),
    *(sealed("2024-11-24T00:00:00Z", one, QUESTIONS[1]) for one in (0, None, "a", [], NOBODY[:-1], 2**128)),
    *(sealed(*parts) for parts in ((), (1,), (1, NOBODY), (1, NOBODY, "a", "b"), ("2024-11-24T00:00:00Z", NOBODY, 7))),
    *(
        base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
        for raw in (b"{}", b"NaN", b"[NaN]", b"\xff", b"[" * 290, b"1" * 290)
    ),
    "A",
    "AA",
    "A" * 400,
    "-",
    "_" * 7,
]
"""Beside the writing of ours, whatever else can be written in its alphabet."""


@pytest.mark.parametrize("operation", LISTS)
async def test_a_forged_cursor_is_refused_by_name(client: Any, settings: Settings, operation: str) -> None:
    wrongly = []
    for cursor in (one for one in FORGED if len(one) <= 400):
        answer = await ask(client, settings, operation, f"cursor={cursor}")
        if (answer.status_code, pointers(answer)) != (422, ["cursor"]):
            wrongly.append((cursor, answer.status_code, answer.text[:200]))
    assert not wrongly, "\n".join(map(str, wrongly[:5]))


async def test_the_places_of_a_true_cursor_made_other_are_refused(client: Any, settings: Settings) -> None:
    """With the question of the very list, so that nothing but the place is wrong."""
    for _ in range(2):
        await report(client, settings, classification="ordinary")
    lists = (
        f"{P}/reports?limit=1",
        f"{P}/reports?limit=1&q=amplop&sort=relevance",
        f"{P}/reports?limit=1&sort=reported_at",
    )
    cursors = {}
    for path in lists:
        cursors[path] = (await client.get(path, headers=headers(settings, DESK))).json()["next_cursor"]
    for path, cursor in cursors.items():
        value, last, question = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        assert (await client.get(f"{path}&cursor={cursor}", headers=headers(settings, DESK))).status_code == 200
        for place in PLACES:
            answer = await client.get(f"{path}&cursor={sealed(place, last, question)}", headers=headers(settings, DESK))
            fitting = isinstance(value, int) and type(place) is int and 0 <= place < 2**31
            assert (answer.status_code == 200) == fitting, (path, place, answer.text)
            assert fitting or pointers(answer) == ["cursor"]
    for path in lists:
        for other in set(cursors) - {path}:
            answer = await client.get(f"{path}&cursor={cursors[other]}", headers=headers(settings, DESK))
            assert (answer.status_code, pointers(answer)) == (422, ["cursor"])
    answer = await client.get(f"{P}/api-keys?cursor={cursors[lists[0]]}", headers=headers(settings, ADMIN))
    assert (answer.status_code, pointers(answer)) == (422, ["cursor"])
