"""The verdict in words for people, in both languages; and a key that was replaced, which cannot pass unnoticed."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from service.trail.verifier import unreadable_words
from service.trail.verifier.command import CANNOT_TELL, DOES_NOT_HOLD, HOLDS, verify
from service.trail.verifier.fault_words import FAULTS
from service.trail.verifier.unreadable_words import REASONS
from service.trail.verifier.witness_words import UNMET
from tests.trail.verifier.bundles import LOG, NEXT_LOG, POLICY, Members, bundle, checkpoint_of, write
from tests.trail.verifier.tampering import LEAVES, TRAIL, edited, rebuilt
from workflows.trail.replay.faults import FaultCode
from workflows.trail.tlog import quorum
from workflows.trail.tlog.key_list import ListedKey, encode_key_list, parse_key_list

SOURCES = Path(unreadable_words.__file__).parent
KEY, NEXT = LOG.verifier.encode(), NEXT_LOG.verifier.encode()


def told(tmp_path: Path, members: Members, lang: str, *, policy: str | None = None) -> list[str]:
    (tmp_path / "policy").write_text(policy or "")
    out = BytesIO()
    given = (tmp_path / "policy" if policy else None, False, out, (), lang)
    verify(write(tmp_path / "bundle.zip", members), [KEY], *given)
    return out.getvalue().decode().splitlines()


def judged(tmp_path: Path, members: Members, keys: list[str]) -> tuple[int, dict[str, Any]]:
    out = BytesIO()
    code = verify(write(tmp_path / "bundle.zip", members), keys, None, True, out)
    return code, json.loads(out.getvalue())


def test_every_kind_of_fault_has_words_in_both_languages() -> None:
    assert FAULTS.keys() == set(FaultCode)
    assert len({words.id for words in FAULTS.values()}) == len({words.en for words in FAULTS.values()}) == len(FAULTS)


@pytest.mark.parametrize(
    ("lang", "first", "nobody"),
    [
        ("en", "HOLDS: ", "No independent witness has confirmed"),
        ("id", "UTUH: ", "Tidak ada saksi independen yang mengonfirmasi"),
    ],
)
def test_what_holds_is_said_first_and_who_vouches_for_it(tmp_path: Path, lang: str, first: str, nobody: str) -> None:
    lines = told(tmp_path, bundle(TRAIL), lang)
    assert lines[0].startswith(first)
    assert str(len(LEAVES)) in lines[0]
    assert any(line.startswith(nobody) for line in lines)
    witnessed = told(tmp_path, bundle(TRAIL), lang, policy=POLICY)
    assert not any(line.startswith(nobody) for line in witnessed)
    assert any("w1" in line for line in witnessed)


@pytest.mark.parametrize(
    ("lang", "confirmed", "missing"),
    [
        (
            "en",
            "(confirmed by w1 on Tuesday, 26 November 2024, 12:46:40 WIB",
            "(confirmed by nobody; witness w1 has not",
        ),
        ("id", "(dikonfirmasi oleh w1 pada Selasa, 26 November 2024, 12.46.40 WIB", "siapa pun; saksi w1 belum meng"),
    ],
)
def test_witnesses_are_told_in_words_and_local_time(tmp_path: Path, lang: str, confirmed: str, missing: str) -> None:
    assert any(confirmed in line for line in told(tmp_path, bundle(TRAIL), lang, policy=POLICY))
    alone = {**bundle(TRAIL), "checkpoint": checkpoint_of(LEAVES).rsplit(b"\n", 2)[0] + b"\n"}
    lines = told(tmp_path, alone, lang, policy=POLICY)
    assert any(missing in line for line in lines)
    assert not any(re.search(r"\d{4}-\d\d-\d\dT", line) for line in lines if "teknis" not in line)


def test_what_a_policy_can_lack_has_indonesian_words() -> None:
    source = Path(quorum.__file__).read_text("utf-8")
    said = set(re.findall(r'f"((?:witness|group|the signature|no known) [^"]*)"', source))
    assert {re.sub(r"\{[^{}]*\}", "{}", each) for each in said} == UNMET.keys()


@pytest.mark.parametrize(("lang", "first"), [("en", "DOES NOT HOLD: "), ("id", "TIDAK UTUH: ")])
def test_a_fault_is_said_in_words_with_its_place_and_the_technical_ones(tmp_path: Path, lang: str, first: str) -> None:
    lines = told(tmp_path, rebuilt(edited(LEAVES, 200, lambda event: event.update(region="33.06\x1b[2J"))), lang)
    assert lines[0].startswith(first)
    assert f"1. {FAULTS[FaultCode.WRONG_REGION].of(lang)} [wrong_region]" in lines
    assert any("it is of region 33.06\\x1b[2J, the log of 33.05" in line for line in lines)
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize(("lang", "first"), [("en", "CANNOT BE READ: "), ("id", "TIDAK DAPAT DIBACA: ")])
def test_what_cannot_be_read_is_said_in_the_language_asked_for(tmp_path: Path, lang: str, first: str) -> None:
    (tmp_path / "bundle.zip").write_bytes(b"PK")
    out = BytesIO()
    assert verify(tmp_path / "bundle.zip", [KEY], None, False, out, (), lang) == CANNOT_TELL
    assert out.getvalue().decode().startswith(first)


def succeeded(keys: str) -> Members:
    """A bundle under the successor's signature, with this list of keys."""
    return {**bundle(TRAIL), "checkpoint": checkpoint_of(LEAVES, NEXT_LOG), "log.vkey": keys.encode()}


def test_a_key_that_began_in_the_middle_is_named_when_the_former_one_is_missing(tmp_path: Path) -> None:
    whole, alone = f"{KEY}\n# from size 100\n{NEXT}\n", f"# from size 100\n{NEXT}\n"
    (tmp_path / "whole").write_text(whole)
    (tmp_path / "alone").write_text(alone)
    assert judged(tmp_path, succeeded(whole), [str(tmp_path / "whole")])[0] == HOLDS
    assert judged(tmp_path, succeeded(whole), [NEXT])[0] == HOLDS
    for members, keys in (
        (succeeded(alone), [NEXT]),
        (succeeded(alone), [str(tmp_path / "alone")]),
        (succeeded(whole), [str(tmp_path / "alone")]),
    ):
        code, found = judged(tmp_path, members, keys)
        assert (code, found["fault_codes"]) == (DOES_NOT_HOLD, ["key_missing"])
        assert "begins at size 100" in found["faults"][0]["words"]


def test_a_list_says_from_which_size_its_first_key_signs_when_that_is_not_the_first_of_the_log() -> None:
    (late,) = parse_key_list(f"# from size 7\n{NEXT}\n")
    assert encode_key_list([late]) == f"# from size 7\n{NEXT}\n"
    assert encode_key_list([ListedKey(late.key, 0)]) == f"{NEXT}\n"


def test_a_list_that_is_none_makes_no_bundle(tmp_path: Path) -> None:
    code, found = judged(tmp_path, succeeded("no key\n"), [NEXT])
    assert code == CANNOT_TELL
    assert found["unreadable"].startswith("log.vkey: ")


PATTERN = re.compile(r"""Unreadable\([^,()]+(?:\([^()]*\)[^,()]*)*, (f?"[^"]*")\)|msg = (f?"[^"]*")""")
"""How the reader and the command give their reasons."""


def reasons() -> set[str]:
    """Every reason in the sources, with its places emptied; those of the reader behind the place of the member."""
    found = set()
    for name in ("command", "bundle_members", "bundle_reader", "verify"):
        source = (SOURCES / f"{name}.py").read_text("utf-8")
        for of_reader, of_command in PATTERN.findall(source):
            words = re.sub(r"\{[^{}]*\}", "{}", (of_reader or of_command).removeprefix("f").strip('"'))
            found.add(f"{{}}: {words}" if of_reader else words)
    return found - {"{}: {}"}


def test_every_reason_that_nothing_can_be_verified_has_indonesian_words() -> None:
    assert len(reasons()) > 15
    assert {"{}: it has no {}, so it is no bundle", "{}: it cannot be read ({})"} <= reasons()
    assert reasons() - REASONS.keys() == set()
    assert all(english.count("{}") == indonesian.count("{}") for english, indonesian in REASONS.items())


@pytest.mark.parametrize(
    ("keys", "policy", "content", "said"),
    [
        ([], None, b"", "tidak ada kunci buku catatan yang diberikan, "),
        (["kunci+salah"], None, b"", "'kunci+salah' bukan kunci pemeriksa ("),
        ([KEY], "tidak-ada", b"", "tidak-ada: tidak ada"),
        ([KEY], None, b"kata-kata", "berkas itu: rusak atau terpotong ("),
        ([KEY], None, None, "berkas itu: tidak ada"),
    ],
    ids=["no key", "no such key", "no policy", "no archive", "no file"],
)
def test_what_cannot_be_read_is_told_in_indonesian_too(
    keys: list[str], policy: str | None, content: bytes | None, said: str, tmp_path: Path
) -> None:
    out, file = BytesIO(), tmp_path / "bundle.zip"
    if content is not None:
        file.write_bytes(content)
    assert verify(file, keys, tmp_path / policy if policy else None, False, out, (), "id") == CANNOT_TELL
    assert said in out.getvalue().decode()
