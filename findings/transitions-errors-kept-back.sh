#!/usr/bin/env bash
# transitions 0.9.3: an error of `finalize_event` reaches nobody but the log, and a machine with `on_exception` answers
# False to an error, as it does to a condition that refuses.
#
# Expected: an error in a callback reaches whoever fired the trigger; `on_exception` hears it on its way.
# Found: work put into `finalize_event` can fail while the trigger answers True; with `on_exception` a fault, a trigger
# that the state does not have and a guard's no all look alike.
# Source: https://github.com/pytransitions/transitions/issues/186 and
# https://github.com/pytransitions/transitions/issues/485
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet transitions==0.9.3
"$folder/venv/bin/python" - <<'PYTHON'
import logging
from importlib.metadata import version

from transitions import Machine, MachineError

logging.disable()


class Report:
    pass


def fails():
    raise LookupError("the row is gone")


def fired(trigger="close", *, guard=lambda: True, before=(), **machine):
    report = Report()
    made = Machine(report, states=["open", "closed"], initial="open", auto_transitions=False, **machine)
    made.add_transition("close", "open", "closed", conditions=guard, before=before)
    made.add_transition("reopen", "closed", "open")
    try:
        return getattr(report, trigger)(), report.state
    except (LookupError, MachineError) as raised:
        return type(raised).__name__, report.state


def hear():
    pass


print("transitions", version("transitions"))
found = {
    "finalize_event fails": fired(finalize_event=fails),
    "a callback fails": fired(before=fails),
    "a callback fails, on_exception": fired(before=fails, on_exception=hear),
    "no such trigger here, on_exception": bool(fired("reopen", on_exception=hear)[0]),
    "the guard refuses": fired(guard=lambda: False),
}
for case, outcome in found.items():
    print(f"{case}: {outcome}")
assert list(found.values()) == [(True, "closed"), ("LookupError", "open"), (False, "open"), False, (False, "open")]
PYTHON
