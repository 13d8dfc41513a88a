"""Bodies that say much in few bytes: the work on them grows with their size alone, and the answer does not."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from service.edge.service_errors import MOST_FAULTS, MalformedRequest, TooLarge, ValidationFailed
from service.edge.settings import Settings
from service.edge.web.body import LONGEST_NAME, MOST_DIGITS, _first_twice, require_json
from service.edge.web.value_count import MOST_MEMBERS, MOST_VALUES, require_few
from service.features.commands.reading import MOST_VALUES as MOST_IN_BATCH
from service.features.commands.reading import read_batch
from tests.edge.api.bodies import is_problem, pointers
from tests.edge.api.story import DESK, POLRES, REPORT, P, headers
from tests.edge.contract.document import NOBODY, OPERATIONS
from tests.edge.contract.values import plain
from tests.sweep.acts import schema_of
from tests.sweep.shapes import BODIES, MEGABYTE, bodies
from tests.sweep.stage import KNOWN
from workflows.decisions.queued import MOST_COMMANDS

MOST_ANSWER = 12_000
"""Bytes: twenty faults with their pointers and words."""

WITH_BODY = sorted(name for name, one in OPERATIONS.items() if schema_of(one) is not None)


class Counted(str):
    """A name that counts how often it is compared."""

    __slots__ = ()
    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str.__eq__(self, other)


def comparisons(names: int) -> int:
    pairs = [(Counted(number), 0) for number in range(names)]
    Counted.compared = 0
    assert _first_twice([*pairs, (Counted(names - 1), 0)]) == str(names - 1)
    return Counted.compared


def test_the_last_member_twice_is_found_by_a_work_that_grows_with_the_members() -> None:
    assert comparisons(20_000) <= 3 * comparisons(10_000) + 1_000


def test_a_member_twice_is_still_named() -> None:
    with pytest.raises(MalformedRequest) as refused:
        require_json(b'{"a":1,"b":[{"c":1,"d":2,"c":2}]}')
    assert (refused.value.code, refused.value.extra) == ("duplicate_member", {"member": "c"})
    with pytest.raises(MalformedRequest) as long:
        require_json(b'{"%b":1,"%b":2}' % (b"n" * 1_000, b"n" * 1_000))
    assert long.value.extra == {"member": "n" * LONGEST_NAME}


async def test_200_kb_with_the_last_member_twice_are_refused(client: Any, settings: Settings) -> None:
    sent = headers(settings, POLRES) | {"Content-Type": "application/json"}
    answer = await client.post(f"{P}/reports", content=BODIES["the last member twice"]({}, 0), headers=sent)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many_values")


@pytest.mark.parametrize("operation", WITH_BODY)
async def test_every_hostile_body_of_every_route_is_refused_in_few_words(
    client: Any, settings: Settings, operation: str
) -> None:
    one = OPERATIONS[operation]
    path = one["path"].format_map(_Known(KNOWN))
    wrongly = []
    for shape, body in bodies(operation, plain(schema_of(one))):
        sent = headers(settings, DESK, match=1) | {"Content-Type": "application/json"}
        answer = await client.request(one["method"], path, content=body, headers=sent)
        bounded = len(answer.content) < MOST_ANSWER and is_problem(answer) and len(pointers(answer)) <= MOST_FAULTS
        if not bounded or not 400 <= answer.status_code < 500:
            wrongly.append((shape, answer.status_code, len(answer.content), answer.text[:200]))
    assert not wrongly, wrongly


class _Known(dict[str, str]):
    def __missing__(self, _name: str) -> str:
        return NOBODY


@pytest.mark.parametrize("item", [b"{}", b"0", b"[]", b'""', b"null", b'"\\"\\\\"'])
def test_450_kb_of_empty_commands_and_4_mb_of_zeros_are_refused_by_their_number(item: bytes) -> None:
    for size in (450_000, 4 * MEGABYTE):
        raw = b'{"commands":[' + b",".join([item] * (size // (len(item) + 1))) + b"]}"
        with pytest.raises(TooLarge) as refused:
            read_batch(raw)
        assert (refused.value.code, refused.value.extra) == ("too_many_values", {"most": MOST_IN_BATCH})


def test_one_command_too_many_is_refused_before_any_is_looked_at() -> None:
    with pytest.raises(ValidationFailed) as refused:
        read_batch(b'{"commands":[' + b",".join([b"{}"] * (MOST_COMMANDS + 1)) + b"]}")
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == [("/commands", "too_long")]


def test_of_many_faults_the_first_are_named() -> None:
    item = b"{%b}" % b",".join(b'"%04d":0' % number for number in range(90))
    with pytest.raises(ValidationFailed) as refused:
        read_batch(b'{"commands":[' + b",".join([item] * MOST_COMMANDS) + b"]}")
    assert len(refused.value.errors) == MOST_FAULTS
    assert {fault.pointer.split("/")[2] for fault in refused.value.errors} == {"0"}


def values(number: int) -> bytes:
    """A list in a list, that many values in all."""
    return json.dumps([0] * number).encode()


@pytest.mark.parametrize("text", ["a,[{", '\\"', "\\\\", '"', '\\\\"'])
def test_what_stands_in_a_text_is_no_value(text: str) -> None:
    require_few(json.dumps({"a": text * 100_000}).encode(), 10)
    require_few(json.dumps({text: 1, "b": [text] * 5}).encode(), 10)
    with pytest.raises(TooLarge):
        require_few(json.dumps([text] * 20).encode(), 10)


def test_as_many_values_as_may_be_are_read_and_one_more_is_not() -> None:
    require_json(values(MOST_VALUES))
    with pytest.raises(TooLarge):
        require_json(values(MOST_VALUES + 1))
    members = {f"m{number}": 0 for number in range(MOST_MEMBERS + 1)}
    with pytest.raises(TooLarge) as refused:
        require_json(json.dumps(members).encode())
    assert refused.value.extra == {"most": MOST_MEMBERS}


def commands() -> Iterator[dict[str, Any]]:
    for _ in range(MOST_COMMANDS):
        unknown = {f"u{number}": 0 for number in range(80)}
        yield {"id": str(uuid7()), "kind": "note.add", "target": NOBODY, "at": REPORT["occurred_at"], "body": unknown}


def test_a_number_of_thousands_of_digits_is_not_read() -> None:
    require_json(b"[" + b"9" * MOST_DIGITS + b"]")
    for digits in (MOST_DIGITS + 1, 4_000, MEGABYTE):
        with pytest.raises(MalformedRequest):
            require_json(b"[" + b"9" * digits + b"]")


async def test_a_batch_of_bad_bodies_answers_each_with_its_first_faults(client: Any, settings: Settings) -> None:
    answer = await client.post(f"{P}/commands", json={"commands": list(commands())}, headers=headers(settings, DESK))
    assert answer.status_code == 200, answer.text
    results = answer.json()["results"]
    assert [len(result["problem"]["errors"]) for result in results] == [MOST_FAULTS] * MOST_COMMANDS


async def test_a_body_that_says_beforehand_that_it_is_too_large_is_not_read(client: Any, settings: Settings) -> None:
    sent = headers(settings, POLRES) | {"Content-Type": "application/json", "Content-Length": "9" * 5_000}
    answer = await client.post(f"{P}/reports", content=b"{}", headers=sent)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
