"""An auditor's verification knows evidence: what was forged, altered or put away about it is named."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import ADMIN, DESK, POLRES, TONO, P, headers, report
from tests.features.evidence.conftest import Care
from tests.features.evidence.sending import link, photo, send
from tests.features.evidence.test_care import LATER, spoil
from tests.trail.verifier.tampering import dump, rechained
from workflows.trail.replay.machine import Replay
from workflows.trail.replay.snapshots import EvidenceSnapshot, Snapshot, differences
from workflows.trail.replay.standing import Held, Report

Edit = Callable[[dict[str, Any]], Any]
LEAVES = "SELECT leaf FROM audit_event WHERE report_id IS NOT NULL ORDER BY report_id, seq"


async def story(client: Any, settings: Settings, admin: Any, care: Care) -> list[bytes]:
    """The leaves of evidence that was added, looked at, handed on, spoilt and, one after the other, erased."""
    made = (await report(client, settings))["id"]
    path = f"{P}/reports/{made}"
    one, *others = [await send(client, settings, POLRES, made, photo(seed=seed)) for seed in range(3)]
    assert (await link(client, settings, TONO, made, one)).status_code == 201
    handed = {"agency": "kejari", "reason": "Pelimpahan"}
    given = await client.post(f"{path}/evidence/{one}/transfers", json=handed, headers=headers(settings, DESK))
    assert given.status_code == 201
    spoil(settings, "different")
    await care.checker.check(care.policy, LATER)
    for other in others:
        body = {"target": "evidence", "text": other, "reason": "Hak"}
        asked = (await client.post(f"{path}/erasures", json=body, headers=headers(settings, ADMIN))).json()["id"]
        approved = await client.post(
            f"{path}/erasures/{asked}/decision", json={"approve": True}, headers=headers(settings, TONO)
        )
        assert approved.status_code == 200
    return [bytes(row["leaf"]) for row in await admin.fetch(LEAVES)]


def codes(leaves: list[bytes]) -> list[str]:
    faults: list[Any] = []
    replay = Replay("33.05")
    for index, leaf in enumerate(leaves):
        replay.feed(leaf, index, faults)
    return [fault.code.value for fault in faults]


def forged(leaves: list[bytes], action: str, edit: Edit) -> list[bytes]:
    """The trail with the first such event changed, chained anew as who holds the keys could."""
    events = [json.loads(leaf) for leaf in leaves]
    edit(next(event for event in events if event["action"] == action))
    return rechained([dump(event) for event in events])


def doer(role: str, agency: str) -> Edit:
    return lambda event: event["actor"].update(role=role, agency=agency)


def data(**changes: Any) -> Edit:
    return lambda event: event["data"].update(changes)


def restored(event: dict[str, Any]) -> None:
    """What is intact is found again, though nobody had missed it."""
    event.update(action="evidence.restored")
    event["data"].update(finding="intact")


FORGERIES: list[tuple[str, Edit, str]] = [
    ("evidence.added", data(sha256="abc"), "leaf_malformed"),
    ("evidence.added", data(media_type="text/html"), "leaf_malformed"),
    ("evidence.added", data(size=0), "leaf_malformed"),
    ("evidence.added", doer("auditor", "inspektorat"), "illegal_transition"),
    ("evidence.downloaded", data(evidence="00000000-0000-4000-8000-000000000000"), "state_contradicts"),
    ("evidence.downloaded", data(evidence="x"), "leaf_malformed"),
    ("evidence.downloaded", doer("system", "system"), "illegal_transition"),
    ("evidence.transferred", data(to_outside="dkpp"), "leaf_malformed"),
    ("evidence.transferred", data(to_agency=None), "leaf_malformed"),
    ("evidence.transferred", doer("officer", "kodim"), "illegal_transition"),
    ("evidence.altered", data(finding="intact"), "leaf_malformed"),
    ("evidence.altered", doer("supervisor", "bawaslu"), "illegal_transition"),
    ("evidence.altered", lambda event: event.update(action="evidence.restored"), "leaf_malformed"),
    ("evidence.altered", restored, "state_contradicts"),
    ("erasure.approved", data(text="00000000-0000-4000-8000-000000000000"), "state_contradicts"),
]


async def test_what_happened_to_evidence_verifies_and_every_forgery_of_it_is_named(
    client: Any, settings: Settings, admin: Any, care: Care
) -> None:
    leaves = await story(client, settings, admin, care)
    assert codes(leaves) == []
    missed = [
        (action, code, codes(forged(leaves, action, edit)))
        for action, edit, code in FORGERIES
        if code not in codes(forged(leaves, action, edit))
    ]
    assert missed == []


async def test_evidence_added_twice_or_used_after_its_erasure_is_named(
    client: Any, settings: Settings, admin: Any, care: Care
) -> None:
    leaves = await story(client, settings, admin, care)
    events = [json.loads(leaf) for leaf in leaves]
    first, second, _ = [event for event in events if event["action"] == "evidence.added"]
    second["data"]["evidence"] = first["data"]["evidence"]
    assert "state_contradicts" in codes(rechained([dump(event) for event in events]))
    events = [json.loads(leaf) for leaf in leaves]
    erased = next(event for event in events if event["action"] == "erasure.approved")["data"]["text"]
    last = events[-1]
    after = json.loads(json.dumps(next(event for event in events if event["action"] == "evidence.downloaded")))
    after.update(seq=last["seq"] + 1, version=last["version"] + 1, at=last["at"], event=ANOTHER)
    after["data"]["evidence"] = erased
    assert "illegal_transition" in codes(rechained([*leaves, dump(after)]))


ANOTHER = "019ab3f6-2f90-7b12-8d47-5a1c0e9f3b64"
HELD = Held(bytes(16), "a" * 64, 5, "image/jpeg")
ROW = EvidenceSnapshot(
    id="00000000-0000-0000-0000-000000000000", sha256="a" * 64, size=5, media_type="image/jpeg", erased=False
)


def snapshot(rows: list[EvidenceSnapshot]) -> Snapshot:
    codes = dict.fromkeys(("report", "state", "head", "category", "severity", "classification", "area"), "")
    none = dict.fromkeys(("lead_agency", "register_number", "outcome"), None)
    return Snapshot(**codes, **none, version=1, seq=1, tasks=[], evidence=rows)


@pytest.mark.parametrize(
    "rows",
    [[], [ROW, ROW], [EvidenceSnapshot(id=ROW.id, sha256="b" * 64, size=5, media_type="image/jpeg", erased=False)]],
)
def test_a_row_of_evidence_that_is_not_what_its_events_say_is_named(rows: list[EvidenceSnapshot]) -> None:
    told = Report()
    told.evidence = (HELD,)
    assert [words for words in differences(told, snapshot(rows)) if "evidence" in words]
    assert not [words for words in differences(told, snapshot([ROW])) if "evidence" in words]
