"""How wide a search may be: in words before anything is sought, and in time while it is."""

import json
from typing import Any

import pytest

from service.edge.settings import Settings
from service.features.reports.search_repository import MARKED_AFTER_IT, MARKED_BYTES, highlights_of
from service.features.reports.search_service import MOST_WORDS
from service.storage.lexemes.asked_words import question_of
from tests.edge.api.bodies import pointers
from tests.edge.api.story import DESK, P, headers, report
from tests.features.search.asking import ids

LINK = "https://contoh.example/" + "jalan/" * 40 + "?"
MOST = 2_000
LATELY = "LOCK TABLE report_words IN ACCESS EXCLUSIVE MODE"
THIRTY = " or ".join(f"k{number}" for number in range(30))
TOO_MANY = {
    "30 words joined by or": THIRTY,
    "30 words": THIRTY.replace(" or ", " "),
    "30 words in a phrase": f'"{THIRTY.replace(" or ", " ")}"',
    "30 words without a blank": THIRTY.replace(" or ", ","),
    "30 words that must not be there": " -".join(THIRTY.split(" or ")),
}


@pytest.mark.parametrize("words", TOO_MANY)
async def test_a_search_of_too_many_words_is_refused(client: Any, settings: Settings, words: str) -> None:
    answer = await client.get(f"{P}/reports", params={"q": TOO_MANY[words]}, headers=headers(settings, DESK))
    assert (answer.status_code, pointers(answer)) == (422, ["q"])
    assert answer.json()["errors"][0]["code"] == "too_many_words"


async def test_a_search_of_as_many_words_as_may_be_is_made(client: Any, settings: Settings) -> None:
    words = " ".join(f"kata{number}" for number in range(MOST_WORDS))
    made = await report(client, settings, classification="ordinary", description=words)
    assert await ids(client, settings, words) == [made["id"]]


async def test_a_search_that_takes_too_long_is_stopped_and_says_what_to_do(
    client: Any, settings: Settings, admin: Any
) -> None:
    await report(client, settings, classification="ordinary")
    async with admin.transaction():
        await admin.execute(LATELY)
        answer = await client.get(f"{P}/reports", params={"q": "amplop"}, headers=headers(settings, DESK))
        assert (answer.status_code, answer.json()["code"]) == (503, "search_too_wide")
    assert len(await ids(client, settings, "amplop")) == 1


async def test_a_link_of_as_many_characters_as_may_be_is_found_as_it_stands(client: Any, settings: Settings) -> None:
    link = LINK.ljust(MOST, "a")
    made = await report(client, settings, classification="ordinary", description=f"Lihat {link} ya")
    assert await ids(client, settings, link) == [made["id"]]
    answer = await client.get(f"{P}/reports", params={"q": f"{link}a"}, headers=headers(settings, DESK))
    assert (answer.status_code, pointers(answer)) == (422, ["q"])


def test_what_is_looked_through_for_what_to_mark_is_bounded_on_a_page() -> None:
    phrases = question_of("amplop").phrases
    late, early = f"{'kata ' * 1_900}amplop", f"amplop {'kata ' * 1_900}"
    read = MARKED_BYTES // len(late) + 1
    for text, marked_beyond in ((late, 0), (early, 1)):
        page = [json.dumps({"title": "Judul", "description": text})] * (read + 3)
        found = [len(passages) for passages in highlights_of(page, phrases)]
        assert found == [1] * read + [marked_beyond] * 3
    assert len(late) > MARKED_AFTER_IT
