"""The regions that are served: each by one file that is named after it."""

from pathlib import Path
from typing import Any

import pytest

from service.edge import policy_files
from tests.workflows.law import CALENDAR_RAW, LAW_RAW, REGION_RAW
from workflows.files.located import PolicyError

OTHER_RAW = REGION_RAW.replace(b"33.05", b"33.06")


def served(monkeypatch: Any, folder: Path, files: dict[str, bytes]) -> list[str]:
    """The regions that an installation with these files serves."""
    for name, raw in {"law.json": LAW_RAW, "calendar.json": CALENDAR_RAW, **files}.items():
        (folder / name).write_bytes(raw)
    monkeypatch.setattr(policy_files, "files", lambda _: folder)
    return [policy.region for policy in policy_files.load_policies.__wrapped__()]


def test_a_region_more_is_a_file_more(monkeypatch: Any, tmp_path: Path) -> None:
    assert served(monkeypatch, tmp_path, {"33.05.json": REGION_RAW, "33.06.json": OTHER_RAW}) == ["33.05", "33.06"]


def test_a_copy_whose_region_stayed_as_it_was_does_not_take_the_place_of_the_first(
    monkeypatch: Any, tmp_path: Path
) -> None:
    with pytest.raises(PolicyError, match=r"33\.06\.json:4: the file is named after region 33\.06, and is of region"):
        served(monkeypatch, tmp_path, {"33.05.json": REGION_RAW, "33.06.json": REGION_RAW})


def test_two_files_of_one_region_are_refused(monkeypatch: Any, tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"another\.json:1: region 33\.05 has another policy already"):
        served(monkeypatch, tmp_path, {"33.05.json": REGION_RAW, "another.json": REGION_RAW})
