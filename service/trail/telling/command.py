"""``tindak audit tell``: 0 when it was told, 2 when there is nothing to tell from or of."""

import sys
from pathlib import Path
from typing import NamedTuple

from service.edge.policy_files import load_policies
from service.edge.service_errors import NotFound
from service.trail.telling.moments import zone_of
from service.trail.telling.particulars import Place
from service.trail.telling.told_story import MOST, TooLong, story_of
from service.trail.telling.written import Written, as_page, as_text
from service.trail.verifier.bundle_members import Unreadable
from service.trail.verifier.bundle_reader import Bundle
from service.trail.verifier.report import printable
from service.trail.verifier.unreadable_words import in_indonesian
from workflows.policy.region import Policy

TOLD, CANNOT_TELL = 0, 2
_HTML = frozenset({".html", ".htm"})


class Question(NamedTuple):
    """What is to be told, in which language, and where it is written; ``out`` None is standard output."""

    file: Path
    report: str | None = None
    lang: str = "id"
    html: bool = False
    out: Path | None = None


class NothingToTell(Exception):
    """The message says why."""


def tell(question: Question) -> int:
    """Tell a bundle's story. Returns the exit code; what is wrong is said on standard error."""
    try:
        told = _told(question)
        if question.out is None:
            sys.stdout.write(told)
        else:
            _write(question.out, told)
    except (Unreadable, NothingToTell) as error:
        said = in_indonesian(str(error)) if question.lang == "id" else str(error)
        sys.stderr.write(f"tindak: {printable(said)}\n")
        return CANNOT_TELL
    return TOLD


def _told(question: Question) -> str:
    with Bundle(question.file) as bundle:
        region = bundle.manifest.region
        place = Place(zone_of(region), question.lang, _policy(region))
        try:
            story = story_of(bundle, question.report, place)
        except TooLong:
            msg = f"more than {MOST:,} things happened: name one report with --report"
            raise NothingToTell(msg) from None
        if question.report is not None and not any(one.report == question.report for one in story.told):
            msg = f"the bundle tells of no report {question.report}"
            raise NothingToTell(msg)
        written = Written(story, bundle.manifest, question.report, place)
    as_html = question.html or (question.out is not None and question.out.suffix.lower() in _HTML)
    return as_page(written) if as_html else as_text(written)


def _write(out: Path, told: str) -> None:
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(told)
    except FileExistsError:
        msg = f"{out}: is there already"
        raise NothingToTell(msg) from None
    except OSError as error:
        msg = f"{out}: cannot be written ({error.strerror})"
        raise NothingToTell(msg) from None


def _policy(region: str) -> Policy | None:
    try:
        return load_policies().of(region)
    except NotFound:
        return None
