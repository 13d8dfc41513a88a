"""The log over HTTP: what it answers verifies with the pure functions and nothing else."""

from typing import Any
from uuid import UUID

import pytest

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import ADMIN, AUDITOR, KPU, POLRES, P, headers, report
from tests.walking import walked
from workflows.codes.people import Role
from workflows.trail.tlog.merkle import Range, hash_leaf, verify_consistency, verify_inclusion
from workflows.trail.tlog.tiles import decode_bundle

REPORTS = 5
KPU_AUDITOR = (Role.AUDITOR, "kpu", "Rahman")


class Log:
    """The log as one person reads it."""

    def __init__(self, client: Any, settings: Settings) -> None:
        self.client, self.settings = client, settings

    async def get(self, path: str, who: Any = AUDITOR, status: int = 200) -> Any:
        answer = await self.client.get(f"{P}/audit/{path}", headers=headers(self.settings, who))
        assert answer.status_code == status, answer.text
        return answer


@pytest.fixture
async def log(client: Any, settings: Settings, worker: Any) -> Log:
    for _ in range(REPORTS):
        await report(client, settings)
    await sequence_all(worker)
    return Log(client, settings)


async def test_the_leaves_are_those_of_the_tiles(log: Log) -> None:
    leaves = [item["leaf"].encode() for item in (await log.get("entries")).json()["items"]]
    assert len(leaves) == REPORTS
    hashes = (await log.get(f"tile/0/000.p/{REPORTS}")).content
    assert hashes == b"".join(map(hash_leaf, leaves))
    assert decode_bundle((await log.get(f"tile/entries/000.p/{REPORTS}")).content) == tuple(leaves)
    assert (await log.get("tile/0/000.p/2")).content == hashes[:64]
    # The path of a tile is one parameter: a generated client encodes its slashes.
    assert (await log.get("tile/0%2F000.p%2f2")).content == hashes[:64]


async def test_every_event_is_proved_in_every_tree_that_holds_it(log: Log) -> None:
    roots = [Range()]
    for item in (await log.get("entries")).json()["items"]:
        roots.append(roots[-1].append(bytes.fromhex(item["leaf_hash"])))
    events = (await log.client.get(f"{P}/events", headers=headers(log.settings, AUDITOR))).json()["items"]
    for event in walked(events):
        for size in range(event["leaf_index"] + 1, REPORTS + 1):
            found = (await log.get(f"proofs/inclusion?event={event['event']}&size={size}")).json()
            proof = [bytes.fromhex(each) for each in found["hashes"]]
            leaf_hash, root = bytes.fromhex(event["leaf_hash"]), roots[size].root()
            verify_inclusion(leaf_hash, found["leaf_index"], size, proof, root)
            assert (found["leaf_index"], found["root"]) == (event["leaf_index"], root.hex())


async def test_every_tree_is_proved_to_begin_with_every_smaller_one(log: Log) -> None:
    for size in range(REPORTS + 1):
        for old in range(size + 1):
            found = (await log.get(f"proofs/consistency?old_size={old}&size={size}")).json()
            proof = [bytes.fromhex(each) for each in found["hashes"]]
            verify_consistency(old, size, proof, bytes.fromhex(found["old_root"]), bytes.fromhex(found["root"]))


async def test_an_entry_page_goes_on_where_the_last_ended(log: Log) -> None:
    start, seen = "0", []
    while start is not None:
        page = (await log.get(f"entries?start={start}&limit=2")).json()
        seen += [item["leaf_index"] for item in page["items"]]
        start = page["next_cursor"]
    assert seen == list(range(REPORTS))


@pytest.mark.parametrize("path", ["entries", "tile/entries/000.p/5"])
async def test_only_an_auditor_reads_whole_leaves(log: Log, path: str) -> None:
    for who in (POLRES, KPU, ADMIN):
        assert (await log.get(path, who, 403)).json()["code"] == "role_not_permitted"


async def test_a_leaf_about_the_auditors_own_agency_is_withheld(log: Log, client: Any, worker: Any) -> None:
    accused = {"agency": "kpu", "name": "Anggota"}
    made = await report(client, log.settings, category="ethics", reported_party=accused)
    await sequence_all(worker)
    page = (await log.get("entries", KPU_AUDITOR)).json()
    assert [item["leaf_index"] for item in page["items"]] == list(range(REPORTS))
    answer = await log.get(f"tile/entries/000.p/{REPORTS + 1}", KPU_AUDITOR, 403)
    assert answer.json()["code"] == "entries_withheld"
    await log.get(f"proofs/inclusion?event={made['receipt']['event']}", KPU, 404)
    await log.get(f"proofs/inclusion?event={made['receipt']['event']}")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("tile/0/000.p/6", 404),
        ("tile/0/000", 404),
        ("tile/0/0", 404),
        ("tile/1/000.p/1", 404),
        ("tile/0/000.p/0", 404),
        ("tile/64/000.p/1", 404),
        ("proofs/consistency?old_size=4&size=6", 422),
        ("proofs/consistency?old_size=4&size=3", 422),
        ("proofs/consistency?old_size=-1", 422),
        ("proofs/consistency", 422),
        (f"proofs/inclusion?event={UUID(int=404)}", 404),
        ("entries?limit=257", 422),
    ],
)
async def test_what_the_tree_does_not_have_is_a_problem(log: Log, path: str, status: int) -> None:
    answer = await log.get(path, status=status)
    assert answer.headers["Content-Type"].startswith("application/problem+json")


async def test_an_event_before_its_turn_is_not_merged_yet(log: Log, client: Any) -> None:
    made = await report(client, log.settings)
    answer = await log.get(f"proofs/inclusion?event={made['receipt']['event']}", status=409)
    assert answer.json()["code"] == "not_merged_yet"
