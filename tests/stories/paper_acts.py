"""What people add to a report: notes, links, notices, evidence, checked content, reviews, steps of a case."""

import io
from base64 import b64encode
from typing import Any

from PIL import Image, PngImagePlugin

from tests.stories.contract import AGENCIES, P
from tests.stories.dice import Dice
from tests.stories.scene import DESK, Act, Paper, Scene, staff, supervisors
from tests.stories.words import Tells

TUS = {"Tus-Resumable": "1.0.0"}


def note(scene: Scene, dice: Dice) -> Act | None:
    report = scene.report(dice)
    if report is None:
        return None
    act = scene.on_report("note", scene.somebody(dice, [*staff(report.lead), *DESK, *scene.keys]), report, "/notes")
    act.body = {"text": scene.say(act, "Catatan")}
    return act


def link(scene: Scene, dice: Dice) -> Act | None:
    report = scene.report(dice)
    if report is None:
        return None
    other = dice.pick(scene.reports())
    office = scene.somebody(dice, [*DESK, *supervisors(report.lead), *scene.keys])
    body = {"report": other.id, "kind": dice.pick(("related", "same_event", "caused_by"))}
    act = scene.on_report("link", office, report, "/links", body=body)
    act.target = other.id
    return act


def notice(scene: Scene, dice: Dice) -> Act | None:
    report = scene.report(dice)
    if report is None:
        return None
    office = scene.somebody(dice, [*supervisors(report.lead), *DESK])
    act = scene.on_report("notice", office, report, "/notices")
    act.body = {"audience": "reporter", "channel": "letter", "text": scene.say(act, "Laporan diterima")}
    act.body["recipient"] = {"name": scene.say(act, "Kepada", Tells.SEALED)}
    act.then = scene.keep("notice", report.id)
    return act


def withdrawal(scene: Scene, dice: Dice) -> Act | None:
    report = scene.report(dice)
    if report is None:
        return None
    act = scene.on_report("withdrawal", scene.somebody(dice, staff(report.lead)), report, "/withdrawals")
    act.body = {"reason": scene.say(act, "Surat pencabutan")}
    return act


def picture(word: str) -> bytes:
    """A small picture that carries a word."""
    out, text = io.BytesIO(), PngImagePlugin.PngInfo()
    text.add_text("Comment", word)
    Image.new("RGB", (8, 8), (len(word), 120, 40)).save(out, "PNG", pnginfo=text)
    return out.getvalue()


def evidence(scene: Scene, dice: Dice) -> Act | None:
    """Begin to send a picture; the next act of its kind sends it."""
    report = scene.report(dice)
    if report is None:
        return None
    office = scene.somebody(dice, [*staff(report.lead), *staff(*(task.agency for task in report.tasks))])
    act = scene.on_report("evidence", office, report, "/evidence")
    content = picture(scene.say(act, "Foto"))
    name = b64encode(scene.say(act, "foto").encode()).decode()
    act.match, act.headers = None, TUS | {"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {name}"}

    def begun(answer: Any) -> None:
        upload = answer.headers["location"].rpartition("/")[2]
        scene.papers.setdefault("upload", []).append(
            Paper(report.id, upload, answer.office.answers_for, (answer.office, content))
        )

    act.then = begun
    return act


def send(scene: Scene, dice: Dice) -> Act | None:
    """Send what was begun: its sender, or somebody else."""
    begun = scene.some(dice, "upload")
    if begun is None:
        return None
    sender, content = begun.what
    office = sender if not dice.chance(15) else scene.somebody(dice, [])
    headers = TUS | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    act = Act("send", office, "PATCH", f"{P}/uploads/{begun.id}", report=begun.report, headers=headers)
    act.content, act.key = content, ""

    def sent(_answer: Any) -> None:
        scene.papers["upload"] = [one for one in scene.papers["upload"] if one.id != begun.id]
        scene.papers.setdefault("evidence", []).append(Paper(begun.report, begun.id, office.answers_for))

    act.then = sent
    return act


def look(scene: Scene, dice: Dice) -> Act | None:
    """Ask for a link to evidence, which is then followed by somebody."""
    seen = scene.some(dice, "evidence")
    if seen is None or seen.report not in scene.truth:
        return None
    report = scene.truth[seen.report]
    office = scene.somebody(dice, staff(report.lead))
    act = scene.on_report("look", office, report, f"/evidence/{seen.id}/links", body={"purpose": "download"})
    act.body["reason"] = scene.say(act, "Pemeriksaan")

    def given(answer: Any) -> None:
        scene.papers.setdefault("link", []).append(Paper(report.id, answer["url"], office.answers_for, office))

    act.then = given
    return act


def follow(scene: Scene, dice: Dice) -> Act | None:
    given = scene.some(dice, "link")
    if given is None:
        return None
    office = given.what if dice.chance(50) else scene.somebody(dice, [])
    return Act("follow", office, "GET", given.id, report=given.report, key="")


def hand_on(scene: Scene, dice: Dice) -> Act | None:
    seen = scene.some(dice, "evidence")
    if seen is None or seen.report not in scene.truth:
        return None
    report = scene.truth[seen.report]
    office = scene.somebody(dice, staff(report.lead))
    act = scene.on_report("hand_on", office, report, f"/evidence/{seen.id}/transfers")
    act.body = {"agency": dice.pick(AGENCIES), "reason": scene.say(act, "Diserahkan")}
    return act


_CHECKING = ("verdict", "takedown", "takedown/answer")


def check(scene: Scene, dice: Dice) -> Act | None:
    """Content is named, judged, asked to be taken down and answered for, one step an act."""
    report = scene.report(dice)
    if report is None:
        return None
    known = [one for one in scene.papers.get("check", []) if one.report == report.id]
    office = scene.somebody(dice, [*DESK, *supervisors(report.lead), *staff(report.lead)])
    act = scene.on_report("check", office, report, "/content-checks")
    act.match = None
    if not known or dice.chance(25):
        act.body = {"url": f"https://contoh.example/{scene.say(act, 'video').replace(' ', '/')}"}
        act.then = scene.keep("check", report.id, [])
        return act
    checked = dice.pick(known)
    step = _CHECKING[min(len(checked.what), 2)]
    act.kind, act.path = step.replace("/", "_"), f"{act.path}/{checked.id}/{step}"
    act.then = lambda _answer: checked.what.append(step)
    act.body = {
        "verdict": {"verdict": "false", "clarification": scene.say(act, "Video lama")},
        "takedown": {"to": scene.say(act, "Penyedia")},
        "takedown/answer": {"outcome": "removed", "note": scene.say(act, "Dihapus")},
    }[step]
    return act


def review(scene: Scene, dice: Dice) -> Act | None:
    report = scene.report(dice)
    if report is None:
        return None
    event = report.election or "banjir-2024"
    act = scene.on_report("review", scene.somebody(dice, DESK), report, "/review", body={"event": event})
    act.match = None
    act.then = scene.keep("review", report.id, {"version": 1})
    return act


def write_review(scene: Scene, dice: Dice) -> Act | None:
    """A section, a lesson, a recommendation, or the end."""
    opened = scene.some(dice, "review")
    if opened is None:
        return None
    step = dice.pick(("sections", "lessons", "recommendations", "closing"))
    path = f"{P}/reviews/{opened.id}/{step}"
    act = Act(f"review_{step}", scene.somebody(dice, DESK), "POST", path, report=opened.report)
    act.match = opened.what["version"] if step in {"sections", "closing"} else None
    act.body = {
        "sections": {"section": dice.pick(("planned", "happened", "why")), "text": scene.say(act, "Bagian")},
        "lessons": {"kind": "keep", "text": scene.say(act, "Pelajaran")},
        "recommendations": {
            "agency": dice.pick(AGENCIES), "due_at": "2030-06-30T23:59:59+07:00", "text": scene.say(act, "Peta"),
        },
        "closing": {},
    }[step]  # fmt: skip
    act.then = lambda answer: opened.what.update(version=answer["version"])
    return act


_MET: dict[str, Any] = {
    "attendees": [{"agency": "bawaslu"}, {"agency": "polres"}, {"agency": "kejari"}],
    "minutes": "Unsur terpenuhi",
    "decision": "proceed",
}
_OBLIGATORY = ("cover_letter", "report_form", "study", "discussion_minutes")
STEPS: tuple[dict[str, Any], ...] = (
    {"step": "register", "form": "Model B.1"},
    {"step": "first_discussion", **_MET},
    {"step": "second_discussion", **_MET},
    {"step": "forward", "reference": "45/PP/2024", "items": [{"item": one, "present": True} for one in _OBLIGATORY]},
    {
        "step": "police_report",
        "police_number": "LP/B/112/XI/2024/SPKT/Polres Kebumen/Polda Jawa Tengah",
        "police_receipt": "STTLP/112/XI/2024/SPKT/Polres Kebumen",
    },
)


CRIMES = ("money_politics", "black_campaign", "intimidation")


def case_step(scene: Scene, dice: Dice) -> Act | None:
    """The next step of a case at the joint desk, of those up to the police's report."""
    crimes = [one for one in scene.reports() if one.category in CRIMES and one.state in {"verified", "assigned"}]
    if not crimes:
        return None
    report = dice.pick(crimes)
    taken = scene.papers.setdefault(f"case {report.id}", [])
    step = dict(STEPS[min(len(taken), len(STEPS) - 1)])
    if step["step"] == "register":
        step["register_number"] = f"{int(scene.words.identity_number()[4:]) % 9999}/REG/LP/PB/Kab/14.18/XI/2024"
    office = scene.somebody(dice, supervisors("polres" if step["step"] == "police_report" else "bawaslu"))
    act = scene.on_report("case_step", office, report, "/case/steps", body=step)
    for member, words in (("minutes", "Notulen"), ("reference", "No.")):
        if member in step:
            step[member] = scene.say(act, words)
    act.then = lambda _answer: taken.append(Paper(report.id, "", office.answers_for))
    return act
