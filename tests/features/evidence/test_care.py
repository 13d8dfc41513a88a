"""What the worker does for evidence: previews that tell nothing, no leftovers, and an alarm where it is due."""

import io
import struct
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from PIL import Image

from service.edge.settings import Settings
from service.features.evidence.object_store import Store
from tests.edge.api.story import ADMIN, DESK, POLRES, TONO, P, headers, report
from tests.features.evidence.conftest import BUCKET, REGION, Care
from tests.features.evidence.sending import (
    begin,
    custody,
    evidence_of,
    follow,
    link,
    photo,
    put,
    send,
    stands,
    taken,
    video,
)

LATER = datetime.now(UTC) + timedelta(days=31)
BOTH = pytest.mark.parametrize("settings", ["files", "s3"], indirect=True)


async def names(store: Store) -> set[str]:
    return {name async for name in store.names("")}


def spoil(settings: Settings, how: str) -> None:
    """Alter, or take away, everything that the store holds, behind the service's back."""
    if settings.evidence_store is None:
        for path in [path for path in (settings.home / "evidence").rglob("*") if path.is_file()]:
            _spoil_file(path, how)
        return
    client = boto3.client(
        "s3",
        endpoint_url=settings.evidence_s3_endpoint,
        region_name="us-east-1",
        aws_access_key_id="kunci",
        aws_secret_access_key="rahasia",
    )
    for each in client.list_objects_v2(Bucket=BUCKET, Prefix=settings.home.name)["Contents"]:
        client.delete_object(Bucket=BUCKET, Key=each["Key"])
        if how != "missing":
            client.put_object(Bucket=BUCKET, Key=each["Key"], Body=b"lain")


def _spoil_file(path: Path, how: str) -> None:
    if how == "missing":
        path.unlink()
        return
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


async def test_a_preview_shows_the_picture_upright_and_tells_nothing_of_place_or_phone(
    client: Any, settings: Settings, care: Care
) -> None:
    made, picture = (await report(client, settings))["id"], photo(size=(2000, 1000))
    assert Image.open(io.BytesIO(picture)).getexif().get_ifd(0x8825)[2][0] == 7
    one = await send(client, settings, POLRES, made, picture)
    pending = await link(client, settings, POLRES, made, one, "view")
    assert pending.json()["code"] == "preview_pending"
    assert await care.previews.make(REGION) == 1
    asked = await link(client, settings, POLRES, made, one, "view")
    preview = (await follow(client, settings, POLRES, asked.json()["url"])).content
    shown = Image.open(io.BytesIO(preview))
    assert (shown.format, shown.size) == ("JPEG", (640, 1280))
    assert not shown.getexif()
    assert not set(shown.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not any(word in preview for word in (b"Exif", b"Telepon", b"GPS", b"http"))
    assert await taken(client, settings, POLRES, made, one) == picture


def bomb() -> bytes:
    """A PNG picture of a few kilobytes that says that it has 30,000 by 30,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1 << 20)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["bomb", "cut", "noise"])
async def test_of_a_hostile_picture_there_is_no_preview_and_all_else_goes_on(
    client: Any, settings: Settings, care: Care, kind: str
) -> None:
    made = (await report(client, settings))["id"]
    hostile = {"bomb": bomb(), "cut": photo()[:300], "noise": photo()[:20] + bytes(range(256)) * 20}[kind]
    one = await send(client, settings, POLRES, made, hostile)
    other = await send(client, settings, POLRES, made, photo())
    film = await send(client, settings, POLRES, made, video(5000))
    await care.previews.make(REGION)
    found = {each["id"]: each["preview"] for each in await evidence_of(client, settings, POLRES, made)}
    assert found == {one: "refused", other: "ready", film: "none"}
    for evidence, code in ((one, "preview_refused"), (film, "no_preview")):
        refused = await link(client, settings, POLRES, made, evidence, "view")
        assert (refused.status_code, refused.json()["code"]) == (409, code)
    assert await taken(client, settings, POLRES, made, one) == hostile


@BOTH
@pytest.mark.parametrize("how", ["missing", "different"])
async def test_evidence_that_was_altered_in_the_store_raises_the_alarm_once(
    client: Any, settings: Settings, admin: Any, care: Care, how: str
) -> None:
    made = (await report(client, settings))["id"]
    one = await send(client, settings, POLRES, made, photo())
    assert await care.checker.check(care.policy, datetime.now(UTC)) == 0
    assert await care.checker.check(care.policy, LATER) == 1
    assert (await evidence_of(client, settings, POLRES, made))[0]["altered_at"] is None
    spoil(settings, how)
    for days in (31, 62):
        assert await care.checker.check(care.policy, LATER + timedelta(days=days)) == 1
    entries = await custody(client, settings, DESK, made, one)
    assert [(entry["act"], entry["agency"]) for entry in entries][1:] == [("altered", "system")]
    assert (await evidence_of(client, settings, POLRES, made))[0]["altered_at"] is not None
    leaf = await admin.fetchval("SELECT leaf FROM audit_event WHERE action = 'evidence.altered'")
    assert f'"finding":"{how}"'.encode() in leaf
    metrics = (await client.get("/metrics")).text
    assert 'tindak_evidence_altered{region="33.05"} 1.0' in metrics
    asked = (await link(client, settings, POLRES, made, one)).json()["url"]
    refused = await follow(client, settings, POLRES, asked)
    assert (refused.status_code, refused.json()["code"]) == (503, "evidence_unreadable")


async def test_the_alarm_ends_when_the_original_is_back(client: Any, settings: Settings, care: Care) -> None:
    made = (await report(client, settings))["id"]
    one = await send(client, settings, POLRES, made, photo())
    (path,) = [path for path in (settings.home / "evidence").rglob("*") if path.is_file()]
    whole = path.read_bytes()
    spoil(settings, "missing")
    await care.checker.check(care.policy, LATER)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(whole)
    await care.checker.check(care.policy, LATER + timedelta(days=31))
    acts = [entry["act"] for entry in await custody(client, settings, DESK, made, one)]
    assert acts == ["added", "altered", "restored"]


async def test_a_store_that_is_out_of_reach_is_no_alarm(client: Any, settings: Settings, care: Care) -> None:
    made = (await report(client, settings))["id"]
    one = await send(client, settings, POLRES, made, photo())
    away = settings.home / "evidence"
    away.rename(settings.home / "elsewhere")
    away.write_bytes(b"a file where the folder was")
    with pytest.raises(Exception, match="store_unavailable"):
        await care.checker.check(care.policy, LATER)
    assert [entry["act"] for entry in await custody(client, settings, DESK, made, one)] == ["added"]


@BOTH
async def test_what_took_too_long_or_was_given_up_leaves_nothing(
    client: Any, settings: Settings, admin: Any, care: Care
) -> None:
    made = (await report(client, settings))["id"]
    kept = await send(client, settings, POLRES, made, photo())
    paths = [(await begin(client, settings, POLRES, made, 1000)).headers["Location"] for _ in range(3)]
    for path in paths:
        await put(client, settings, POLRES, path, 0, bytes(500))
    await client.delete(paths[0], headers={**headers(settings, POLRES), "Tus-Resumable": "1.0.0"})
    await admin.execute("UPDATE upload SET expires_at = now() WHERE id = $1", paths[1].rpartition("/")[2])
    assert await care.sweeper.expire(REGION, datetime.now(UTC)) == 1
    assert (await stands(client, settings, POLRES, paths[1])).status_code == 410
    await care.store.put(f"{REGION}/{kept}/sisa", b"what a killed process left behind")
    assert await care.sweeper.sweep(REGION, datetime.now(UTC)) == 0
    assert await care.sweeper.sweep(REGION, datetime.now(UTC) + timedelta(hours=1)) == 3
    folders = {name.split("/")[1] for name in await names(care.store)}
    assert folders == {kept, paths[2].rpartition("/")[2]}
    assert await taken(client, settings, POLRES, made, kept) == photo()
    assert (await stands(client, settings, POLRES, paths[2])).headers["Upload-Offset"] == "500"


async def test_erased_evidence_is_gone_with_its_key_and_its_objects(
    client: Any, settings: Settings, admin: Any, care: Care
) -> None:
    made = (await report(client, settings))["id"]
    one, other = [await send(client, settings, POLRES, made, photo(seed=seed)) for seed in range(2)]
    await care.previews.make(REGION)
    # Swept before: that its objects go is the erasure's own doing.
    assert await care.sweeper.sweep(REGION, datetime.now(UTC) + timedelta(hours=1)) == 0
    assert not await admin.fetchval("SELECT bool_or(to_sweep) FROM upload")
    seen = (await link(client, settings, TONO, made, one, "view")).json()["url"]
    assert (await follow(client, settings, TONO, seen)).status_code == 200
    url = (await link(client, settings, TONO, made, one)).json()["url"]
    body = {"target": "evidence", "text": one, "reason": "Hak subjek data"}
    asked = await client.post(f"{P}/reports/{made}/erasures", json=body, headers=headers(settings, ADMIN))
    assert asked.status_code == 201, asked.text
    path = f"{P}/reports/{made}/erasures/{asked.json()['id']}/decision"
    decided = await client.post(path, json={"approve": True}, headers=headers(settings, TONO))
    assert decided.status_code == 200, decided.text
    assert await admin.fetchval("SELECT array_agg(evidence_id::text) FROM evidence_key") == [other]
    assert (await follow(client, settings, TONO, url)).status_code == 404
    found = {each["id"]: each for each in await evidence_of(client, settings, TONO, made)}
    assert found[one]["erased"]["reason"] == "Hak subjek data"
    assert (await link(client, settings, TONO, made, one)).json()["code"] == "evidence_erased"
    again = await client.post(f"{P}/reports/{made}/erasures", json=body, headers=headers(settings, ADMIN))
    assert again.json()["code"] == "already_erased"
    await care.sweeper.sweep(REGION, datetime.now(UTC) + timedelta(hours=1))
    assert {name.split("/")[1] for name in await names(care.store)} == {other}
    assert await care.checker.check(care.policy, LATER) == 1
