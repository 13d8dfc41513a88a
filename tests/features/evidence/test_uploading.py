"""Evidence comes in in pieces that may break off, and is what it was said to be or is not taken."""

import hashlib
from base64 import b64encode
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as within
from hypothesis import strategies as st

from service.edge.settings import Settings
from service.features.evidence import originals, receiving, sealed_pieces
from tests.edge.api.bodies import contents, is_problem
from tests.edge.api.story import DESK, KODIM, POLRES, SARI, P, headers, report
from tests.features.evidence.samples import ftyp
from tests.features.evidence.sending import (
    CONTENT,
    TUS,
    begin,
    evidence_of,
    follow,
    link,
    metadata,
    photo,
    put,
    send,
    sha256,
    stands,
    taken,
    video,
)
from tests.features.evidence.test_media_types import SAMPLES
from workflows.codes.evidence import EXTENSIONS

BIG = video(3 * sealed_pieces.PIECE_BYTES + 777)


async def test_what_was_sent_is_what_is_kept_and_read(client: Any, settings: Settings) -> None:
    made, picture = (await report(client, settings))["id"], photo()
    told = {"filename": "foto amplop.jpg", "note": "Amplop di teras", "sha256": sha256(picture)}
    one = await send(client, settings, POLRES, made, picture, **told)
    (found,) = await evidence_of(client, settings, POLRES, made)
    assert (found["id"], found["sha256"], found["size"]) == (one, sha256(picture), len(picture))
    assert (found["media_type"], found["name"], found["note"]) == ("image/jpeg", "foto amplop.jpg", "Amplop di teras")
    assert await taken(client, settings, POLRES, made, one) == picture


@pytest.mark.parametrize("end", [1, sealed_pieces.PIECE_BYTES, sealed_pieces.PIECE_BYTES + 1, len(BIG) - 1])
async def test_an_upload_goes_on_where_it_broke_off(client: Any, settings: Settings, end: int) -> None:
    made = (await report(client, settings))["id"]
    path = (await begin(client, settings, POLRES, made, len(BIG))).headers["Location"]
    first = await put(client, settings, POLRES, path, 0, BIG[:end])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(end))
    assert (await stands(client, settings, POLRES, path)).headers["Upload-Offset"] == str(end)
    assert await evidence_of(client, settings, POLRES, made) == []
    assert (await put(client, settings, POLRES, path, end, BIG[end:])).headers["Upload-Offset"] == str(len(BIG))
    assert await taken(client, settings, POLRES, made, path.rpartition("/")[2]) == BIG
    assert (await stands(client, settings, POLRES, path)).headers["Upload-Offset"] == str(len(BIG))


@within(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(1, 499), max_size=6, unique=True))
async def test_cut_anywhere_it_is_whole_and_every_range_is_right(
    client: Any, settings: Settings, monkeypatch: Any, cuts: list[int]
) -> None:
    for module in (sealed_pieces, receiving, originals):
        monkeypatch.setattr(module, "PIECE_BYTES", 64)
    whole, made = video(500), (await report(client, settings))["id"]
    path = (await begin(client, settings, POLRES, made, 500)).headers["Location"]
    places = [0, *sorted(cuts), 500]
    for start, end in pairwise(places):
        assert (await put(client, settings, POLRES, path, start, whole[start:end])).status_code == 204
    asked = await link(client, settings, POLRES, made, path.rpartition("/")[2])
    for start, end in pairwise(places):
        part = await follow(client, settings, POLRES, asked.json()["url"], Range=f"bytes={start}-{end - 1}")
        assert part.content == whole[start:end]
        assert part.status_code == (200 if end - start == 500 else 206)


async def test_another_offset_is_refused_with_the_present_one(client: Any, settings: Settings) -> None:
    made = (await report(client, settings))["id"]
    path = (await begin(client, settings, POLRES, made, 1000)).headers["Location"]
    await put(client, settings, POLRES, path, 0, bytes(10))
    for offset in (0, 9, 11, 1000):
        answer = await put(client, settings, POLRES, path, offset, bytes(10))
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "10")
        assert answer.json()["code"] == "upload_offset"
        assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert (await put(client, settings, POLRES, path, 10, bytes(991))).json()["code"] == "upload_too_long"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
async def test_a_wrong_checksum_counts_nothing(client: Any, settings: Settings, algorithm: str) -> None:
    made, picture = (await report(client, settings))["id"], photo()
    path = (await begin(client, settings, POLRES, made, len(picture))).headers["Location"]
    right = f"{algorithm} {b64encode(hashlib.new(algorithm, picture).digest()).decode()}"
    wrong = f"{algorithm} {b64encode(hashlib.new(algorithm, b'lain').digest()).decode()}"
    refused = await put(client, settings, POLRES, path, 0, picture, **{"Upload-Checksum": wrong})
    assert (refused.status_code, refused.json()["code"]) == (460, "upload_checksum_mismatch")
    assert (await stands(client, settings, POLRES, path)).headers["Upload-Offset"] == "0"
    assert files(settings) == []
    assert (await put(client, settings, POLRES, path, 0, picture, **{"Upload-Checksum": right})).status_code == 204


async def test_a_file_that_is_not_what_its_sender_hashed_is_refused_for_good(client: Any, settings: Settings) -> None:
    made, picture = (await report(client, settings))["id"], photo()
    begun = await begin(client, settings, POLRES, made, len(picture), sha256=sha256(b"lain"))
    path = begun.headers["Location"]
    answer = await put(client, settings, POLRES, path, 0, picture)
    assert (answer.status_code, answer.json()["code"]) == (422, "evidence_hash_differs")
    assert await evidence_of(client, settings, POLRES, made) == []
    gone = await put(client, settings, POLRES, path, 0, picture)
    assert (gone.status_code, gone.json()["code"]) == (410, "upload_gone")


SPOOFED = {
    "html": b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>",
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "exe": b"MZ\x90\x00\x03" + bytes(400),
    "elf": b"\x7fELF\x02\x01\x01" + bytes(400),
    "zip": b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(400),
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "any film's beginning": ftyp("isom", "iso2", "mp41") + bytes(400),
    "html before pdf": b"<html>\n%PDF-1.7\n" + bytes(100),
    "one byte": b"\xff",
}


@pytest.mark.parametrize("kind", SPOOFED)
async def test_a_file_is_what_its_content_is_whatever_it_is_called(client: Any, settings: Settings, kind: str) -> None:
    made, content = (await report(client, settings))["id"], SPOOFED[kind]
    begun = await begin(client, settings, POLRES, made, len(content), filename="foto.jpg", filetype="image/jpeg")
    answer = await put(client, settings, POLRES, begun.headers["Location"], 0, content)
    assert (answer.status_code, answer.json()["code"]) == (422, "evidence_type_refused")
    assert await evidence_of(client, settings, POLRES, made) == []


@pytest.mark.parametrize(
    "kind", ["HEIC of an iPhone", "AMR", "DOCX with its list last", "ODT", "a memo in 3GP", "AVI of a dash cam", "DOC"]
)
async def test_what_phones_bring_is_taken_under_its_own_name(
    client: Any, settings: Settings, small_pieces: int, kind: str
) -> None:
    assert small_pieces
    made, (content, media) = (await report(client, settings))["id"], SAMPLES[kind]
    one = await send(client, settings, POLRES, made, content, filename="berkas", filetype="application/octet-stream")
    (found,) = await evidence_of(client, settings, POLRES, made)
    assert (found["media_type"], found["preview"]) == (media.value, "none")
    asked = await link(client, settings, POLRES, made, one)
    answer = await follow(client, settings, POLRES, asked.json()["url"])
    assert (answer.content, answer.headers["Content-Type"]) == (content, media.value)
    assert answer.headers["Content-Disposition"].endswith(f'.{EXTENSIONS[media]}"')


WORDS = ["a chat that was exported", "a table of Excel", "a note of Windows", "a letter"]


@pytest.mark.parametrize("kind", WORDS)
async def test_text_is_taken_as_what_it_is_and_handed_out_as_bytes_that_nobody_shows(
    client: Any, settings: Settings, small_pieces: int, kind: str
) -> None:
    assert small_pieces
    made, (content, media) = (await report(client, settings))["id"], SAMPLES[kind]
    # As Windows with Excel declares a table; of the same family, so that the content decides.
    one = await send(client, settings, POLRES, made, content, filename="berkas", filetype="application/vnd.ms-excel")
    (found,) = await evidence_of(client, settings, POLRES, made)
    assert (found["media_type"], found["preview"]) == (media.value, "none")
    asked = await link(client, settings, POLRES, made, one)
    answer = await follow(client, settings, POLRES, asked.json()["url"])
    assert (answer.content, answer.headers["Content-Type"]) == (content, "application/octet-stream")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="evidence-{one}.{EXTENSIONS[media]}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_what_is_of_another_family_than_it_was_said_to_be_is_refused_and_kept_nowhere(
    client: Any, settings: Settings
) -> None:
    made = (await report(client, settings))["id"]
    for content, declared, found in (
        (b"Sekadar kata-kata", "image/jpeg", "text/plain"),
        (photo(), "text/csv", "image/jpeg"),
    ):
        begun = await begin(client, settings, POLRES, made, len(content), filename="berkas", filetype=declared)
        answer = await put(client, settings, POLRES, begun.headers["Location"], 0, content)
        assert (answer.status_code, answer.json()["code"]) == (422, "evidence_type_differs")
        assert answer.json()["found"] == found
        gone = await put(client, settings, POLRES, begun.headers["Location"], 0, content)
        assert (gone.status_code, gone.json()["code"]) == (410, "upload_gone")
    assert await evidence_of(client, settings, POLRES, made) == []


async def test_a_picture_that_is_also_a_page_is_handed_out_as_neither_page_nor_script(
    client: Any, settings: Settings
) -> None:
    made, both = (await report(client, settings))["id"], photo() + b"<html><script>alert(1)</script></html>"
    one = await send(client, settings, POLRES, made, both, filename="halaman.html")
    asked = (await link(client, settings, POLRES, made, one)).json()
    answer = await follow(client, settings, POLRES, asked["url"])
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="evidence-{one}.jpg"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


REFUSED: dict[str, tuple[dict[str, str], int, str]] = {
    "a page by its type": (metadata(filename="foto.jpg", filetype="text/html"), 422, "evidence_type_refused"),
    "an archive by its type": (metadata(filetype="application/vnd.rar"), 422, "evidence_type_refused"),
    "a drawing by the type that Uppy tells": (metadata(type="image/svg+xml"), 422, "evidence_type_refused"),
    "no version": ({"Tus-Resumable": ""}, 412, "tus_version"),
    "another version": ({"Tus-Resumable": "0.2.2"}, 412, "tus_version"),
    "no length": ({"Upload-Length": ""}, 400, "upload_header"),
    "a word for a length": ({"Upload-Length": "banyak"}, 400, "upload_header"),
    "a length with a nought before it": ({"Upload-Length": "010"}, 400, "upload_header"),
    "a length twice": ({"Upload-Length": "10, 10"}, 400, "upload_header"),
    "less than nothing": ({"Upload-Length": "-1"}, 400, "upload_header"),
    "nothing": ({"Upload-Length": "0"}, 422, "validation_failed"),
    "too much": ({"Upload-Length": str(1 << 40)}, 413, "evidence_too_large"),
    "no base64": ({"Upload-Metadata": "filename ???"}, 400, "upload_header"),
    "a name twice": ({"Upload-Metadata": "filename YQ==,filename Yg=="}, 400, "upload_header"),
    "a hash that is none": (metadata(sha256="abc"), 422, "validation_failed"),
    "too long a name": (metadata(filename="a" * 256), 422, "validation_failed"),
    "a note that nobody sees": (metadata(note="\u200b\u3164"), 422, "validation_failed"),
    "a NUL": (metadata(note="a\0b"), 422, "validation_failed"),
}


@pytest.mark.parametrize("fault", REFUSED)
async def test_a_bad_beginning_is_refused_and_writes_nothing(
    client: Any, settings: Settings, admin: Any, fault: str
) -> None:
    made, (changed, status, code) = (await report(client, settings))["id"], REFUSED[fault]
    before = await contents(admin)
    sent = {**headers(settings, POLRES), **TUS, "Upload-Length": "10", **changed}
    answer = await client.post(f"{P}/reports/{made}/evidence", headers=sent)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert is_problem(answer)
    assert await contents(admin) == before


async def test_a_part_in_another_form_is_refused(client: Any, settings: Settings) -> None:
    made = (await report(client, settings))["id"]
    path = (await begin(client, settings, POLRES, made, 10)).headers["Location"]
    for sent, status in (
        ({"Content-Type": "image/jpeg"}, 415),
        ({"Content-Encoding": "gzip"}, 415),
        ({"Upload-Offset": "x"}, 400),
        ({"Upload-Checksum": "crc32 AAAA"}, 400),
        ({"Upload-Checksum": "sha1 ???"}, 400),
    ):
        assert (await put(client, settings, POLRES, path, 0, b"isi", **sent)).status_code == status


async def test_a_repeated_beginning_is_one_upload(client: Any, settings: Settings, admin: Any) -> None:
    made = (await report(client, settings))["id"]
    sent = {**headers(settings, POLRES), **TUS, "Upload-Length": "10"}
    first, again = [await client.post(f"{P}/reports/{made}/evidence", headers=sent) for _ in range(2)]
    assert first.headers["Location"] == again.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert await admin.fetchval("SELECT count(*) FROM upload") == 1
    other = await client.post(f"{P}/reports/{made}/evidence", headers={**sent, "Upload-Length": "11"})
    assert other.json()["code"] == "idempotency_key_reused"


async def test_an_upload_is_its_senders_alone(client: Any, settings: Settings) -> None:
    made = (await report(client, settings, classification="ordinary"))["id"]
    path = (await begin(client, settings, POLRES, made, 10)).headers["Location"]
    assert (await stands(client, settings, SARI, path)).status_code == 404
    assert (await put(client, settings, SARI, path, 0, b"isi")).status_code == 404
    assert (await client.delete(path, headers={**headers(settings, SARI), **TUS})).status_code == 404
    assert (await stands(client, settings, POLRES, path)).status_code == 200


async def test_who_does_not_find_the_report_adds_nothing_to_it(client: Any, settings: Settings) -> None:
    made = (await report(client, settings))["id"]
    assert (await begin(client, settings, KODIM, made, 10)).status_code == 404
    one = await send(client, settings, POLRES, made, photo())
    for path in ("", f"/{one}", f"/{one}/custody"):
        answer = await client.get(f"{P}/reports/{made}/evidence{path}", headers=headers(settings, KODIM))
        assert answer.status_code == 404
    assert (await link(client, settings, KODIM, made, one)).status_code == 404
    url = (await link(client, settings, POLRES, made, one)).json()["url"]
    assert (await follow(client, settings, KODIM, url)).status_code == 404


async def test_what_is_given_up_cannot_go_on(client: Any, settings: Settings) -> None:
    made = (await report(client, settings))["id"]
    path = (await begin(client, settings, POLRES, made, 10)).headers["Location"]
    sent = {**headers(settings, POLRES), **TUS}
    assert (await client.delete(path, headers=sent)).status_code == 204
    assert (await client.delete(path, headers=sent)).status_code == 410
    assert (await put(client, settings, POLRES, path, 0, b"isi")).status_code == 410
    assert (await stands(client, settings, POLRES, path)).status_code == 410


async def test_a_person_has_only_so_many_uploads_open(client: Any, settings: Settings, monkeypatch: Any) -> None:
    monkeypatch.setattr("service.features.evidence.uploads.MOST_OPEN", 2)
    made = (await report(client, settings))["id"]
    begun = [await begin(client, settings, POLRES, made, 10) for _ in range(2)]
    assert [answer.status_code for answer in begun] == [201, 201]
    refused = await begin(client, settings, POLRES, made, 10)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_uploads")
    assert (await begin(client, settings, DESK, made, 10)).status_code == 201
    sent = {**headers(settings, POLRES), **TUS}
    assert (await client.delete(begun[0].headers["Location"], headers=sent)).status_code == 204
    assert (await begin(client, settings, POLRES, made, 10)).status_code == 201  # what has ended is not open
    assert (await begin(client, settings, POLRES, made, 10)).status_code == 409


async def test_the_largest_original_is_taken_and_one_byte_more_is_not(client: Any, settings: Settings) -> None:
    made, largest = (await report(client, settings))["id"], settings.evidence_max_bytes
    assert (await begin(client, settings, POLRES, made, largest)).status_code == 201
    refused = await begin(client, settings, POLRES, made, largest + 1)
    assert (refused.status_code, refused.json()["code"], refused.json()["limit"]) == (
        413,
        "evidence_too_large",
        largest,
    )


async def test_of_a_part_that_is_refused_nothing_counts_that_was_not_said_to(
    client: Any, settings: Settings, small_pieces: int
) -> None:
    made, whole = (await report(client, settings))["id"], video(5 * small_pieces)
    path = (await begin(client, settings, POLRES, made, len(whole))).headers["Location"]
    assert (await put(client, settings, POLRES, path, 0, whole[:small_pieces])).status_code == 204
    before = files(settings)
    wrong = f"sha256 {b64encode(hashlib.sha256(b'lain').digest()).decode()}"
    rest = whole[small_pieces : 4 * small_pieces + 7]
    refused = await put(client, settings, POLRES, path, small_pieces, rest, **{"Upload-Checksum": wrong})
    assert (refused.status_code, refused.json()["code"]) == (460, "upload_checksum_mismatch")
    assert (await stands(client, settings, POLRES, path)).headers["Upload-Offset"] == str(small_pieces)
    assert files(settings) == before


async def test_the_store_holds_what_counts_and_nothing_that_was_replaced(
    client: Any, settings: Settings, admin: Any, small_pieces: int
) -> None:
    made, whole = (await report(client, settings))["id"], video(4 * small_pieces)
    path = (await begin(client, settings, POLRES, made, len(whole))).headers["Location"]
    places = [0, 10, 20, small_pieces + 1, 2 * small_pieces, len(whole) - 1, len(whole)]
    for start, end in pairwise(places):
        assert (await put(client, settings, POLRES, path, start, whole[start:end])).status_code == 204
        pieces = await admin.fetchval(
            "SELECT coalesce((SELECT pieces FROM evidence_key), (SELECT pieces FROM upload)) AS pieces"
        )
        assert sorted(each.name for each in files(settings)) == sorted(map(str, pieces))
        assert len(pieces) == -(-end // small_pieces)


async def test_an_upload_that_goes_on_may_stand_still_anew(client: Any, settings: Settings, admin: Any) -> None:
    made = (await report(client, settings))["id"]
    begun = await begin(client, settings, POLRES, made, 10)
    await admin.execute("UPDATE upload SET expires_at = now() + interval '1 second'")
    answer = await put(client, settings, POLRES, begun.headers["Location"], 0, b"isi")
    assert answer.status_code == 204
    until = await admin.fetchval("SELECT expires_at - now() FROM upload")
    assert timedelta(0) < timedelta(hours=settings.evidence_upload_hours) - until < timedelta(minutes=5)


ASTRAY = {
    "Upload-Concat": ("partial", "final;/v1/a /v1/b", ""),
    "Upload-Defer-Length": ("1",),
    "Upload-Complete": ("?1",),
    "Upload-Draft-Interop-Version": ("6",),
    "Upload-Limit": ("max-size=10",),
    "Tus-Version": ("1.0.0",),
    "Upload-Expires": ("Wed, 25 Nov 2026 03:41:30 GMT",),
    "Trailer": ("Upload-Checksum", "X-A, upload-checksum"),
    "X-HTTP-Method-Override": ("PUT", "GET", "PATCH, DELETE"),
}
"""What belongs to no extension that is offered, or to answers alone."""
OF_ANOTHER = {
    "POST": {"Upload-Offset": ("0",), "Upload-Checksum": ("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", "crc32 AAAA")},
    "HEAD": {"Upload-Length": ("3",), "Upload-Offset": ("0",), "Upload-Metadata": ("filename YQ==",)},
    "PATCH": {"Upload-Length": ("3",), "Upload-Metadata": ("filename YQ==",)},
    "DELETE": {"Upload-Length": ("3",), "Upload-Checksum": ("sha1 AAAA",)},
}
"""What belongs to another request than this one."""


@pytest.mark.parametrize("method", OF_ANOTHER)
async def test_a_header_of_what_is_not_offered_is_refused_by_name_and_changes_nothing(
    client: Any, settings: Settings, admin: Any, method: str
) -> None:
    made = (await report(client, settings))["id"]
    begun = (await begin(client, settings, POLRES, made, 3)).headers["Location"]
    path = f"{P}/reports/{made}/evidence" if method == "POST" else begun
    usual = {**headers(settings, POLRES), **TUS}
    usual |= {"POST": {"Upload-Length": "3"}, "PATCH": {"Upload-Offset": "0"} | CONTENT}.get(method, {})
    before = await contents(admin)
    for name, values in (ASTRAY | OF_ANOTHER[method]).items():
        for value in values:
            sent = usual | {name: value}
            answer = await client.request(method, path, headers=sent, content=b"isi" if method == "PATCH" else b"")
            assert answer.status_code == 400, (name, value, answer.text)
            if method != "HEAD":
                found = answer.json()
                assert found["code"] == "upload_extension"
                assert [error["pointer"].split()[0].lower() for error in found["errors"]] == [name.lower()]
    assert await contents(admin) == before


async def test_a_number_that_is_sent_twice_is_malformed(client: Any, settings: Settings) -> None:
    made = (await report(client, settings))["id"]
    usual = [*headers(settings, POLRES).items(), *TUS.items(), ("Upload-Length", "3"), ("Upload-Length", "3")]
    answer = await client.post(f"{P}/reports/{made}/evidence", headers=usual)
    assert (answer.status_code, answer.json()["code"]) == (400, "upload_header")


async def test_the_protocol_says_what_it_offers(client: Any) -> None:
    answer = await client.options(f"{P}/reports/{'0' * 8}-0000-4000-8000-{'0' * 12}/evidence")
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,checksum,expiration,termination"
    assert answer.headers["Tus-Checksum-Algorithm"].split(",")[0] == "sha1"


async def test_no_name_no_place_and_no_content_lies_open_in_the_store(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = (await report(client, settings, classification="secret"))["id"]
    picture = photo()
    await send(client, settings, POLRES, made, picture, filename="NamaRahasia.jpg", note="KeteranganRahasia")
    kept = [path.read_bytes() for path in files(settings)]
    assert len(kept) == 1
    assert not any(word in kept[0] for word in (b"Exif", b"Telepon", picture[100:132]))
    dump = [await admin.fetchval(f"SELECT string_agg(t::text, ',') FROM {name} t") for name in ("upload", "evidence")]
    dump.append(await admin.fetchval("SELECT string_agg(t::text, ',') FROM report_text t"))
    assert not any(word in str(dump) for word in ("NamaRahasia", "KeteranganRahasia"))
    assert not any("Rahasia" in str(path) for path in files(settings))


def files(settings: Settings) -> list[Any]:
    """The objects of the local store."""
    return [path for path in (settings.home / "evidence").rglob("*") if path.is_file()]
