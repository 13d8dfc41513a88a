"""Bundles of sealed and erased texts hold, and say so; what a superuser does to them is named."""

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings, SettingsError
from service.operations.audit_bundle import bundle
from service.trail.audit import sequencer
from service.trail.tlog.bundle_writer import Scope
from service.trail.verifier.command import verify
from tests.conftest import REGION
from tests.edge.api.story import ADMIN, TONO
from tests.features.erasures.asking import BECAUSE, ask, decide, erase, text_of
from tests.features.erasures.cases import Told, whole_story
from tests.signing import Signer

pytestmark = pytest.mark.slow  # tests/trail/verifier/test_erasures.py does the same without a server


class Auditor:
    """Takes bundles from the command line and verifies them."""

    def __init__(self, settings: Settings, worker: Any, signer: Signer, folder: Path) -> None:
        self._settings, self._worker, self._signer, self._folder = settings, worker, signer, folder

    async def publish(self) -> None:
        await sequencer.sequence_all(self._worker)
        await self._signer.publish(self._worker)

    async def verdict(self, *, as_json: bool = True, **scope: Any) -> tuple[int, str]:
        file, out = self._folder / "trail.bundle", io.BytesIO()
        await asyncio.to_thread(bundle, self._settings, Scope(REGION, **scope), file)
        key = self._signer.key
        code = await asyncio.to_thread(verify, file, [key], None, as_json, out)
        file.unlink()
        return code, out.getvalue().decode()

    async def faults(self, **scope: Any) -> list[str]:
        _, said = await self.verdict(**scope)
        return [fault["code"] for fault in json.loads(said)["faults"]]


@pytest.fixture
def auditor(settings: Settings, worker: Any, signer: Signer, tmp_path: Path) -> Auditor:
    return Auditor(settings, worker, signer, tmp_path)


@pytest.mark.parametrize("classification", ["ordinary", "secret"])
async def test_everything_verifies_after_erasures_and_says_so(
    client: Any, settings: Settings, auditor: Auditor, classification: str
) -> None:
    told = Told(client, settings)
    await whole_story(told, classification=classification)
    title = await text_of(told, "title")
    done = [await erase(client, settings, told, target="text", text=title["id"])]
    done.append(await erase(client, settings, told, target="reporter"))
    await auditor.publish()
    asked = await ask(client, settings, told, target="text", text=(await text_of(told, "note"))["id"])
    assert asked.status_code == 201
    for scope in ({}, {"report": told.made["id"]}):
        code, said = await auditor.verdict(**scope)
        found = json.loads(said)
        assert (code, found["faults"]) == (0, [])
        assert [each["text"] for each in found["erasures"]] == [title["id"], told.made["id"]]
        assert [each["by"] for each in found["erasures"]] == [each["decided_by"]["person"] for each in done]
        assert [each["asked_by"] for each in found["erasures"]] == [each["requested_by"]["person"] for each in done]
        shown = BECAUSE if classification == "ordinary" else None
        assert [each["reason"] for each in found["erasures"]] == [shown] * 2
    _, said = await auditor.verdict(as_json=False)
    because = BECAUSE if classification == "ordinary" else "a reason that is not shown"
    at = done[0]["decided_at"].replace("+00:00", "Z")
    assert (
        f"title {title['id']} of report {told.made['id']}: erased on {at}, by {done[0]['decided_by']['person']}" in said
    )
    assert f"because {because}" in said


async def test_texts_that_stayed_sealed_are_opened_for_a_bundle_and_verify(
    client: Any, settings: Settings, auditor: Auditor
) -> None:
    told = Told(client, settings)
    await told.intake(classification="secret")
    await erase(client, settings, told, target="text", text=(await text_of(told, "description"))["id"])
    await told.open()
    await auditor.publish()
    code, said = await auditor.verdict()
    found = json.loads(said)
    assert (code, found["counts"]["texts_not_shown"]) == (0, 1)
    assert [each["reason"] for each in found["erasures"]] == [BECAUSE]


async def test_a_bundle_with_sealed_texts_is_not_made_without_their_key(
    client: Any, settings: Settings, auditor: Auditor, tmp_path: Path
) -> None:
    told = Told(client, settings)
    await told.intake(classification="secret")
    await told.open()
    await auditor.publish()
    bare = settings.model_copy(update={"sealing_key": None})
    with pytest.raises(SettingsError, match="TINDAK_SEALING_KEY"):
        await asyncio.to_thread(bundle, bare, Scope(REGION), tmp_path / "b")
    assert not (tmp_path / "b").exists()


OF = "report_text SET content = NULL, salt = NULL, sealed = NULL, erased_at = now(), erasure ="
BACK = "report_text SET content = 'Judul', salt = '\\x00', erasure = NULL, erased_at = NULL"
TOMB = f"UPDATE {OF} (SELECT id FROM erasure) WHERE field = 'note'"
FORGED_ROW = (
    "INSERT INTO erasure SELECT region, gen_random_uuid(), report_id, 'text', (SELECT id FROM report_text "
    "WHERE field = 'note'), 'approved', reason_text, requested_by, requested_agency, requested_at, requested_by, "
    f"'bawaslu', now(), (SELECT id FROM audit_event LIMIT 1) FROM erasure; UPDATE {OF} "
    "(SELECT id FROM erasure ORDER BY requested_at, id DESC LIMIT 1) WHERE field = 'note'"
)
ATTACKS = {
    "the words of a note are taken away": (f"UPDATE {OF} gen_random_uuid() WHERE field = 'note'", ["text_missing"]),
    "a tombstone of another erasure is put in its place": (TOMB, ["text_missing"]),
    "an erasure that nobody asked for is put into the table": (FORGED_ROW, ["text_missing"]),
    "the row of a note is deleted": ("DELETE FROM report_text WHERE field = 'note'", ["text_missing"]),
    "every text of the report is deleted": ("DELETE FROM report_text", ["text_missing"]),
    "a note is changed behind its commitment": (
        "UPDATE report_text SET content = 'Tidak ada' WHERE field = 'note'", ["text_altered"],
    ),
    "an erased title is brought back": (
        f"UPDATE {BACK} WHERE field = 'title'", ["erasure_undone"],
    ),
    "an approval is given to another person": (
        "UPDATE erasure SET decided_by = requested_by", ["erasure_altered"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
async def test_what_a_superuser_does_to_texts_and_erasures_is_named(
    client: Any, settings: Settings, admin: Any, auditor: Auditor, attack: str
) -> None:
    told = Told(client, settings)
    await told.intake(classification="ordinary")
    await told.post("notes", TONO, text="Catatan")
    await erase(client, settings, told, target="text", text=(await text_of(told, "title"))["id"])
    await auditor.publish()
    assert await auditor.faults() == []
    await admin.execute("ALTER TABLE report_text DISABLE TRIGGER ALL")
    await admin.execute("SET session_replication_role = replica")
    sql, codes = ATTACKS[attack]
    await admin.execute(sql)
    for scope in ({}, {"report": told.made["id"]}):
        assert sorted(set(await auditor.faults(**scope))) == codes


async def test_a_refused_erasure_does_not_stand_behind_missing_words(
    client: Any, settings: Settings, admin: Any, auditor: Auditor
) -> None:
    told = Told(client, settings)
    await told.intake(classification="ordinary")
    title = (await text_of(told, "title"))["id"]
    asked = (await ask(client, settings, told, ADMIN, target="text", text=title)).json()
    assert (await decide(client, settings, told, asked["id"], approve=False)).status_code == 200
    await auditor.publish()
    await admin.execute("ALTER TABLE report_text DISABLE TRIGGER ALL")
    await admin.execute("SET session_replication_role = replica")
    await admin.execute(f"UPDATE {OF} (SELECT id FROM erasure) WHERE field = 'title'")
    assert await auditor.faults() == ["text_missing"]
