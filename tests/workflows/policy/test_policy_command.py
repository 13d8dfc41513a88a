"""Policies can be read by people: shown as tables, checked with line and reason, compared in words."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from service.cli import main
from tests.workflows.law import LAW_RAW, POLICIES, POLICY, REGION_RAW
from workflows.codes.reports import Severity
from workflows.codes.wording import Wording
from workflows.policy.tables import NOTHING, render, tables_of

ROOT = Path(__file__).parents[3]


def tindak(*arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, output and errors of `tindak policy`, in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    code: Any = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main(["policy", *map(str, arguments)])
        except SystemExit as end:
            code = end.code or 0
            if isinstance(code, str):  # as the interpreter does
                sys.stderr.write(f"{code}\n")
                code = 1
    said = []
    for stream in (out, err):
        stream.flush()
        said.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
    return code, said[0], said[1]


def test_a_process_says_what_is_said_here(tmp_path: Path) -> None:
    for arguments in (["check", POLICIES / "33.05.json"], ["check", tmp_path / "none.json"]):
        done = subprocess.run(
            [sys.executable, "-m", "service.cli", "policy", *map(str, arguments)],
            cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout, done.stderr) == tindak(*arguments)


def changed(tmp_path: Path, edit: Callable[[Any], Any], raw: bytes = REGION_RAW, name: str = "b.json") -> Path:
    document = json.loads(raw)
    edit(document)
    path = tmp_path / name
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False))
    return path


def row(document: Any, rule: str) -> Any:
    return next(each for each in document["rules"] if each["id"] == rule)


VOTING, SUNDAY = date(2024, 11, 27), date(2024, 11, 24)
NAME = Wording("Voting day", "Hari pemungutan suara")


@pytest.mark.parametrize("lang", ["en", "id"])
def test_every_rule_limit_and_regimes_counter_is_a_row(lang: str) -> None:
    routing, service, legal, openings, counters, days = tables_of(POLICY, lang)
    assert [cells[0] for cells in routing.rows] == [cells[0] for cells in service.rows] == [r.id for r in POLICY.rules]
    assert [cells[0] for cells in legal.rows] == [limit.id for limit in POLICY.law.clocks]
    assert (len(openings.rows), days.rows) == (len(POLICY.law.openings), ())
    assert [cells[0] for cells in counters.rows] == [each.regime for each in POLICY.law.counters]
    for table in (routing, service, legal, openings, counters, days):
        assert all(len(cells) == len(table.columns) for cells in table.rows)


def test_a_row_says_what_the_policy_says() -> None:
    routing, service, legal, _, _, _ = tables_of(POLICY)
    told = dict(zip(routing.columns, next(cells for cells in routing.rows if cells[0] == "hoax/campaign"), strict=True))
    assert (told["when"], told["lead"]) == ("in campaign", "diskominfo (clarification)")
    assert told["support (* obligatory)"].startswith("polres (information), bawaslu (case)*")
    lengths = next(cells for cells in service.rows if cells[0] == "negative_campaign/default")
    assert lengths[1 : len(Severity) + 1] == ("-/-", "-/-", "1wd/3wd", "1wd/3wd")
    limits = {cells[0]: cells for cells in legal.rows}
    assert limits["pemilu/handling"][1:4] == ("bawaslu", "7wd / 7cd", "14wd: more statements are needed")
    assert limits["pemilu/to_court"][3] == NOTHING


HEADS = {
    "en": (
        ("rule", "when", "lead", "support (* obligatory)", "outside", "when the lead is walled off", "walls", "status"),
        ("rule", *Severity),
        ("rule", "whose", "length", "extended, in all", "counts from", "pauses", "ends at the counter", "basis",
         "status", "valid"),
        ("moment", "sets", "steps", "only where it leads", "only under"),
        ("regime", "hours", "never closes", "kept on days off", "basis", "status", "valid"),
        ("day", "counts as", "name"),
    ),
    "id": (
        (
            "aturan", "kapan", "penanggung jawab", "pendukung (* wajib)", "luar daerah",
            "bila penanggung jawab dikecualikan", "pengecualian", "status",
        ),
        ("aturan", *Severity),
        (
            "aturan", "pihak", "lama", "diperpanjang, seluruhnya", "sejak", "dapat berhenti",
            "berakhir di loket", "dasar hukum", "status", "berlaku",
        ),
        ("saat", "golongan", "tahap", "hanya bila penanggung jawabnya", "hanya dalam rezim"),
        ("rezim", "jam", "tidak tutup", "juga pada hari libur", "dasar hukum", "status", "berlaku"),
        ("tanggal", "dihitung sebagai", "nama"),
    ),
}  # fmt: skip
TITLES = {
    "en": (
        "routing", "service clocks (acknowledge/verify)", "legal clocks", "what starts legal clocks",
        "when the counter for formal reports is open",
        "days that differ from the nation's (Asia/Jakarta)",
    ),
    "id": (
        "penyaluran laporan", "batas waktu layanan (tanggapan awal/verifikasi)", "batas waktu hukum",
        "yang memulai batas waktu hukum", "jam buka loket penerimaan laporan",
        "hari yang berbeda dari kalender nasional (Asia/Jakarta)",
    ),
}  # fmt: skip
SAID = {
    "en": ("in campaign and without diskominfo", "always", "outside: polda", "yes", "no", "day off", "working day"),
    "id": (
        "pada campaign dan tanpa diskominfo", "selalu", "luar daerah: polda", "ya", "tidak", "hari libur", "hari kerja",
    ),
}  # fmt: skip


@pytest.mark.parametrize("lang", HEADS)
def test_tables_are_headed_and_told_in_the_language(lang: str) -> None:
    calendar = replace(POLICY.calendar, days_off={VOTING: NAME}, working_days={SUNDAY: NAME})
    pausing, *others = POLICY.law.clocks
    law = replace(POLICY.law, clocks=(msgspec.structs.replace(pausing, pauses=True), *others))
    tables = tables_of(replace(POLICY, calendar=calendar, law=law), lang)
    assert tuple(table.columns for table in tables) == HEADS[lang]
    assert tuple(table.title.partition(": ")[2] for table in tables) == TITLES[lang]
    routing, _, legal, _, _, days = ({cells[0]: cells for cells in table.rows} for table in tables)
    both, always, outside, yes, no, day_off, working_day = SAID[lang]
    assert routing["hoax/campaign_no_diskominfo"][1] == both
    assert routing["hoax/default"][1] == always
    assert routing["hate_speech/default"][5] == f"kesbangpol, {outside}"
    assert (legal[pausing.id][5], legal[others[0].id][5]) == (yes, no)
    assert [*days.values()] == [
        ("2024-11-24", working_day, NAME.of(lang)), ("2024-11-27", day_off, NAME.of(lang)),
    ]  # fmt: skip


def test_the_columns_stand_under_each_other() -> None:
    for block in render(tables_of(POLICY)).split("\n\n"):
        _, heads, rule, *rows = block.rstrip("\n").split("\n")
        starts = [at for at, sign in enumerate(rule) if sign == "-" and (at == 0 or rule[at - 1] == " ")]
        for line in (heads, *rows):
            assert all(at == 0 or line[at - 1 : at] in {" ", ""} for at in starts)


def test_the_command_shows_them_in_both_languages() -> None:
    code, out, _ = tindak("show", "--region", "33.05")
    assert (code, out) == (0, render(tables_of(POLICY)))
    assert "batas waktu hukum" in tindak("show", "--language", "id")[1]


def test_a_region_that_is_not_served_is_refused() -> None:
    code, out, said = tindak("show", "--region", "99.99")
    assert (code, out, said) == (1, "", "tindak: --region: there is no policy of 99.99\n")


@pytest.mark.parametrize("name", ["33.05.json", "law.json"])
def test_what_is_in_force_is_sound(name: str) -> None:
    code, out, _ = tindak("check", POLICIES / name)
    assert (code, out.endswith(f"{name}: sound\n")) == (0, True)


@pytest.mark.parametrize(
    ("raw", "old", "new", "reason"),
    [
        (REGION_RAW, '"lead": "diskominfo"', '"lead": "diskomimfo"', "unknown agency 'diskomimfo'"),
        (REGION_RAW, '"verify": "30m"', '"verify": "30 minutes"', "matching regex"),
        (REGION_RAW, '"code": "33.05.12"', '"code": "33.06.12"', "district '33.06.12' is not in region 33.05"),
        (LAW_RAW, '"whose": "kejari"', '"whose": "jaksa"', "Invalid enum value 'jaksa'"),
        (LAW_RAW, '"length": 5', '"length": 5,', "not JSON"),
    ],
)
def test_a_mistake_is_refused_with_line_and_reason(tmp_path: Path, raw: bytes, old: str, new: str, reason: str) -> None:
    text = raw.decode()
    path = tmp_path / "mine.json"
    path.write_text(text.replace(old, new, 1))
    line = text[: text.index(old)].count("\n") + 1
    code, out, said = tindak("check", path)
    assert (code, out) == (1, "")
    assert said.startswith(f"tindak: {path}:{line}: ")
    assert reason in said


def test_a_file_named_after_another_region_is_refused_where_it_says_its_own(tmp_path: Path) -> None:
    path = tmp_path / "33.06.json"
    path.write_bytes(REGION_RAW)
    reason = "the file is named after region 33.06, and is of region 33.05"
    assert tindak("check", path) == (1, "", f"tindak: {path}:4: {reason}\n")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert (
        tindak("check", tmp_path / "none.json")[2] == f"tindak: {tmp_path / 'none.json'}: No such file or directory\n"
    )


def test_the_same_policy_does_not_differ(tmp_path: Path) -> None:
    same = changed(tmp_path, lambda _: None)
    assert tindak("diff", POLICIES / "33.05.json", same) == (0, "", "")


def edit_region(document: Any) -> None:
    document["version"] = "33.05/2026-12-1"
    rule = row(document, "hoax/default")
    rule["clocks"]["S2"]["acknowledge"] = "20m"
    rule["support"] = [task for task in rule["support"] if task["agency"] != "kpu"]
    rule["support"][0]["obligatory"] = True
    document["calendar"]["days_off"].append(
        {"day": "2026-12-24", "name": {"en": "Local leave", "id": "Cuti daerah"}, "basis": "SK Bupati"}
    )
    at = document["rules"].index(row(document, "hate_speech/campaign"))
    document["rules"].insert(0, document["rules"].pop(at))


def test_what_differs_is_said_row_by_row(tmp_path: Path) -> None:
    code, out, _ = tindak("diff", POLICIES / "33.05.json", changed(tmp_path, edit_region))
    told = out.splitlines()
    assert code == 1
    assert told[0] == "version: 33.05/2026-11-3 becomes 33.05/2026-12-1"
    assert told[1:5] == [
        "calendar: days_off 2026-12-24: is new, day 2026-12-24; name en Local leave; id Cuti daerah; basis SK Bupati",
        "rules hoax/default: support kpu: is left out",
        "rules hoax/default: support polres, obligatory: no becomes yes",
        "rules hoax/default: clocks, S2, acknowledge: 30m becomes 20m",
    ]
    assert told[5].startswith("rules: the order security_threat/default, ")
    assert len(told) == 6


def edit_law(document: Any) -> None:
    rows = {f"{each['regime']}/{each['step']}": each for each in document["clocks"]}
    rows["pemilu/handling"]["extension"] = None
    rows["pemilu/to_court"]["length"] = 6
    rows["pilkada/to_court"]["note"] = {"en": "Read again", "id": "Dibaca lagi"}
    rows["pilkada/to_court"]["status"] = "to_confirm"


def test_two_laws_are_compared_too(tmp_path: Path) -> None:
    code, out, _ = tindak("diff", POLICIES / "law.json", changed(tmp_path, edit_law, LAW_RAW))
    assert (code, out.splitlines()) == (
        1,
        [
            (
                "clocks pemilu/handling/2017-08-16: extension: count 14; in_all yes; "
                "ground more_statements; day_kind working_days becomes nothing"
            ),
            "clocks pemilu/to_court/2017-08-16: length: 5 becomes 6",
            "clocks pilkada/to_court/2016-07-01: status: confirmed becomes to_confirm",
            "clocks pilkada/to_court/2016-07-01: note: nothing becomes en Read again; id Dibaca lagi",
        ],
    )


def test_a_law_is_not_compared_with_a_policy() -> None:
    code, out, said = tindak("diff", POLICIES / "law.json", POLICIES / "33.05.json")
    assert (code, out) == (1, "")
    assert "are not of one kind" in said


def test_a_file_with_a_mistake_is_compared_with_nothing(tmp_path: Path) -> None:
    wrong = changed(tmp_path, lambda document: row(document, "hoax/default").update(lead="kodim"))
    code, out, said = tindak("diff", POLICIES / "33.05.json", wrong)
    assert (code, out) == (1, "")
    assert "supports and never leads" in said
