"""What happens in the region of the tests: every transition of the two machines that a person or rule can fire."""

from tests.verifier.trails import BUDI, EKO, HADI, SARI, TONO, Case, Trail, person

LEAD = {"agency": "bawaslu", "role": "lead", "kind": "case"}
SUPPORT = {"agency": "polres", "role": "support", "kind": "case"}
CLOSE = {"outcome": "sanctioned", "notice": {"sent": True, "text": "Laporan ditindaklanjuti"}}


def everything(trail: Trail | None = None) -> Trail:
    """Nine more reports in a trail."""
    trail = trail or Trail()
    first = trail.intake()
    taken_back(trail)
    closed_and_reopened(first)
    urgent(trail)
    dismissed(trail)
    lead_declines(trail)
    trail.intake(severity="S4").note(BUDI)
    erased(trail)
    reviewed(trail)
    taken_up_late(trail)
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
    case.fire(TONO, "close", **CLOSE)
    return case.fire(HADI, "reopen", reason="Bukti baru", basis="new_fact").assign(LEAD)


def taken_back(trail: Trail) -> Case:
    """A lead that is handed on, and a support that is withdrawn."""
    case = trail.intake(category="security_threat").verify()
    case.assign(SUPPORT | {"role": "lead"}, {"agency": "satpolpp", "role": "support", "kind": "information"})
    case.work(BUDI, "polres", "accept")
    case.work(EKO, "polres", "transfer", agency="satpolpp", kind="forwarded", reason="Bukan pidana")
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


def erased(trail: Trail) -> Case:
    """A title and a reporter that were erased, and a description that was not."""
    case = trail.intake(severity="S4", classification="secret")
    case.erase(text=case.text("title")).erase(text=case.text("description"), approve=False)
    return case.erase("reporter").note(HADI)


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
    case = trail.intake(category="hoax", severity="S4").amend(BUDI, election="pemilu-2024")
    return case.amend(BUDI, election=None)
