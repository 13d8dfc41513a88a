"""Bundles over HTTP: what each asker gets, and what nobody gets."""

import asyncio
import io
import json
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest

from service.edge.settings import Settings
from service.trail.verifier.command import verify
from tests.edge.api.story import AUDITOR, DESK, KPU, POLRES, SARI, TONO, P, headers, report, verified
from tests.signing import Signer
from tests.trail.log.bundling import signed
from workflows.codes.people import Role

KPU_AUDITOR = (Role.AUDITOR, "kpu", "Rahman")
ACCUSED = {"reported_party": {"agency": "kpu", "name": "Anggota"}}
FROM, TO = "2020-01-01T00:00:00+07:00", "2100-01-01T00:00:00Z"
PERIOD = {"from": FROM, "to": TO}
BAD = {
    "/from": [
        {"report": str(uuid4()), "from": FROM},
        {"to": TO},
        {"from": TO, "to": FROM},
        {"from": FROM, "to": FROM},
        {"from": TO},
        {"from": "2024-11-01"},
    ],
    "/to": [{"report": str(uuid4()), "to": TO}],
    "/report": [{"report": "all"}],
    "/region": [{"region": "33.05"}],
}


async def _ask(client: Any, settings: Settings, who: Any, body: Any) -> Any:
    return await client.post(f"{P}/audit/bundles", json=body, headers=headers(settings, who))


def _lines(answer: Any, member: str) -> list[dict[str, Any]]:
    with ZipFile(io.BytesIO(answer.content)) as file:
        return [json.loads(line) for line in file.read(member).splitlines()]


async def _verdict(answer: Any, signer: Signer, folder: Path) -> tuple[int, dict[str, Any]]:
    (folder / "a.bundle").write_bytes(answer.content)
    out, key = io.BytesIO(), signer.key
    code = await asyncio.to_thread(verify, folder / "a.bundle", [key], None, True, out)
    return code, json.loads(out.getvalue())


async def test_every_scope_is_a_file_that_holds_and_is_named_by_what_it_covers(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    made = await verified(client, settings)
    await report(client, settings)
    await signed(worker, signer)
    note = {"text": "menyusul"}
    added = await client.post(f"{P}/reports/{made['id']}/notes", json=note, headers=headers(settings, DESK))
    assert added.status_code == 201
    for body, name, events in (({}, "region", 3), ({"report": made["id"]}, made["id"], 2), (PERIOD, "period", 3)):
        answer = await _ask(client, settings, AUDITOR, body)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"] == "application/zip"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="tindak-33.05-{name}-3.zip"'
        assert answer.headers["Cache-Control"] == "no-store"
        code, verdict = await _verdict(answer, signer, tmp_path)
        assert (code, verdict["counts"]["events"], verdict["counts"]["pending"]) == (0, events, 1), verdict


@pytest.mark.parametrize(("who", "reads"), [(TONO, True), (POLRES, True), (AUDITOR, False), (DESK, False)])
async def test_a_bundle_has_the_texts_that_its_asker_may_read_and_no_other(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path, who: Any, *, reads: bool
) -> None:
    made = await report(client, settings, classification="secret")
    await report(client, settings, TONO, title="Yang lain")
    await signed(worker, signer)
    answer = await _ask(client, settings, who, {"report": made["id"]})
    history = (await client.get(f"{P}/reports/{made['id']}/history", headers=headers(settings, who))).json()
    shown = {text["id"] for item in history["items"] for text in item["texts"]}
    assert {text["id"] for text in _lines(answer, "texts.jsonl")} == shown
    assert bool(shown) is reads
    assert {line["report"] for line in _lines(answer, "snapshots.jsonl")} == {made["id"]}
    code, verdict = await _verdict(answer, signer, tmp_path)
    assert code == 0, verdict


async def test_a_report_that_is_hidden_or_missing_is_not_found(
    client: Any, settings: Settings, worker: Any, signer: Signer
) -> None:
    made = await report(client, settings, classification="secret")
    await signed(worker, signer)
    for who, wanted in ((KPU, made["id"]), (SARI, made["id"]), (AUDITOR, str(uuid4()))):
        answer = await _ask(client, settings, who, {"report": wanted})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("who", [DESK, TONO, POLRES])
@pytest.mark.parametrize("body", [{}, PERIOD])
async def test_a_region_or_a_period_is_for_auditors(client: Any, settings: Settings, who: Any, body: Any) -> None:
    answer = await _ask(client, settings, who, body)
    assert (answer.status_code, answer.json()["code"]) == (403, "role_not_permitted")


async def test_an_auditor_gets_nothing_of_a_report_that_accuses_their_own_agency(
    client: Any, settings: Settings, worker: Any, signer: Signer
) -> None:
    await report(client, settings, **ACCUSED)
    other = await report(client, settings)
    await signed(worker, signer)
    answer = await _ask(client, settings, KPU_AUDITOR, {})
    assert (answer.status_code, answer.json()["code"]) == (403, "entries_withheld")
    answer = await _ask(client, settings, KPU_AUDITOR, PERIOD)
    assert len(_lines(answer, "leaves.jsonl")) == 1
    assert [line["report"] for line in _lines(answer, "snapshots.jsonl")] == [other["id"]]


@pytest.mark.parametrize(("pointer", "body"), [(name, body) for name, bodies in BAD.items() for body in bodies])
async def test_a_scope_that_is_none_is_refused_by_its_member(
    client: Any, settings: Settings, pointer: str, body: dict[str, str]
) -> None:
    answer = await _ask(client, settings, AUDITOR, body)
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, [pointer])


async def test_there_is_no_bundle_before_the_first_checkpoint(client: Any, settings: Settings) -> None:
    made = await report(client, settings)
    for body in ({}, {"report": made["id"]}):
        answer = await _ask(client, settings, AUDITOR, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "nothing_signed")
