"""What people read in place of the codes of administrative violations, in English and in Bahasa Indonesia."""

from workflows.codes.administrative import (
    AdministrativeState,
    AdministrativeStep,
    CancellationRuling,
    ViolationFinding,
)
from workflows.codes.words.code_list import CodeList

LISTS = (
    CodeList(
        "administrative_state",
        AdministrativeState,
        ("State of an administrative violation", "Status pelanggaran administratif"),
        {
            "undecided": ("Not decided", "Belum diputus"),
            "decided": ("Decided", "Sudah diputus"),
            "with_kpu": ("With KPU, to be acted on", "Diterima KPU untuk ditindaklanjuti"),
            "carried_out": ("Carried out by KPU", "Sudah dilaksanakan KPU"),
            "with_province": ("Handed up to the province", "Dilimpahkan ke Bawaslu Provinsi"),
            "province_decided": ("Decided by the province", "Diputus Bawaslu Provinsi"),
            "candidacy_cancelled": ("Candidacy cancelled by KPU", "Pasangan calon dibatalkan KPU"),
            "at_supreme_court": ("At the Supreme Court", "Di Mahkamah Agung"),
            "final": ("Decided by the Supreme Court", "Diputus Mahkamah Agung"),
            "not_proven": ("Not proven", "Tidak terbukti"),
        },
    ),
    CodeList(
        "administrative_step",
        AdministrativeStep,
        ("Step of an administrative violation", "Langkah pelanggaran administratif"),
        {
            "decision": ("Read the decision out", "Bacakan putusan"),
            "received_by_kpu": ("KPU receives the decision", "KPU menerima putusan"),
            "carried_out_by_kpu": ("KPU carries the decision out", "KPU melaksanakan putusan"),
            "handed_up": ("Hand up to the province", "Limpahkan ke Bawaslu Provinsi"),
            "province_decision": ("Decision of the province", "Putusan Bawaslu Provinsi"),
            "province_follow_up": ("KPU acts on the province's decision", "KPU menindaklanjuti putusan provinsi"),
            "supreme_court_appeal": ("Go to the Supreme Court", "Ajukan upaya hukum ke Mahkamah Agung"),
            "supreme_court_decision": ("Decision of the Supreme Court", "Putusan Mahkamah Agung"),
            "not_proven": ("Find it not proven", "Nyatakan tidak terbukti"),
            "sanctioned_otherwise": ("Sanction without cancelling", "Sanksi selain pembatalan"),
        },
    ),
    CodeList(
        "violation_finding",
        ViolationFinding,
        ("Finding on an administrative violation", "Amar atas pelanggaran administratif"),
        {
            "proven": ("Proven", "Terbukti"),
            "not_proven": ("Not proven", "Tidak terbukti"),
        },
    ),
    CodeList(
        "cancellation_ruling",
        CancellationRuling,
        ("Ruling on a cancelled candidacy", "Putusan atas pembatalan pasangan calon"),
        {
            "upheld": ("The cancellation stands", "Pembatalan tetap berlaku"),
            "annulled": ("The cancellation is annulled", "Pembatalan dinyatakan batal"),
        },
    ),
)
