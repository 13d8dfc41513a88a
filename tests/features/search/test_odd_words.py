"""Queries that are hard to read as words are read or refused; none brings the search down."""

from typing import Any

import pytest

from service.edge.settings import Settings
from service.storage.lexemes.asked_words import question_of
from tests.edge.api.story import DESK, P, headers, report

HYPHENS = tuple("-" * length for length in (1, 2, 31, 32, 33, 34, 64, 199, 200))
MIXED = (
    "- " * 100,
    "-" * 33 + "a",
    '-"' * 100,
    '"' * 200,
    '-"a" ' * 40,
    '-"" ' * 50,
    "or " * 60,
    "or or",
    "- or -",
    "-_" * 100,
    "-a" * 100,
    "-!" * 100,
    "-(" * 100,
    "-\\" * 100,
    "-:*" * 66,
    "-'" * 100,
    "-\t" * 100,
    "-\u200b" * 100,
    "-\u2212" * 100,
    "a-" * 100,
    "a --b" * 40,
    "a/b" * 60,
    "a.b@c.d " * 20,
    "1e999 " * 30,
    "a:*b",
    "!" * 200,
    "(" * 200,
    "<->" * 60,
    "&|!" * 60,
    "\\" * 200,
    "'" * 200,
    "\x01a" * 100,
    "\U0010ffffa" * 100,
    "\u0301a" * 100,
    "\uff0da" * 100,
    "<b>" * 60,
    "--" * 40 + "or" + "-" * 90,
)


@pytest.mark.parametrize("sort", ["relevance", "-reported_at"])
async def test_no_query_brings_the_search_down(client: Any, settings: Settings, sort: str) -> None:
    await report(client, settings)
    sent, unforeseen = headers(settings, DESK), {}
    for q in (*HYPHENS, *MIXED):
        answer = await client.get(f"{P}/reports", params={"q": q, "sort": sort}, headers=sent)
        if answer.status_code not in {200, 422}:
            unforeseen[q[:20], len(q)] = answer.status_code
    assert not unforeseen


async def test_a_minus_before_a_word_or_a_phrase_still_leaves_it_out(client: Any, settings: Settings) -> None:
    made = await report(client, settings, classification="ordinary")
    sent = headers(settings, DESK)
    for q, found in (("amplop --- - --", True), ("amplop --rumah", False), ('amplop -"rumah ke rumah"', False)):
        answer = await client.get(f"{P}/reports", params={"q": q}, headers=sent)
        assert [one["id"] for one in answer.json()["items"]] == ([made["id"]] if found else []), q


def test_words_with_a_hyphen_inside_are_parted_and_what_must_not_be_there_is_left_out_as_a_phrase() -> None:
    assert question_of("warga-kota -desa-kota").query == "'warga' & 'kota' & !('desa' <-> 'kota')"
