"""The situation report: the figures of the log in words, the same bytes whenever it is made, and nothing else."""

import io
import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from pypdf import PdfReader

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import AUDITOR, DESK, KODIM, REPORT, P, assigned, headers, report, verified
from tests.features.exports.taking import take
from tests.features.exports.test_rows import CHIEF_KPU, stir, story
from tests.features.gakkumdu.test_over_http import take as case_step
from tests.features.ladder.looking import let_pass
from tests.features.ladder.test_looking import look
from tests.walking import walked
from workflows.decisions.clocks import gathered_clocks
from workflows.decisions.gakkumdu import path

FORMS = ("html", "pdf")


class _Page(HTMLParser):
    """What a page is made of: its tags with their attributes, and its text."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


def text_of(answer: Any) -> str:
    """The words of either form, blanks as one."""
    if answer.headers["Content-Type"] == "application/pdf":
        reader = PdfReader(io.BytesIO(answer.content), strict=True)
        return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    return re.sub(r"\s+", " ", " ".join(_Page(answer.text).words))


@pytest.mark.parametrize("form", FORMS)
async def test_the_same_leaf_gives_the_same_report(client: Any, settings: Settings, admin: Any, form: str) -> None:
    await story(client, settings, admin)
    first = await take(client, settings, f"situation.{form}")
    await stir(client, settings, admin, 40)
    again = await take(client, settings, f"situation.{form}", as_of=int(first.headers["Tindak-As-Of"]))
    assert again.content == first.content
    assert (await take(client, settings, f"situation.{form}")).content != first.content


@pytest.mark.parametrize("form", FORMS)
async def test_it_says_what_stood_at_the_leaf_and_what_it_rests_on(
    client: Any, settings: Settings, admin: Any, form: str
) -> None:
    await story(client, settings, admin)
    await report(client, settings, election=None, category="hoax", classification="ordinary")
    await sequence_all(admin)
    answer = await take(client, settings, f"situation.{form}", DESK)
    text = text_of(answer)
    for words in (
        "Laporan Situasi Harian",
        "Kebumen (33.05)",
        "Pemilihan Kepala Daerah",
        "Di luar pemilihan",
    ):
        assert words in text
    assert re.search(r"Politik uang 3 2", text), text
    assert re.search(r"Kebumen 33\.05\.12 3 3", text), text
    assert "Hoaks, disinformasi 1 1" in text
    for said in ("Tindak-As-Of", "Tindak-Tree-Size", "Tindak-Tree-Root"):
        assert answer.headers[said] in text
    assert len(set(re.findall(r"\b[0-9a-f]{64}\b", text))) == 1


async def test_both_forms_rest_on_the_same_figures(client: Any, settings: Settings, admin: Any) -> None:
    await story(client, settings, admin)
    leaf = int((await take(client, settings, "events.csv")).headers["Tindak-As-Of"])
    texts = [text_of(await take(client, settings, f"situation.{form}", as_of=leaf)) for form in FORMS]
    assert len({digest for text in texts for digest in re.findall(r"\b[0-9a-f]{64}\b", text)}) == 1


@pytest.mark.parametrize("form", FORMS)
async def test_it_holds_no_word_and_no_person(client: Any, settings: Settings, admin: Any, form: str) -> None:
    await story(client, settings, admin)
    text = text_of(await take(client, settings, f"situation.{form}"))
    kept = {row["content"] for row in await admin.fetch("SELECT content FROM report_text WHERE content IS NOT NULL")}
    persons = {str(row["actor_person"]) for row in await admin.fetch("SELECT DISTINCT actor_person FROM audit_event")}
    secrets = {REPORT["reporter"]["name"], REPORT["reporter"]["phone"]}
    assert not [word for word in (*walked(kept), *walked(persons), *secrets) if len(word) > 8 and word in text]


@pytest.mark.parametrize("form", FORMS)
async def test_an_accused_agency_reads_nothing_of_the_report_against_it(
    client: Any, settings: Settings, admin: Any, form: str
) -> None:
    await story(client, settings, admin)
    assert "Etik penyelenggara" in text_of(await take(client, settings, f"situation.{form}", DESK))
    assert "Etik penyelenggara" not in text_of(await take(client, settings, f"situation.{form}", CHIEF_KPU))
    refused = await client.get(f"{P}/exports/situation.{form}", headers=headers(settings, KODIM))
    assert refused.status_code == 403


@pytest.mark.parametrize("form", FORMS)
async def test_a_limit_of_law_that_passed_is_listed_while_its_report_is_open(
    client: Any, settings: Settings, admin: Any, form: str
) -> None:
    made = await verified(client, settings, classification="ordinary")
    await sequence_all(admin)
    before = await take(client, settings, f"situation.{form}")
    assert made["register_number"] not in text_of(before)
    await let_pass(admin, timedelta(days=60))
    assert await look(settings) > 0
    await sequence_all(admin)
    text = text_of(await take(client, settings, f"situation.{form}"))
    assert made["register_number"] in text
    assert "Penanganan" in text
    again = await take(client, settings, f"situation.{form}", as_of=int(before.headers["Tindak-As-Of"]))
    assert again.content == before.content


async def missed(client: Any, settings: Settings, admin: Any) -> tuple[Any, Any]:
    """A report of the Pemilu whose handling ran out sixty days ago, and the situation that lists it."""
    made = await assigned(client, settings, classification="ordinary", election="pemilu-2024")
    await let_pass(admin, timedelta(days=60))
    assert await look(settings) > 0
    await sequence_all(admin)
    listed = await take(client, settings, "situation.html")
    assert made["register_number"] in text_of(listed)
    return made, listed


async def told_by(client: Any, settings: Settings, admin: Any, made: Any, step: str) -> tuple[list[str], str]:
    """Which limits a step of the case ends by its event, and the situation after it."""
    answer = await case_step(client, settings, made["id"], step)
    assert answer.status_code == 200, answer.text
    await sequence_all(admin)
    stopped = answer.json()["steps"][-1]["data"].get("legal_stopped", [])
    return stopped, text_of(await take(client, settings, "situation.html"))


async def test_a_limit_that_was_met_late_is_listed_no_longer_from_its_event_on_and_registering_it_meets_nothing(
    client: Any, settings: Settings, admin: Any
) -> None:
    """The handling that ran out is not begun anew by the desk's registration: the second discussion meets it."""
    made, before = await missed(client, settings, admin)
    for step in ("register", "first_discussion"):
        stopped, text = await told_by(client, settings, admin, made, step)
        assert "handling" not in stopped
        assert made["register_number"] in text
    found = (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, DESK))).json()
    handling = [clock for clock in found["clocks"] if clock["rule"] == "pemilu/handling"]
    assert [clock["stopped_at"] for clock in handling] == [None]
    stopped, text = await told_by(client, settings, admin, made, "second_discussion")
    assert "handling" in stopped
    assert made["register_number"] not in text
    again = await take(client, settings, "situation.html", as_of=int(before.headers["Tindak-As-Of"]))
    assert again.content == before.content, "the same leaves make the same account"


async def test_a_registration_of_before_that_began_the_handling_anew_is_told_as_it_was(
    client: Any, settings: Settings, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such events stand in trails: the limit that they ended is listed no longer, also where they do not say so."""
    made, _ = await missed(client, settings, admin)
    monkeypatch.setattr(path, "_runs_on", lambda _draft, _case: ())
    monkeypatch.setattr(gathered_clocks, "STOPPED", "said_nowhere")
    stopped, text = await told_by(client, settings, admin, made, "register")
    assert (stopped, made["register_number"] in text) == ([], False)


async def test_the_page_runs_nothing_and_each_chart_has_a_title_in_its_table(
    client: Any, settings: Settings, admin: Any
) -> None:
    await story(client, settings, admin)
    answer = await take(client, settings, "situation.html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert (answer.headers["Content-Disposition"], answer.headers["X-Content-Type-Options"]) == ("inline", "nosniff")
    page = _Page(answer.text)
    tags = [tag for tag, _ in page.tags]
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(tags)
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "href"]
    titles = [attributes for tag, attributes in page.tags if tag == "th" and attributes.get("class") == "bar"]
    assert len(titles) >= 4
    assert answer.text.count("Grafik: jumlah laporan") + answer.text.count("Grafik: tugas dikerjakan") == len(titles)
    assert ("html", {"lang": "id"}) in page.tags
    assert all(attributes.get("scope") for tag, attributes in page.tags if tag == "th")


async def test_an_empty_log_has_a_report_too(client: Any, settings: Settings) -> None:
    for form in FORMS:
        assert "Tidak ada." in text_of(await take(client, settings, f"situation.{form}", AUDITOR))
