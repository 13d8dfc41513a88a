"""A refusal tells what to propose where a proposal would help, and nowhere else."""

from typing import Any

from service.edge.settings import Settings
from tests.edge.api.story import ADMIN, DESK, P, headers, report
from tests.features.proposals.proposing import EKO, agreed, patch, propose, refusal
from workflows.codes.people import Role

TOLD = {"kind", "protections"}
DEWI = (Role.SUPERVISOR, "satpolpp", "Dewi")
JOKO = (Role.SUPERVISOR, "kesbangpol", "Joko")
ORDINARY = {"classification": "ordinary", "severity": "S3"}


async def erasure(client: Any, settings: Settings, made: Any, who: Any) -> Any:
    """What somebody is answered who decides that the reporter is erased."""
    path, body = f"{P}/reports/{made['id']}/erasures", {"target": "reporter", "reason": "Hak"}
    asked = await client.post(path, json=body, headers=headers(settings, ADMIN))
    assert asked.status_code == 201, asked.text
    sent = headers(settings, who)
    return await client.post(f"{path}/{asked.json()['id']}/decision", json={"approve": True}, headers=sent)


async def unsealing(client: Any, settings: Settings, made: Any, who: Any) -> Any:
    path = f"{P}/reports/{made['id']}/reporter/unseal"
    return await client.post(path, json={"reason": "Perlu bertanya"}, headers=headers(settings, who))


async def test_the_accused_side_is_told_of_no_proposal(client: Any, settings: Settings) -> None:
    made = await report(client, settings, category="security_threat", **ORDINARY)
    assert (await patch(client, settings, made, DESK, reported_party={"agency": "polres"})).status_code == 200
    await agreed(client, settings, made, {"kind": "accusation", "agency": "polres"}, DESK, DEWI)
    answer = await erasure(client, settings, made, EKO)
    assert refusal(answer) == (403, "own_side_accused")
    assert not TOLD & answer.json().keys()


async def test_who_needs_a_second_person_is_told_what_to_propose_and_may_propose_it(
    client: Any, settings: Settings
) -> None:
    for act in (unsealing, erasure):
        made = await report(client, settings, category="security_threat", **ORDINARY)
        assert (await patch(client, settings, made, EKO, category="polarisation")).status_code == 200
        answer = await act(client, settings, made, JOKO)
        assert refusal(answer) == (403, "second_person_needed")
        assert (answer.json()["kind"], answer.json()["protections"]) == ("lead", ["lead"])
        asked = await propose(client, settings, made, {"kind": "lead", "agency": "kesbangpol"}, DESK)
        assert asked.status_code == 201, asked.text
