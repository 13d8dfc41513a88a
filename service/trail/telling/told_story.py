"""From a bundle to what is told: each event and each reading with its time, sentence, particulars and words."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from service.trail.telling.particulars import Place, agency_name, local, particulars, short
from service.trail.telling.read_sentences import READINGS, UNKNOWN_READING
from service.trail.telling.sentences import LAPSED, SENTENCES, UNKNOWN
from service.trail.verifier.bundle_members import LEAVES, NAMINGS, PENDING, TEXTS, Unreadable
from service.trail.verifier.bundle_reader import Bundle, LeafLine, PendingLine, TextLine
from workflows.clocks.explaining import owner_in_words
from workflows.clocks.warnings import WHOLE
from workflows.codes.people import SYSTEM
from workflows.codes.policy import RIGHT_HOLDERS
from workflows.codes.states import CLOCK_WARNED, READS_RECORDED
from workflows.codes.wording import LABELS, Wording
from workflows.decisions.clocks.gathered_clocks import STARTED
from workflows.trail.leaf import Leaf
from workflows.trail.reads import COMMAND_LINE, ReadKind
from workflows.trail.replay.events import read_event
from workflows.trail.replay.faults import Fault
from workflows.trail.replay.namings import Namings, Opening
from workflows.trail.tlog.encoding import from_base64
from workflows.trail.tlog.tiles import FULL_WIDTH
from workflows.trail.tlog.tlog_errors import Malformed

MOST = 100_000
"""Events that are told at most: a story of more is nobody's to read, and is asked for report by report."""

_BY_RULE = Wording("The rules", "Aturan")
_OPERATOR = Wording("The operator at the command line", "Operator di baris perintah")
_SOMEBODY = Wording("{role} {person} of {agency}", "{role} {person} dari {agency}")
_NOBODY = Wording("an agency that is not named", "instansi yang tidak disebut")
_BESIDE = " ({office})"
"""Where an office is only told beside the sentence, none is told where the event is about none."""

_UNSHOWN = Wording("not shown", "tidak diperlihatkan")
_ERASED = Wording("erased on {at} by {by}: {reason}", "dihapus pada {at} oleh {by}: {reason}")


_SEALED: Mapping[str, Wording] = {
    "reporter": Wording("Who reported it, sealed", "Identitas pelapor, disegel"),
    "recipient": Wording("Who was told, sealed", "Identitas penerima, disegel"),
}
"""What stands among the texts of an event and is shown to nobody by a bundle."""


class Told(NamedTuple):
    """One thing that happened. ``leaf`` is its place in the log, None while it has none; ``words`` what was written.

    ``report`` is the report that it is of, None for what is of none.
    """

    at: datetime
    leaf: int | None
    report: str | None
    sentence: str
    particulars: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()


class Story(NamedTuple):
    """What is told, in the order of time; ``unread`` are entries that have no form and can only be counted."""

    told: list[Told]
    unread: int


class TooLong(Exception):
    """More happened than one story can tell."""


def story_of(bundle: Bundle, report: str | None, place: Place) -> Story:
    """The story of a bundle, or of one report in it. Raises Unreadable, and TooLong beyond ``MOST`` events."""
    texts = {text.id: text for text in bundle.lines(TEXTS, TextLine) if report in (None, text.report)}
    shown = {one.event: one for one in bundle.lines(NAMINGS, Opening) if report in (None, one.report)}
    faults: list[Fault] = []
    namings, told, unread = Namings(shown.get), list[Told](), 0
    rights: dict[str, str] = {}
    for index, raw in leaves_of(bundle):
        event = read_event(raw, index, faults)
        if event is None:
            unread += 1
            continue
        leaf = namings.open(event, faults).leaf
        rights |= _rights_begun(leaf)
        if report is None or report == leaf.report or leaf.action == READS_RECORDED:
            try:
                told += list(_told(leaf, index, report, texts, place, rights))
            except RecursionError:  # nothing of ours is nested so deep
                unread += 1
        if len(told) > MOST:
            raise TooLong
    return Story(sorted(told, key=lambda one: (one.at, one.leaf is None, one.leaf or 0)), unread)


def leaves_of(bundle: Bundle) -> Iterator[tuple[int | None, bytes]]:
    """Every entry of a bundle with its place in the log, None for what has none yet. Raises Unreadable."""
    for part in bundle.entry_tiles():
        yield from enumerate(part.entries, part.tile.index * FULL_WIDTH)
    for line in bundle.lines(LEAVES, LeafLine):
        yield line.leaf_index, _raw(LEAVES, line.leaf)
    for pending in bundle.lines(PENDING, PendingLine):
        yield None, _raw(PENDING, pending.leaf)


def _raw(member: str, written: str) -> bytes:
    try:
        return from_base64(written)
    except Malformed as error:
        raise Unreadable(member, f"a leaf is not written in base64 ({error.reason})") from None


def _told(
    leaf: Leaf,
    index: int | None,
    report: str | None,
    texts: Mapping[str, TextLine],
    place: Place,
    rights: Mapping[str, str],
) -> Iterator[Told]:
    if leaf.action == READS_RECORDED:
        yield from _reads(leaf, index, report, place)
        return
    who = _who(leaf.actor, place)
    words = SENTENCES.get(leaf.action, UNKNOWN).of(place.lang)
    if leaf.agency in (None, SYSTEM):
        office, words = _NOBODY.of(place.lang), words.replace(_BESIDE, "")
    else:
        office = agency_name(leaf.agency, place)
    sentence = _lapsed(leaf, rights, place) or words.format(who=who, office=office, action=leaf.action)
    said = tuple(particulars(leaf.data, place))
    yield Told(_moment(leaf.at), index, leaf.report, _begun(sentence), said, tuple(_words(leaf, texts, place)))


def _rights_begun(leaf: Leaf) -> Iterator[tuple[str, str]]:
    """The clocks that an event began and that are rights, each with whose."""
    begun = leaf.data.get(STARTED)
    for each in begun if isinstance(begun, list) else ():
        if isinstance(each, dict) and str(each.get("whose")) in RIGHT_HOLDERS:
            yield str(each.get("clock")), str(each["whose"])


def _lapsed(leaf: Leaf, rights: Mapping[str, str], place: Place) -> str | None:
    """What is told of the last warning of a right; None of any other event."""
    whose = rights.get(str(leaf.data.get("clock"))) if leaf.action == CLOCK_WARNED else None
    if whose is None or leaf.data.get("percent") != WHOLE:
        return None
    return LAPSED.of(place.lang).format(whose=owner_in_words(whose, place.lang))


def _reads(leaf: Leaf, index: int | None, report: str | None, place: Place) -> Iterator[Told]:
    reads = leaf.data.get("reads")
    for read in reads if isinstance(reads, list) else ():
        if not isinstance(read, dict) or report not in (None, read.get("report")):
            continue
        what = str(read.get("what"))
        words = READINGS[ReadKind(what)] if what in set(ReadKind) else UNKNOWN_READING
        sentence = words.of(place.lang).format(who=_who(read, place), what=what)
        known = {"what", "at", "person", "agency", "role", "report"}
        rest = {name: value for name, value in read.items() if name not in known}
        of = read.get("report")
        said = tuple(particulars(rest, place))
        yield Told(_moment(str(read.get("at"))), index, None if of is None else str(of), _begun(sentence), said)


def _who(actor: Mapping[str, Any], place: Place) -> str:
    role, person, agency = (str(actor.get(name) or "") for name in ("role", "person", "agency"))
    if role == SYSTEM:
        return _BY_RULE.of(place.lang)
    if role == COMMAND_LINE:
        return _OPERATOR.of(place.lang)
    named = LABELS["role"].get(role)
    office = role if named is None else named.of(place.lang)
    return _SOMEBODY.of(place.lang).format(role=office, person=short(person), agency=agency_name(agency, place))


def _words(leaf: Leaf, texts: Mapping[str, TextLine], place: Place) -> Iterable[tuple[str, str]]:
    for promised in leaf.texts:
        named = LABELS["text_field"].get(promised.field, _SEALED.get(promised.field))
        title = promised.field if named is None else named.of(place.lang)
        yield title, _content(texts.get(promised.id), place)


def _content(text: TextLine | None, place: Place) -> str:
    unshown = f"[{_UNSHOWN.of(place.lang)}]"
    if text is not None and text.erased is not None:
        gone = text.erased
        reason = gone.reason or _UNSHOWN.of(place.lang)
        return f"[{_ERASED.of(place.lang).format(at=local(gone.at, place), by=short(gone.by), reason=reason)}]"
    return unshown if text is None or text.content is None else text.content


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _moment(stamped: str) -> datetime:
    """A time of the trail; the beginning of all for one that is none, so that it is told first and not lost."""
    try:
        return datetime.fromisoformat(stamped).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime(1, 1, 2, tzinfo=UTC)
