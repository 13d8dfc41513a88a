"""What the members of an event are called, and of which list the codes in them are, in both languages.

A test takes every member of every event that the trails of tests contain through these tables.
"""

from collections.abc import Mapping
from types import MappingProxyType

from workflows.codes.wording import Wording

AGENCIES = frozenset(
    {
        "lead",
        "accused",
        "walled",
        "to_agency",
        "from_agency",
        "of_agency",
        "whose",
        "agency",
        "attendees",
        "attendees_named",
        "passed_over",
        "cleared",
        "lead_agency",
    }
)
PAPERS = frozenset({"missing", "withheld_without", "present", "absent", "obligatory", "referenced", "item"})
"""Members that name papers of the bundle which goes to the police, by the code that the region's policy has."""

LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{name: (name,) for name in ("category", "severity", "classification", "stage", "occasion", "audience")},
        **{name: (name,) for name in ("media_type", "rung", "reliability", "credibility", "athg")},
        "outcome": ("outcome", "takedown_outcome"),
        "role": ("task_role", "role"),
        "state": ("report_state", "task_state", "case_state", "administrative_state"),
        "kind": (
            "task_kind",
            "proposal_kind",
            "legal_step",
            "clock_kind",
            "link_kind",
            "transfer_kind",
            "lesson_kind",
            "document_kind",
        ),
        "transfer": ("transfer_kind",),
        "channel": ("channel", "notice_channel"),
        "language": ("notice_language",),
        "finding": ("evidence_finding", "violation_finding"),
        "verdict": ("content_verdict", "verdict"),
        "ruling": ("cancellation_ruling",),
        "target": ("erasure_target",),
        "field": ("text_field", "field"),
        "decision": ("case_decision",),
        "protections": ("protection",),
        "section": ("review_section",),
        "whose": ("clock_owner",),
        "ground": ("extension_ground",),
        "extends_for": ("extension_ground",),
        "item": ("document_kind",),
        "legal_stopped": ("legal_step",),
        "lodged": ("lodging",),
        "missing": ("requirement",),
    }
)
"""Member: the code lists that its code may be of."""

_PAIRS: Mapping[str, tuple[str, str]] = {
    "category": ("Category", "Kategori"), "severity": ("Severity", "Tingkat"),
    "classification": ("Classification", "Klasifikasi"), "area": ("Area", "Wilayah"),
    "election": ("Election", "Pemilu"), "stage": ("Stage", "Tahapan"), "rule": ("Rule", "Aturan"),
    "policy": ("Policy", "Kebijakan"), "law": ("Law file", "Berkas hukum"), "lead": ("Led by", "Dipimpin"),
    "accused": ("Accused", "Terlapor"), "named": ("Named persons", "Orang yang ditunjuk"),
    "walled": ("Walled off", "Ditutup bagi"), "channel": ("Channel", "Saluran"),
    "sealed_reporter": ("The reporter's name is sealed", "Nama pelapor disegel"),
    "register_number": ("Register number", "Nomor register"), "formal": ("Formal conditions met", "Syarat formal"),
    "material": ("Material conditions met", "Syarat materiel"), "reliability": ("Source", "Sumber"),
    "credibility": ("Content", "Isi"), "lodged": ("Lodged", "Disampaikan"),
    "self_verified": ("By its own reporter", "Oleh pelapornya sendiri"),
    "override": ("Otherwise than by rule", "Menyimpang dari aturan"), "outcome": ("Outcome", "Hasil"),
    "notice_sent": ("The reporter was told", "Pelapor diberi tahu"), "notice": ("Notice", "Pemberitahuan"),
    "duplicate_of": ("Went into report", "Digabung ke laporan"), "duplicate": ("Duplicate", "Laporan kembar"),
    "moved": ("Tasks that moved", "Tugas yang berpindah"), "tasks": ("Tasks", "Tugas"),
    "through": ("As evidence of report", "Sebagai bukti laporan"), "round": ("Round", "Putaran"),
    "role": ("Part", "Peran"), "kind": ("Kind", "Jenis"), "obligatory": ("Obligatory", "Wajib"),
    "to_agency": ("To", "Kepada"), "to_outside": ("To (outside)", "Kepada (luar)"), "from_agency": ("From", "Dari"),
    "attendees": ("Attended", "Yang hadir"),
    "of_agency": ("Agency", "Instansi"), "due": ("Until", "Sampai"), "due_at": ("Until", "Sampai"),
    "counter_end": ("Counter closes", "Loket tutup"),
    "due_before": ("Until then", "Semula sampai"), "from": ("From", "Sejak"), "met": ("Met", "Terpenuhi"),
    "whose": ("Whose", "Kewajiban"), "ground": ("Ground", "Alasan"),
    "extends_for": ("May be extended for", "Dapat diperpanjang untuk"),
    "readings": ("Ways to read the law", "Cara membaca undang-undang"),
    "legal_stopped": ("Limits of law that run no longer", "Tenggat hukum yang berhenti"),
    "legal_clocks": ("Limits of law begun", "Tenggat hukum dimulai"),
    "withheld_without": ("Nothing is forwarded without", "Tidak diteruskan tanpa"),
    "extended": ("With its extension", "Sudah diperpanjang"),
    "percent": ("Percent passed", "Persen terlewati"), "rung": ("Up to", "Naik sampai"),
    "passed_over": ("Passed over", "Dilewati"), "moment": ("At", "Saat"), "at": ("At", "Saat"),
    "counted": ("Counted", "Hitungan"), "counted_before": ("Counted until then", "Hitungan semula"),
    "length": ("Length", "Lama"), "zone": ("Time zone", "Zona waktu"),
    "day": ("Day", "Hari"), "working_day": ("Worked after all", "Tetap hari kerja"),
    "kept": ("Entry of the calendar", "Catatan kalender"), "words": ("Digest of the words", "Sidik kata-kata"),
    "protections": ("Protection touched", "Perlindungan yang terkait"), "amendment": ("Change", "Perubahan"),
    "changed": ("Changed", "Yang berubah"), "routing": ("Routing", "Penentuan pemimpin"),
    "sha256": ("SHA-256", "SHA-256"), "size": ("Bytes", "Ukuran (bita)"), "media_type": ("Type", "Jenis berkas"),
    "evidence": ("Evidence", "Bukti"), "finding": ("Found", "Temuan"), "target": ("What", "Yang dihapus"),
    "field": ("Field", "Bagian"), "audience": ("Told", "Yang diberi tahu"), "language": ("Language", "Bahasa"),
    "sent_at": ("Sent", "Dikirim"), "occasion": ("Occasion", "Perihal"), "template": ("Template", "Templat"),
    "recipient": ("Recipient", "Penerima"), "decision": ("Decision", "Keputusan"), "verdict": ("Verdict", "Putusan"),
    "claimed_at": ("Done on a device at", "Dilakukan pada perangkat"), "filters": ("Filters", "Saringan"),
    "formal_receipt_at": ("Formally received", "Diterima secara resmi"), "clock": ("Limit", "Tenggat"),
    "erasure": ("Erasure", "Penghapusan"), "text": ("Text", "Teks"), "proposal": ("Proposal", "Usulan"),
    "content": ("Content", "Konten"), "task": ("Task", "Tugas"), "other": ("Other report", "Laporan lain"),
    "agency": ("Agency", "Instansi"), "assignee": ("Given to", "Pelaksana"),
    "previous": ("Given to before", "Pelaksana sebelumnya"), "cleared": ("No longer accused", "Tidak lagi terlapor"),
    "conflict": ("Against the law", "Bertentangan dengan hukum"),
    "basis": ("Ground", "Alasan"), "entry": ("Entry", "Isian"), "review": ("Review", "Tinjauan"),
    "section": ("Section", "Bagian"), "recommendation": ("From recommendation", "Dari rekomendasi"),
    "event": ("Matter", "Peristiwa"), "lead_agency": ("Led by", "Dipimpin"),
    "named_persons": ("Named persons", "Orang yang disebut"), "occurred_at": ("Happened", "Terjadi"),
    "known_at": ("Became known", "Diketahui"), "place": ("Place", "Tempat"), "detail": ("Detail", "Rincian"),
    "proposed_rule": ("Rule that applies now", "Aturan yang kini berlaku"),
    "policy_version": ("Policy", "Kebijakan"), "template_version": ("Template of policy", "Templat dari kebijakan"),
    "transfer": ("How it was handed on", "Cara pelimpahan"),
    "transferred_from": ("Went on from task", "Lanjutan tugas"),
    "clock_ahead": ("The device's clock is ahead", "Jam perangkat mendahului"),
    "export": ("Table", "Tabel"), "as_of": ("As of entry", "Sampai entri"), "scope": ("Extent", "Cakupan"),
    "reported_by": ("Reported by", "Dilaporkan oleh"), "webhook": ("Endpoint", "Alamat pemberitahuan"),
    "actions": ("Told of", "Peristiwa yang diberitahukan"), "key": ("Key", "Kunci"),
    "scopes": ("Rights", "Hak"), "expires": ("Ends", "Berakhir"), "to": ("Up to", "Hingga"),
    "reference": ("Reference", "Nomor rujukan"), "minutes": ("Minutes", "Notula"), "form": ("Form", "Formulir"),
    "police_number": ("Police report", "Laporan polisi"),
    "police_receipt": ("Receipt of the police", "Tanda terima kepolisian"), "bundle": ("Papers", "Berkas"),
    "sigaplapor_number": ("SigapLapor number", "Nomor SigapLapor"), "items": ("Papers", "Berkas"),
    "item": ("Paper", "Berkas"), "present": ("Present", "Ada"), "absent": ("Not there", "Tidak ada"),
    "referenced": ("With a reference of their own", "Dengan rujukan tersendiri"),
    "worded": ("Described in words", "Diuraikan dengan kata-kata"),
    "attendees_named": ("Attended, by name", "Yang hadir, dengan nama"),
    "documents": ("Documents", "Dokumen"),
    "number": ("Number", "Nomor"), "date": ("Date", "Tanggal"),
    "by": ("By", "Oleh"),
    "missing": ("Missing", "Belum ada"), "because": ("Because", "Karena"),
    "candidacy_cancelled": ("Candidacy cancelled", "Pasangan calon dibatalkan"), "ruling": ("Ruling", "Amar"),
    "screenshot": ("Screenshot", "Tangkapan layar"),
    "merged_from": ("Came from report", "Berasal dari laporan"),
    "moved_to": ("Went on as task", "Berlanjut sebagai tugas"),
    "not_moved": ("Did not go on", "Tidak berlanjut"), "state": ("State", "Keadaan"),
    "reads": ("Reads", "Pembacaan"), "report": ("Report", "Laporan"),
    "person": ("Person", "Orang"), "what": ("What", "Apa"), "url": ("Address", "Alamat"), "name": ("Name", "Nama"),
}  # fmt: skip
TITLES: Mapping[str, Wording] = MappingProxyType({name: Wording(*pair) for name, pair in _PAIRS.items()})
CODES: Mapping[str, Mapping[str, Wording]] = MappingProxyType(
    {
        "basis": {
            "new_fact": Wording("a new fact", "fakta baru"),
            "decision": Wording("a decision", "suatu putusan"),
        },
        "by": {"defendant": Wording("the defendant", "terdakwa"), "prosecutor": Wording("the prosecutor", "jaksa")},
        "field": {"recipient": Wording("the recipient", "penerima")},
        "recipient": {"sealed": Wording("sealed", "disegel")},
        "scope": {
            "region": Wording("the whole region", "seluruh wilayah"),
            "report": Wording("one report", "satu laporan"),
            "period": Wording("a period", "suatu masa"),
        },
    }
)
"""Codes in members that are of no published list."""

OBSTACLES = frozenset({"conflict", "not_moved"})
"""Members that say by the code of a problem what stood in the way; one that no answer has is worded here."""

ALREADY_THERE = {"already_there": Wording("such a task is there already", "tugas seperti itu sudah ada")}
