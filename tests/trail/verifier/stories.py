"""What happens in the region of the tests: every transition of the two machines that a person or rule can fire."""

import json
from datetime import timedelta
from typing import Any

from tests.trail.verifier.trails import BUDI, EKO, HADI, RINA, SARI, TONO, WATI, Case, Trail, person
from workflows.access.actors import Actor

LEAD = {"agency": "bawaslu", "role": "lead", "kind": "case"}
SUPPORT = {"agency": "polres", "role": "support", "kind": "case"}
MET = {
    "attendees": [{"agency": "bawaslu", "persons": "Sari"}, {"agency": "polres"}, {"agency": "kejari"}],
    "minutes": "Unsur terpenuhi",
    "decision": "proceed",
}
BUNDLE = [
    {"item": item, "present": True, "reference": f"No. {item}"}
    for item in ("cover_letter", "report_form", "study", "discussion_minutes")
]
REGISTER = {
    "register_number": "03/REG/LP/PB/Kab/14.18/XII/2020",
    "sigaplapor_number": "SL-33.05-2024-0117",
    "form": "Model B.1",
}
VERDICT = {"verdict": "guilty", "reference": "31/Pid.Sus/2024/PN Kbm"}
PATH: tuple[tuple[Actor, str, dict[str, Any]], ...] = (
    (SARI, "register", REGISTER),
    (SARI, "first_discussion", MET),
    (SARI, "check_bundle", {"items": BUNDLE[:2]}),
    (SARI, "second_discussion", MET),
    (TONO, "forward", {"reference": "45/PP.01/XI/2024", "items": BUNDLE[2:]}),
    (
        BUDI,
        "police_report",
        {
            "police_number": "LP/B/112/XI/2024/SPKT/Polres Kebumen/Polda Jawa Tengah",
            "police_receipt": "STTLP/112/XI/2024/SPKT/Polres Kebumen",
        },
    ),
    (SARI, "third_discussion", MET),
    (BUDI, "investigated", {"reference": "B/31/XI/2024"}),
    (RINA, "returned", {"instructions": "Periksa saksi ahli"}),
    (BUDI, "resubmitted", {}),
    (RINA, "to_court", {"reference": "B-1/XII/2024"}),
    (RINA, "first_instance", VERDICT),
    (RINA, "appeal_lodged", {"by": "defendant"}),
    (RINA, "file_sent", {}),
    (RINA, "appeal_decided", VERDICT),
    (RINA, "judgment_received", {}),
    (RINA, "carried_out", {"reference": "PRINT-88/XII/2024"}),
)
"""Every step of a case, by whom, and with what."""

CLOSE = {"outcome": "sanctioned", "notice": {"sent": True, "text": "Laporan ditindaklanjuti"}}


def everything(trail: Trail | None = None) -> Trail:
    """A good dozen more reports in a trail."""
    trail = trail or Trail()
    first = trail.intake()
    taken_back(trail)
    closed_and_reopened(first)
    urgent(trail)
    dismissed(trail)
    lead_declines(trail)
    trail.intake(severity="S4").note(BUDI)
    erased(trail)
    missed(trail)
    told(trail)
    walled_later(trail)
    merged(trail)
    reclassified(trail)
    reviewed(trail)
    taken_up_late(trail)
    laid_open(trail)
    acquitted(trail)
    led_elsewhere(trail)
    return trail


def closed_and_reopened(case: Case) -> Case:
    """The whole way, once returned, closed by a second person, taken up again by another lead."""
    case.verify().assign(LEAD, SUPPORT)
    case.work(SARI, "bawaslu", "accept", assignee=str(person("Sari"))).work(SARI, "bawaslu", "start")
    case.work(TONO, "bawaslu", "assign_person", assignee=str(person("Tono")))
    case.work(SARI, "bawaslu", "wait", reason="Menunggu saksi").work(SARI, "bawaslu", "resume")
    case.work(BUDI, "polres", "accept").work(BUDI, "polres", "start").work(BUDI, "polres", "complete", result="Aman")
    case.work(SARI, "bawaslu", "complete", result="Terbukti").note(TONO)
    case.fire(TONO, "return", reason="Kurang lengkap").work(SARI, "bawaslu", "complete", result="Terbukti, lengkap")
    case.fire(HADI, "close", **CLOSE)
    return case.fire(HADI, "reopen", reason="Bukti baru", basis="new_fact").assign(LEAD)


def taken_back(trail: Trail) -> Case:
    """A lead that is handed on, and a support that is withdrawn."""
    case = trail.intake(category="security_threat").verify()
    case.assign(SUPPORT | {"role": "lead"}, {"agency": "satpolpp", "role": "support", "kind": "information"})
    case.work(BUDI, "polres", "accept")
    case.work(
        EKO, "polres", "transfer", agency="satpolpp", kind="forwarded", reason="Bukan pidana", reference="B-17/XI/2024"
    )
    case.offer(agency="kesbangpol", role="support", kind="information")
    return case.work(HADI, "kesbangpol", "withdraw", reason="Tidak perlu")


def urgent(trail: Trail) -> Case:
    """S1: a safety task before anybody has verified; then amended."""
    case = trail.intake(category="intimidation", severity="S1")
    case.work(BUDI, "polres", "accept").verify(HADI)
    case.amend(HADI, severity="S2", place={"area": "33.05.13"}, reported_party={"agency": "kpu"})
    return case.offer(agency="satpolpp", role="support", kind="information")


def dismissed(trail: Trail) -> Case:
    """Ended without work; what was offered is taken back by rule."""
    case = trail.intake(severity="S3").offer(agency="polres", role="support", kind="clarification")
    return case.fire(HADI, "dismiss", outcome="unfounded", reason="Tidak benar")


def lead_declines(trail: Trail) -> Case:
    """The report falls back to verified when its only lead declines."""
    case = trail.intake().verify().assign(LEAD)
    return case.work(SARI, "bawaslu", "decline", reason="Bukan wewenang", legal_basis="UU 7/2017")


def gakkumdu(trail: Trail) -> Case:
    """An election crime from its registration to the high court, its file returned once; the task handed down once."""
    case = trail.intake(severity="S3").verify().assign(LEAD)
    handed = {"agency": "panwascam", "kind": "handed_down", "reason": "Lebih dekat", "reference": "12/XI/2024"}
    case.work(TONO, "bawaslu", "transfer", documents=[{"kind": "study", "number": "7/XI/2024"}], **handed)
    return to_the_end(case)


def to_the_end(case: Case) -> Case:
    """Every step of a case, in the order of its path."""
    for who, step, members in PATH:
        case.step(who, step, **members)
    return case


def erased(trail: Trail) -> Case:
    """A title and a reporter that were erased, and a description that was not."""
    case = trail.intake(severity="S4", classification="secret")
    case.erase(text=case.text("title")).erase(text=case.text("description"), approve=False)
    return case.erase("reporter").note(HADI)


def missed(trail: Trail) -> Case:
    """Nobody checks it until it has gone up, nobody answers the offer until that has; then it is taken."""
    case = trail.intake()
    case.look(trail.now + timedelta(hours=7))
    case.verify().assign(LEAD, SUPPORT | {"kind": "information"})
    case.look(trail.now + timedelta(minutes=50))
    case.look(trail.now + timedelta(hours=2))
    case.work(HADI, "polres", "withdraw", reason="Tidak perlu")
    return case.assign(LEAD).work(SARI, "bawaslu", "accept")


def told(trail: Trail) -> Case:
    """Everybody is told: somebody who is named and then erased, the public, and nobody after a withdrawal."""
    case = trail.intake(severity="S3").verify()
    case.notice(name="Penerima Rahasia", occasion="registered").unseal_recipient()
    notice = {"id": json.loads(trail.leaves[-2])["data"]["notice"]}
    case.notice(HADI, audience="public", channel="website", text="Status laporan")
    return case.withdraw().erase("recipient", notice)


def walled_later(trail: Trail) -> Case:
    """A support and then the lead are walled off; one wall is taken down by another person."""
    case = trail.intake().verify().assign(LEAD, SUPPORT)
    case.work(BUDI, "polres", "accept").wall("polres").lift("polres")
    return case.work(SARI, "bawaslu", "accept").wall("bawaslu")


def merged(trail: Trail) -> Case:
    """A duplicate with two open tasks, of which one moves."""
    first = trail.intake().verify().assign(LEAD).offer(agency="kejari", role="support", kind="clarification")
    second = trail.intake(severity="S3").offer(agency="kejari", role="support", kind="clarification")
    return second.offer(agency="kpu", role="support", kind="information").merge(first)


def reclassified(trail: Trail) -> Case:
    """Once before it is assigned, so that the lead follows; once after, so that it is handed on."""
    case = trail.intake(category="hoax").amend(BUDI, category="security_threat").verify()
    case.assign(SUPPORT | {"role": "lead"}).work(BUDI, "polres", "accept").amend(HADI, category="money_politics")
    return case.work(
        EKO,
        "polres",
        "transfer",
        agency="bawaslu",
        kind="forwarded",
        reason="Pelanggaran pemilihan",
        reference="B/12/XI/2024",
    )


def reviewed(trail: Trail) -> Case:
    """What was learnt of a report that is closed: its recommendations are worked after its end."""
    case = trail.intake(severity="S3").verify().review(who=TONO).record("planned", TONO).record("happened")
    case.recommend("satpolpp").assign(LEAD).work(SARI, "bawaslu", "accept").work(SARI, "bawaslu", "start")
    case.work(SARI, "bawaslu", "complete", result="Terbukti").recommend("polres").fire(TONO, "close", **CLOSE)
    case.record("why").record("happened").lesson("keep").lesson("change", TONO).recommend("kesbangpol")
    case.work(BUDI, "polres", "accept").work(BUDI, "polres", "start").work(BUDI, "polres", "complete", result="Sudah")
    case.work(HADI, "kesbangpol", "transfer", agency="dispermades", kind="forwarded", reason="Urusan desa")
    return case.close_review().work(HADI, "satpolpp", "withdraw", reason="Tidak perlu lagi")


def taken_up_late(trail: Trail) -> Case:
    """It turns out to belong to another election, and to none in the end."""
    case = trail.intake(category="hoax", severity="S4")
    case.agree(BUDI, HADI, "amendment", amendment={"election": "pemilu-2024"})
    return case.agree(BUDI, HADI, "amendment", amendment={"election": None})


def laid_open(trail: Trail) -> Case:
    """Two let a secret report be read by more, once they have let two more read it, and after they have not."""
    case = trail.intake(classification="secret", severity="S1", named_persons=[str(person("Rina"))])
    case.verify().assign(LEAD).work(TONO, "bawaslu", "accept", assignee=str(person("Sari")))
    more = {"named_persons": [str(person(name)) for name in ("Rina", "Budi")]}
    case.agree(WATI, TONO, "amendment", amendment=more)
    case.agree(HADI, TONO, "amendment", amendment={"classification": "ordinary"}, approve=False)
    less = {"classification": "restricted", "severity": "S3", "occurred_at": "2024-11-24T19:00:00+07:00"}
    case.agree(HADI, TONO, "amendment", amendment=less)
    case.work(SARI, "bawaslu", "start").work(SARI, "bawaslu", "complete", result="Terbukti")
    for task in [task for task in case.facts.tasks if task.kind == "safety"]:
        case.work(HADI, task.agency, "withdraw", reason="Tidak perlu")
    return case.fire(HADI, "close", **CLOSE)


def acquitted(trail: Trail) -> Case:
    """An agency is accused, the election supervisor too, and two take the first accusation back."""
    case = trail.intake(reported_party={"agency": "kpu"})
    case.verify().assign(LEAD).agree(HADI, TONO, "accusation", agency="kpu")
    return case.amend(HADI, reported_party={"agency": "bawaslu"})


def led_elsewhere(trail: Trail) -> Case:
    """Two clear another agency, a secret report goes there, and who cleared it may ask who reported."""
    case = trail.intake(category="security_threat", classification="secret", severity="S3").verify()
    case.assign(SUPPORT | {"role": "lead"}).work(EKO, "polres", "accept", assignee=str(person("Budi")))
    case.agree(HADI, EKO, "lead", agency="satpolpp")
    return case.work(
        EKO, "polres", "transfer", agency="satpolpp", kind="forwarded", reason="Bukan pidana", reference="B-18/XI/2024"
    )
