"""What people read in place of a machine code, in English and in Bahasa Indonesia.

``LABELS`` has one list a code list; the codes themselves are the same in every language.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from workflows.codes import (
    Athg,
    Category,
    Channel,
    Classification,
    ClockFamily,
    ClockKind,
    CountsFrom,
    DayKind,
    DayOff,
    ErasureState,
    ErasureTarget,
    ErasureTrigger,
    Field,
    LawStatus,
    LegalStep,
    LessonKind,
    LinkKind,
    Outcome,
    Reliability,
    ReportState,
    ReportTrigger,
    ReviewSection,
    ReviewState,
    ReviewTrigger,
    Role,
    Severity,
    Stage,
    TaskKind,
    TaskRole,
    TaskState,
    TaskTrigger,
    TextField,
    TransferKind,
)
from workflows.policy_codes import (
    AgencyKind,
    AreaLevel,
    ClockOwner,
    LegalClockSet,
    LegalMoment,
    Regime,
    Walls,
    Weekday,
)


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing's name in both languages."""

    en: str
    id: str

    def __post_init__(self) -> None:
        """Raise ValueError for an empty name."""
        if not (self.en.strip() and self.id.strip()):
            msg = "a name is given in both languages"
            raise ValueError(msg)

    def of(self, lang: str) -> str:
        """Return the wording in ``id``, or in English for every other language."""
        return self.id if lang == "id" else self.en


LIST_OF: Mapping[type[StrEnum], str] = MappingProxyType(
    {
        Category: "category",
        Severity: "severity",
        Classification: "classification",
        ReportState: "report_state",
        ReportTrigger: "report_trigger",
        Outcome: "outcome",
        TaskState: "task_state",
        TaskTrigger: "task_trigger",
        TaskKind: "task_kind",
        TaskRole: "task_role",
        TransferKind: "transfer_kind",
        Role: "role",
        Athg: "athg",
        Field: "field",
        Channel: "channel",
        Stage: "stage",
        LinkKind: "link_kind",
        Reliability: "reliability",
        ClockKind: "clock_kind",
        ClockFamily: "clock_family",
        DayKind: "day_kind",
        LegalStep: "legal_step",
        CountsFrom: "counts_from",
        DayOff: "day_off",
        LawStatus: "law_status",
        TextField: "text_field",
        ErasureTarget: "erasure_target",
        ErasureState: "erasure_state",
        ErasureTrigger: "erasure_trigger",
        ReviewState: "review_state",
        ReviewTrigger: "review_trigger",
        ReviewSection: "review_section",
        LessonKind: "lesson_kind",
        AgencyKind: "agency_kind",
        AreaLevel: "area_level",
        Regime: "regime",
        LegalClockSet: "legal_clocks",
        Walls: "walls",
        Weekday: "weekday",
        ClockOwner: "clock_owner",
        LegalMoment: "legal_moment",
    }
)
"""The code list that each enum is published as."""

_TITLES = {
    "category": ("Category", "Kategori"),
    "severity": ("Severity", "Tingkat kegawatan"),
    "classification": ("Classification", "Klasifikasi"),
    "report_state": ("State of a report", "Status laporan"),
    "report_trigger": ("Action on a report", "Tindakan atas laporan"),
    "outcome": ("Outcome", "Hasil akhir"),
    "task_state": ("State of a task", "Status tugas"),
    "task_trigger": ("Action on a task", "Tindakan atas tugas"),
    "task_kind": ("Kind of task", "Jenis tugas"),
    "task_role": ("Role of a task", "Peran tugas"),
    "transfer_kind": ("Kind of transfer", "Jenis pelimpahan"),
    "role": ("Role", "Peran"),
    "athg": ("ATHG", "ATHG"),
    "field": ("Field of life", "Bidang kehidupan"),
    "channel": ("Channel", "Saluran"),
    "stage": ("Stage", "Tahapan"),
    "link_kind": ("Kind of link", "Jenis kaitan"),
    "reliability": ("Reliability of the source", "Keandalan sumber"),
    "credibility": ("Credibility of the information", "Kepercayaan informasi"),
    "clock_kind": ("Kind of clock", "Jenis batas waktu"),
    "clock_family": ("Family of clocks", "Golongan batas waktu"),
    "day_kind": ("What a clock counts", "Satuan hitungan waktu"),
    "legal_step": ("Step with a legal time limit", "Tahap dengan batas waktu hukum"),
    "counts_from": ("What starts a clock", "Awal hitungan waktu"),
    "day_off": ("Why a day is no working day", "Alasan bukan hari kerja"),
    "law_status": ("Standing of a rule", "Status aturan"),
    "text_field": ("Text", "Teks"),
    "erasure_target": ("What is erased", "Yang dihapus"),
    "erasure_state": ("State of an erasure", "Status penghapusan"),
    "erasure_trigger": ("Decision on an erasure", "Keputusan penghapusan"),
    "review_state": ("State of an after-action review", "Status evaluasi pascakejadian"),
    "review_trigger": ("Action on a review", "Tindakan atas evaluasi"),
    "review_section": ("Section of a review", "Bagian evaluasi"),
    "lesson_kind": ("Kind of lesson", "Jenis pelajaran"),
    "agency_kind": ("Kind of agency", "Jenis instansi"),
    "area_level": ("Level of an area", "Tingkat wilayah"),
    "regime": ("Election regime", "Rezim pemilihan"),
    "legal_clocks": ("Legal time limits", "Batas waktu hukum"),
    "walls": ("Walled off by the category", "Dikecualikan oleh kategori"),
    "weekday": ("Day of the week", "Hari"),
    "clock_owner": ("Who must act within a legal time limit", "Pihak yang terikat batas waktu hukum"),
    "legal_moment": ("When legal time limits begin", "Saat batas waktu hukum dimulai"),
    "agency": ("Agency", "Instansi"),
    "outside_body": ("Body outside the region", "Lembaga di luar daerah"),
    "election": ("Election", "Pemilihan"),
    "area": ("Area", "Wilayah"),
}

_WORDS = {
    "category": {
        "security_threat": ("Security threat", "Ancaman keamanan"),
        "intimidation": ("Intimidation", "Intimidasi"),
        "hoax": ("Hoax, disinformation", "Hoaks, disinformasi"),
        "black_campaign": ("Black campaign", "Kampanye hitam"),
        "negative_campaign": ("Negative campaign", "Kampanye negatif"),
        "money_politics": ("Money politics", "Politik uang"),
        "polarisation": ("Polarisation", "Perbedaan pandangan tajam"),
        "hate_speech": ("Hate speech", "Ujaran kebencian"),
        "neutrality_official": ("Neutrality of officials", "Netralitas ASN/kepala desa"),
        "neutrality_forces": ("Neutrality of the forces", "Netralitas TNI/Polri"),
        "logistics": ("Obstacle to logistics", "Hambatan logistik"),
        "disaster": ("Disaster during a stage", "Bencana pada tahapan"),
        "administrative": ("Administrative violation", "Pelanggaran administratif"),
        "ethics": ("Ethics of organisers", "Etik penyelenggara"),
        "incumbent_abuse": ("Abuse by the incumbent", "Petahana, bansos, mutasi"),
    },
    "severity": {
        "S1": ("Critical", "Kritis"),
        "S2": ("High", "Tinggi"),
        "S3": ("Medium", "Sedang"),
        "S4": ("Low, monitor", "Rendah, dipantau"),
    },
    "classification": {
        "ordinary": ("Ordinary", "Biasa"),
        "restricted": ("Restricted", "Terbatas"),
        "secret": ("Secret", "Rahasia"),
    },
    "report_state": {
        "reported": ("Reported", "Dilaporkan"),
        "verified": ("Verified", "Terverifikasi"),
        "assigned": ("Assigned", "Ditugaskan"),
        "handled": ("Handled", "Ditangani"),
        "closed": ("Closed", "Ditutup"),
    },
    "report_trigger": {
        "verify": ("Verify", "Verifikasi"),
        "assign": ("Assign", "Tugaskan"),
        "unassign": ("Withdraw the assignment", "Batalkan penugasan"),
        "handle": ("Mark as handled", "Nyatakan ditangani"),
        "return": ("Return", "Kembalikan"),
        "close": ("Close", "Tutup"),
        "dismiss": ("Dismiss", "Hentikan"),
        "reopen": ("Reopen", "Buka kembali"),
    },
    "outcome": {
        "resolved": ("Resolved", "Selesai"),
        "referred": ("Referred to another body", "Diteruskan ke lembaga lain"),
        "sanctioned": ("Sanctioned", "Dikenai sanksi"),
        "not_proven": ("Not proven", "Tidak terbukti"),
        "unfounded": ("Unfounded", "Tidak berdasar"),
        "out_of_scope": ("Out of scope", "Di luar kewenangan"),
        "duplicate": ("Duplicate", "Laporan ganda"),
        "withdrawn": ("Withdrawn", "Dicabut"),
        "insufficient": ("Insufficient", "Tidak memenuhi syarat"),
    },
    "task_state": {
        "offered": ("Offered", "Ditawarkan"),
        "accepted": ("Accepted", "Diterima"),
        "in_progress": ("In progress", "Dikerjakan"),
        "waiting": ("Waiting", "Menunggu pihak luar"),
        "done": ("Done", "Selesai"),
        "declined": ("Declined", "Ditolak"),
        "expired": ("Expired", "Kedaluwarsa"),
        "transferred": ("Transferred", "Dialihkan"),
        "withdrawn": ("Withdrawn", "Ditarik"),
    },
    "task_trigger": {
        "accept": ("Accept", "Terima"),
        "decline": ("Decline", "Tolak"),
        "start": ("Start", "Mulai"),
        "wait": ("Pause", "Jeda"),
        "resume": ("Resume", "Lanjutkan"),
        "complete": ("Complete", "Selesaikan"),
        "transfer": ("Transfer", "Alihkan"),
        "withdraw": ("Withdraw", "Tarik"),
        "assign_person": ("Assign a person", "Tunjuk petugas"),
        "expire": ("Let expire", "Nyatakan kedaluwarsa"),
        "reopen": ("Reopen", "Buka kembali"),
    },
    "task_kind": {
        "case": ("Case", "Perkara"),
        "safety": ("Safety", "Pengamanan"),
        "verification": ("Verification", "Verifikasi"),
        "clarification": ("Clarification", "Klarifikasi"),
        "logistics": ("Logistics", "Logistik"),
        "information": ("Information", "Informasi"),
    },
    "task_role": {"lead": ("Lead", "Penanggung jawab"), "support": ("Support", "Pendukung")},
    "transfer_kind": {
        "handed_down": ("Handed down", "Pelimpahan"),
        "taken_over": ("Taken over", "Pengambilalihan"),
        "forwarded": ("Forwarded", "Penerusan"),
    },
    "role": {
        "officer": ("Officer", "Petugas"),
        "supervisor": ("Supervisor", "Penyelia"),
        "coordinator": ("Coordinator", "Koordinator"),
        "auditor": ("Auditor", "Auditor"),
        "integrator": ("Integrator", "Integrator"),
        "admin": ("Administrator", "Administrator"),
    },
    "athg": {
        "A": ("Threat", "Ancaman"),
        "T": ("Challenge", "Tantangan"),
        "H": ("Obstacle", "Hambatan"),
        "G": ("Disturbance", "Gangguan"),
    },
    "field": {
        "ideology": ("Ideology", "Ideologi"),
        "politics": ("Politics", "Politik"),
        "economy": ("Economy", "Ekonomi"),
        "social_culture": ("Society and culture", "Sosial budaya"),
        "defence_security": ("Defence and security", "Pertahanan dan keamanan"),
    },
    "channel": {
        "patrol": ("Patrol", "Patroli"),
        "counter": ("Counter", "Loket"),
        "phone": ("Telephone", "Telepon"),
        "message": ("Message", "Pesan"),
        "social_media": ("Social media", "Media sosial"),
        "letter": ("Letter", "Surat"),
        "sigaplapor": ("SigapLapor", "SigapLapor"),
        "lapor": ("LAPOR!", "LAPOR!"),
        "partner": ("Partner", "Mitra"),
        "other": ("Other", "Lainnya"),
    },
    "stage": {
        "before": ("Before the first stage", "Sebelum tahapan"),
        "candidates": ("Candidates", "Penetapan calon"),
        "campaign": ("Campaign", "Kampanye"),
        "quiet": ("Quiet period", "Masa tenang"),
        "voting": ("Voting day", "Pemungutan suara"),
        "recap": ("Recapitulation", "Rekapitulasi"),
        "after": ("After the last stage", "Setelah tahapan"),
    },
    "link_kind": {
        "related": ("Related", "Terkait"),
        "same_event": ("Same event", "Peristiwa yang sama"),
        "caused_by": ("Caused by", "Disebabkan oleh"),
        "duplicate_of": ("Duplicate of", "Duplikat dari"),
    },
    "reliability": {
        "A": ("Completely reliable", "Sangat andal"),
        "B": ("Usually reliable", "Biasanya andal"),
        "C": ("Fairly reliable", "Cukup andal"),
        "D": ("Not usually reliable", "Biasanya tidak andal"),
        "E": ("Unreliable", "Tidak andal"),
        "F": ("Cannot be judged", "Tidak dapat dinilai"),
    },
    "credibility": {
        "1": ("Confirmed by other sources", "Dipastikan sumber lain"),
        "2": ("Probably true", "Kemungkinan besar benar"),
        "3": ("Possibly true", "Mungkin benar"),
        "4": ("Doubtful", "Diragukan"),
        "5": ("Improbable", "Kemungkinan besar tidak benar"),
        "6": ("Cannot be judged", "Tidak dapat dinilai"),
    },
    "clock_kind": {"acknowledge": ("Acknowledge", "Tanggapan awal"), "verify": ("Verify", "Verifikasi")},
    "clock_family": {
        "service": ("Service clock", "Batas waktu layanan"),
        "legal": ("Legal clock", "Batas waktu hukum"),
    },
    "day_kind": {
        "minutes": ("minutes", "menit"),
        "hours": ("hours", "jam"),
        "calendar_days": ("calendar days", "hari kalender"),
        "working_days": ("working days", "hari kerja"),
    },
    "legal_step": {
        "lodge_report": ("Lodging the report", "Penyampaian laporan"),
        "fix_finding": ("Fixing the finding", "Penetapan temuan"),
        "initial_study": ("Initial study", "Kajian awal"),
        "handling": ("Handling by Bawaslu", "Penanganan oleh Bawaslu"),
        "administrative_decision": ("Decision on the administrative violation", "Putusan pelanggaran administratif"),
        "execute_decision": ("Carrying out the decision", "Pelaksanaan putusan"),
        "forward_crime": ("Forwarding the crime to the police", "Penerusan tindak pidana ke kepolisian"),
        "investigation": ("Investigation", "Penyidikan"),
        "prosecutor_return": ("Return of the file by the prosecutor", "Pengembalian berkas oleh penuntut umum"),
        "resubmit": ("Handing the completed file in again", "Penyerahan kembali berkas"),
        "to_court": ("Bringing the case to court", "Pelimpahan perkara ke pengadilan"),
        "first_instance": ("Judgment at first instance", "Putusan tingkat pertama"),
        "lodge_appeal": ("Lodging an appeal", "Pengajuan banding"),
        "send_file": ("Sending the file to the appeal court", "Pengiriman berkas banding"),
        "appeal_decision": ("Judgment on appeal", "Putusan banding"),
    },
    "counts_from": {
        "known": ("when it became known", "diketahuinya peristiwa"),
        "discovered": ("when it was discovered", "ditemukannya dugaan pelanggaran"),
        "received": ("when the report was received", "laporan diterima"),
        "registered": ("when it was registered", "laporan diregistrasi"),
        "offered": ("when the task was offered", "tugas ditawarkan"),
        "step_begun": ("when this step began", "tahap ini dimulai"),
    },
    "day_off": {
        "weekend": ("Weekend", "Akhir pekan"),
        "holiday": (
            "National holiday, joint leave or election day",
            "Libur nasional, cuti bersama, atau hari pemilihan",
        ),
        "region": ("Day off in the region", "Hari libur daerah"),
    },
    "law_status": {
        "confirmed": ("Confirmed by a lawyer", "Dipastikan ahli hukum"),
        "to_confirm": ("To be confirmed by a lawyer", "Menunggu kepastian ahli hukum"),
    },
    "text_field": {
        "title": ("Title", "Judul"),
        "description": ("Description", "Uraian"),
        "place_detail": ("Detail of the place", "Rincian tempat"),
        "accused_name": ("Name of the reported party", "Nama terlapor"),
        "note": ("Note", "Catatan"),
        "reason": ("Reason", "Alasan"),
        "legal_basis": ("Legal basis", "Dasar hukum"),
        "result": ("Result", "Hasil"),
        "notice": ("Notice to the reporter", "Pemberitahuan kepada pelapor"),
        "reference": ("Reference", "Rujukan"),
        "source_reference": ("Reference of the source", "Rujukan sumber"),
        "planned": ("What was planned", "Yang direncanakan"),
        "happened": ("What happened", "Yang terjadi"),
        "why": ("Why", "Mengapa"),
        "lesson": ("Lesson", "Pelajaran"),
        "recommendation": ("Recommendation", "Rekomendasi"),
    },
    "erasure_target": {"reporter": ("Reporter", "Pelapor"), "text": ("Text", "Teks")},
    "erasure_state": {
        "requested": ("Requested", "Diminta"),
        "approved": ("Approved", "Disetujui"),
        "refused": ("Refused", "Ditolak"),
    },
    "erasure_trigger": {"approve": ("Approve", "Setujui"), "refuse": ("Refuse", "Tolak")},
    "review_state": {"open": ("Open", "Terbuka"), "closed": ("Closed", "Ditutup")},
    "review_trigger": {"close": ("Close", "Tutup")},
    "review_section": {
        "planned": ("What was planned", "Yang direncanakan"),
        "happened": ("What happened", "Yang terjadi"),
        "why": ("Why", "Mengapa"),
    },
    "lesson_kind": {"keep": ("Keep", "Pertahankan"), "change": ("Change", "Ubah")},
    "agency_kind": {
        "police": ("Police", "Kepolisian"),
        "army": ("Army", "Tentara"),
        "prosecutor": ("Prosecutor", "Kejaksaan"),
        "election_commission": ("Election commission", "Penyelenggara pemilihan"),
        "election_supervisor": ("Election supervisor", "Pengawas pemilihan"),
        "regency_government": ("Regency government", "Pemerintah kabupaten"),
    },
    "area_level": {"regency": ("Regency", "Kabupaten"), "district": ("Sub-district", "Kecamatan")},
    "regime": {
        "pemilu": ("General election", "Pemilihan umum"),
        "pilkada": ("Regional-head election", "Pemilihan kepala daerah"),
        "pilkades": ("Village-head election", "Pemilihan kepala desa"),
    },
    "legal_clocks": {
        "criminal": ("Election crime", "Tindak pidana pemilihan"),
        "administrative": ("Administrative violation", "Pelanggaran administratif"),
        "other_law": ("Violation of another law", "Pelanggaran peraturan lain"),
        "external": ("Decided by an outside body", "Diputus lembaga luar"),
        "revote": ("Follow-up or repeated voting", "Pemungutan suara susulan atau ulang"),
        "by_regime": ("By the election's regime", "Menurut rezim pemilihan"),
    },
    "walls": {
        "none": ("Nobody", "Tidak ada"),
        "accused": ("The accused agency", "Instansi terlapor"),
        "regency_government": ("The regency government", "Pemerintah kabupaten"),
    },
    "weekday": {
        "monday": ("Monday", "Senin"),
        "tuesday": ("Tuesday", "Selasa"),
        "wednesday": ("Wednesday", "Rabu"),
        "thursday": ("Thursday", "Kamis"),
        "friday": ("Friday", "Jumat"),
        "saturday": ("Saturday", "Sabtu"),
        "sunday": ("Sunday", "Minggu"),
    },
    "clock_owner": {
        "reporter": ("The reporter", "Pelapor"),
        "bawaslu": ("Bawaslu", "Bawaslu"),
        "kpu": ("KPU", "KPU"),
        "polres": ("Police", "Polres"),
        "kejari": ("Prosecutor's Office", "Kejari"),
        "court": ("The court", "Pengadilan"),
    },
    "legal_moment": {
        "reported": ("A report was received", "Laporan diterima"),
        "found": ("Bawaslu found it itself", "Temuan Bawaslu"),
        "registered": ("It was registered", "Laporan atau temuan diregistrasi"),
    },
}


def _worded(pairs: Mapping[str, tuple[str, str]]) -> Mapping[str, Wording]:
    return MappingProxyType({code: Wording(en, local) for code, (en, local) in pairs.items()})


LIST_TITLES: Mapping[str, Wording] = _worded(_TITLES)
"""The name of each code list."""

LABELS: Mapping[str, Mapping[str, Wording]] = MappingProxyType({name: _worded(pairs) for name, pairs in _WORDS.items()})
"""The wording of each code, by code list."""


def label(code: str, lang: str) -> str:
    """Return what people read: for an enum member its wording, for a plain string the code list's title.

    ``lang`` is ``id``, or anything else for English. Raises KeyError for what has no wording.
    """
    name = LIST_OF.get(type(code)) if isinstance(code, StrEnum) else None
    wording = LIST_TITLES[code] if name is None else LABELS[name][code]
    return wording.of(lang)
