"""Fields and parameters of a request: reading each takes time that grows with its length, and no faster.

Each is read at a length at which the square of it would take hours, in a process that is given seconds of a processor.
"""

import resource
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress

import pytest

from service.edge.idempotency import parse_key
from service.edge.keyset import place_of
from service.edge.service_errors import ServiceError
from service.edge.web.conditions import language_of, parse_if_match, parse_last_event_id, prefers_text
from service.features.evidence.ranges import part_of
from service.features.evidence.tus import members_of
from service.storage.lexemes.asked_words import question_of

LENGTH = 2_000_000
PROCESSOR_S = 30
READERS: dict[str, Callable[[str], object]] = {
    "Accept-Language": language_of,
    "Accept": prefers_text,
    "If-Match": parse_if_match,
    "Idempotency-Key": lambda value: parse_key(value, required=True),
    "Last-Event-ID": parse_last_event_id,
    "Range": lambda value: part_of(value, None, '"a"', 10),
    "Upload-Metadata": members_of,
    "q": question_of,
    "cursor": lambda value: place_of(value, "q"),
}
VALUES = {
    "blanks": "{} x",
    "a language and blanks": "id{}x",
    "a type and blanks": "text/plain;{}q{}x",
    "quoted blanks": '"{}',
}


def read_all(name: str) -> None:
    """Read every hostile value as the field of this name."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S))
    for form in VALUES.values():
        for unit in (" ", "\t", ";", ",", '"', "-", "a", "=", "%"):
            with suppress(ServiceError):
                READERS[name](form.replace("{}", unit * LENGTH))


@pytest.mark.parametrize("name", READERS)
def test_a_field_is_read_in_time_that_grows_with_its_length(name: str) -> None:
    done = subprocess.run([sys.executable, "-m", __name__, name], check=False)
    assert done.returncode == 0, f"{name}: ended with {done.returncode}"


if __name__ == "__main__":
    read_all(sys.argv[1])
