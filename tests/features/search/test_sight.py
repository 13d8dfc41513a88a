"""A search finds what its asker may read, and nothing else: neither rows nor words, places or pages."""

from itertools import product
from typing import Any

import pytest

from service.edge.settings import Settings
from service.storage.lexemes.vectors import vector_of
from tests.edge.api.story import ADMIN, AUDITOR, DESK, KODIM, KPU, POLRES, REPORT, SARI, TONO, P, headers, report
from tests.features.erasures.asking import erase, text_of
from tests.features.erasures.cases import Told
from tests.features.search.asking import ids, search
from workflows.codes.people import Role

MACHINE = (Role.INTEGRATOR, "diskominfo", "Jembatan")
SEEKERS = {
    "author": POLRES,
    "lead": SARI,
    "lead's supervisor": TONO,
    "desk": DESK,
    "auditor": AUDITOR,
    "stranger": KODIM,
    "accused": KPU,
}
KINDS = list(product(("ordinary", "restricted", "secret"), (None, {"agency": "kpu"})))


async def test_who_seeks_finds_exactly_what_they_may_open(client: Any, settings: Settings) -> None:
    made = [
        await report(client, settings, classification=classification, reported_party=party, category="ethics")
        for classification, party in KINDS
    ]
    for name, who in SEEKERS.items():
        opened = {}
        for one in made:
            answer = await client.get(f"{P}/reports/{one['id']}", headers=headers(settings, who))
            if answer.status_code == 200:
                opened[one["id"]] = answer.json()
        may = {
            found for found, shown in opened.items() if not shown["withheld"] and shown["classification"] != "secret"
        }
        for sort in ("-reported_at", "relevance"):
            assert set(await ids(client, settings, "amplop rumah", who, sort=sort)) == may, name
            assert len(may) < len(made)


async def test_hidden_reports_move_nothing(client: Any, settings: Settings) -> None:
    """What is hidden from Kodim changes neither order nor pages nor cursors of what Kodim finds."""
    seen = [
        (await report(client, settings, classification="ordinary", title=f"Amplop {'x ' * n}"))["id"] for n in range(4)
    ]

    async def pages() -> list[dict[str, Any]]:
        first = await search(client, settings, "amplop", KODIM, sort="relevance", limit=2)
        more = {"cursor": first["next_cursor"]}
        return [first, await search(client, settings, "amplop", KODIM, sort="relevance", limit=2, **more)]

    before = await pages()
    for _ in range(5):
        await report(client, settings, classification="restricted", title="Amplop amplop amplop")
    assert await pages() == before
    assert {item["id"] for page in before for item in page["items"]} == set(seen)


async def test_the_function_shows_nothing_without_a_context(client: Any, settings: Settings, admin: Any) -> None:
    await report(client, settings, classification="ordinary")
    await admin.execute("SET ROLE tindak_app")
    for context, found in (
        ("RESET tindak.region", 0),
        ("SET tindak.region = '33.05'", 0),
        ("SET tindak.tokens = '{region}'", 1),
    ):
        await admin.execute(context)
        assert await admin.fetchval("SELECT count(*) FROM found_reports('33.05', 'amplop')") == found
        words = vector_of(REPORT["title"])
        alike = f"'33.05', '33.05.12', 'money_politics', '{REPORT['occurred_at']}', $${words}$$, '{{}}', NULL, 10"
        assert await admin.fetchval(f"SELECT count(*) FROM possible_duplicates({alike})") == found
    assert await admin.fetchval("SELECT count(*) FROM found_reports('33.06', 'amplop')") == 0


@pytest.mark.parametrize("table", ["report_words"])
async def test_words_are_seen_as_texts_are(client: Any, settings: Settings, admin: Any, table: str) -> None:
    for classification in ("ordinary", "restricted", "secret"):
        await report(client, settings, classification=classification)
    assert await admin.fetchval(f"SELECT count(*) FROM {table}") == 2
    await admin.execute("SET ROLE tindak_app")
    await admin.execute("SET tindak.region = '33.05'")
    for tokens, seen in (("", 0), ("{}", 0), ("{region}", 1), ("{desk,region}", 2), ("{agency:kpu}", 0)):
        await admin.execute(f"SET tindak.tokens = '{tokens}'")
        assert await admin.fetchval(f"SELECT count(*) FROM {table}") == seen


async def test_an_admin_seeks_nothing(client: Any, settings: Settings) -> None:
    assert (await client.get(f"{P}/reports?q=amplop", headers=headers(settings, ADMIN))).status_code == 403


async def test_an_erased_text_is_not_found_and_the_other_still_is(client: Any, settings: Settings, admin: Any) -> None:
    told = Told(client, settings)
    await told.intake()
    title, description = told.words["title"], told.words["description"]
    assert await ids(client, settings, title) == [told.made["id"]]
    await erase(client, settings, told, target="text", text=(await text_of(told, "title"))["id"])
    assert await ids(client, settings, title) == []
    (item,) = (await search(client, settings, description))["items"]
    assert (item["title"], item["highlights"][0]["member"]) == (None, "description")
    assert await admin.fetchval("SELECT title IS NULL AND description IS NOT NULL FROM report_words")
