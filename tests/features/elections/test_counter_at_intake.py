"""When a formal report counts as received, at its intake; the intake itself is never refused.

docs/domain.md, "The counter": "When Bawaslu's counter is open, a regulation says for each regime and period". "An early
warning is taken at any hour."
"""

from datetime import datetime
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, P, headers, report
from tests.features.elections.at_a_time import moment, set_clock

CLOSED = "counter_closed"
TABLE = [
    ("pilkada-2024", "2024-10-07T10:00:00", None),
    ("pilkada-2024", "2024-10-07T20:00:00", "2024-10-08T08:00:00"),
    ("pilkada-2024", "2024-10-11T16:29:00", None),
    ("pilkada-2024", "2024-10-11T16:29:59", "2024-10-14T08:00:00"),
    ("pilkada-2024", "2024-11-24T02:00:00", None),
    ("pilkada-2024", "2024-11-27T23:00:00", None),
    ("pilkada-2024", "2024-11-28T00:00:00", None),  # recapitulation, under 9/2024
    ("pilkada-2024", "2024-12-17T00:00:00", "2024-12-17T08:00:00"),
    ("pemilu-2024", "2024-02-08T10:00:00", "2024-02-11T00:00:00"),
]


@pytest.mark.parametrize(("election", "now", "opens"), TABLE)
async def test_it_is_received_now_or_when_the_counter_opens_and_the_answer_says_so(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, election: str, now: str, opens: str | None
) -> None:
    set_clock(monkeypatch, now)
    made = await report(
        client, settings, classification="ordinary", election=election, occurred_at="2024-02-01T08:00:00+07:00"
    )
    received = datetime.fromisoformat(made["formal_receipt_at"])
    assert received == (moment(opens) if opens else datetime.fromisoformat(made["reported_at"]))
    assert (CLOSED in made["advisories"]) is (opens is not None)
    read = (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, DESK))).json()
    assert (read["formal_receipt_at"], read["advisories"]) == (made["formal_receipt_at"], made["advisories"])


async def test_it_stands_in_the_leaf(client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, "2024-10-07T20:00:00")
    made = await report(client, settings, occurred_at="2024-10-01T08:00:00+07:00")
    history = await client.get(f"{P}/reports/{made['id']}/history", headers=headers(settings, DESK))
    assert history.json()["items"][0]["data"]["formal_receipt_at"] == "2024-10-08T01:00:00.000000Z"


@pytest.mark.parametrize("election", [None, "pilkades-2023"])
async def test_an_early_warning_is_taken_at_night_and_no_counter_is_spoken_of_where_there_is_none(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, election: str | None
) -> None:
    set_clock(monkeypatch, "2024-10-13T03:00:00")
    made = await report(client, settings, election=election, reporter=None, occurred_at="2024-10-01T08:00:00+07:00")
    assert (made["state"], made["formal_receipt_at"]) == ("reported", None)
    assert made["advisories"] == ["formal_report_needs_identity"]


async def test_the_advice_is_explained_in_both_languages(client: Any) -> None:
    found = (await client.get(f"/problems/{CLOSED}")).json()
    assert found["status"] == 200
    assert "early warning is taken at any hour" in found["title"]["en"]
    assert "Peringatan dini diterima kapan pun" in found["title"]["id"]
