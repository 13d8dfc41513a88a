"""A tag that a proxy marked when it packed the answer names the version all the same."""

import re

import pytest

from service.edge.service_errors import MalformedRequest
from service.edge.web.conditions import IF_MATCH_PATTERN, parse_if_match

CODINGS = ("gzip", "deflate", "br", "zstd")


@pytest.mark.parametrize("weak", ["", "W/"])
@pytest.mark.parametrize("mark", ["", *(f"{how}{coding}" for how in ("-", "--", ";") for coding in CODINGS)])
def test_every_mark_of_a_proxy_is_passed_over(mark: str, weak: str) -> None:
    sent = f'{weak}"5{mark}"'
    assert parse_if_match(sent) == 5
    assert re.search(IF_MATCH_PATTERN, sent)


@pytest.mark.parametrize("mark", ["-gzip-br", ";", ";gzip;br", "-;gzip", "-exe", "; gzip"])
def test_what_no_proxy_writes_is_no_tag_of_ours(mark: str) -> None:
    with pytest.raises(MalformedRequest):
        parse_if_match(f'"5{mark}"')
