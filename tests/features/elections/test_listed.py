"""GET /elections: every election with its stages, the one it is in, and the counter, in both languages."""

from datetime import UTC, datetime
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import ADMIN, DESK, P, headers


async def listed(client: Any, settings: Settings, at: str | None = None, who: Any = DESK) -> dict[str, Any]:
    params = {} if at is None else {"at": at}
    answer = await client.get(f"{P}/elections", params=params, headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_elections_stages_and_hours_are_those_of_the_policy(client: Any, settings: Settings) -> None:
    found = await listed(client, settings, who=ADMIN)
    assert [one["code"] for one in found["items"]] == ["pilkades-2023", "pemilu-2024", "pilkada-2024"]
    pilkada = found["items"][2]
    assert pilkada["name"] == {"en": "Regional-head elections 2024", "id": "Pemilihan Kepala Daerah 2024"}
    quiet = next(stage for stage in pilkada["stages"] if stage["stage"] == "quiet")
    assert quiet == {
        "stage": "quiet", "name": {"en": "Quiet period", "id": "Masa tenang"},
        "first": "2024-11-24", "last": "2024-11-26", "status": "confirmed",
    }  # fmt: skip
    counter = found["counter"]
    assert counter["agency"] == "bawaslu"
    told = [(each["regime"], each["valid_from"], each["valid_to"], each["basis"]) for each in counter["hours"]]
    assert told == [
        ("pemilu", None, None, "Perbawaslu 7/2022"),
        ("pilkada", None, "2024-09-29", "Perbawaslu 8/2020"),
        ("pilkada", "2024-09-30", None, "Perbawaslu 8/2020 jo. Perbawaslu 9/2024"),
    ]
    assert [each["around_the_clock"] for each in counter["hours"]] == [
        ["quiet", "voting"], [], ["quiet", "voting", "recap"],
    ]  # fmt: skip
    assert [each["kept_on"] for each in counter["hours"]] == [[], ["voting"], []]
    assert {each["status"] for each in counter["hours"]} == {"to_confirm"}
    assert all(each["note"]["en"] and each["note"]["id"] for each in counter["hours"])
    assert [(hours["days"][-1], hours["closes"], hours["disputed"]) for hours in counter["hours"][2]["hours"]] == [
        ("thursday", "16:00", None), ("friday", "16:00", "16:30"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("at", "stages", "opens"),
    [
        ("2024-11-24T03:00:00+07:00", ("after", "after", "quiet"), ("2024-11-25T08:00:00+07:00", None)),
        ("2024-02-14T12:00:00+07:00", ("after", "voting", "before"), (None, "2024-02-15T08:00:00+07:00")),
        ("2023-09-12T12:00:00+07:00", ("voting", "before", "before"), (None, None)),
        ("1970-01-08T03:00:00Z", ("before", "before", "before"), (None, None)),
        ("2199-12-31T23:59:59Z", ("after", "after", "after"), ("2200-01-01T08:00:00+07:00",) * 2),
    ],
)
async def test_at_a_moment_each_is_in_a_stage_and_its_counter_open_or_opens_next(
    client: Any, settings: Settings, at: str, stages: tuple[str, ...], opens: tuple[str | None, str | None]
) -> None:
    found = await listed(client, settings, at)
    assert tuple(one["stage"] for one in found["items"]) == stages
    assert found["items"][0]["counter"] is None  # Bawaslu's counter receives no report on village heads
    for one, expected in zip(found["items"][1:], opens, strict=True):
        told, then = one["counter"]["opens_at"], expected and datetime.fromisoformat(expected)
        assert (told and datetime.fromisoformat(told)) == then
        assert one["counter"]["open"] is (expected is None)
    assert datetime.fromisoformat(found["at"]) == datetime.fromisoformat(at)


async def test_without_a_moment_it_is_now(client: Any, settings: Settings) -> None:
    before = datetime.now(UTC)
    assert before <= datetime.fromisoformat((await listed(client, settings))["at"]) <= datetime.now(UTC)


async def test_a_moment_without_offset_is_refused_by_name(client: Any, settings: Settings) -> None:
    answer = await client.get(f"{P}/elections?at=2024-11-24T03:00:00", headers=headers(settings, DESK))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "at")
