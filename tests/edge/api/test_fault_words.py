"""What is said of a member at fault: in both languages in words of our own, never the framework's or the model's."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from pydantic import TypeAdapter
from pydantic_core import ErrorDetails, ValidationError

from service.app import ROUTES
from service.edge.problems.faults import FAULTS, says
from service.edge.problems.model_faults import LAWS, told_fault
from service.edge.service_errors import FieldError, ValidationFailed
from service.edge.settings import Settings
from service.edge.web.body import checked
from service.edge.web.parameter_faults import told_bounds
from service.edge.web.queries import query_of
from tests.edge.api.bodies import FRAMEWORKS_WORDS, SHAPES
from tests.edge.api.story import AUDITOR, POLRES, REPORT, SARI, P, headers, report
from tests.edge.contract.document import DOCUMENT
from tests.edge.contract.values import full
from tests.walking import walked

BODY_OF = {str(route.operation_id): route.opt["body"] for route in ROUTES if "body" in route.opt}
WRONG: tuple[Any, ...] = (
    *(
        None,
        True,
        1.5,
        -1,
        2**70,
        10**9,
        "",
        "x",
        "\u200b",
        "a\x00b",
        "zq" * 6_000,
        "2024-11-24",
        "2024-02-30T00:00:00Z",
    ),
    *("00000000-0000-7000-8000-000000000000", [], ["zq"] * 101, {}, {"zq": 1}, "zq.zqzq", "https://a@b/"),
)
COMMANDS = [
    *Path("workflows/decisions").rglob("*commands.py"),
    *Path("workflows/decisions").rglob("command_members.py"),
]
SAYERS = [
    *COMMANDS,
    Path("workflows/decisions/queued.py"),
    *Path("service/features").rglob("*schemas.py"),
]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def every_wrong(value: Any) -> Iterator[Any]:
    """A body with one value of it wrong, absent, or with one more beside it, wherever it stands."""
    if isinstance(value, dict):
        yield {**value, "unknown": 1}
        for name, inner in value.items():
            yield {other: value[other] for other in value if other != name}
            yield from ({**value, name: wrong} for wrong in every_wrong(inner))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from ([*value[:at], wrong, *value[at + 1 :]] for wrong in every_wrong(inner))
    yield from WRONG


def faults_of(adapter: TypeAdapter[Any], body: Any) -> list[FieldError]:
    try:
        checked(json.dumps(body).encode(), adapter)
    except ValidationFailed as failed:
        return list(failed.errors)
    return []


@pytest.mark.parametrize("kind", FAULTS)
def test_both_languages_say_the_same_of_a_fault_in_other_words(kind: str) -> None:
    wording = FAULTS[kind]
    assert places(wording.en) == places(wording.id)
    assert wording.en != wording.id
    assert not FRAMEWORKS_WORDS.search(f"{wording.en} {wording.id}")


@pytest.mark.parametrize("shape", SHAPES)
def test_every_fault_of_a_body_has_words_of_its_own_in_both_languages(shape: str) -> None:
    operation, schema = SHAPES[shape]
    adapter = TypeAdapter(BODY_OF[operation])
    told = [fault for body in walked(every_wrong(full(schema))) for fault in faults_of(adapter, body)]
    for fault in walked(told):
        assert fault.detail != says("invalid"), fault
        assert fault.detail.en != fault.detail.id, fault
        assert not FRAMEWORKS_WORDS.search(f"{fault.detail.en} {fault.detail.id}"), fault
        assert "zqzq" not in f"{fault.detail}", fault


UNIONS = {
    name: (schema["discriminator"]["propertyName"], sorted(schema["discriminator"]["mapping"]))
    for name, schema in DOCUMENT["components"]["schemas"].items()
    if "discriminator" in schema
}
"""Every union of the contract: the member that tells its kinds apart, and the values of that."""

SENT_IN = {route.opt["body"].__name__: route.opt["body"] for route in ROUTES if "body" in route.opt}
BESIDE = ({}, {"unknown": 1}, {"reason": "Perlu"})


@pytest.mark.parametrize("tagged", [True, False])
@pytest.mark.parametrize("name", UNIONS)
def test_a_body_that_does_not_say_of_which_kind_it_is_is_told_every_kind_there_is(name: str, tagged: bool) -> None:  # noqa: FBT001 - of each pair
    member, values = UNIONS[name]
    adapter = TypeAdapter(SENT_IN[name])
    unknown = [{member: value} for value in ("", "zq", None, 1, True, 1.5, [], {})]
    for body in walked([*BESIDE, *unknown]):
        with pytest.raises(ValidationFailed) as failed:
            checked(json.dumps(body).encode(), adapter, tagged=tagged)
        (fault,) = failed.value.errors
        assert fault.pointer == f"/{member}"
        for words in (fault.detail.en, fault.detail.id):
            assert sorted(words.rpartition("one of " if words == fault.detail.en else "dari ")[2].split(", ")) == values


def test_the_contract_has_unions() -> None:
    assert len(UNIONS) > 5
    assert set(UNIONS) <= set(SENT_IN)


def rules() -> Iterator[str]:
    """What the members of commands say by ValueError."""
    for file in walked(SAYERS):
        for node in ast.walk(ast.parse(file.read_text())):
            said = (
                isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "msg"
            )
            if said and isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                yield str(node.value.value)


def test_every_rule_of_a_command_is_said_in_both_languages() -> None:
    assert set(rules()) == set(LAWS)
    assert {name for name, _ in LAWS.values()} <= set(FAULTS)


@pytest.mark.parametrize("kind", ["url_scheme", "a_kind_of_tomorrow"])
def test_a_kind_that_nobody_worded_says_nothing_of_the_library(kind: str) -> None:
    fault = ErrorDetails(type=kind, loc=("a",), msg="Input should be odd", input="zqzq")
    assert told_fault(fault) == says("invalid")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: str(route.operation_id))
def test_every_query_parameter_is_told_by_what_it_may_be(route: Any) -> None:
    for declared in query_of(route).values():
        told = told_bounds(declared)
        assert told.en != told.id
        assert not FRAMEWORKS_WORDS.search(f"{told.en} {told.id}")


SENT = {
    "limit=0": "harus bilangan bulat dari 1 sampai 500",
    "limit=x": "harus bilangan bulat, ditulis dengan angka",
    "state=zq": "harus salah satu dari reported, verified, assigned, handled, closed",
    "agency=bawaslo": "mungkin maksudnya bawaslu?",
    "cursor=zq": "bukan penanda halaman daftar ini",
    "unknown=1": "bukan parameter kueri operasi ini",
    "sort=relevance": "`relevance` mengurutkan hasil `q`",
    "q=%E2%80%8B": "karakter yang terlihat",
}


@pytest.mark.parametrize("query", SENT)
async def test_a_fault_of_a_query_is_told_in_indonesian(client: Any, settings: Settings, query: str) -> None:
    sent = headers(settings, AUDITOR) | {"Accept-Language": "id"}
    (fault,) = (await client.get(f"{P}/reports?{query}", headers=sent)).json()["errors"]
    assert SENT[query] in fault["detail"]


async def test_a_fault_of_a_header_is_told_in_indonesian(client: Any, settings: Settings) -> None:
    sent = headers(settings, POLRES, key="a b") | {"Accept-Language": "id"}
    (fault,) = (await client.post(f"{P}/reports", json=REPORT, headers=sent)).json()["errors"]
    assert fault["detail"].startswith("1 sampai 255 karakter ASCII")


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("in", "id"),
        ("in-ID", "id"),
        ("in_ID", "id"),
        ("id_ID", "id"),
        ("id-Latn-ID", "id"),
        ("ind", "id"),
        ("id;Q=0.9", "id"),
        ("en;Q=0.2, in-ID;Q=0.9", "id"),
        ("id;q=0.2, en_GB;q=0.9", "en"),
        ("inh", "en"),
        ("ina-ID", "en"),
        ("jv-ID, in;q=0.8", "id"),
        ("in;q=0", "en"),
    ],
)
async def test_indonesian_is_answered_by_each_of_its_names(client: Any, asked: str, language: str) -> None:
    """Java and Android name it by the code of before 1989; others write a locale's underscore, or a capital Q."""
    answer = await client.get("/v1/me", headers={"Accept-Language": asked})
    assert answer.headers["content-language"] == language
    assert answer.json()["title"] == {"en": "Sign-in is required", "id": "Perlu masuk"}[language]


async def test_a_fault_of_a_body_is_told_in_the_language_asked_for(client: Any, settings: Settings) -> None:
    body = REPORT | {"severity": "S9", "occurred_at": "kemarin", "title": ""}
    told = {}
    for language in ("en", "id"):
        sent = headers(settings, POLRES) | {"Accept-Language": language}
        errors = (await client.post(f"{P}/reports", json=body, headers=sent)).json()["errors"]
        told[language] = {fault["pointer"]: fault["detail"] for fault in errors}
    assert told["en"]["/severity"] == "must be one of S1, S2, S3, S4"
    assert told["id"]["/severity"] == "harus salah satu dari S1, S2, S3, S4"
    assert told["id"]["/occurred_at"].startswith("harus waktu RFC 3339")
    assert told["id"]["/title"] == "paling sedikit 1 karakter"


async def test_a_fault_of_a_queued_command_is_told_in_indonesian(client: Any, settings: Settings) -> None:
    command = {
        "id": "019ab3f1-52aa-7c0e-9d11-6b8a4f20c7d3",
        "at": "2024-11-24T20:31:00+07:00",
        "kind": "report.create",
        "body": REPORT | {"severity": "S9"},
    }
    sent = headers(settings, POLRES) | {"Accept-Language": "id"}
    answer = await client.post(f"{P}/commands", json={"commands": [command]}, headers=sent)
    (result,) = answer.json()["results"]
    assert re.match("harus salah satu dari S1", result["problem"]["errors"][0]["detail"])


def test_the_model_is_what_raises_such_faults() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(BODY_OF["createReport"]).validate_json(b"{}", strict=True)


async def test_a_completeness_without_its_finding_is_told_both_in_the_language_asked_for(
    client: Any, settings: Settings
) -> None:
    made = (await report(client, settings))["id"]
    told = {}
    for language in ("en", "id"):
        sent = headers(settings, SARI) | {"Accept-Language": language}
        answer = await client.post(f"{P}/reports/{made}/completeness", json={"text": "x"}, headers=sent)
        ((pointer, told[language]),) = [(one["pointer"], one["detail"]) for one in answer.json()["errors"]]
        assert (answer.status_code, pointer) == (422, "/finding")
    assert told["en"] == "is required here and is not there; it is one of incomplete, complete"
    assert told["id"] == "wajib ada di sini, tetapi tidak ada; isinya salah satu dari incomplete, complete"
