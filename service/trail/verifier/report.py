"""The verdict as people read it, and the same as one JSON document."""

from collections.abc import Iterator

import msgspec

from service.trail.verifier.verdict import Verdict
from workflows.trail.replay.faults import Fault

_PARTIAL = (
    "A bundle of a report or a period proves each event that it holds. That no later event or other report was left "
    "out, only the bundle of the whole region proves."
)
_UNWITNESSED = "No witnesses were asked: that the log shows everybody the same, nobody vouches for."
_CLAIMS = {True: "was met", False: "was not met", None: "was not asked"}
_UNTOLD = (
    "What {} of the events say of another report is not shown: whether that one tells the same of a merge could not be "
    "checked."
)
_PENDING = "Pending events are in no checkpoint yet: nothing but their chain vouches for them."


def for_people(verdict: Verdict) -> str:
    """Plain lines: the verdict first, then what was altered, then what was looked at."""
    return "".join(f"{printable(line)}\n" for line in _lines(verdict))


def for_machines(verdict: Verdict) -> bytes:
    """One JSON object with the same facts."""
    return msgspec.json.encode({"holds": verdict.holds, **msgspec.to_builtins(verdict)}) + b"\n"


def unreadable(reason: str, *, as_json: bool) -> bytes:
    """What is said of a bundle that could not be verified at all."""
    if as_json:
        return msgspec.json.encode({"holds": None, "unreadable": reason}) + b"\n"
    return f"CANNOT BE READ: {printable(reason)}\n".encode()


def _lines(verdict: Verdict) -> Iterator[str]:
    counts = verdict.counts
    if verdict.holds:
        yield f"HOLDS: {counts.events} events of {counts.reports} reports are as they were recorded."
    else:
        yield f"DOES NOT HOLD: {verdict.fault_count} {'thing' if verdict.fault_count == 1 else 'things'} found."
    for number, fault in enumerate(verdict.faults, start=1):
        yield from _fault_lines(number, fault)
    if verdict.fault_count > len(verdict.faults):
        yield f"... and {verdict.fault_count - len(verdict.faults)} more."
    yield ""
    yield from _seen(verdict)
    yield from _erasures(verdict)
    yield from _limits(verdict)


def _fault_lines(number: int, fault: Fault) -> Iterator[str]:
    yield ""
    yield f"{number}. {fault.words} [{fault.code}]"
    places = {
        "when": fault.at,
        "event": fault.event,
        "report": fault.report,
        "leaf": None if fault.leaf_index is None else str(fault.leaf_index),
    }
    yield from (f"   {name:<7}{value}" for name, value in places.items() if value is not None)


def _seen(verdict: Verdict) -> Iterator[str]:
    counts = verdict.counts
    scope = verdict.scope if verdict.covers is None else f"{verdict.scope} {verdict.covers}"
    yield f"Log        {verdict.origin}, region {verdict.region}, scope {scope}"
    if verdict.size is not None:
        yield f"Checkpoint {verdict.size} entries, root {verdict.root}"
    yield f"Signed by  {', '.join(verdict.signed_by) or 'none of the keys given'}"
    if verdict.witnesses is not None:
        yield f"Witnesses  {verdict.witnesses}"
    yield f"Quorum     {_quorum(verdict)}"
    yield f"Events     {counts.events} in the log, {counts.pending} pending, of {counts.reports} reports"
    if counts.reads:
        yield f"Reads      {counts.reads} recorded, in events that belong to no report"
    yield (
        f"Texts      {counts.texts_shown} as promised, {counts.texts_erased} erased, {counts.texts_not_shown} not shown"
    )
    if counts.namings_shown or counts.namings_not_shown:
        yield f"Names      of other reports: {counts.namings_shown} as promised, {counts.namings_not_shown} not shown"


def _quorum(verdict: Verdict) -> str:
    if verdict.quorum is not None:
        return f"{'met' if verdict.quorum else 'not met'}, by the policy given"
    return f"not judged: no policy was given; whoever made the bundle says that theirs {_CLAIMS[verdict.claimed]}"


def _erasures(verdict: Verdict) -> Iterator[str]:
    for erasure in verdict.erasures:
        what = erasure.field if erasure.field == "reporter" else f"{erasure.field} {erasure.text}"
        because = "a reason that is not shown" if erasure.reason is None else erasure.reason
        yield (
            f"Erased     {what} of report {erasure.report}: erased on {erasure.at}, by {erasure.by}"
            f" (asked for by {erasure.asked_by}), because {because}"
        )


def _limits(verdict: Verdict) -> Iterator[str]:
    if verdict.witnesses is None:
        yield _UNWITNESSED
    if verdict.scope != "region":
        yield _PARTIAL
    if verdict.counts.namings_not_shown:
        yield _UNTOLD.format(verdict.counts.namings_not_shown)
    if verdict.counts.pending:
        yield _PENDING


def printable(text: str) -> str:
    """What a bundle says reaches a terminal as visible characters only."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
