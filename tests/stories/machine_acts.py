"""What people do with machines: keys, endpoints, batches from devices without a signal, and the same request again."""

import copy
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from tests.stories import paper_acts, report_acts
from tests.stories.contract import SCOPES, P
from tests.stories.dice import Dice
from tests.stories.people import CAST, MOVED, Office
from tests.stories.scene import ADMINS, DESK, Act, Scene, by, fresh_id, staff

MAKERS = [one for one in (*CAST, *MOVED, *MOVED, *DESK, *DESK) if one.role in {"supervisor", "coordinator"}]
"""Those with another office elsewhere make most, theirs is what has to end; and the desk, which verifies."""

_KINDS = {"intake": "report.create", "note": "note.add"}
_KINDS |= dict.fromkeys(("verify", "assign", "return", "close", "dismiss", "reopen"), "report.transition")
_KINDS |= dict.fromkeys(
    ("accept", "decline", "start", "wait", "resume", "complete", "transfer", "withdraw", "assign_person"),
    "task.transition",
)
SETS: Sequence[tuple[str, ...]] = (
    ("report:create", "report:read"),
    ("report:create",),
    ("report:note",),
    ("webhook:make", "webhook:read", "webhook:change", "webhook:delete"),
    SCOPES,
    SCOPES,
    ("webhook:make", "webhook:read", "event:read"),
    SCOPES,
    ("report:link", "report:note"),
    ("history:read", "event:read"),
    ("content:open", "evidence:add"),
    ("erasure:read", "notice:read", "content:read", "evidence:read", "review:read"),
    ("erasure:read", "webhook:read", "policy:read"),
)
"""Scopes that keys are made with."""


def make_key(scene: Scene, dice: Dice) -> Act:
    office = scene.somebody(dice, [*MAKERS, *ADMINS])
    body = {"name": "Jembatan", "scopes": list(dice.pick(SETS))}
    act = Act("make_key", office, "POST", f"{P}/api-keys", body)

    def made(answer: Any) -> None:
        key = Office(f"key {len(scene.keys) + 1}", "integrator", office.agency, answer["id"],
                     frozenset(answer["scopes"]), office, credential=answer["key"])  # fmt: skip
        scene.keys.append(key)

    act.then = made
    return act


def revoke_key(scene: Scene, dice: Dice) -> Act | None:
    if not scene.keys:
        return None
    key = dice.pick(scene.keys)
    assert key.maker is not None
    office = scene.somebody(dice, [key.maker, *ADMINS])
    act = Act("revoke_key", office, "DELETE", f"{P}/api-keys/{key.subject}", key="")
    act.then = lambda _answer: scene.keys.remove(key)
    return act


def make_webhook(scene: Scene, dice: Dice) -> Act:
    machines = [key for key in scene.keys if "webhook:make" in (key.scopes or ())]
    office = scene.somebody(dice, [*machines, *machines, *machines, *MAKERS])
    actions = dice.pick((["*"], ["task.*", "report.*"]))
    act = Act(
        "make_webhook", office, "POST", f"{P}/webhooks", {"url": f"{scene.receiver}/{fresh_id()}", "actions": actions}
    )
    act.then = lambda answer: scene.keep("webhook", "", {"office": answer.office, "path": act.body["url"][-37:]})(
        answer
    )
    return act


_USES: dict[str, Any] = {
    "report:note": paper_acts.note,
    "report:create": report_acts.intake,
    "report:link": paper_acts.link,
    "content:open": paper_acts.check,
    "evidence:add": paper_acts.evidence,
    "webhook:make": make_webhook,
}


def use_key(scene: Scene, dice: Dice) -> Act | None:
    """A machine does what one of its scopes lets it do."""
    useful = [(key, scope) for key in scene.keys for scope in sorted(_USES.keys() & (key.scopes or frozenset()))]
    if not useful:
        return None
    key, scope = dice.pick(useful)
    act: Act | None = _USES[scope](scene, dice)
    if act is not None:
        act.office = key
    return act


def change_webhook(scene: Scene, dice: Dice) -> Act | None:
    """Amend, replay, give a new secret or delete, by any office of whoever made it or by somebody else."""
    made = scene.some(dice, "webhook")
    if made is None:
        return None
    owner: Office = made.what["office"]
    office = scene.somebody(dice, [owner, *by(made.by)])
    path = f"{P}/webhooks/{made.id}"
    step = dice.pick(("replay", "amend", "secret", "delete"))
    bodies: dict[str, tuple[str, str, Any]] = {
        "replay": ("POST", f"{path}/replay", {"after": -1}),
        "amend": ("PATCH", path, {"actions": ["*"], "enabled": True}),
        "secret": ("POST", f"{path}/secret", {}),
        "delete": ("DELETE", path, None),
    }
    method, path, body = bodies[step]
    act = Act(f"webhook_{step}", office, method, path, body, target=made.id)
    act.match = 1 if step == "amend" else None
    if step == "delete":
        act.then = lambda _answer: scene.papers["webhook"].remove(made)
    return act


def again(scene: Scene, dice: Dice) -> Act | None:
    """The same request under the same key, by the same person in whichever of their offices."""
    if not scene.done:
        return None
    act = copy.copy(dice.pick(scene.done[::-1][:8]))
    act.repeats = True
    if act.office.maker is None and act.office.role != "integrator":
        act.office = dice.pick([act.office, *by(act.office.subject)])
    act.kind, act.said, act.then = "again", [], None
    return act


def queued(act: Act) -> Act:
    """The same act as the one command of a batch; what cannot be queued stays as it is."""
    kind = _KINDS.get(act.kind)
    if kind is None:
        return act
    command = {"id": fresh_id(), "kind": kind, "at": "2026-01-01T00:00:00+07:00", "body": act.body}
    if kind != "report.create":
        command["target"] = act.task or act.report
    if kind in {"report.transition", "task.transition"}:
        command["expected_version"] = act.match
    act.path, act.method, act.queued = f"{P}/commands", "POST", True
    act.body, act.match, act.key = {"commands": [command]}, None, str(uuid4())
    return act


def bundle(scene: Scene, dice: Dice) -> Act | None:
    report = scene.report(dice)
    if report is None:
        return None
    office = scene.somebody(dice, [*staff(report.lead), *DESK, *staff("inspektorat", roles=("auditor",))])
    body = {} if dice.chance(30) else {"report": report.id}
    return Act("bundle", office, "POST", f"{P}/audit/bundles", body, report=body.get("report"), key="")
