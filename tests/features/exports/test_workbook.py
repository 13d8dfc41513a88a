"""Exports as workbooks: read back by another library, they hold what the CSV holds, each cell as what it is."""

import io
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from service.edge.settings import Settings
from service.features.exports.datasets import DATASETS
from service.features.exports.media import XLSX
from service.features.exports.workbook import parts_of, workbook
from tests.edge.api.story import AUDITOR, DESK, KODIM, P, headers
from tests.features.exports.taking import rows_of, take
from tests.features.exports.test_rows import FORMULAS, stir, story
from tests.walking import walked

KEPT = "SELECT convert_from(leaf, 'UTF8') FROM audit_event"


def cells(content: bytes) -> list[list[Any]]:
    """Every row of every sheet, the heads among them."""
    read = load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for sheet in read.worksheets for row in sheet.iter_rows()]


async def written(rows: Sequence[Sequence[Any]], most: int = 1000) -> bytes:
    async def given() -> AsyncIterator[Sequence[Any]]:
        for row in rows:
            yield row

    async with workbook("events", ("a", "b", "c"), given(), most) as path:
        return b"".join(parts_of(path))


@pytest.mark.parametrize("dataset", DATASETS)
async def test_a_workbook_holds_the_rows_of_the_csv(client: Any, settings: Settings, admin: Any, dataset: str) -> None:
    await story(client, settings, admin)
    answer = await take(client, settings, f"{dataset}.xlsx")
    assert answer.headers["Content-Type"] == XLSX
    assert f"{dataset}-{answer.headers['Tindak-As-Of']}.xlsx" in answer.headers["Content-Disposition"]
    plain = rows_of(await take(client, settings, f"{dataset}.csv", as_of=int(answer.headers["Tindak-As-Of"])))
    head, *rows = cells(answer.content)
    told = [{name: _text(value) for name, value in zip(head, row, strict=True)} for row in rows]
    assert told == walked(plain)


def _text(value: Any) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


async def test_the_same_leaf_gives_the_same_bytes(client: Any, settings: Settings, admin: Any) -> None:
    await story(client, settings, admin)
    first = await take(client, settings, "reports.xlsx")
    await stir(client, settings, admin, 5)
    again = await take(client, settings, "reports.xlsx", as_of=int(first.headers["Tindak-As-Of"]))
    assert again.content == first.content
    parts = ZipFile(io.BytesIO(first.content)).infolist()
    assert {part.date_time[0] for part in walked(parts)} == {1980}


async def test_codes_stay_text_and_numbers_numbers() -> None:
    (_, row) = cells(await written([("33.05", "2024-11-25T00:10:00.000000Z", "1-2")]))
    assert row == ["33.05", "2024-11-25T00:10:00.000000Z", "1-2"]
    (_, row) = cells(await written([(7, True, None)]))
    assert (row, type(row[0]), type(row[1])) == ([7, True, None], int, bool)


async def test_no_cell_is_a_formula_or_a_link() -> None:
    content = await written([(formula, f"http://x/{formula}", "mailto:a@b") for formula in FORMULAS])
    read = load_workbook(io.BytesIO(content))
    found = [cell for row in read.worksheets[0].iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in walked(found)} == {"s"}
    assert not [cell for cell in found if cell.hyperlink]
    assert [cell.value for cell in found[::3]] == [formula.replace("\r", "_x000D_") for formula in FORMULAS]


async def test_what_has_no_room_on_a_sheet_goes_on_the_next() -> None:
    content = await written([(at, at, at) for at in range(5)], most=2)
    read = load_workbook(io.BytesIO(content))
    assert read.sheetnames == ["events", "events 2", "events 3"]
    assert [sheet.max_row for sheet in read.worksheets] == [3, 3, 2]
    assert [row[0] for row in cells(content)] == ["a", 0, 1, "a", 2, 3, "a", 4]


async def test_an_empty_log_is_a_workbook_with_its_head(client: Any, settings: Settings) -> None:
    assert cells((await take(client, settings, "tasks.xlsx")).content) == [list(DATASETS["tasks"].columns)]


async def test_nothing_stays_on_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    await written([(1, 2, 3)])

    async def broken() -> AsyncIterator[Sequence[Any]]:
        yield (1, 2, 3)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        async with workbook("events", ("a", "b", "c"), broken()):
            pytest.fail("a workbook without all its rows was given away")
    assert not [*os.scandir(tmp_path)]


async def test_a_workbook_is_in_the_trail_and_for_whom_the_other_forms_are(
    client: Any, settings: Settings, admin: Any
) -> None:
    await story(client, settings, admin)
    await take(client, settings, "events.xlsx", DESK)
    kept = (
        "SELECT convert_from(leaf, 'UTF8') FROM audit_event WHERE action = 'reads.recorded' ORDER BY seq DESC LIMIT 1"
    )
    assert '"export":"events.xlsx"' in await admin.fetchval(kept)
    refused = await client.get(f"{P}/exports/events.xlsx", headers=headers(settings, KODIM))
    assert refused.status_code == 403
    beyond = await client.get(f"{P}/exports/events.xlsx?as_of=99999", headers=headers(settings, AUDITOR))
    assert beyond.status_code == 422
