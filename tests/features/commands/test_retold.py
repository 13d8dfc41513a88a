"""A batch that is sent again tells of each report no more than a single command that is sent again would."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, OFFICER, POLRES, SARI, TONO, P, headers, report
from tests.features.commands.queueing import codes, created, noted, post, queued, statuses, verified
from tests.features.proposals.proposing import patch

AGUS = (OFFICER, "kodim", "Agus")
TELLING = {"state", "version", "receipt", "current"}


async def wall(client: Any, settings: Settings, made: str, agency: str) -> None:
    body = {"agency": agency, "reason": "Benturan kepentingan"}
    answer = await client.post(f"{P}/reports/{made}/walls", json=body, headers=headers(settings, TONO))
    assert answer.status_code == 201, answer.text


async def again(client: Any, settings: Settings, commands: Any, key: str, who: Any = AGUS) -> list[dict[str, Any]]:
    """The results of the batch under its key, once it was answered before."""
    answer = await post(client, settings, commands, who, key)
    assert (answer.status_code, answer.headers["Idempotency-Replayed"]) == (200, "true")
    results: list[dict[str, Any]] = answer.json()["results"]
    assert [one["id"] for one in results] == [one["id"] for one in commands]
    return results


async def test_who_was_walled_off_is_told_no_state_and_version_by_a_batch_sent_again(
    client: Any, settings: Settings
) -> None:
    hidden, seen = created(), created()
    stale = queued("note.add", hidden["id"], 7, {"text": "Keliru"})
    commands = [hidden, noted(hidden["id"]), seen, noted(seen["id"]), stale]
    first = (await post(client, settings, commands, AGUS, "satu-antrean")).json()["results"]
    assert statuses(first) == ["applied"] * 4 + ["conflict"]
    assert await again(client, settings, commands, "satu-antrean") == first
    await wall(client, settings, hidden["id"], "kodim")
    single = await client.post(f"{P}/reports/{hidden['id']}/notes", json={"text": "x"}, headers=headers(settings, AGUS))
    assert (single.status_code, single.json()["code"]) == (404, "not_found")
    told = await again(client, settings, commands, "satu-antrean")
    for place in (0, 1, 4):
        assert (told[place]["status"], told[place]["problem"]["code"]) == ("refused", "not_found")
        assert not TELLING & told[place].keys()
    assert told[2:4] == first[2:4]
    assert codes((await post(client, settings, commands, AGUS, "antrean-baru")).json()["results"])[0] == "not_found"


@pytest.mark.parametrize("hidden", ["walled", "secret"])
async def test_a_transition_is_told_no_longer_once_the_report_is_hidden(
    client: Any, settings: Settings, hidden: str
) -> None:
    made, who = await report(client, settings, POLRES, classification="ordinary"), DESK if hidden == "walled" else SARI
    commands = [verified(made["id"], 1)]
    first = await post(client, settings, commands, who, "d")
    assert statuses(first.json()["results"]) == ["applied"]
    if hidden == "walled":
        await wall(client, settings, made["id"], "kesbangpol")
    else:
        assert (await patch(client, settings, made, TONO, classification="secret")).status_code == 200
    (told,) = await again(client, settings, commands, "d", who)
    assert (told["problem"]["code"], TELLING & told.keys()) == ("not_found", set())


async def test_a_batch_about_what_never_was_is_answered_the_same_bytes_again(client: Any, settings: Settings) -> None:
    nowhere = created(category="none")
    commands = [nowhere, noted(nowhere["id"])]
    first = await post(client, settings, commands, AGUS, "k")
    assert statuses(first.json()["results"]) == ["refused", "refused"]
    assert (await post(client, settings, commands, AGUS, "k")).content == first.content


@pytest.mark.parametrize("trigger", ["accept", "decline"])
async def test_what_was_done_with_a_task_is_told_no_longer_either(
    client: Any, settings: Settings, trigger: str
) -> None:
    made = await report(client, settings, POLRES, severity="S1", classification="ordinary")
    (task,) = (one["id"] for one in made["tasks"] if one["agency"] == "polres")
    more = {"accept": {}, "decline": {"reason": "Bukan wewenang", "legal_basis": "UU 2/2002"}}[trigger]
    commands = [queued("task.transition", task, 1, {"trigger": trigger} | more)]
    first = (await post(client, settings, commands, POLRES, "k")).json()["results"]
    assert statuses(first) == ["applied"], first
    await wall(client, settings, made["id"], "polres")
    (told,) = await again(client, settings, commands, "k", POLRES)
    assert (told["problem"]["code"], TELLING & told.keys()) == ("not_found", set())
