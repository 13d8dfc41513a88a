"""What the API page loads of others is byte for byte what the makers of Swagger UI publish on npm."""

from pathlib import Path

import pytest

from tests.alive import Client
from tests.interop import npm

pytestmark = pytest.mark.interop
FOLDER = Path(__file__).parent / "api_page"
PUBLISHED = {
    "swagger-ui-bundle.js": "swagger-ui-bundle.js",
    "swagger-ui.css": "swagger-ui.css",
    "swagger-ui-notice.txt": "NOTICE",
}
"""A file that is served, and its name in the npm package."""


@pytest.fixture(scope="module")
def published() -> Path:
    npm.install(FOLDER)
    return FOLDER / "node_modules" / "swagger-ui-dist"


@pytest.mark.parametrize("name", PUBLISHED)
async def test_a_file_of_the_page_is_the_published_one(client: Client, published: Path, name: str) -> None:
    answer = await client.get(f"/docs/assets/{name}")
    assert answer.content == (published / PUBLISHED[name]).read_bytes()


async def test_the_license_of_the_page_holds_the_published_one(client: Client, published: Path) -> None:
    told = (await client.get("/docs/assets/swagger-ui-license.txt")).text
    # The names of the Apache licence's author stand in one copy and not in the other; its terms are the same.
    terms = (published / "LICENSE").read_text().partition("END OF TERMS AND CONDITIONS")[0]
    assert terms.strip() in told
