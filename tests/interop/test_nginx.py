"""Behind a real nginx that compresses and serves the API below a path of its own."""

import re
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
  upstream tindak {{ server 127.0.0.1:{beside}; }}
  server {{
    listen 127.0.0.1:{uploads};
    {rule}
  }}
}}
"""
RULE = re.compile(r"```nginx\n(.*?)```", re.DOTALL)
OPERATORS = Path(__file__).parents[2] / "docs" / "operators.md"
UPLOAD = f"{P}/uploads/00000000-0000-4000-8000-000000000000"


@contextmanager
def proxying(folder: Path, port: int, upstream: str, uploads: int | None = None) -> Iterator[str]:
    """An nginx before the service for as long as the block lasts; yields the address below which it serves it.

    At the port ``uploads`` it does what the page for operators says of uploads.
    """
    configuration = folder / "nginx.conf"
    (rule,) = RULE.findall(OPERATORS.read_text("utf-8"))
    beside = {"rule": rule, "uploads": uploads or free_port(), "beside": upstream.rpartition(":")[2]}
    told = CONFIGURATION.format(folder=folder, port=port, upstream=upstream, filler="a" * 1000, **beside)
    configuration.write_text(told)
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


def test_while_no_process_answers_the_head_of_an_upload_is_locked_by_nginx_too(tmp_path: Path) -> None:
    nobody, uploads = free_port(), free_port()
    with proxying(tmp_path, free_port(), f"http://127.0.0.1:{nobody}", uploads):
        looked = httpx.head(f"http://127.0.0.1:{uploads}{UPLOAD}")
        sent = httpx.patch(f"http://127.0.0.1:{uploads}{UPLOAD}", content=b"a")
    assert (looked.status_code, looked.content) == (423, b"")
    assert (looked.headers["retry-after"], looked.headers["tus-resumable"]) == ("5", "1.0.0")
    assert looked.headers["access-control-allow-origin"] == "https://konsol.example.go.id"
    assert "Retry-After" in looked.headers["access-control-expose-headers"]
    assert (sent.status_code, sent.headers["retry-after"]) == (503, "5")


def test_what_the_service_says_of_an_upload_passes_the_rule_for_uploads(settings: Settings, tmp_path: Path) -> None:
    mint(settings.home, *POLRES, ["33.05"])
    uploads = free_port()
    known = {**headers(settings, POLRES), "Tus-Resumable": "1.0.0"}
    with serving(settings) as upstream, proxying(tmp_path, free_port(), upstream, uploads):
        looked = httpx.head(f"http://127.0.0.1:{uploads}{UPLOAD}", headers=known)
    assert looked.status_code == 404
