"""A stream tells exactly what the feed lists, to everybody."""

import asyncio
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import ADMIN, AUDITOR, DESK, KODIM, KPU, POLRES, SARI, TONO, P, headers, report, verified
from tests.features.live.direct import Direct
from workflows.access import visibility
from workflows.codes.people import Role
from workflows.decisions.machines.subscriptions import Interest

EVERYBODY = (
    DESK, SARI, TONO, POLRES, KODIM, KPU, AUDITOR,
    (Role.AUDITOR, "kpu", "Pengawas"), (Role.INTEGRATOR, "diskominfo", "Mesin"), (Role.SUPERVISOR, "polres", "Kepala"),
)  # fmt: skip
ACCUSING = {"classification": "ordinary", "reported_party": {"agency": "kpu", "name": "Anggota"}}


async def happen(client: Any, settings: Settings) -> dict[str, str]:
    """A report of each classification, one against KPU, and an auditor's reads."""
    made = {kind: (await report(client, settings, classification=kind))["id"] for kind in ("ordinary", "secret")}
    made["restricted"] = (await verified(client, settings))["id"]
    made["accusing"] = (await report(client, settings, **ACCUSING))["id"]
    await client.get(f"{P}/reports/{made['accusing']}", headers=headers(settings, AUDITOR))
    await asyncio.sleep(0)
    return made


async def feed(client: Any, settings: Settings, who: Any) -> list[dict[str, Any]]:
    answer = await client.get(f"{P}/events?limit=500", headers=headers(settings, who))
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_everybody_is_told_what_their_feed_lists_later_and_as_it_happens(
    client: Any, settings: Settings, live: Direct, worker: Any
) -> None:
    at_once = [await live.listen(who, "after=-1").opened() for who in EVERYBODY]
    await happen(client, settings)
    await client.app.state.reads.flush()
    await sequence_all(worker)
    later = [live.listen(who, "after=-1&follow=false") for who in EVERYBODY]
    for who, one, other in zip(EVERYBODY, at_once, later, strict=True):
        listed = await feed(client, settings, who)
        assert listed
        await one.until(lambda it, listed=listed: len(it.told) >= len(listed), f"all of it is told to {who}")
        await other.task
        assert one.told == other.told == listed
        ids = [event.id for event in one.events if event.event == "message"]
        assert ids == [str(item["leaf_index"]) for item in listed]


async def test_what_is_hidden_is_not_sent_and_a_wall_put_up_meanwhile_holds_at_once(
    client: Any, settings: Settings, live: Direct, worker: Any
) -> None:
    kpu, kodim = await live.listen(KPU).opened(), await live.listen(KODIM).opened()
    made = await report(client, settings, classification="ordinary")
    await sequence_all(worker)
    for listener in (kpu, kodim):
        await listener.until(lambda it: it.told, "an ordinary report is told")
    body = {"agency": "kpu", "reason": "Hubungan keluarga"}
    answer = await client.post(f"{P}/reports/{made['id']}/walls", json=body, headers=headers(settings, DESK))
    assert answer.is_success, answer.text
    await report(client, settings, **ACCUSING)
    await sequence_all(worker)
    await kodim.until(lambda it: len(it.told) > len(kpu.told), "the others are told more")
    seen = await report(client, settings, classification="ordinary")
    await sequence_all(worker)
    await kpu.until(lambda it: it.told[-1]["report"] == seen["id"], "what comes after it")
    assert [it["report"] for it in kpu.told] == [made["id"], seen["id"]]


FILTERS: dict[str, set[str]] = {
    "report={ordinary}": {"report.reported"},
    "action=report.verified": {"report.verified"},
    "action=case.*,report.verified": {"report.verified"},
    "action=report.*&report={restricted}": {"report.reported", "report.verified"},
    "agency=kodim&action=task.*": {"task.offered"},
    "agency=kejari": set(),
    "action=task.declined": set(),
}


async def test_filters_narrow_what_is_told(client: Any, settings: Settings, live: Direct, worker: Any) -> None:
    made = await happen(client, settings)
    task = {"agency": "kodim", "role": "support", "kind": "information", "obligatory": False}
    path = f"{P}/reports/{made['restricted']}/tasks"
    assert (await client.post(path, json=task, headers=headers(settings, DESK))).is_success
    await sequence_all(worker)
    listed = await feed(client, settings, AUDITOR)
    for query, actions in FILTERS.items():
        asked = query.format(**made)
        listener = live.listen(AUDITOR, f"after=-1&follow=false&{asked}")
        await listener.task
        wanted = [it for it in listed if it["action"] in actions and ("report=" not in asked or it["report"] in asked)]
        assert listener.told == wanted
        assert bool(wanted) == bool(actions)


async def test_who_may_not_read_events_opens_none(live: Direct) -> None:
    refused = live.listen(ADMIN)
    await refused.task
    assert refused.status == 403


_NAMES = st.sampled_from(["region", "desk", "agency:kpu", "agency:kejari", "person:1", "supervisor:kpu", "holder:kpu"])
_SETS = st.frozensets(_NAMES)


@given(held=st.lists(_NAMES, unique=True), rows=st.lists(st.tuples(_SETS, _SETS), max_size=6))
def test_tokens_that_no_row_names_decide_nothing(
    held: list[str], rows: list[tuple[frozenset[str], frozenset[str]]]
) -> None:
    named = frozenset().union(*(readers | walled for readers, walled in rows))
    matter = visibility.that_matter(tuple(held), named)
    for readers, walled in rows:
        seen = visibility.may_read(readers, walled, tuple(held))
        assert seen == visibility.may_read(readers, walled, matter)


def test_what_may_not_be_told_fits_only_who_asked_for_everything() -> None:
    assert Interest().takes(None, None, None)
    assert not Interest(frozenset({"*"})).takes(None, None, None)
    assert not Interest(agency="kpu").takes(None, None, None)
