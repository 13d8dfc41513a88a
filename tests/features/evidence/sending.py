"""Evidence as the tests send it: files made here, in the words of the protocol."""

import hashlib
import io
import random
import struct
from base64 import b64encode
from typing import Any

from PIL import Image

from service.edge.settings import Settings
from tests.edge.api.story import P, headers
from tests.features.evidence.samples import film, ftyp

TUS = {"Tus-Resumable": "1.0.0"}
CONTENT = {"Content-Type": "application/offset+octet-stream"}
PLACE = (7.6706, 109.6621)
"""Where a photograph was taken, in degrees south and east."""


def photo(*, located: bool = True, size: tuple[int, int] = (64, 48), seed: int = 0) -> bytes:
    """A JPEG picture, with the place in its EXIF as a phone writes it."""
    picture = Image.new("RGB", size, (seed % 255, 120, 40))
    exif = Image.Exif()
    if located:
        exif[0x010F] = "Telepon Rahasia"
        exif[0x0112] = 6
        gps = exif.get_ifd(0x8825)
        gps[1], gps[3] = "S", "E"
        gps[2], gps[4] = ((7.0, 40.0, 14.2), (109.0, 39.0, 43.6))
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def metadata(**members: str) -> dict[str, str]:
    pairs = (f"{name} {b64encode(value.encode()).decode()}" for name, value in members.items())
    return {"Upload-Metadata": ",".join(pairs)}


async def begin(client: Any, settings: Settings, who: Any, report: str, length: int, **members: str) -> Any:
    sent = {**headers(settings, who), **TUS, "Upload-Length": str(length), **metadata(**members)}
    return await client.post(f"{P}/reports/{report}/evidence", headers=sent)


async def put(client: Any, settings: Settings, who: Any, path: str, offset: int, content: bytes, **sent: str) -> Any:
    known = {**headers(settings, who), **TUS, **CONTENT, "Upload-Offset": str(offset)}
    known.pop("Idempotency-Key")
    return await client.patch(path, content=content, headers=known | sent)


async def stands(client: Any, settings: Settings, who: Any, path: str) -> Any:
    return await client.head(path, headers={**headers(settings, who), **TUS})


async def send(client: Any, settings: Settings, who: Any, report: str, content: bytes, **members: str) -> str:
    """Evidence that was taken; its identifier."""
    begun = await begin(client, settings, who, report, len(content), **members)
    assert begun.status_code == 201, begun.text
    path = begun.headers["Location"]
    done = await put(client, settings, who, path, 0, content)
    assert done.status_code == 204, done.text
    return str(path.rpartition("/")[2])


async def link(client: Any, settings: Settings, who: Any, report: str, evidence: str, purpose: str = "download") -> Any:
    body = {"purpose": purpose, "reason": "Pemeriksaan berkas"}
    return await client.post(
        f"{P}/reports/{report}/evidence/{evidence}/links", json=body, headers=headers(settings, who)
    )


async def follow(client: Any, settings: Settings, who: Any, url: str, **sent: str) -> Any:
    return await client.get(url, headers={"Authorization": headers(settings, who)["Authorization"], **sent})


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def video(size: int) -> bytes:
    """An MP4 film of so many bytes that do not repeat."""
    head = ftyp("mp42", "mp42", "isom") + film("vide")
    rest = size - len(head)
    return head + struct.pack(">I", rest) + b"mdat" + random.Random(size).randbytes(rest - 8)


async def evidence_of(client: Any, settings: Settings, who: Any, report: str) -> list[dict[str, Any]]:
    answer = await client.get(f"{P}/reports/{report}/evidence", headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def taken(client: Any, settings: Settings, who: Any, report: str, evidence: str) -> bytes:
    """The original, by a link that was asked for."""
    asked = await link(client, settings, who, report, evidence)
    assert asked.status_code == 201, asked.text
    answer = await follow(client, settings, who, asked.json()["url"])
    assert answer.status_code == 200, answer.text
    return bytes(answer.content)


async def custody(client: Any, settings: Settings, who: Any, report: str, evidence: str) -> list[dict[str, Any]]:
    answer = await client.get(f"{P}/reports/{report}/evidence/{evidence}/custody", headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found
