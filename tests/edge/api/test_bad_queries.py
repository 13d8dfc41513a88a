"""Every query parameter of every operation, held against the document."""

import re
from typing import Any
from urllib.parse import unquote_plus, urlencode

import pytest

from service.edge.settings import Settings
from tests.edge.api.bodies import is_problem, pointers, reviewed, sent_in, webhook_made
from tests.edge.api.story import AUDITOR, DESK, POLRES, P, headers, report, verified
from tests.edge.contract.document import NOBODY, OPERATIONS, follow, validator
from tests.edge.contract.values import full
from tests.walking import walked

QUERIED = {
    name: [{**one, "schema": follow(one["schema"])} for one in operation["parameters"] if one["in"] == "query"]
    for name, operation in OPERATIONS.items()
    if any(one["in"] == "query" for one in operation["parameters"])
}
SIGNED_IN = [name for name, one in OPERATIONS.items() if one["method"] == "get" and one["security"]]
PUBLIC = [name for name, one in OPERATIONS.items() if not one["security"]]
QUOTED = ("%00", "a%00b", "%27;+DROP+TABLE+report;+--", "%ED%A0%80", "%FF", "a" * 10_001, "", "null", "%20")
NUMBERS = (
    str(2**31),
    str(2**53),
    str(2**63 - 1),
    str(2**63),
    "9" * 5000,
    "NaN",
    "Infinity",
    "1e5",
    "1_0",
    "%2B1",
)
MOMENTS = (
    "0001-01-01T00:00:00Z",
    "1900-01-01T00:00:00%2B14:00",
    "2199-12-31T23:59:59-14:00",
    "9999-12-31T23:59:59Z",
    "2024-02-30T00:00:00Z",
    "2024-11-24T00:00:00%2B99:99",
    "2024-11-24T24:00:60Z",
)
TRUTHS = {"true": True, "false": False}
VALUES = (
    *QUOTED,
    *TRUTHS,
    "True",
    "zqzq",
    "0",
    "-1",
    "501",
    "10001",
    "abc",
    "1.5",
    "9" * 30,
    "0x1",
    *NUMBERS,
    *MOMENTS,
)
NOT_THERE = {
    "getCheckpoint": {"not_found", "witnesses_unset"},
    "getInclusionProof": {"not_found"},
    "getConsistencyProof": {"out_of_range"},
    "previewClock": {"no_limit", "no_extension", "out_of_calendar"},
    "getEvidenceContent": {"link_invalid"},
    "exportAreas": {"borders_not_loaded"},
    **{name: {"out_of_range"} for name in OPERATIONS if name.startswith("export") and name != "exportAreas"},
}
"""What the tree does not hold, no law limits, no operator set and nobody signed, which no schema knows."""


OF_THE_REGION = {"agency", "area", "election", "regime"}
"""Codes that the region's policy has, or its law, of which none is among these values."""


ENDING = {"streamEvents": {"follow": "false"}}
"""What lets an answer end that goes on by itself."""
ENDLESS = {("streamEvents", "follow", "true")}
"""And what does not."""


def allowed(schema: dict[str, Any], value: str) -> bool:
    """Whether the document allows it, as text or as the number or the truth that it writes."""
    text = unquote_plus(value)
    readings = [text, int(text)] if re.fullmatch("-?[0-9]{1,4000}", text) else [text, TRUTHS.get(text, text)]
    return any(validator(schema).is_valid(one) for one in readings)


def required_beside(operation: str, name: str) -> dict[str, str]:
    """Values for the other parameters that have to be given."""
    others = [one for one in QUERIED.get(operation, ()) if one["required"] and one["name"] != name]
    needed = {one["name"]: str(one["schema"].get("minimum", full(one["schema"]))) for one in others}
    return needed | {other: value for other, value in ENDING.get(operation, {}).items() if other != name}


def codes(answer: Any) -> set[str]:
    found = answer.json()
    return {found["code"], *(error["code"] for error in found["errors"])} if is_problem(answer) else set()


async def ask(client: Any, settings: Settings, operation: str, query: str) -> Any:
    path = OPERATIONS[operation]["path"]
    made = await report(client, settings) if "report_id" in path else {"id": NOBODY}
    known = {"region": "33.05", "report_id": made["id"], "task_id": NOBODY, "event_id": NOBODY, "clock_id": NOBODY}
    if "evidence_id" in path:
        known["evidence_id"] = await sent_in(client, settings, POLRES, made["id"])
    if "review_id" in path:
        carrier = await verified(client, settings, classification="ordinary")
        known["review_id"] = (await reviewed(client, settings, carrier["id"]))["id"]
    asker = DESK if "/webhooks" in path else AUDITOR
    if "webhook_id" in path:
        known["webhook_id"] = await webhook_made(client, settings)
    path = path.format(**known, tile="0/000", code="not_found", name="init.js")
    return await client.get(f"{path}?{query}", headers=headers(settings, asker))


@pytest.mark.parametrize("operation", QUERIED)
async def test_a_parameter_is_taken_as_the_document_says_or_refused_by_name(
    client: Any, settings: Settings, operation: str
) -> None:
    wrongly = []
    for parameter in QUERIED[operation]:
        name, schema = parameter["name"], parameter["schema"]
        beside = urlencode(required_beside(operation, name))
        for value in (one for one in VALUES if (operation, name, one) not in ENDLESS):
            answer = await ask(client, settings, operation, f"{name}={value}&{beside}")
            taken = allowed(schema, value) and name not in OF_THE_REGION
            if name == "cursor":
                taken = taken and operation in {"getHistory", "getTimeline", "listDeliveries"}
            fine = answer.status_code == 200 or codes(answer) & NOT_THERE.get(operation, set())
            named = answer.status_code == 422 and is_problem(answer) and pointers(answer) == [name]
            if not (fine if taken else named) or "zqzq" in answer.text:
                wrongly.append((name, value[:40], answer.status_code, answer.text[:300]))
    assert not wrongly, "\n".join(map(str, wrongly[:5]))


@pytest.mark.parametrize("operation", QUERIED)
async def test_a_line_feed_after_a_code_is_refused_by_name(client: Any, settings: Settings, operation: str) -> None:
    refused = {}
    given = [one for one in QUERIED[operation] if one["name"] != "q"]
    for name, schema in ((one["name"], one["schema"]) for one in given):
        value = full(schema) if schema.get("type") == "string" and name != "cursor" else 1
        query = f"{urlencode({name: value})}%0A&{urlencode(required_beside(operation, name))}"
        answer = await ask(client, settings, operation, query)
        refused[name] = answer.status_code == 422 and name in pointers(answer)
    assert all(walked(refused.values())), refused


@pytest.mark.parametrize("operation", QUERIED)
async def test_a_repeated_parameter_is_refused_by_name(client: Any, settings: Settings, operation: str) -> None:
    for parameter in walked(QUERIED[operation]):
        name = parameter["name"]
        pair = urlencode({name: full(parameter["schema"])})
        beside = urlencode(required_beside(operation, name))
        answer = await ask(client, settings, operation, f"{pair}&{pair}&{beside}")
        assert (answer.status_code, pointers(answer)) == (422, [name]), answer.text


@pytest.mark.parametrize("operation", SIGNED_IN)
async def test_an_unknown_parameter_is_refused_by_name(client: Any, settings: Settings, operation: str) -> None:
    beside = urlencode(required_beside(operation, ""))
    answer = await ask(client, settings, operation, f"unknown=zqzq&{beside}")
    assert (answer.status_code, pointers(answer)) == (422, ["unknown"]), answer.text
    assert "zqzq" not in answer.text


async def test_an_unknown_parameter_of_a_change_is_refused(client: Any, settings: Settings) -> None:
    answer = await client.post(f"{P}/reports?dry_run=true", json={}, headers=headers(settings, AUDITOR))
    assert answer.status_code == 403
    made = await report(client, settings)
    sent = headers(settings, AUDITOR, match=1)
    answer = await client.post(f"{P}/reports/{made['id']}/transitions?dry_run=true", json={}, headers=sent)
    assert (answer.status_code, pointers(answer)) == (422, ["dry_run"])


@pytest.mark.parametrize("operation", [name for name in QUERIED if required_beside(name, "") and name not in ENDING])
async def test_a_missing_parameter_is_named(client: Any, settings: Settings, operation: str) -> None:
    answer = await ask(client, settings, operation, "")
    assert (answer.status_code, pointers(answer)) == (422, list(required_beside(operation, "")))


@pytest.mark.parametrize("operation", PUBLIC)
async def test_a_public_route_ignores_its_query(client: Any, settings: Settings, operation: str) -> None:
    assert (await ask(client, settings, operation, "unknown=1")).status_code == 200


FORMS = [("reports", "limit", value) for value in ("01", "00", "+1", "1.0", "1e1", " 1", "1 ")]


@pytest.mark.parametrize(("path", "name", "value"), [*FORMS, ("events", "after", "-0"), ("events", "after", "-01")])
async def test_a_number_in_a_query_has_one_form(
    client: Any, settings: Settings, path: str, name: str, value: str
) -> None:
    answer = await client.get(f"{P}/{path}", params={name: value}, headers=headers(settings, AUDITOR))
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")
    assert [error["pointer"] for error in answer.json()["errors"]] == [name]
