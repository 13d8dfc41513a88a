"""Behind a real nginx that compresses and serves the API below a path of its own."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from tests.edge.api.story import POLRES, REPORT, SARI, VERIFY, P, headers
from tests.edge.contract.serving import serving
from tests.operations.run.running import free_port

pytestmark = pytest.mark.interop
NGINX = "/usr/sbin/nginx"
CONFIGURATION = """daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  gzip on; gzip_proxied any; gzip_min_length 1; gzip_types application/json;
  server {{
    listen 127.0.0.1:{port};
    location /tindak/ {{ proxy_pass {upstream}/; proxy_http_version 1.1; proxy_set_header Host $http_host; }}
    location = /still {{
      add_header Cache-Control no-transform; default_type application/json; return 200 '{{"a":"{filler}"}}';
    }}
  }}
}}
"""


@contextmanager
def proxying(folder: Path, port: int, upstream: str) -> Iterator[str]:
    """An nginx before the service for as long as the block lasts; yields the address below which it serves it."""
    configuration = folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, port=port, upstream=upstream, filler="a" * 1000))
    process = subprocess.Popen([NGINX, "-c", str(configuration), "-e", str(folder / "error.log")])
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                httpx.get(f"http://127.0.0.1:{port}/still")
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/tindak"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def behind(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    mint(settings.home, *POLRES, ["33.05"])
    port = free_port()
    monkeypatch.setenv("TINDAK_PUBLIC_URL", f"http://127.0.0.1:{port}/tindak")
    folder = tmp_path / "nginx"
    folder.mkdir()
    with serving(settings) as upstream, proxying(folder, port, upstream) as address:
        yield address


def test_what_nginx_marked_weak_is_the_version_that_was_read(behind: str, settings: Settings) -> None:
    made = httpx.post(f"{behind}{P}/reports", json=REPORT, headers=headers(settings, POLRES))
    where = made.headers["location"]
    assert where.startswith(f"{behind}/v1/")
    read = httpx.get(where, headers=headers(settings, SARI))
    assert (read.headers["content-encoding"], read.headers["etag"]) == ("gzip", 'W/"1"')
    sent: dict[str, Any] = {**headers(settings, SARI), "If-Match": read.headers["etag"]}
    first = httpx.post(f"{where}/transitions", json=VERIFY, headers=sent)
    assert first.status_code == 200, first.text
    again = httpx.post(f"{where}/transitions", json=VERIFY, headers={**sent, "Idempotency-Key": str(uuid4())})
    assert (again.status_code, again.json()["code"]) == (412, "precondition_failed")
    assert httpx.get(again.json()["type"]).json()["code"] == "precondition_failed"


def test_head_and_the_page_of_the_description_come_through(behind: str, settings: Settings) -> None:
    looked = httpx.head(f"{behind}{P}/reports", headers=headers(settings, SARI))
    assert (looked.status_code, looked.content) == (200, b"")
    described = httpx.get(f"{behind}/openapi.json").json()
    assert described["servers"][0]["url"] == behind
    assert httpx.get(f"{behind}/docs/assets/init.js").status_code == 200


def test_nginx_does_not_heed_no_transform(behind: str) -> None:
    """Why it is no way out, see docs/decisions/0048-behind-proxies.md."""
    answer = httpx.get(f"{behind.removesuffix('/tindak')}/still")
    assert (answer.headers["cache-control"], answer.headers["content-encoding"]) == ("no-transform", "gzip")
