"""Exports of rows: what they hold, for whom, as of when, and that they are the same bytes whenever they are taken."""

import json
import random
from base64 import b64decode
from itertools import product
from typing import Any

import pytest

from service.edge.settings import Settings
from service.features.exports.formats import csv_line
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import (  # fmt: skip
    ADMIN,
    AUDITOR,
    DESK,
    KODIM,
    KPU,
    LEAD,
    POLRES,
    REPORT,
    SARI,
    TONO,
    VERIFY,
    WATI,
    P,
    fire,
    headers,
    report,
)
from tests.features.exports.taking import DATASETS, FORMATS, rows_of, take
from tests.walking import walked
from workflows.codes.people import Role

CHIEF_KPU = (Role.SUPERVISOR, "kpu", "Ketua")
CHIEF_KODIM = (Role.SUPERVISOR, "kodim", "Pasi")


async def story(client: Any, settings: Settings, admin: Any) -> dict[str, Any]:
    """One report to its end and reopened, one amended, one secret, one against KPU; all in the log."""
    made = await report(client, settings)
    path = f"/reports/{made['id']}"
    assigned = {"trigger": "assign", "tasks": [LEAD, {"agency": "kejari", "role": "support", "kind": "information"}]}
    for version, (who, body) in enumerate(((SARI, VERIFY), (DESK, assigned)), start=1):
        made = (await fire(client, settings, who, path, version, body)).json()
    lead = next(task for task in made["tasks"] if task["agency"] == "bawaslu")
    other = next(task for task in made["tasks"] if task["agency"] == "kejari")
    for version, body in enumerate(({"trigger": "accept"}, {"trigger": "start"}), start=1):
        assert (await fire(client, settings, TONO, f"/tasks/{lead['id']}", version, body)).is_success
    done = {"trigger": "complete", "result": "Selesai"}
    assert (await fire(client, settings, TONO, f"/tasks/{lead['id']}", 3, done)).is_success
    rina = (Role.OFFICER, "kejari", "Rina")
    assert (await fire(client, settings, rina, f"/tasks/{other['id']}", 1, {"trigger": "accept"})).is_success
    amended = await report(client, settings, classification="ordinary", severity="S4")
    sent = headers(settings, POLRES, match=1)
    change = {"severity": "S3", "place": {"area": "33.05.13"}, "reason": "Keliru"}
    assert (await client.patch(f"{P}/reports/{amended['id']}", json=change, headers=sent)).is_success
    dismiss = {"trigger": "dismiss", "outcome": "unfounded", "reason": "Kabar bohong"}
    assert (await fire(client, settings, SARI, f"/reports/{amended['id']}", 2, dismiss)).is_success
    await report(client, settings, classification="secret")
    await report(client, settings, classification="ordinary", category="ethics", reported_party={"agency": "kpu"})
    await sequence_all(admin)
    return made


async def stir(client: Any, settings: Settings, admin: Any, times: int) -> None:
    """Random later events, on old reports and on new ones."""
    chosen = random.Random(7)
    known = [row["id"] for row in await admin.fetch("SELECT id FROM report WHERE state <> 'closed'")]
    while times > 0:
        one = str(chosen.choice(known))
        if chosen.random() < 0.1:
            known.append((await report(client, settings, DESK))["id"])
        note = {"text": f"Catatan {times}"}
        answer = await client.post(f"{P}/reports/{one}/notes", json=note, headers=headers(settings, DESK))
        times -= answer.is_success
    await sequence_all(admin)


@pytest.mark.parametrize(("dataset", "form"), list(product(DATASETS, FORMATS)))
async def test_the_same_leaf_gives_the_same_bytes(
    client: Any, settings: Settings, admin: Any, dataset: str, form: str
) -> None:
    await story(client, settings, admin)
    first = await take(client, settings, f"{dataset}.{form}")
    leaf = int(first.headers["Tindak-As-Of"])
    await stir(client, settings, admin, 200 if form == "csv" else 20)
    again = await take(client, settings, f"{dataset}.{form}", as_of=leaf)
    names = ("Repr-Digest", "Tindak-Tree-Root", "Tindak-Tree-Size", "Content-Disposition")
    assert again.content == first.content
    assert {name: again.headers[name] for name in names} == {name: first.headers[name] for name in names}
    assert (await take(client, settings, f"{dataset}.{form}")).content != first.content or dataset == "tasks"


async def test_the_newest_leaf_says_what_the_state_says(client: Any, settings: Settings, admin: Any) -> None:
    """What is told from the log alone agrees with the state tables as they are."""
    await story(client, settings, admin)
    for form in FORMATS:
        reports = {row.pop("report"): row for row in rows_of(await take(client, settings, f"reports.{form}"))}
        kept = await admin.fetch("SELECT * FROM report ORDER BY id")
        assert list(reports) == [str(row["id"]) for row in kept]
        for row in kept:
            shown = reports[str(row["id"])]
            for name in shown.keys() - {"reported_at", "updated_at", "closed_at"}:
                assert shown[name] == (None if row[name] is None else str(row[name])), name
            for name in ("reported_at", "updated_at", "closed_at"):
                moment = row[name]
                assert shown[name] == (None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}"), name
        tasks = {row.pop("task"): row for row in rows_of(await take(client, settings, f"tasks.{form}"))}
        kept = await admin.fetch("SELECT * FROM task ORDER BY id")
        assert list(tasks) == [str(row["id"]) for row in kept]
        for row in kept:
            shown = tasks[str(row["id"])]
            for name in ("agency", "role", "kind", "state", "round"):
                assert shown[name] == str(row[name]), name
            assert (shown["report"], shown["obligatory"]) == (str(row["report_id"]), str(row["obligatory"]).lower())
            assert (shown["completed_at"] is None) == (row["completed_at"] is None)


async def test_an_earlier_leaf_is_told_as_it_was(client: Any, settings: Settings, admin: Any) -> None:
    made = await story(client, settings, admin)
    feed = (await client.get(f"{P}/events?limit=500", headers=headers(settings, AUDITOR))).json()["items"]
    states = []
    for event in feed:
        if event["report"] != made["id"] or event["task"] is not None:
            continue
        rows = rows_of(await take(client, settings, "reports.ndjson", as_of=event["leaf_index"]))
        states += [row["state"] for row in rows if row["report"] == made["id"]]
        assert len(rows) == len({one["report"] for one in feed[: event["leaf_index"] + 1] if one["report"]})
    assert states == ["reported", "verified", "assigned", *states[3:]]
    assert len(rows_of(await take(client, settings, "events.csv", as_of=0))) == 1


async def test_an_export_holds_what_its_taker_may_see(client: Any, settings: Settings, admin: Any) -> None:
    await story(client, settings, admin)
    for who in (AUDITOR, DESK, TONO, WATI, CHIEF_KPU, CHIEF_KODIM):
        sent = headers(settings, who)
        seen = {one["id"] for one in (await client.get(f"{P}/reports?limit=500", headers=sent)).json()["items"]}
        assert {row["report"] for row in rows_of(await take(client, settings, "reports.csv", who))} == seen
        for dataset in ("tasks", "events"):
            assert {row["report"] for row in rows_of(await take(client, settings, f"{dataset}.ndjson", who))} <= seen
    assert {row["report"] for row in rows_of(await take(client, settings, "events.csv", TONO))} > set()


@pytest.mark.parametrize("who", [POLRES, SARI, KODIM, KPU, ADMIN])
async def test_an_officer_and_an_admin_take_none(client: Any, settings: Settings, who: Any) -> None:
    answer = await client.get(f"{P}/exports/reports.csv", headers=headers(settings, who))
    assert (answer.status_code, answer.json()["code"]) == (403, "role_not_permitted")


async def test_no_word_and_no_person_is_exported(client: Any, settings: Settings, admin: Any) -> None:
    await story(client, settings, admin)
    persons = {
        str(row["person"]) for row in await admin.fetch("SELECT DISTINCT actor_person AS person FROM audit_event")
    }
    words = {row["content"] for row in await admin.fetch("SELECT content FROM report_text WHERE content IS NOT NULL")}
    sealed = {REPORT["reporter"]["name"], REPORT["reporter"]["phone"]}
    secrets = [*walked(persons), *walked(words), *sealed]
    for dataset, form in product(DATASETS, FORMATS):
        text = (await take(client, settings, f"{dataset}.{form}")).text
        assert not [found for found in secrets if found in text]


async def test_it_is_in_the_trail_before_it_leaves(client: Any, settings: Settings, admin: Any) -> None:
    await story(client, settings, admin)
    answer = await take(client, settings, "reports.csv", DESK)
    leaf = await admin.fetchval(
        "SELECT convert_from(leaf, 'UTF8') FROM audit_event WHERE action = 'reads.recorded' ORDER BY seq DESC LIMIT 1"
    )
    (read,) = json.loads(leaf)["data"]["reads"]
    digest = b64decode(answer.headers["Repr-Digest"][9:-1]).hex()
    expected = {"what": "export.made", "export": "reports.csv", "sha256": digest, "agency": "kesbangpol"}
    assert {name: read[name] for name in expected} == expected
    assert read["as_of"] == int(answer.headers["Tindak-As-Of"])
    await admin.execute("REVOKE INSERT ON audit_event FROM tindak_app")
    refused = await client.get(f"{P}/exports/reports.csv", headers=headers(settings, DESK))
    assert refused.status_code >= 500
    assert made_up(answer.text) not in refused.text


def made_up(text: str) -> str:
    return text.splitlines()[1]


async def test_the_root_is_that_of_the_log(client: Any, settings: Settings, admin: Any) -> None:
    await story(client, settings, admin)
    answer = await take(client, settings, "events.csv", as_of=4)
    proof = await client.get(f"{P}/audit/proofs/consistency?old_size=5", headers=headers(settings, AUDITOR))
    assert answer.headers["Tindak-Tree-Root"] in {proof.json()["old_root"], b64(proof.json()["old_root"])}


def b64(value: str) -> str:
    from base64 import b64encode  # noqa: PLC0415

    return b64encode(bytes.fromhex(value)).decode()


async def test_a_leaf_that_is_not_there_is_refused(client: Any, settings: Settings, admin: Any) -> None:
    empty = await take(client, settings, "reports.csv")
    assert (empty.headers["Tindak-As-Of"], rows_of(empty)) == ("-1", [])
    await report(client, settings)
    await sequence_all(admin)
    for leaf in ("99", str(2**53 - 1)):
        refused = await client.get(f"{P}/exports/reports.csv?as_of={leaf}", headers=headers(settings, AUDITOR))
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "as_of")


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")')


def test_no_cell_begins_a_formula_and_every_cell_reads_back() -> None:
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    values = (*FORMULAS, 'a"b', "a,b", "a\r\nb", None, True, 7)
    raw = csv_line((), values)
    assert raw.endswith(b"\r\n")
    (read,) = csv.reader(io.StringIO(raw.decode(), newline=""), strict=True)
    assert read == [*(f"'{one}" for one in FORMULAS), 'a"b', "a,b", "a\r\nb", "", "true", "7"]
    assert not [cell for cell in read if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
