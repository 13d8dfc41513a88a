"""What the partners have to know beside the days of a limit: told while it may still help, in both languages."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import TONO, P, headers
from tests.edge.contract.case_steps import PATH
from tests.features.gakkumdu.desk import POLICY, Desk, at
from tests.features.gakkumdu.test_over_http import assigned, taken
from workflows.decisions.gakkumdu.cautions import cautions

KARAWANG = PATH[: PATH.index("third_discussion")]


def told(desk: Desk) -> dict[str, str]:
    return {str(each.step): each.said.en for each in cautions(desk.report, desk.case, POLICY)}


@pytest.mark.parametrize(
    ("election", "says"),
    [("pilkada-2024", "gives no leave to go to court without the suspect"), ("pemilu-2024", "without the suspect")],
)
def test_from_the_third_discussion_on_a_case_says_whether_it_goes_to_court_without_the_suspect(
    election: str, says: str
) -> None:
    """UU 10/2016 art. 146 has no leave that UU 7/2017 art. 480(4) has: by it a case was lost in Karawang in 2024."""
    desk = Desk(at("2024-11-25"), election=election, severity="S3").verify().assign().steps(KARAWANG)
    assert "to_court" not in told(desk)
    for step in ("third_discussion", "investigated", "returned", "resubmitted"):
        assert says in told(desk.step(step))["to_court"]
    assert told(desk.step("to_court")) == {}


@pytest.mark.parametrize(("election", "says"), [("pilkada-2024", "146(1)"), ("pemilu-2024", "without the suspect")])
def test_until_the_investigation_is_discussed_a_case_says_what_the_police_may_do(election: str, says: str) -> None:
    """UU 10/2016 art. 146(1): they may inquire from the receipt on, before this system shows it to them."""
    desk = Desk(at("2024-11-25"), election=election, severity="S3").verify().assign()
    for step in KARAWANG:
        assert says in told(desk)["investigation"]
        desk.step(step)
    assert "investigation" not in told(desk.step("third_discussion"))


def test_a_case_of_no_election_has_no_caution() -> None:
    assert told(Desk(election=None).verify().assign()) == {}


async def test_the_case_the_clock_and_the_preview_say_it(client: Any, settings: Settings) -> None:
    made = await assigned(client, settings, election="pilkada-2024")
    case = await taken(client, settings, made, *PATH[: PATH.index("returned")])
    (caution,) = case["cautions"]
    assert (caution["step"], caution["basis"]) == ("to_court", "UU 1/2015 Pasal 146(6) jo. UU 10/2016")
    assert "tersangka" in caution["said"]["id"]
    sent = headers(settings, TONO)
    found = (await client.get(f"{P}/reports/{made}", headers=sent)).json()
    clock = next(each["id"] for each in found["clocks"] if each["kind"] == "to_court")
    for path in (f"/clocks/{clock}", "/clocks/preview?regime=pilkada&step=to_court&start=2024-11-25T08:00:00Z"):
        assert (await client.get(f"{P}{path}", headers=sent)).json()["caution"] == caution["said"]
