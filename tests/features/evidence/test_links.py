"""The signature of a link: under the newest key, opened by every key that is still held, bound to all that it says."""

import base64
from datetime import UTC, datetime, timedelta
from os import urandom
from typing import Any
from uuid import UUID

import pytest

from service.app import create_app
from service.edge.service_errors import LinkRefused
from service.edge.settings import Settings
from service.features.evidence.links import Grant, Links
from tests.alive import alive
from tests.edge.api.story import POLRES, report
from tests.features.evidence.sending import follow, link, photo, send

NEW, OLD, OTHER = (base64.b64encode(urandom(32)).decode() for _ in range(3))
ENDS = datetime(2026, 11, 24, 3, tzinfo=UTC)
GRANT = Grant("33.05", UUID(int=1), UUID(int=2), "original", UUID(int=3), UUID(int=4), int(ENDS.timestamp()))
OTHERWISE: dict[str, Any] = {
    "region": "33.06",
    "report": UUID(int=9),
    "evidence": UUID(int=9),
    "rendition": "preview",
    "event": UUID(int=9),
    "person": UUID(int=9),
    "expires": GRANT.expires + 1,
}


@pytest.mark.parametrize(
    ("signing", "checking", "opens"),
    [
        ((NEW,), (NEW,), True),
        ((NEW, OLD), (NEW,), True),  # signed under the newest
        ((NEW, OLD), (OLD,), False),
        ((NEW, OTHER, OLD), (OTHER, OLD), False),
        ((OLD,), (NEW, OLD), True),  # what was signed before the key was changed
        ((OTHER,), (NEW, OTHER, OLD), True),
        ((OLD,), (NEW, OTHER, OLD), True),
        ((OTHER,), (NEW, OLD), False),
    ],
)
def test_the_newest_key_signs_and_every_key_at_hand_opens(
    signing: tuple[str, ...], checking: tuple[str, ...], *, opens: bool
) -> None:
    signature, links = Links(signing).sign(GRANT), Links(checking)
    if opens:
        links.require(GRANT, signature, ENDS)
        return
    with pytest.raises(LinkRefused, match="link_invalid"):
        links.require(GRANT, signature, ENDS)


def test_a_link_says_nothing_else_than_what_was_signed() -> None:
    links = Links((NEW,))
    signature = links.sign(GRANT)
    assert OTHERWISE.keys() == set(Grant._fields)
    for name, value in OTHERWISE.items():
        with pytest.raises(LinkRefused, match="link_invalid"):
            links.require(GRANT._replace(**{name: value}), signature, ENDS)
    assert len({links.sign(GRANT._replace(**{name: value})) for name, value in OTHERWISE.items()}) == len(OTHERWISE)


def test_a_link_is_good_to_its_last_second_and_no_longer() -> None:
    links = Links((NEW,))
    for passed in (timedelta(days=-1), timedelta()):
        links.require(GRANT, links.sign(GRANT), ENDS + passed)
    for passed in (timedelta(microseconds=1), timedelta(seconds=1), timedelta(days=1)):
        with pytest.raises(LinkRefused, match="link_expired"):
            links.require(GRANT, links.sign(GRANT), ENDS + passed)


async def test_an_operator_who_changes_the_key_breaks_no_link_and_makes_none_with_the_former(
    client: Any, settings: Settings
) -> None:
    former = settings.sealing_key.get_secret_value()  # type: ignore[union-attr]
    made = (await report(client, settings))["id"]
    one = await send(client, settings, POLRES, made, photo())
    before = (await link(client, settings, POLRES, made, one)).json()["url"]
    changed = settings.model_copy(update={"sealing_key": type(settings.sealing_key)(f"{NEW},{former}")})  # type: ignore[misc]
    async with alive(create_app(changed)) as again:
        assert (await follow(again, settings, POLRES, before)).status_code == 200
        after = (await link(again, settings, POLRES, made, one)).json()["url"]
        assert (await follow(again, settings, POLRES, after)).status_code == 200
    refused = await follow(client, settings, POLRES, after)
    assert (refused.status_code, refused.json()["code"]) == (403, "link_invalid")
