"""Hints at what may be of the same matter: same area and category, days apart, similar words, and only what is seen."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, KODIM, KPU, POLRES, SARI, P, fire, headers, report

FIRST = {
    "title": "Pembagian amplop di Desa Panjer",
    "description": "Amplop berisi uang dibagikan dari rumah ke rumah.",
    "classification": "ordinary",
}
AGAIN = {
    "title": "Warga terima amplop di Panjer",
    "description": "Uang dalam amplop dibagi ke rumah warga.",
    "classification": "ordinary",
    "occurred_at": "2024-11-26T20:15:00+07:00",
}
OTHER = {"title": "Uang makan saksi", "description": "Saksi partai menerima makan siang di balai desa."}


async def hints(client: Any, settings: Settings, made: Any, who: Any = DESK) -> list[str]:
    answer = await client.get(f"{P}/reports/{made['id']}/possible-duplicates", headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    return [item["report"] for item in answer.json()["items"]]


async def test_the_answer_of_an_intake_names_what_it_resembles(client: Any, settings: Settings) -> None:
    first = await report(client, settings, **FIRST)
    await report(client, settings, **FIRST | OTHER)
    again = await report(client, settings, **AGAIN)
    assert first["possible_duplicates"] == []
    (hint,) = again["possible_duplicates"]
    assert {name: hint[name] for name in ("report", "state", "register_number", "occurred_at")} == {
        "report": first["id"], "state": "reported", "register_number": None, "occurred_at": "2024-11-24T13:15:00Z",
    }  # fmt: skip
    assert 0.4 <= hint["similarity"] < 1
    assert await hints(client, settings, again) == [first["id"]]
    assert await hints(client, settings, first) == [again["id"]]


UNLIKE = {
    "another area": {"place": {"area": "33.05.13"}},
    "another category": {"category": "hoax"},
    "more than three days later": {"occurred_at": "2024-11-27T20:15:01+07:00"},
    "more than three days earlier": {"occurred_at": "2024-11-21T20:14:59+07:00"},
    "other words": OTHER,
    "encrypted words": {"classification": "secret"},
}


async def test_what_differs_in_one_of_the_four_is_no_hint(client: Any, settings: Settings) -> None:
    for name, changes in UNLIKE.items():
        assert (await report(client, settings, **FIRST | changes))["possible_duplicates"] == [], name
    assert (await report(client, settings, **FIRST))["possible_duplicates"] == []


async def test_the_same_words_are_as_similar_as_can_be_and_five_are_named(client: Any, settings: Settings) -> None:
    made = [(await report(client, settings, **FIRST))["id"] for _ in range(7)]
    found = (await report(client, settings, **FIRST))["possible_duplicates"]
    assert [hint["report"] for hint in found] == made[:1:-1]
    assert {hint["similarity"] for hint in found} == {1}


async def test_nobody_is_pointed_at_what_they_may_not_read(client: Any, settings: Settings) -> None:
    accused = FIRST | {"reported_party": {"agency": "kpu"}}
    restricted = FIRST | {"classification": "restricted"}
    hidden = [(await report(client, settings, **body)) for body in (accused, restricted)]
    assert (await report(client, settings, KPU, **AGAIN))["possible_duplicates"] == []
    seen = await report(client, settings, KODIM, **AGAIN | {"occurred_at": "2024-11-24T20:15:00+07:00"})
    assert hidden[1]["id"] not in {hint["report"] for hint in seen["possible_duplicates"]}
    refused = await client.get(f"{P}/reports/{hidden[0]['id']}/possible-duplicates", headers=headers(settings, KPU))
    assert refused.status_code == 404
    assert set(await hints(client, settings, seen)) > {hidden[0]["id"], hidden[1]["id"]}


async def test_the_hint_leads_to_the_merge_and_ends_with_it(client: Any, settings: Settings) -> None:
    first = await report(client, settings, POLRES, **FIRST)
    again = await report(client, settings, **AGAIN)
    body = {"trigger": "dismiss", "outcome": "duplicate", "reason": "Peristiwa yang sama"}
    into = again["possible_duplicates"][0]["report"]
    answer = await fire(client, settings, SARI, f"/reports/{again['id']}", 1, body | {"duplicate_of": into})
    assert (answer.status_code, answer.json()["outcome"]) == (200, "duplicate")
    assert await hints(client, settings, first) == []
    assert await hints(client, settings, again) == [first["id"]]


async def test_a_repeated_intake_answers_with_the_first_hints(client: Any, settings: Settings) -> None:
    await report(client, settings, **FIRST)
    body = {
        "category": "money_politics",
        "severity": "S2",
        "place": {"area": "33.05.12"},
        "source": {"channel": "patrol"},
    }
    body |= AGAIN
    sent = headers(settings, POLRES)
    first, again = [await client.post(f"{P}/reports", json=body, headers=sent) for _ in range(2)]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert first.content == again.content
    assert len(first.json()["possible_duplicates"]) == 1


@pytest.mark.parametrize("day", [21, 27])
async def test_three_days_apart_is_near_enough_either_way(client: Any, settings: Settings, day: int) -> None:
    first = await report(client, settings, **FIRST)
    apart = await report(client, settings, **FIRST | {"occurred_at": f"2024-11-{day}T20:15:00+07:00"})
    assert [hint["report"] for hint in apart["possible_duplicates"]] == [first["id"]]
