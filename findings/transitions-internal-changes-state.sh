#!/usr/bin/env bash
# transitions 0.9.3: `before_state_change` and `after_state_change` of a machine run for an internal transition
# (dest=None), by which no state changes; the callbacks of the state itself do not.
#
# Expected: what is called "state change" runs when one state follows another.
# Found: it runs at every transition that its conditions let through, so an audit hung on it counts remarks as moves.
# Source: https://github.com/pytransitions/transitions/issues/374
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet transitions==0.9.3
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from transitions import Machine, State

heard = []


class Report:
    pass


report = Report()
machine = Machine(
    report,
    states=[State("open", on_enter=lambda: heard.append("enter"), on_exit=lambda: heard.append("exit")), "closed"],
    initial="open",
    auto_transitions=False,
    before_state_change=lambda: heard.append("before_state_change"),
    after_state_change=lambda: heard.append("after_state_change"),
)
machine.add_transition("remark", "open", None)
report.remark()
print("transitions", version("transitions"))
print("state:", report.state, "| heard:", ", ".join(heard))
assert report.state == "open"
assert heard == ["before_state_change", "after_state_change"]
PYTHON
