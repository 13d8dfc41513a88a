"""What one person may not do alone, as each of them tried it; and that two can."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, KODIM, KPU, OFFICER, POLRES, SARI, TONO, WATI, P, assigned, fire, headers, report
from tests.features.proposals.proposing import (
    OPENED,
    RATNA,
    agreed,
    decide,
    nothing_changes,
    patch,
    propose,
    reads_words,
    refusal,
    work,
)

SECOND = (403, "second_person_needed")
DISPERMADES = (OFFICER, "dispermades", "Yanto")
KEJARI = (OFFICER, "kejari", "Bayu")
CLOSE = {"trigger": "close", "outcome": "resolved", "notice": {"sent": True, "text": "Selesai"}}
DISMISS = {"trigger": "dismiss", "outcome": "unfounded", "reason": "Tidak terbukti"}
VERIFY = {
    "trigger": "verify",
    "checklist": {"formal": True, "material": True},
    "grade": {"reliability": "B", "credibility": 2},
}
LOWER = [("secret", "ordinary"), ("secret", "restricted"), ("restricted", "ordinary")]
ALONE = {"the author": POLRES, "an officer of the lead": SARI, "a supervisor of the lead": TONO, "the desk": DESK}


@pytest.mark.parametrize("who", ALONE)
@pytest.mark.parametrize(
    ("now", "then"), [("secret", "ordinary"), ("secret", "restricted"), ("restricted", "ordinary")]
)
async def test_nobody_alone_lets_more_people_read_a_report(
    client: Any, settings: Settings, admin: Any, who: str, now: str, then: str
) -> None:
    made = await report(client, settings, classification=now)
    hidden = now == "secret" and who == "an officer of the lead"
    async with nothing_changes(client, settings, admin, made, ALONE[who], KODIM):
        answer = await patch(client, settings, made, ALONE[who], classification=then)
        assert refusal(answer) == ((404, "not_found") if hidden else SECOND)


@pytest.mark.parametrize("now", ["secret", "restricted"])
async def test_two_persons_open_a_report(client: Any, settings: Settings, admin: Any, now: str) -> None:
    made = await report(client, settings, classification=now)
    async with nothing_changes(client, settings, admin, made, KODIM):
        assert (await patch(client, settings, made, DESK, classification="ordinary")).status_code == 403
    asked = await propose(client, settings, made, OPENED, DESK)
    assert (asked.status_code, asked.json()["protections"]) == (201, ["classification"])
    assert not await reads_words(client, settings, made, KODIM)
    assert (await decide(client, settings, made, asked.json()["id"], WATI)).status_code == 200
    assert await reads_words(client, settings, made, KODIM)


async def test_an_accusation_is_not_amended_away(client: Any, settings: Settings, admin: Any) -> None:
    made = await report(
        client, settings, category="ethics", classification="ordinary", reported_party={"agency": "kpu"}
    )
    for party in ({"name": "Tidak diketahui"}, {"agency": None, "name": "Ketua"}, {"agency": "kejari"}):
        answer = await patch(client, settings, made, TONO, reported_party=party)
        assert answer.status_code == 200, answer.text
        assert await admin.fetchval("SELECT 'kpu' = ANY(accused) FROM report")
        assert not await reads_words(client, settings, made, KPU)
    assert not await reads_words(client, settings, made, KEJARI)
    answer = await patch(client, settings, made, TONO, reported_party=None)
    assert answer.status_code in {409, 422}


async def test_two_persons_take_an_accusation_back_and_the_agency_reads_again(client: Any, settings: Settings) -> None:
    made = await report(
        client, settings, category="ethics", classification="ordinary", reported_party={"agency": "kpu"}
    )
    asked = {"kind": "accusation", "agency": "kpu"}
    await agreed(client, settings, made, asked, DESK, TONO)
    assert await reads_words(client, settings, made, KPU)
    again = await propose(client, settings, made, asked, DESK)
    assert refusal(again) == (409, "not_accused")


@pytest.mark.parametrize("who", ["the author", "an officer of the lead", "a supervisor of the lead"])
async def test_no_category_takes_a_wall_down(client: Any, settings: Settings, admin: Any, who: str) -> None:
    """docs/domain.md, "Walls": "`incumbent_abuse` every agency of the regency government"."""
    made = await report(client, settings, category="incumbent_abuse", classification="ordinary")
    async with nothing_changes(client, settings, admin, made, ALONE[who], DISPERMADES, DESK):
        answer = await patch(client, settings, made, ALONE[who], category="money_politics")
        assert refusal(answer) == SECOND
        assert answer.json()["protections"] == ["wall"]


async def test_two_persons_take_the_walls_of_a_category_down(client: Any, settings: Settings) -> None:
    made = await report(client, settings, category="incumbent_abuse", classification="ordinary")
    assert not await reads_words(client, settings, made, DISPERMADES)
    await agreed(client, settings, made, {"kind": "amendment", "amendment": {"category": "money_politics"}})
    assert await reads_words(client, settings, made, DISPERMADES)
    assert await reads_words(client, settings, made, DESK)


@pytest.mark.parametrize("who", ALONE)
@pytest.mark.parametrize("severity", ["S1", "S2"])
async def test_nobody_alone_lowers_the_severity_on_which_a_duty_hangs(
    client: Any, settings: Settings, admin: Any, who: str, severity: str
) -> None:
    made = await report(client, settings, severity=severity)
    for lower in ("S3", "S4"):
        async with nothing_changes(client, settings, admin, made, ALONE[who]):
            assert refusal(await patch(client, settings, made, ALONE[who], severity=lower)) == SECOND


async def test_who_completed_the_lead_task_does_not_close_after_lowering_the_severity(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await assigned(client, settings)
    await work(client, settings, made, TONO)
    path = f"/reports/{made['id']}"

    async def close(who: Any) -> Any:
        found = await client.get(P + path, headers=headers(settings, TONO))
        return await fire(client, settings, who, path, found.json()["version"], CLOSE)

    async with nothing_changes(client, settings, admin, made, TONO):
        assert refusal(await patch(client, settings, made, TONO, severity="S4")) == SECOND
        assert refusal(await close(TONO)) == (403, "separation_of_duties")
    await agreed(client, settings, made, {"kind": "amendment", "amendment": {"severity": "S4"}})
    async with nothing_changes(client, settings, admin, made, TONO):
        assert refusal(await close(TONO)) == (403, "separation_of_duties")
    assert (await close(WATI)).status_code == 200


async def test_the_author_does_not_raise_the_severity_verify_and_lower_it_again(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await report(client, settings, SARI, severity="S3")
    assert (await patch(client, settings, made, SARI, severity="S1")).status_code == 200
    async with nothing_changes(client, settings, admin, made, SARI):
        path = f"/reports/{made['id']}"
        assert refusal(await fire(client, settings, SARI, path, 2, VERIFY)) == (403, "own_report")
        assert refusal(await patch(client, settings, made, SARI, severity="S3")) == SECOND
    assert (await fire(client, settings, TONO, path, 2, VERIFY)).status_code == 200


async def test_the_desk_neither_takes_an_accusation_of_its_own_side_away_nor_dismisses_it(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await report(client, settings, classification="ordinary", reported_party={"agency": "dispermades"})
    path = f"/reports/{made['id']}"
    assert (await patch(client, settings, made, DESK, reported_party={"name": "Kepala dinas"})).status_code == 200
    asked = (await propose(client, settings, made, {"kind": "accusation", "agency": "dispermades"}, DESK)).json()
    async with nothing_changes(client, settings, admin, made, DESK, RATNA, DISPERMADES):
        assert refusal(await decide(client, settings, made, asked["id"], DESK)) == (403, "own_request")
        assert refusal(await decide(client, settings, made, asked["id"], RATNA)) == (403, "own_side_accused")
        assert refusal(await fire(client, settings, DESK, path, 2, DISMISS)) == (403, "own_side_accused")
    assert (await decide(client, settings, made, asked["id"], TONO)).status_code == 200
    async with nothing_changes(client, settings, admin, made, DESK):
        for who in (DESK, RATNA):
            assert refusal(await fire(client, settings, who, path, 3, DISMISS)) == (403, "own_side_accused")
    assert (await fire(client, settings, TONO, path, 3, DISMISS)).status_code == 200


async def test_what_takes_nothing_away_is_done_by_one_and_not_proposed(client: Any, settings: Settings) -> None:
    made = await report(client, settings, classification="ordinary", severity="S3")
    for change in ({"classification": "secret"}, {"severity": "S1"}):
        answer = await propose(client, settings, made, {"kind": "amendment", "amendment": change}, TONO)
        assert refusal(answer) == (409, "needs_no_second_person")
    assert (await patch(client, settings, made, TONO, classification="secret", severity="S1")).status_code == 200
