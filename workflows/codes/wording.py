"""What people read in place of a machine code, in English and in Bahasa Indonesia.

``LABELS`` has one list a code list; the codes themselves are the same in every language.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from workflows.codes.approvals import ApprovalState, ApprovalTrigger, ErasureTarget, ProposalKind, Protection
from workflows.codes.cases import CaseDecision, CaseState, CaseStep, DocumentKind, Verdict
from workflows.codes.clocks import (
    ClockFamily,
    ClockKind,
    CountsFrom,
    DayKind,
    DayOff,
    LawStatus,
    LegalStep,
    Rung,
    Stage,
)
from workflows.codes.content_wording import LISTS as CONTENT_LISTS
from workflows.codes.content_wording import TITLES as CONTENT_TITLES
from workflows.codes.content_wording import WORDS as CONTENT_WORDS
from workflows.codes.evidence_wording import LISTS as EVIDENCE_LISTS
from workflows.codes.evidence_wording import TITLES as EVIDENCE_TITLES
from workflows.codes.evidence_wording import WORDS as EVIDENCE_WORDS
from workflows.codes.notices import Audience, NoticeChannel, NoticeLanguage, Occasion, TemplateFact
from workflows.codes.people import Role
from workflows.codes.policy import AgencyKind, AreaLevel, ClockOwner, LegalClockSet, LegalMoment, Regime, Walls, Weekday
from workflows.codes.reports import (
    Athg,
    Category,
    Channel,
    Classification,
    Field,
    LinkKind,
    Outcome,
    Reliability,
    ReportState,
    ReportTrigger,
    Severity,
    TextField,
)
from workflows.codes.reviews import LessonKind, ReviewSection, ReviewState, ReviewTrigger
from workflows.codes.tasks import TaskKind, TaskRole, TaskState, TaskTrigger, TransferKind


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
        Audience: "audience",
        NoticeChannel: "notice_channel",
        NoticeLanguage: "notice_language",
        Occasion: "occasion",
        TemplateFact: "template_fact",
        LinkKind: "link_kind",
        Reliability: "reliability",
        ClockKind: "clock_kind",
        ClockFamily: "clock_family",
        DayKind: "day_kind",
        LegalStep: "legal_step",
        CountsFrom: "counts_from",
        DayOff: "day_off",
        Rung: "rung",
        LawStatus: "law_status",
        TextField: "text_field",
        ErasureTarget: "erasure_target",
        ApprovalState: "approval_state",
        ApprovalTrigger: "approval_trigger",
        Protection: "protection",
        ProposalKind: "proposal_kind",
        DocumentKind: "document_kind",
        CaseState: "case_state",
        CaseStep: "case_step",
        CaseDecision: "case_decision",
        Verdict: "verdict",
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
        **EVIDENCE_LISTS,
        **CONTENT_LISTS,
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
    "audience": ("Who is told", "Penerima pemberitahuan"),
    "notice_channel": ("Channel of a notice", "Saluran pemberitahuan"),
    "notice_language": ("Language of a notice", "Bahasa pemberitahuan"),
    "occasion": ("What a notice tells of", "Perihal pemberitahuan"),
    "template_fact": ("Fact in a template", "Isian otomatis templat"),
    "link_kind": ("Kind of link", "Jenis kaitan"),
    "reliability": ("Reliability of the source", "Keandalan sumber"),
    "credibility": ("Credibility of the information", "Kepercayaan informasi"),
    "clock_kind": ("Kind of clock", "Jenis batas waktu"),
    "clock_family": ("Family of clocks", "Golongan batas waktu"),
    "day_kind": ("What a clock counts", "Satuan hitungan waktu"),
    "legal_step": ("Step with a legal time limit", "Tahap dengan batas waktu hukum"),
    "counts_from": ("What starts a clock", "Awal hitungan waktu"),
    "day_off": ("Why a day is no working day", "Alasan bukan hari kerja"),
    "rung": ("Rung of the ladder", "Tingkat eskalasi"),
    "law_status": ("Standing of a rule", "Status aturan"),
    "text_field": ("Text", "Teks"),
    "erasure_target": ("What is erased", "Yang dihapus"),
    "approval_state": ("State of what two decide", "Status persetujuan"),
    "approval_trigger": ("Decision of the second person", "Keputusan orang kedua"),
    "protection": ("Protection", "Perlindungan"),
    "proposal_kind": ("Kind of proposal", "Jenis usulan"),
    "document_kind": ("Kind of document", "Jenis dokumen"),
    "case_state": ("State of a Gakkumdu case", "Status perkara Gakkumdu"),
    "case_step": ("Step of a Gakkumdu case", "Langkah perkara Gakkumdu"),
    "case_decision": ("Decision of a joint discussion", "Keputusan pembahasan"),
    "verdict": ("Verdict", "Putusan"),
    "handover_item": ("Item of the hand-over bundle", "Kelengkapan berkas penerusan"),
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
    **EVIDENCE_TITLES,
    **CONTENT_TITLES,
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
    "audience": {
        "reporter": ("Reporter", "Pelapor"),
        "reported_party": ("Reported party", "Terlapor"),
        "public": ("Public", "Masyarakat umum"),
        "agency": ("Agency", "Instansi"),
    },
    "notice_channel": {
        "letter": ("Letter", "Surat"),
        "in_person": ("In person", "Disampaikan langsung"),
        "phone": ("Telephone", "Telepon"),
        "message": ("Message", "Pesan"),
        "email": ("E-mail", "Surel"),
        "notice_board": ("Notice board", "Papan pengumuman"),
        "website": ("Website", "Laman resmi"),
        "social_media": ("Social media", "Media sosial"),
    },
    "notice_language": {"id": ("Indonesian", "Bahasa Indonesia"), "en": ("English", "Bahasa Inggris")},
    "occasion": {
        "registered": ("Registered", "Diregistrasi"),
        "dismissed": ("Not taken up", "Tidak ditindaklanjuti"),
        "forwarded": ("Handed to another agency", "Dialihkan ke instansi lain"),
        "extended": ("Handling extended", "Penanganan diperpanjang"),
        "closed": ("Handling ended", "Penanganan selesai"),
    },
    "template_fact": {
        "register_number": ("Register number", "Nomor register"),
        "category": ("Category", "Kategori"),
        "state": ("State", "Status"),
        "outcome": ("Outcome", "Hasil akhir"),
        "lead_agency": ("Lead agency", "Instansi penanggung jawab"),
        "reported_on": ("Day of the report", "Tanggal laporan"),
        "closed_on": ("Day of the end", "Tanggal penutupan"),
        "sent_on": ("Day of the notice", "Tanggal pemberitahuan"),
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
    "rung": {
        "lead_supervisor": ("Supervisor of the lead agency", "Penyelia instansi penanggung jawab"),
        "coordinator": ("Coordinator", "Koordinator"),
        "sekda": ("Regency secretary", "Sekretaris daerah"),
        "forkopimda": ("Leaders' forum of the regency", "Forkopimda"),
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
        "notice": ("Notice", "Pemberitahuan"),
        "reference": ("Reference", "Rujukan"),
        "source_reference": ("Reference of the source", "Rujukan sumber"),
        "document": ("Document that goes along", "Dokumen yang menyertai"),
        "handover": ("Hand-over note", "Catatan serah terima"),
        "minutes": ("Minutes of a discussion", "Berita acara pembahasan"),
        "attendees": ("Who attended for an agency", "Peserta dari instansi"),
        "bundle_reference": ("Reference of an item of the bundle", "Rujukan kelengkapan berkas"),
        "planned": ("What was planned", "Yang direncanakan"),
        "happened": ("What happened", "Yang terjadi"),
        "why": ("Why", "Mengapa"),
        "lesson": ("Lesson", "Pelajaran"),
        "recommendation": ("Recommendation", "Rekomendasi"),
        "evidence_name": ("Name of evidence", "Nama berkas bukti"),
        "evidence_note": ("What evidence shows", "Keterangan bukti"),
        "content_url": ("Address of content", "Alamat konten"),
        "clarification": ("Clarification", "Klarifikasi"),
        "takedown_recipient": ("Who was asked to take content down", "Penerima permintaan penurunan"),
        "takedown_answer": ("Answer to a take-down request", "Jawaban permintaan penurunan"),
    },
    "erasure_target": {
        "reporter": ("Reporter", "Pelapor"),
        "text": ("Text", "Teks"),
        "recipient": ("Recipient of a notice", "Penerima pemberitahuan"),
        "evidence": ("Evidence", "Bukti"),
    },
    "approval_state": {
        "requested": ("Requested", "Diminta"),
        "approved": ("Approved", "Disetujui"),
        "refused": ("Refused", "Ditolak"),
    },
    "protection": {
        "classification": ("Classification", "Klasifikasi"),
        "named_persons": ("Named persons", "Orang yang ditunjuk"),
        "accusation": ("Accusation of an agency", "Tuduhan terhadap instansi"),
        "wall": ("Wall", "Pengecualian instansi"),
        "severity": ("Severity", "Tingkat kegawatan"),
        "lead": ("Lead", "Instansi penanggung jawab"),
        "legal_clock": ("Legal time limit", "Batas waktu hukum"),
    },
    "proposal_kind": {
        "amendment": ("Amend the report", "Mengubah laporan"),
        "wall": ("Take a wall down", "Mencabut pengecualian"),
        "accusation": ("Take an accusation back", "Mencabut tuduhan"),
        "lead": ("Clear an agency to lead", "Mengizinkan instansi menjadi penanggung jawab"),
    },
    "approval_trigger": {"approve": ("Approve", "Setujui"), "refuse": ("Refuse", "Tolak")},
    "document_kind": {
        "cover_letter": ("Covering letter", "Surat pengantar"),
        "report_form": ("Report form", "Formulir laporan"),
        "study": ("Study", "Kajian"),
        "minutes": ("Minutes", "Berita acara"),
        "statement": ("Statement of a witness or party", "Keterangan saksi atau pihak"),
        "evidence": ("Evidence", "Barang bukti"),
        "decision": ("Decision", "Keputusan"),
        "other": ("Other", "Lainnya"),
    },
    "case_state": {
        "unregistered": ("Not registered", "Belum diregistrasi"),
        "registered": ("Registered", "Diregistrasi"),
        "first_discussed": ("First discussion held", "Pembahasan pertama selesai"),
        "second_discussed": ("To be forwarded to the police", "Akan diteruskan ke kepolisian"),
        "forwarded": ("Forwarded to the police", "Diteruskan ke kepolisian"),
        "investigating": ("Under investigation", "Dalam penyidikan"),
        "third_discussed": ("File to go to the prosecutor", "Berkas akan diserahkan ke penuntut umum"),
        "file_submitted": ("File with the prosecutor", "Berkas di penuntut umum"),
        "file_returned": ("File returned to the police", "Berkas dikembalikan ke penyidik"),
        "in_court": ("In court", "Di pengadilan negeri"),
        "judged": ("Judged in the first instance", "Diputus tingkat pertama"),
        "appealed": ("Appeal lodged", "Banding diajukan"),
        "file_at_appeal": ("File with the high court", "Berkas di pengadilan tinggi"),
        "final": ("Appeal decided", "Putusan banding"),
        "stopped": ("Stopped", "Dihentikan"),
    },
    "case_step": {
        "register": ("Register", "Registrasi"),
        "check_bundle": ("Check the hand-over bundle", "Periksa kelengkapan berkas"),
        "first_discussion": ("First discussion", "Pembahasan pertama"),
        "second_discussion": ("Second discussion", "Pembahasan kedua"),
        "forward": ("Forward to the police", "Penerusan ke kepolisian"),
        "police_report": ("Police report", "Laporan polisi"),
        "third_discussion": ("Third discussion", "Pembahasan ketiga"),
        "investigated": ("Hand the file to the prosecutor", "Serahkan berkas ke penuntut umum"),
        "returned": ("Return the file", "Kembalikan berkas"),
        "resubmitted": ("Submit the file again", "Serahkan kembali berkas"),
        "to_court": ("Take to court", "Limpahkan ke pengadilan"),
        "first_instance": ("Verdict of the first instance", "Putusan tingkat pertama"),
        "appeal_lodged": ("Lodge an appeal", "Ajukan banding"),
        "file_sent": ("Send the file to the high court", "Kirim berkas ke pengadilan tinggi"),
        "appeal_decided": ("Verdict on appeal", "Putusan tingkat banding"),
        "supplement": ("Wait for what is wanting", "Lengkapi dahulu"),
        "stop": ("Stop", "Hentikan"),
    },
    "case_decision": {
        "proceed": ("Goes on", "Dilanjutkan"),
        "supplement": ("Something is wanting first", "Dilengkapi dahulu"),
        "stop": ("Stopped", "Dihentikan"),
    },
    "verdict": {
        "guilty": ("Guilty", "Terbukti bersalah"),
        "acquitted": ("Acquitted", "Bebas"),
        "released": ("Released from all charges", "Lepas dari segala tuntutan"),
        "inadmissible": ("Charge not admitted", "Dakwaan tidak dapat diterima"),
    },
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
    **EVIDENCE_WORDS,
    **CONTENT_WORDS,
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
