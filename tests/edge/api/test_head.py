"""HEAD on every route that answers GET: the same gate and status, no content, and no trace of a reading."""

from typing import Any

import pytest
from litestar import HttpMethod

from service.app import ROUTES
from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import AUDITOR, DESK, KODIM, TONO, P, headers, report
from tests.edge.contract.document import NOBODY
from tests.features.evidence.sending import photo, send
from tests.signing import Signer

GOT = [route for route in ROUTES if HttpMethod.GET in route.http_methods]
RECKONED = {"content-length", "repr-digest", "transfer-encoding"}
"""What HEAD may leave out: it would have to be reckoned from the content."""

OF_THE_MOMENT = {"date", "x-trace-id", "ratelimit", "content-disposition", "tindak-as-of", "tindak-tree-size"}
OF_THE_MOMENT |= {"tindak-tree-root", "tindak-calendar-changed", "etag"}
QUERY = {
    "listPossibleDuplicates": "",
    "previewClock": "?regime=pilkada&step=handling&start=2024-11-25T08:00:00Z",
    "previewRouting": "?report={report_id}",
    "streamEvents": "?after=-1&follow=false",
    "getInclusionProof": "?event={event_id}",
    "getConsistencyProof": "?old_size=0",
}


async def _story(client: Any, settings: Settings, worker: Any, signer: Signer) -> dict[str, str]:
    """What the paths name: a secret report, so that every reading of it is kept."""
    made = await report(client, settings, classification="secret")
    await sequence_all(worker)
    await signer.publish(worker)
    return {
        "region:str": "33.05", "report_id:uuid": made["id"], "event_id:uuid": made["receipt"]["event"],
        "code:str": "not_found", "name:str": "init.js", "tile:path": "0/000.p/1",
    }  # fmt: skip


def _target(route: Any, known: dict[str, str]) -> str:
    (path,) = route.paths
    for name, value in known.items():
        path = path.replace("{" + name + "}", value)
    while "{" in path:
        path = path.partition("{")[0] + NOBODY + path.partition("}")[2]
    query = QUERY.get(str(route.operation_id), "")
    return str(path + query.format(report_id=known["report_id:uuid"], event_id=known["event_id:uuid"]))


async def test_head_answers_on_every_route_as_get_does_without_content_and_without_a_trace(
    client: Any, settings: Settings, worker: Any, signer: Signer, admin: Any
) -> None:
    known = await _story(client, settings, worker, signer)
    kept = "SELECT count(*) FROM audit_event"
    wrong = []
    succeeded = set()
    reads = client.app.state.reads
    assert await reads.flush()
    for route in GOT:
        for who in (DESK, AUDITOR):
            target, sent_with = _target(route, known), headers(settings, who)
            before = await admin.fetchval(kept), reads.waiting
            looked = await client.request("HEAD", target, headers=sent_with)
            after = await admin.fetchval(kept), reads.waiting
            got = await client.get(target, headers=sent_with)
            await reads.flush()
            missing = got.headers.keys() - looked.headers.keys() - RECKONED
            differ = {
                name
                for name in got.headers.keys() & looked.headers.keys() - OF_THE_MOMENT
                if got.headers[name] != looked.headers[name] and got.is_success
            }
            if route.operation_id == "getMetrics":
                differ.discard("content-length")  # asking makes them longer
            faults = (looked.status_code != got.status_code, looked.content, before != after, missing, differ)
            if any(faults):
                wrong.append((route.operation_id, who, looked.status_code, got.status_code, faults))
            if got.is_success:
                succeeded.add(route.operation_id)
    assert not wrong, "\n".join(map(str, wrong))
    assert len(succeeded) > 30, succeeded


async def test_head_of_evidence_leaves_its_chain_of_custody_as_it_was(client: Any, settings: Settings) -> None:
    made = await report(client, settings)
    where = f"{P}/reports/{made['id']}/evidence"
    evidence = await send(client, settings, TONO, made["id"], photo())
    body = {"purpose": "download", "reason": "Klarifikasi"}
    link = (await client.post(f"{where}/{evidence}/links", json=body, headers=headers(settings, TONO))).json()
    before = (await client.get(f"{where}/{evidence}/custody", headers=headers(settings, TONO))).json()
    looked = await client.request("HEAD", link["url"], headers=headers(settings, TONO))
    got = await client.get(link["url"], headers=headers(settings, TONO))
    assert (looked.status_code, looked.content) == (200, b"")
    assert looked.headers["content-length"] == got.headers["content-length"] == str(len(got.content))
    assert looked.headers["etag"] == got.headers["etag"]
    assert before == (await client.get(f"{where}/{evidence}/custody", headers=headers(settings, TONO))).json()


async def test_head_is_refused_as_get_is(client: Any, settings: Settings) -> None:
    made = await report(client, settings, classification="secret")
    for target, who, status in (
        ("/v1/me", None, 401),
        (f"{P}/reports/{made['id']}", KODIM, 404),
        (f"{P}/reports?nothing=1", DESK, 422),
        (f"{P}/commands", DESK, 405),
    ):
        sent_with = {} if who is None else headers(settings, who)
        looked = await client.request("HEAD", target, headers=sent_with)
        assert (looked.status_code, looked.content) == (status, b""), target


async def test_options_names_head_beside_get(client: Any) -> None:
    answer = await client.request("OPTIONS", f"{P}/reports")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize("route", GOT, ids=lambda route: str(route.operation_id))
def test_no_route_of_get_has_a_head_of_another_on_its_path(route: Any) -> None:
    assert not [one for one in ROUTES if HttpMethod.HEAD in one.http_methods and one.paths & route.paths]
