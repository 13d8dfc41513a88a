"""``tindak audit tell``: what a bundle says, as dated sentences that people read and print."""

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from service.cli import main
from service.edge.policy_files import load_policies
from service.edge.settings import Settings
from service.trail.telling.command import CANNOT_TELL, TOLD, Question, tell
from service.trail.telling.moments import zone_of
from service.trail.telling.particulars import UNSAID, law_cited, words_of
from service.trail.telling.read_sentences import READINGS
from service.trail.telling.sentences import SENTENCES
from service.trail.telling.titles import AGENCIES, PAPERS, TITLES
from service.trail.telling.told_story import leaves_of
from service.trail.verifier.bundle_reader import Bundle
from tests.edge.api.story import ADMIN, AUDITOR, DESK, POLRES, SARI, TONO, P, headers, report
from tests.features.evidence.sending import photo, send, taken
from tests.features.notices.telling import sent
from tests.signing import Signer
from tests.trail.log.bundling import signed
from tests.trail.reads.kept import settled
from tests.trail.verifier.bundles import bundle, report_bundle, write
from tests.trail.verifier.tampering import EVENTS, LEAVES, TRAIL, edited, rebuilt
from tests.trail.verifier.test_cases import LEAVES as CASE_LEAVES
from workflows.codes.actions import ACTIONS
from workflows.trail.reads import ReadKind

RECORDED = Path(__file__).with_name("recorded")
SERVED = next(policy for policy in load_policies() if policy.region == "33.05")
NAMES = {"election", "event", "export", "filters", "scopes", "actions", "form"}
"""Members whose values are names of their own in a policy."""

EVIL = '<script>alert("1")</script><b>\x1b[2J'
NOTICE = "Laporan Saudara telah diregistrasi."


def told(capsys: pytest.CaptureFixture[str], question: Question) -> str:
    assert tell(question) == TOLD
    return capsys.readouterr().out


class Page(HTMLParser):
    """What a page is made of: its tags with their attributes, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_every_action_and_every_reading_has_a_sentence_of_its_own_in_both_languages() -> None:
    for sentences, codes in ((SENTENCES, ACTIONS), (READINGS, set(ReadKind))):
        assert set(sentences) == codes
        for lang in ("id", "en"):
            said = [words.of(lang) for words in sentences.values()]
            assert len(set(said)) == len(said)
            assert all(text[-1] == "." and set(re.findall(r"{(\w+)}", text)) <= {"who", "office"} for text in said)


def members(data: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every member of an event's data, however deep, with its value as text; of nested ones the names alone."""
    if isinstance(data, dict):
        for written, value in data.items():
            inner = "attendees_named" if written == "named" and "attendees" in data else written
            yield inner, ""
            yield from members(value, inner)
    elif isinstance(data, list):
        for value in data:
            yield from members(value, name)
    elif isinstance(data, str):
        yield name, data


def trails() -> list[Any]:
    """What the events say in every trail that tests keep: the one that is made, and those of bundles of before."""
    recorded = [data for path in sorted(RECORDED.glob("*.zip")) for data in kept(path)]
    assert recorded
    return [*(json.loads(raw)["data"] for raw in [*LEAVES, *CASE_LEAVES]), *recorded]


def kept(file: Path) -> list[Any]:
    """What the events of a bundle say."""
    with Bundle(file) as opened:
        return [json.loads(raw)["data"] for _, raw in leaves_of(opened)]


def require_words(said: set[tuple[str, str]]) -> None:
    """Every member has a title, and every code words or the name of an agency."""
    assert {name for name, _ in said} - set(TITLES) - UNSAID == set()
    assert [
        (name, value)
        for name, value in said
        if re.fullmatch("[a-z_]+", value)
        and words_of(name, value) is None
        and not (name in AGENCIES and value in SERVED.agencies)
        and not (name in PAPERS and value in SERVED.handover)
        and name not in NAMES
    ] == []


def test_every_member_of_every_event_and_every_code_in_it_has_words_in_both_languages() -> None:
    require_words({one for data in trails() for one in members(data)})


def test_the_indonesian_story_has_no_english_labels_and_cites_the_law_as_indonesians_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = told(capsys, Question(write(tmp_path / "a.zip", bundle(TRAIL)), lang="id"))
    named = {line.split(":")[0].strip() for line in out.splitlines() if line.startswith("      ")}
    english = {words.en for words in TITLES.values()} - {words.id for words in TITLES.values()}
    assert named & english == set()
    assert "Aturan: Politik uang [money_politics/default] (UU 7/2017 Pasal 454; UU 1/2015 Pasal 134;" in out
    for foreign in ("Proposed routing", " art. ", "(system)", "reporter", "(region)"):
        assert foreign not in out, foreign


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_event_of_a_trail_is_told_once_in_the_order_of_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    lines = told(capsys, Question(write(tmp_path / "a.zip", bundle(TRAIL)), lang=lang)).splitlines()
    hours = [line for line in lines if re.match(r"  \d\d[.:]\d\d[.:]\d\d WIB  ", line)]
    assert len(hours) == len(LEAVES)
    days = [line for line in lines if re.fullmatch(r"[A-Z][a-z]+, \d+ [A-Z][a-z]+ \d{4}", line)]
    assert len(days) == len(set(days)) > 0
    assert all(not re.search(r"\{|None|\bTrue\b", line) for line in lines)


def test_one_report_is_told_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = EVENTS[0]["report"]
    own = [event for event in EVENTS if event["report"] == made]
    file = write(tmp_path / "a.zip", bundle(TRAIL))
    lines = told(capsys, Question(file, made)).splitlines()
    assert len([line for line in lines if " WIB  " in line]) == len(own)
    assert made in lines[0]
    for lang, said in (("id", "berkas itu tidak memuat laporan"), ("en", "the bundle tells of no report")):
        assert tell(Question(file, "00000000-0000-4000-8000-000000000000", lang)) == CANNOT_TELL
        assert capsys.readouterr().err.startswith(f"tindak: {said} 00000000-")


def test_what_has_no_form_is_counted_and_what_no_version_knows_is_told_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def odd(event: dict[str, Any]) -> None:
        event.update(action="report.vanished", data={"odd_thing": EVIL, "deep": [{"a": [1, True, None]}]})

    out = told(capsys, Question(write(tmp_path / "a.zip", rebuilt(edited(LEAVES, 3, odd))), lang="en"))
    assert "report.vanished" in out
    assert "odd thing: <script>" in out
    assert all(line.isprintable() for line in out.splitlines())
    broken = [*LEAVES[:3], b"{}", *LEAVES[4:]]
    assert "1 entries have no form" in told(capsys, Question(write(tmp_path / "b.zip", rebuilt(broken)), lang="en"))


def test_a_page_runs_nothing_fetches_nothing_and_takes_nothing_for_html(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leaves = edited(LEAVES, 3, lambda event: event["data"].update(odd=EVIL, **{EVIL: EVIL}))
    file, out = write(tmp_path / "a.zip", rebuilt(leaves)), tmp_path / "a.html"
    assert tell(Question(file, out=out)) == TOLD
    page = Page(out.read_text())
    assert "script" not in {tag for tag, _ in page.tags}
    assert "b" not in {tag for tag, _ in page.tags}
    assert not {"src", "href", "onload", "onclick"} & {name for _, attributes in page.tags for name in attributes}
    assert '<script>alert("1")</script>' in page.words
    assert "\x1b" not in out.read_text()
    assert ("html", {"lang": "id"}) in page.tags
    assert "@media print{" in out.read_text()
    assert len([tag for tag, _ in page.tags if tag == "article"]) == len(LEAVES)
    assert told(capsys, Question(file, html=True)) == out.read_text()


def test_nothing_that_is_there_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "a.txt"
    out.write_text("milik saya")
    assert tell(Question(write(tmp_path / "a.zip", bundle(TRAIL)), out=out)) == CANNOT_TELL
    assert (out.read_text(), ": sudah ada" in capsys.readouterr().err) == ("milik saya", True)


def test_what_is_no_bundle_tells_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK")
    for lang, said in (("id", "berkas itu: rusak atau terpotong ("), ("en", "the file: it is damaged or cut short (")):
        assert tell(Question(tmp_path / "a.zip", lang=lang)) == CANNOT_TELL
        assert capsys.readouterr().err.startswith(f"tindak: {said}")


@pytest.mark.parametrize(
    ("region", "zone"),
    [("33.05", "Asia/Jakarta"), ("11.01", "Asia/Jakarta"), ("73.71", "Asia/Makassar"), ("91.71", "Asia/Jayapura")],
)
def test_a_region_that_is_not_served_here_is_told_in_the_time_of_its_province(region: str, zone: str) -> None:
    assert zone_of(region) == ZoneInfo(zone)


async def test_a_real_story_says_who_did_it_by_which_rule_who_read_what_was_erased_and_who_was_told(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = await report(client, settings, title="Amplop <b>putih</b>")
    one = await send(client, settings, POLRES, made["id"], photo(), filename="foto.jpg")
    await taken(client, settings, SARI, made["id"], one)
    await sent(client, settings, made, text=NOTICE)
    path = f"{P}/reports/{made['id']}"
    noted = await client.post(f"{path}/notes", json={"text": "Catatan keliru"}, headers=headers(settings, DESK))
    assert noted.status_code == 201
    history = (await client.get(f"{path}/history", headers=headers(settings, DESK))).json()["items"]
    asking = {"target": "text", "text": history[-1]["texts"][0]["id"], "reason": "Hak subjek data"}
    asked = (await client.post(f"{path}/erasures", json=asking, headers=headers(settings, ADMIN))).json()["id"]
    decided = f"{path}/erasures/{asked}/decision"
    assert (await client.post(decided, json={"approve": True}, headers=headers(settings, TONO))).status_code == 200
    assert (await client.get(path, headers=headers(settings, AUDITOR))).status_code == 200
    for read in ("/exports/reports.csv", "/reports?limit=5", "/events", "/reports?q=amplop"):
        assert (await client.get(f"{P}{read}", headers=headers(settings, AUDITOR))).status_code == 200, read
    machine = {"name": "Jembatan", "scopes": ["report:read"]}
    assert (await client.post(f"{P}/api-keys", json=machine, headers=headers(settings, TONO))).status_code == 201
    for _ in range(2):  # the second tells of the first
        await settled(client)
        await signed(worker, signer)
        answer = await client.post(f"{P}/audit/bundles", json={}, headers=headers(settings, AUDITOR))
    answer = await client.post(f"{P}/audit/bundles", json={}, headers=headers(settings, AUDITOR))
    (tmp_path / "a.zip").write_bytes(answer.content)
    require_words({one for data in kept(tmp_path / "a.zip") for one in members(data)})
    out = told(capsys, Question(tmp_path / "a.zip", made["id"]))
    assert "dari Bawaslu" in out
    for said in (
        "menerima laporan.", "Kategori: Politik uang", "Aturan: Politik uang [money_politics",
        "Judul: “Amplop <b>putih</b>”",
        "menambahkan bukti.", "mengambil berkas asli bukti.", "memberitahukan status laporan.", NOTICE,
        "menyetujui penghapusan", "Catatan: “[dihapus pada", "UU 1/2015 Pasal 134(4) jo. UU 8/2015",
        "Auditor …", "membuka laporan.", " WIB",
    ):  # fmt: skip
        assert said in out, said
    assert "Catatan keliru" not in out
    with pytest.raises(SystemExit) as ended:
        main(["audit", "tell", str(tmp_path / "a.zip"), "--report", made["id"], "--lang", "en", "--html"])
    assert ended.value.code == TOLD
    page = Page(capsys.readouterr().out)
    assert "b" not in {tag for tag, _ in page.tags}
    for said in ("took in the report.", "Category: Money politics", "Amplop <b>putih</b>", "opened the report."):
        assert said in page.words, said


def test_a_bundle_of_one_report_is_told_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = EVENTS[0]["report"]
    out = told(capsys, Question(write(tmp_path / "a.zip", report_bundle(TRAIL, made)), lang="en"))
    assert out.count(" WIB  ") == len([event for event in EVENTS if event["report"] == made])


@pytest.mark.parametrize(
    ("basis", "cited"),
    [
        ("UU 10/2016 art. 187A [R]", "UU 10/2016 Pasal 187A"),
        ("as in UU 7/2017 art. 280(1)(j): no promises", "UU 7/2017 Pasal 280(1)(j)"),
        ("UU 10/2016 art. 187A(1) and 187B, as said", "UU 10/2016 Pasal 187A(1) dan 187B"),
        ("PP 12/2010 art. 3, 4 and 5(2)(a)", "PP 12/2010 Pasal 3, 4 dan 5(2)(a)"),
        ("Peraturan DKPP 1/2021 [R]; DKPP judges", "Peraturan DKPP 1/2021"),
        ("Peraturan Bersama KPU 13/2012 art. 5", "Peraturan Bersama KPU 13/2012 Pasal 5"),
        ("Permendagri 58/2021", "Permendagri 58/2021"),
    ],
)
def test_a_law_is_cited_whole(basis: str, cited: str) -> None:
    """An article that was put in between has a letter, a paragraph its own, and a body's rules the body's name."""
    assert law_cited(basis) == f" ({cited})"


async def test_the_page_tells_how_the_eight_digits_of_a_person_are_found(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the person's own answer, and by the issuer's address and the account, with the very command of the page."""
    made = await report(client, settings)
    told_by_lead = await client.post(
        f"{P}/reports/{made['id']}/notes", json={"text": "Catatan"}, headers=headers(settings, SARI)
    )
    assert told_by_lead.status_code == 201
    sent = headers(settings, SARI)
    own = (await client.get("/v1/me", headers=sent)).json()["person"]
    claims = json.loads(urlsafe_b64decode(sent["Authorization"].split(".")[1] + "=="))
    page = (Path(__file__).parents[3] / "docs" / "auditors.md").read_text()
    (command,) = re.findall(r"python3 -c '([^']+ISSUER#SUBJECT[^']+)'", page)
    exec(command.replace("ISSUER", claims["iss"]).replace("SUBJECT", claims["sub"]))
    assert capsys.readouterr().out.strip() == own
    await signed(worker, signer)
    answer = await client.post(f"{P}/audit/bundles", json={}, headers=headers(settings, AUDITOR))
    (tmp_path / "a.zip").write_bytes(answer.content)
    story = told(capsys, Question(tmp_path / "a.zip", lang="id"))
    assert f"…{own[-8:]} dari Bawaslu" in story
    assert "Sari" not in story
