"""Arguments that several subcommands take."""

import re
from argparse import ArgumentTypeError
from datetime import datetime

DEMO_REGION = "33.05"


def region(text: str) -> str:
    """A region's code. Raises ArgumentTypeError for anything else."""
    if not re.fullmatch(r"[0-9]{2}\.[0-9]{2}", text, re.ASCII):
        msg = "a region is its Kemendagri code, for example 33.05"
        raise ArgumentTypeError(msg)
    return text


def moment(text: str) -> datetime:
    """A moment in ISO 8601. Raises ArgumentTypeError without an offset, ValueError for what is none."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        msg = "a moment needs its offset, for example 2024-11-24T20:15:00+07:00"
        raise ArgumentTypeError(msg)
    return found
