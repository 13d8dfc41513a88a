"""Which words find a report: Indonesian ones, whatever their endings, over title and description together."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, POLRES, P, headers, report
from tests.features.search.asking import asked, ids, marked, search

TITLE = "Pembagian sembako di Balai Desa Panjer"
TEXT = "Warga menerima bingkisan, lalu diminta memilih calon nomor dua. Penyebaran selebaran terjadi sesudahnya."

FINDS = {
    "a word": "sembako",
    "capitals": "SEMBAKO",
    "another form of a title's word": "dibagikan",
    "another form of a description's word": "tersebar",
    "one word of the title and one of the description": "panjer bingkisan",
    "a phrase": '"balai desa"',
    "one or the other": "gempa or bingkisan",
    "a word and not another": "sembako -banjir",
    "words that every text has beside one that it has": "pembagian di dan yang sembako",
    "only a word that every text has": "di",
    "a phrase with such a word": '"sembako di balai"',
    "such a word as an alternative": "gempa or di",
}
FINDS_NOT = {
    "a word that is not there": "gempa",
    "one that is there and one that is not": "sembako gempa",
    "a phrase in another order": '"desa balai"',
    "a word that must not be there": "sembako -bingkisan",
    "only signs": '"&|!<->():*\\',
    "a part of a word": "semba",
    "the region's own mark": "region 33.05",
    "a place's detail": "sungai",
    "an accused person": "Bambang",
}


async def _made(client: Any, settings: Settings, **changes: Any) -> dict[str, Any]:
    more = {
        "title": TITLE,
        "description": TEXT,
        "place": {"area": "33.05.12", "detail": "Tepi sungai"},
        "reported_party": {"name": "Bambang Rahasia"},
    }
    return await report(client, settings, **more | changes)


async def test_words_find_a_report(client: Any, settings: Settings) -> None:
    made = await _made(client, settings)
    other = await report(client, settings, title="Banjir Sempor", description="Tempat suara terendam air.")
    for case, words in FINDS.items():
        assert await ids(client, settings, words) == [made["id"]], case
    for case, words in FINDS_NOT.items():
        assert await ids(client, settings, words) == [], case
    assert set(await ids(client, settings, "sembako or banjir")) == {made["id"], other["id"]}


ATTACKS = (
    "'; DROP TABLE report; --",
    "' OR 1=1 --",
    "\\'$$",
    "{system}",
    "sembako' && 'x'::tsquery",
    "a:*",
    "!!!!((((",
    "<b>sembako</b>",
    "%00",
    "\u202e\ud7ff" + "\U0010ffff",
    "x" * 200,
    "(" * 200,
    '"' * 199,
)


@pytest.mark.parametrize("sort", ["reported_at", "relevance"])
async def test_whatever_is_asked_it_answers(client: Any, settings: Settings, sort: str) -> None:
    made = await _made(client, settings)
    for words in ATTACKS:
        answer = await asked(client, settings, words, sort=sort)
        if answer.status_code == 422:
            assert answer.json()["errors"][0]["code"] in {"no_visible_character", "too_many_words"}
        else:
            assert {item["id"] for item in answer.json()["items"]} <= {made["id"]}
    assert await ids(client, settings, "sembako", sort=sort) == [made["id"]]


async def test_a_search_is_of_other_filters_too(client: Any, settings: Settings) -> None:
    made = await _made(client, settings)
    await _made(client, settings, severity="S3")
    assert await ids(client, settings, "sembako", severity="S2", area="33.05.12") == [made["id"]]
    assert await ids(client, settings, "sembako", state="closed") == []
    assert await ids(client, settings, "sembako", escalated="true") == []


async def test_the_best_come_first_and_pages_follow_one_another(client: Any, settings: Settings) -> None:
    in_text = await report(client, settings, title="Kabar", description="Ada sembako.")
    in_title = await report(client, settings, title="Sembako", description="Ada kabar.")
    often = await report(client, settings, title="Sembako sembako sembako", description="Sembako, sembako.")
    alike = [(await report(client, settings, title="Kabar", description="Ada sembako."))["id"] for _ in range(5)]
    best = await ids(client, settings, "sembako", sort="relevance")
    assert best == [often["id"], in_title["id"], *alike[::-1], in_text["id"]]
    paged, more = [], {}
    while True:
        page = await search(client, settings, "sembako", sort="relevance", limit=2, **more)
        paged += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        more = {"cursor": page["next_cursor"]}
    assert paged == best


async def test_a_cursor_of_another_search_is_refused(client: Any, settings: Settings) -> None:
    for _ in range(2):
        await _made(client, settings)
    page = await search(client, settings, "sembako", sort="relevance", limit=1)
    for other in ("q=panjer&sort=relevance", "q=sembako", "sort=-reported_at"):
        path = f"{P}/reports?{other}&cursor={page['next_cursor']}"
        refused = await client.get(path, headers=headers(settings, DESK))
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "cursor_invalid")


async def test_relevance_is_an_order_of_what_was_sought(client: Any, settings: Settings) -> None:
    refused = await client.get(f"{P}/reports?sort=relevance", headers=headers(settings, DESK))
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "sort"


async def test_a_list_that_is_no_search_has_no_highlights(client: Any, settings: Settings) -> None:
    await _made(client, settings)
    (item,) = (await client.get(f"{P}/reports", headers=headers(settings, DESK))).json()["items"]
    assert "highlights" not in item


async def test_highlights_are_the_words_where_they_stand(client: Any, settings: Settings) -> None:
    await _made(
        client, settings, description="Awal. " + "kata lain " * 300 + "Ada dibagi sembako di sana. " + "lagi " * 300
    )
    (item,) = (await search(client, settings, "membagikan sembako"))["items"]
    assert marked(item, "title") == [["Pembagian", "sembako"]]
    ((title, passage),) = [item["highlights"]]
    assert "".join(part["text"] for part in title["parts"]) == TITLE
    assert [part["text"] for part in passage["parts"] if part["match"]] == ["dibagi", "sembako"]
    assert len("".join(part["text"] for part in passage["parts"])) < 300


MARKUP = "<script>alert(1)</script> <b>sembako</b> &amp; \" ' b0 e0 c0 <mark>"


async def test_a_text_can_forge_no_highlight_and_is_no_markup(client: Any, settings: Settings) -> None:
    await report(client, settings, title=MARKUP, description=f"{MARKUP} sembako")
    (item,) = (await search(client, settings, "sembako"))["items"]
    title = next(each for each in item["highlights"] if each["member"] == "title")
    assert "".join(part["text"] for part in title["parts"]) == MARKUP
    assert marked(item, "title") == [["sembako"]]
    assert all(word == "sembako" for words in marked(item, "description") for word in words)


async def test_an_amended_text_is_found_by_what_it_says_now(client: Any, settings: Settings) -> None:
    made = await _made(client, settings)
    sent = headers(settings, POLRES, match=1)
    answer = await client.patch(
        f"{P}/reports/{made['id']}", json={"title": "Uang lelah", "reason": "Salah"}, headers=sent
    )
    assert answer.status_code == 200, answer.text
    assert await ids(client, settings, "pembagian") == []
    assert await ids(client, settings, "lelah bingkisan") == [made["id"]]
    sent = headers(settings, POLRES, match=2)
    await client.patch(f"{P}/reports/{made['id']}", json={"title": "... !", "reason": "Salah"}, headers=sent)
    assert await ids(client, settings, "lelah") == []
    assert await ids(client, settings, "bingkisan") == [made["id"]]


@pytest.mark.parametrize("sort", ["reported_at", "relevance"])
@pytest.mark.parametrize("opening", ["", "?", "=", '"?', "?{}"])
async def test_what_is_found_is_shown_as_a_list_shows_it(
    client: Any, settings: Settings, opening: str, sort: str
) -> None:
    """All that a list tells of a report, its title whole: a search only adds where the words stand."""
    await _made(client, settings, title=opening + TITLE)
    listed = (await client.get(f"{P}/reports", headers=headers(settings, DESK))).json()["items"]
    found = (await search(client, settings, "sembako", sort=sort))["items"]
    assert listed[0]["title"] == opening + TITLE
    assert [{member: item[member] for member in item if member != "highlights"} for item in found] == listed
