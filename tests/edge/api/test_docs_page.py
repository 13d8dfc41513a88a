import json
import re
import subprocess
import sys

import pytest

from service.edge.docs.controller import ASSETS
from tests.alive import Client

PACKAGE = "mkdocs_swagger_ui_tag"
NO_ICON = "data:,"
OTHERS = (
    "LICENSE",
    "NOTICE",
    "swagger.html",
    "swagger-ui-bundle.js.map",
    "..%2Fcontroller.py",
    "..%2Fplugin.py",
    "%2e%2e/controller.py",
    "swagger-ui.css%00",
)
"""What lies beside the files of the page, in our folder and in the package's."""
BEGINNINGS = {
    "index.html": "<!DOCTYPE html>",
    "init.js": "//",
    "swagger-ui-bundle.js": "/*! For license information",
    "swagger-ui.css": ".swagger-ui{",
    "swagger-ui-license.txt": "# Swagger UI",
    "swagger-ui-notice.txt": "swagger-ui",
}


async def test_the_page_loads_nothing_from_elsewhere(client: Client) -> None:
    page = await client.get("/docs")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'; script-src 'self'" in page.headers["content-security-policy"]
    named = [name for name in re.findall(r'(?:src|href)="([^"]+)"', page.text) if name != NO_ICON]
    assert {f"docs/assets/{name}" for name in ASSETS} - set(named) == {"docs/assets/index.html"}
    for address in named:
        assert (await client.get(f"/{address}")).status_code == 200
    assert "<script>" not in page.text


async def test_every_asset_is_served_with_its_type(client: Client) -> None:
    for name, asset in ASSETS.items():
        answer = await client.get(f"/docs/assets/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].removesuffix("; charset=utf-8") == asset.media_type
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "public, max-age=86400"


async def test_no_other_file_can_be_asked_for(client: Client) -> None:
    for name in OTHERS:
        assert (await client.get(f"/docs/assets/{name}")).status_code == 404


@pytest.mark.parametrize(("name", "begins"), BEGINNINGS.items())
async def test_what_is_served_is_what_its_name_says(client: Client, name: str, begins: str) -> None:
    assert (await client.get(f"/docs/assets/{name}")).text.lstrip().startswith(begins)


async def test_the_licence_and_the_notice_of_what_is_served_can_be_read(client: Client) -> None:
    assert "Version 2.0, January 2004" in (await client.get("/docs/assets/swagger-ui-license.txt")).text
    assert "SmartBear Software" in (await client.get("/docs/assets/swagger-ui-notice.txt")).text


def test_of_the_package_that_carries_the_files_no_code_runs() -> None:
    told = "import json, sys; import service.app; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60)
    modules = json.loads(run.stdout.splitlines()[-1])
    assert [name for name in modules if name.startswith(PACKAGE)] == [PACKAGE]
    assert {"bs4", "mkdocs"}.isdisjoint(modules)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_the_bare_address_leads_to_the_page(client: Client, method: str) -> None:
    answer = await client.request(method, "/")
    assert (answer.status_code, answer.headers["location"], answer.content) == (307, "/docs", b"")
    assert answer.url.join(answer.headers["location"]).path == "/docs"
    options = await client.request("OPTIONS", "/")
    assert options.headers["allow"] == "GET, HEAD, OPTIONS"
