"""Templates of notices: what is put in where, in both languages, and what is refused."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trail.verifier.trails import HADI, POLICY, TONO, Trail
from tests.workflows.facts import REPORT
from tests.workflows.policy.test_policy_file import changed, refused
from workflows.access.refusals import InvalidCommand, LawForbids, NotPermitted
from workflows.codes.notices import NoticeLanguage, TemplateFact
from workflows.decisions.notices.templates import Telling, fact, written_day
from workflows.policy.placeholders import TemplateError, placeholders, rendered
from workflows.policy.region import parse_policy

RAW = (Path(__file__).parents[3] / "workflows" / "policy" / "data" / "33.05.json").read_bytes()
SENT = datetime(2024, 11, 25, 18, tzinfo=UTC)
"""In Kebumen it is the 26th by then."""


def test_every_template_is_there_in_indonesian_and_english() -> None:
    assert set(POLICY.templates) == {
        "registered_reporter",
        "dismissed_reporter",
        "forwarded_reporter",
        "incomplete_reporter",
        "extended_reporter",
        "closed_reporter",
        "status_public",
    }
    for template in POLICY.templates.values():
        names = {*template.facts, *(field.name for field in template.fields)}
        assert all(placeholders(template.words.of(language)) == names for language in NoticeLanguage)


RENDERED = {
    "id": "Laporan Saudara tanggal 25 November 2024 tentang Politik uang telah diregistrasi dengan nomor "
    "33.05/2024/000001 dan ditangani oleh Bawaslu Kabupaten Kebumen.",
    "en": "Your report of 25 November 2024 on Money politics was registered under number 33.05/2024/000001 and is "
    "handled by Kebumen Election Supervisor.",
}


@pytest.mark.parametrize("language", RENDERED)
def test_a_template_is_rendered_from_the_report(language: str) -> None:
    trail = Trail()
    case = trail.intake().verify()
    case.notice(name="Penerima", text=None, template="registered_reporter", language=language)
    (event,) = trail.changes[-1].events
    assert event.texts[0].content == RENDERED[language]
    assert (event.data["template"], event.data["template_version"]) == ("registered_reporter", POLICY.version)
    assert event.data["occasion"] == "registered"


def test_what_the_sender_fills_in_stands_letter_by_letter() -> None:
    trail = Trail()
    case = trail.intake().verify()
    words = "{register_number} %s {} Ålesund"
    fields = [{"name": "until", "words": "9 Desember"}, {"name": "reason", "words": words}]
    case.notice(name="Penerima", text=None, template="extended_reporter", fields=fields)
    assert trail.changes[-1].events[0].texts[0].content == (
        "Penanganan laporan Saudara dengan nomor register 33.05/2024/000001 diperpanjang sampai dengan 9 Desember. "
        f"Alasan: {words}"
    )


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(), min_size=1))
def test_each_name_is_replaced_once_by_its_value_and_nothing_else_is(values: dict[str, str]) -> None:
    words = " / ".join(f"{{{name}}}" for name in values)
    assert rendered(words, values) == " / ".join(values.values())


@pytest.mark.parametrize("words", ["{", "}", "a {b", "{a b}", "{A}", "{a!r}", "{a:>9}", "{a.b}", "{0}", "{}"])
def test_a_brace_that_encloses_no_name_is_no_template(words: str) -> None:
    with pytest.raises(TemplateError):
        placeholders(words)


def test_days_are_those_of_the_region() -> None:
    telling = Telling(REPORT, SENT, lambda at: at.astimezone(POLICY.zone).date(), lambda code, _: code)
    assert fact(TemplateFact.SENT_ON, telling, NoticeLanguage.INDONESIAN) == "26 November 2024"
    assert fact(TemplateFact.CLOSED_ON, telling, NoticeLanguage.INDONESIAN) is None
    assert [written_day(SENT.date().replace(month=month), "id").split()[1] for month in (1, 5, 8, 12)] == [
        "Januari",
        "Mei",
        "Agustus",
        "Desember",
    ]


TO = {"recipient": {"name": "Penerima"}}
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"text": None}, "text_or_template", "/text"),
    ({"template": "registered_reporter"}, "text_or_template", "/text"),
    ({"fields": [{"name": "reason", "words": "x"}]}, "template_field_unknown", "/fields"),
    ({"text": None, "template": "nothing"}, "template_unknown", "/template"),
    ({"text": None, "template": "closed_reporter"}, "template_fact_missing", "/template"),
    ({"text": None, "template": "status_public"}, "template_not_for_audience", "/template"),
    (
        {"text": None, "template": "registered_reporter", "occasion": "closed"},
        "template_not_for_occasion",
        "/occasion",
    ),
    ({"text": None, "template": "extended_reporter"}, "template_field_missing", "/fields"),
    (
        {"text": None, "template": "extended_reporter", "fields": [{"name": "colour", "words": "x"}]},
        "template_field_unknown",
        "/fields/0/name",
    ),
    (
        {"text": None, "template": "extended_reporter", "fields": [{"name": "reason", "words": "x"}] * 2},
        "template_field_unknown",
        "/fields/1/name",
    ),
    ({"channel": "website"}, "channel_not_for_audience", "/channel"),
    ({"audience": "public", "recipient": None}, "channel_not_for_audience", "/channel"),
    ({"audience": "public", "channel": "website"}, "recipient_unexpected", "/recipient"),
    ({"recipient": None}, "recipient_required", "/recipient"),
    ({"audience": "reported_party", "recipient": None}, "recipient_required", "/recipient"),
    ({"audience": "agency"}, "notice_agency", "/agency"),
    ({"agency": "kpu"}, "notice_agency", "/agency"),
    ({"audience": "agency", "agency": "dinkes"}, "unknown_agency", "/agency"),
    ({"sent_at": "2124-11-25T00:00:00+07:00"}, "in_future", "/sent_at"),
    ({"sent_at": "2014-11-25T00:00:00+07:00"}, "before_the_report", "/sent_at"),
]


@pytest.mark.parametrize(("body", "code", "pointer"), REFUSED)
def test_a_notice_that_contradicts_itself_is_refused(body: dict[str, Any], code: str, pointer: str) -> None:
    case = Trail().intake().verify()
    with pytest.raises(InvalidCommand) as caught:
        case.notice(**(TO | body))
    assert (caught.value.code, caught.value.pointer) == (code, pointer)


PUBLIC = {"audience": "public", "channel": "notice_board", "text": "Status laporan"}


def test_a_notice_of_a_secret_report_to_the_public_is_refused() -> None:
    """docs/domain.md, "Who may read a report": "sees that task and nothing beside it"."""
    with pytest.raises(LawForbids, match="secret_not_public"):
        Trail().intake(classification="secret").verify().notice(HADI, **PUBLIC)


def test_a_notice_of_a_walled_report_to_the_public_or_to_who_is_behind_the_wall_is_refused() -> None:
    """docs/domain.md, "Walls": "in no list, number, history, event, search or export"."""
    case = Trail().intake(reported_party={"agency": "kpu"}).verify()
    with pytest.raises(LawForbids, match="walled_not_public"):
        case.notice(HADI, **PUBLIC)
    with pytest.raises(LawForbids, match="agency_walled"):
        case.notice(HADI, audience="agency", agency="kpu")
    case.notice(HADI, audience="agency", agency="kodim")


def test_a_notice_is_the_lead_agencys_or_the_desks() -> None:
    case = Trail().intake(category="security_threat").verify()
    with pytest.raises(NotPermitted, match="not_lead_agency"):
        case.notice(TONO, name="Penerima")
    case.notice(HADI, name="Penerima")


FAULTS: list[tuple[Any, str, str]] = [
    (lambda d: d["templates"].append(d["templates"][0]), "{", "duplicate 'registered_reporter'"),
    (lambda d: d["templates"][0]["words"].update(id="Nomor {nomor}"), '"id": "Nomor {nomor}"', "neither a fact"),
    (lambda d: d["templates"][0]["words"].update(en="Number {register_number}"), '"en": "Number', "stands nowhere"),
    (lambda d: d["templates"][0]["words"].update(id="Nomor {register_number"), '"id": "Nomor', "a brace"),
    (lambda d: d["templates"][0].update(facts=["weather"]), '"weather"', "Invalid enum value"),
    (lambda d: d["templates"][0].update(audiences=[]), '"audiences"', "length >= 1"),
    (lambda d: d["templates"][0].update(occasion="born"), '"born"', "Invalid enum value"),
    (
        lambda d: d["templates"][1].update(facts=["reported_on", "category", "outcome", "outcome"]),
        '"fields"',
        "duplicate 'outcome'",
    ),
    (lambda d: d["templates"][0]["words"].pop("en"), '"words"', "missing required field `en`"),
    (lambda d: d["owed"][0].update(event="report.noted"), '"report.noted"', "obliges anybody"),
    (lambda d: d["owed"][0].update(event="Anything"), '"Anything"', "regex"),
    (lambda d: d["owed"][0].update(audience="agency"), '"audience": "agency"', "told by its task"),
    (lambda d: d["owed"][0].update(within="soon"), '"soon"', "regex"),
    (lambda d: d["owed"][0].update(status="sure"), '"sure"', "Invalid enum value"),
    (lambda d: d["owed"].append(d["owed"][0]), "{", "twice"),
]


@pytest.mark.parametrize(("change", "place", "reason"), FAULTS)
def test_a_fault_in_what_is_told_is_refused_with_its_line(change: Any, place: str, reason: str) -> None:
    text = changed(lambda document: change(document["notices"]))
    error = refused(text)
    assert reason in error.reason
    assert place in text.splitlines()[error.line - 1]


def test_a_region_may_have_other_words() -> None:
    document = json.loads(RAW)
    document["notices"]["templates"][0]["words"]["id"] += " Terima kasih."
    other = parse_policy(json.dumps(document).encode(), "other.json")
    assert other.templates["registered_reporter"].words.id.endswith(" Terima kasih.")
