"""Legal clocks from a receipt while the counter was closed, and by the law of an election that was put right.

docs/domain.md, "Legal clocks": the study counts from when the report was received;
docs/domain.md, "The counter": "A formal report counts as received when the counter is open."
"""

from datetime import datetime
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, VERIFY, P, fire, headers, report
from tests.features.elections.at_a_time import moment, set_clock
from tests.features.proposals.proposing import agreed

FRIDAY_NIGHT, MONDAY = "2024-02-02T20:00:00", "2024-02-05T08:00:00"
OF_PEMILU = {"election": "pemilu-2024", "occurred_at": "2024-02-01T08:00:00+07:00", "classification": "ordinary"}
DISMISS = {"trigger": "dismiss", "outcome": "unfounded", "reason": "Tidak terbukti"}


def legal(made: dict[str, Any]) -> dict[str, Any]:
    """The legal clock of each rule that was started last."""
    return {clock["rule"]: clock for clock in made["clocks"] if clock["family"] == "legal"}


async def read(client: Any, settings: Settings, made: dict[str, Any]) -> Any:
    return (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, DESK))).json()


async def amend(client: Any, settings: Settings, made: dict[str, Any], election: str | None) -> Any:
    body, sent = {"election": election, "reason": "Keliru"}, headers(settings, DESK, match=made["version"])
    answer = await client.patch(f"{P}/reports/{made['id']}", json=body, headers=sent)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def put_right(client: Any, settings: Settings, made: dict[str, Any], election: str | None) -> Any:
    """What two persons make of an election that was entered wrongly."""
    await agreed(client, settings, made, {"kind": "amendment", "amendment": {"election": election}})
    return await read(client, settings, made)


async def test_the_study_of_what_came_on_friday_night_begins_on_monday(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, FRIDAY_NIGHT)
    made = await report(client, settings, **OF_PEMILU)
    study = legal(made)["pemilu/initial_study"]
    assert datetime.fromisoformat(study["started_at"]) == moment(MONDAY)
    assert study["due_at"] == "2024-02-07T16:59:59Z"  # two working days: Tuesday and Wednesday
    assert legal(await read(client, settings, made))["pemilu/initial_study"] == study


@pytest.mark.parametrize("body", [VERIFY, DISMISS], ids=["verified", "dismissed"])
async def test_it_may_end_before_the_counter_opens(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, body: dict[str, Any]
) -> None:
    set_clock(monkeypatch, FRIDAY_NIGHT)
    made = await report(client, settings, **OF_PEMILU)
    answer = await fire(client, settings, DESK, f"/reports/{made['id']}", made["version"], body)
    ended = legal(answer.json())["pemilu/initial_study"]
    assert moment(FRIDAY_NIGHT) < datetime.fromisoformat(ended["stopped_at"]) < moment("2024-02-02T21:00:00")
    assert legal(await read(client, settings, made))["pemilu/initial_study"] == ended


async def test_an_election_that_is_put_right_brings_its_law(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, FRIDAY_NIGHT)
    made = await report(client, settings, **OF_PEMILU | {"election": None})
    assert legal(made) == {}
    made = await amend(client, settings, made, "pemilu-2024")
    assert legal(made).keys() == {"pemilu/lodge_report", "pemilu/initial_study"}
    assert datetime.fromisoformat(legal(made)["pemilu/initial_study"]["started_at"]) == moment(MONDAY)
    made = await put_right(client, settings, made, "pilkada-2024")
    assert {rule for rule, clock in legal(made).items() if clock["stopped_at"] is None} == {
        "pilkada/initial_study",
        "pilkada/handling",
    }
    assert "pilkada/lodge_report" in legal(made)
    assert legal(await read(client, settings, made)) == legal(made)


async def test_of_no_election_no_legal_clock_runs_on(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, "2024-02-05T10:00:00")
    made = await put_right(client, settings, await report(client, settings, **OF_PEMILU), None)
    assert legal(made).keys() == {"pemilu/lodge_report", "pemilu/initial_study"}
    assert all(clock["stopped_at"] for clock in legal(made).values())
    assert legal(await read(client, settings, made)) == legal(made)
