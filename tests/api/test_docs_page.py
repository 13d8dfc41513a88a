import re

from service.docs.controller import MEDIA_TYPES
from tests.alive import Client


async def test_the_page_loads_nothing_from_elsewhere(client: Client) -> None:
    page = await client.get("/docs")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'; script-src 'self'" in page.headers["content-security-policy"]
    named = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert named
    for address in named:
        assert (await client.get(f"/{address}")).status_code == 200
    assert "<script>" not in page.text


async def test_every_asset_is_served_with_its_type(client: Client) -> None:
    for name, media_type in MEDIA_TYPES.items():
        answer = await client.get(f"/docs/assets/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].removesuffix("; charset=utf-8") == media_type


async def test_no_other_file_can_be_asked_for(client: Client) -> None:
    for name in ("LICENSE", "..%2Fcontroller.py", "%2e%2e/controller.py", "swagger-ui.css%00"):
        assert (await client.get(f"/docs/assets/{name}")).status_code == 404
