"""The Python package `cloudevents` reads what is posted to an endpoint: of a report, and of none."""

import json
from importlib import import_module

import pytest

from service.edge.representation import encode
from service.features.webhooks.examples import REPORT_VERIFIED
from service.features.webhooks.payload import MEDIA, posted_of
from service.features.webhooks.testing import payload_of_test

pytestmark = pytest.mark.interop
OF_NONE = encode(payload_of_test("33.05"))
OF_A_REPORT = json.dumps(REPORT_VERIFIED).encode()
KEPT_ONCE = OF_NONE.replace(b'"time":', b'"subject":null,"time":')


def read(body: bytes) -> str | None:
    """The subject of the event that the library makes of a request."""
    http = import_module("cloudevents.core.bindings.http")  # which `make interop` alone installs
    event = http.from_structured(
        http.HTTPMessage({"content-type": MEDIA}, body), import_module("cloudevents.core.formats.json").JSONFormat()
    )
    subject: str | None = event.get_subject()
    return subject


def test_it_reads_an_event_of_a_report_and_one_of_none() -> None:
    assert read(OF_A_REPORT) == REPORT_VERIFIED["subject"]
    assert read(OF_NONE) is None


def test_it_refuses_the_null_that_was_kept_once_and_reads_what_is_posted_of_it() -> None:
    with pytest.raises(import_module("cloudevents.core.exceptions").CloudEventValidationError):
        read(KEPT_ONCE)
    assert read(posted_of(KEPT_ONCE)) is None
