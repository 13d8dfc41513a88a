#!/usr/bin/env bash
# transitions 0.9.3: with the states of a StrEnum, a transition whose source is written as a member's value is taken
# without a word and never fires; an `initial` written so becomes one more state.
#
# Expected: the value is the member, which equals it, or it is refused when it is added.
# Found: states are known by member name alone; a source is not looked up, only compared when the trigger is fired.
# Source: https://github.com/pytransitions/transitions/issues/527 (triggers are found by state names)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet transitions==0.9.3
"$folder/venv/bin/python" - <<'PYTHON'
from enum import StrEnum
from importlib.metadata import version

from transitions import Machine, MachineError


class S(StrEnum):
    OPEN = "terbuka"
    CLOSED = "selesai"


class Report:
    pass


def fired(source):
    report = Report()
    machine = Machine(report, states=S, initial=S.OPEN, auto_transitions=False)
    machine.add_transition("close", source, S.CLOSED)
    assert report.state == "terbuka"
    try:
        return report.close()
    except MachineError as refused:
        return str(refused.value)


print("transitions", version("transitions"))
found = {repr(source): fired(source) for source in (S.OPEN, "OPEN", "terbuka")}
for source, outcome in found.items():
    print(f"source {source}: {outcome}")
states = list(Machine(Report(), states=S, initial="terbuka", auto_transitions=False).states)
print("states with initial 'terbuka':", states)
assert list(found.values()) == [True, True, "Can't trigger event close from state OPEN!"]
assert states == ["OPEN", "CLOSED", "terbuka"]
PYTHON
