"""A text that has not its form is answered in words, never with a regular expression, in both languages."""

import re
from typing import Any

import pytest

from service.edge.problems.forms import EXAMPLES
from service.edge.settings import Settings
from tests.edge.api.story import AUDITOR, TONO, P, headers

ODD = re.compile(r"\\|\{\d|\[a-z|\(\?|\^")


@pytest.mark.parametrize("pattern", EXAMPLES)
def test_every_example_has_the_form_that_it_is_of(pattern: str) -> None:
    assert re.fullmatch(pattern, EXAMPLES[pattern])


@pytest.mark.parametrize("lang", ["en", "id"])
@pytest.mark.parametrize(
    "path",
    [
        "/reports?q=",
        "/events?action=",
        "/events?action=!",
        "/reports?area=x",
        "/reports?election=!",
        "/reports?cursor=!",
    ],
)
async def test_a_parameter_without_its_form_is_answered_in_words(
    path: str, lang: str, client: Any, settings: Settings
) -> None:
    answer = await client.get(f"{P}{path}", headers={**headers(settings, AUDITOR), "Accept-Language": lang})
    said = [one["detail"] for one in answer.json()["errors"]]
    assert answer.status_code == 422
    assert said
    assert not [one for one in said if ODD.search(one)]


@pytest.mark.parametrize("lang", ["en", "id"])
async def test_a_member_without_its_form_is_answered_in_words(lang: str, client: Any, settings: Settings) -> None:
    sent = {**headers(settings, TONO), "Accept-Language": lang}
    body = {"url": "ftp://x", "actions": ["", "!"]}
    answer = await client.post(f"{P}/webhooks", json=body, headers=sent)
    said = [one["detail"] for one in answer.json()["errors"]]
    assert len(said) >= 3
    assert not [one for one in said if ODD.search(one)]
