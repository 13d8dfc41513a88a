"""What an event says beside its sentence, member by member: codes in words, agencies by name, times in local time.

A member that is in no table is told by its own name: nothing that an event says is left out, but identifiers are cut to
their last eight digits and commitments are not repeated.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from service.trail.telling.moments import moment_of
from workflows.codes.wording import LABELS, Wording
from workflows.policy.region import Policy

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)
_UNSAID = frozenset({"naming"})
"""Members that hold nothing for people."""

_AGENCIES = frozenset(
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
        "passed_over",
    }
)
_LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{name: (name,) for name in ("category", "severity", "classification", "stage", "occasion", "audience")},
        **{name: (name,) for name in ("media_type", "rung", "reliability", "credibility", "athg")},
        "outcome": ("outcome", "takedown_outcome"),
        "role": ("task_role",),
        "kind": ("task_kind", "proposal_kind", "legal_step", "clock_kind", "link_kind", "transfer_kind", "lesson_kind"),
        "transfer": ("transfer_kind",),
        "channel": ("channel", "notice_channel"),
        "language": ("notice_language",),
        "finding": ("evidence_finding",),
        "verdict": ("content_verdict", "verdict"),
        "target": ("erasure_target",),
        "field": ("text_field", "field"),
        "decision": ("case_decision",),
        "protections": ("protection",),
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
    "credibility": ("Content", "Isi"), "self_verified": ("By its own reporter", "Oleh pelapornya sendiri"),
    "override": ("Otherwise than by rule", "Menyimpang dari aturan"), "outcome": ("Outcome", "Hasil"),
    "notice_sent": ("The reporter was told", "Pelapor diberi tahu"), "notice": ("Notice", "Pemberitahuan"),
    "duplicate_of": ("Went into report", "Digabung ke laporan"), "duplicate": ("Duplicate", "Laporan kembar"),
    "moved": ("Tasks that moved", "Tugas yang berpindah"), "tasks": ("Tasks", "Tugas"),
    "through": ("As evidence of report", "Sebagai bukti laporan"), "round": ("Round", "Putaran"),
    "role": ("Part", "Peran"), "kind": ("Kind", "Jenis"), "obligatory": ("Obligatory", "Wajib"),
    "to_agency": ("To", "Kepada"), "to_outside": ("To (outside)", "Kepada (luar)"), "from_agency": ("From", "Dari"),
    "of_agency": ("Agency", "Instansi"), "due": ("Until", "Sampai"), "due_at": ("Until", "Sampai"),
    "due_before": ("Until then", "Semula sampai"), "from": ("From", "Sejak"), "met": ("Met", "Terpenuhi"),
    "whose": ("Whose", "Kewajiban"), "readings": ("Ways to read the law", "Cara membaca undang-undang"),
    "legal_clocks": ("Limits of law begun", "Tenggat hukum dimulai"),
    "percent": ("Percent passed", "Persen terlewati"), "rung": ("Up to", "Naik sampai"),
    "passed_over": ("Passed over", "Dilewati"), "moment": ("At", "Saat"), "at": ("At", "Saat"),
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
}  # fmt: skip
TITLES: Mapping[str, Wording] = MappingProxyType({name: Wording(*pair) for name, pair in _PAIRS.items()})
_YES, _NO = Wording("yes", "ya"), Wording("no", "tidak")


class Place(NamedTuple):
    """Where and for whom it is told; ``policy`` is None for a region that is not served here."""

    zone: ZoneInfo
    lang: str
    policy: Policy | None


def particulars(data: Mapping[str, Any], place: Place) -> Iterator[tuple[str, str]]:
    """Each member that says something: its title, and its value in words."""
    for name, value in data.items():
        if name not in _UNSAID and value not in (None, [], {}):
            yield title(name, place.lang), _value(name, value, place)


def title(name: str, lang: str) -> str:
    """What a member is called."""
    words = TITLES.get(name)
    return name.replace("_", " ") if words is None else words.of(lang)


def agency_name(code: str, place: Place) -> str:
    """An agency by its name in the region, or by its code."""
    found = place.policy.agencies.get(code) if place.policy else None
    return code if found is None else found.name.of(place.lang)


def short(identifier: str) -> str:
    """An identifier as people compare it: its last eight digits."""
    return f"…{identifier[-8:]}"


def _value(name: str, value: Any, place: Place) -> str:
    if isinstance(value, bool):
        return (_YES if value else _NO).of(place.lang)
    if isinstance(value, Mapping):
        return ", ".join(f"{what}: {said}" for what, said in particulars(value, place))
    if isinstance(value, list):
        return "; ".join(_value(name, each, place) for each in value)
    return _word(name, str(value), place)


def _word(name: str, value: str, place: Place) -> str:
    if _UUID.fullmatch(value):
        return short(value)
    if _STAMP.fullmatch(value):
        return local(value, place)
    if name in _AGENCIES:
        return agency_name(value, place)
    if name == "rule":
        return _rule(value, place)
    words = next((LABELS[each][value] for each in _LISTS.get(name, ()) if value in LABELS[each]), None)
    return value if words is None else words.of(place.lang)


def local(stamped: str, place: Place) -> str:
    """A time of the trail in local time; as it stands where it is none."""
    try:
        return moment_of(datetime.fromisoformat(stamped).astimezone(UTC), place.zone, place.lang)
    except (ValueError, OverflowError):
        return stamped


def _rule(code: str, place: Place) -> str:
    """A rule, or a limit of law, with what it rests on, where this region's policy or the law knows it."""
    if place.policy is None:
        return code
    limit = next((each for each in place.policy.law.clocks if each.id == code), None)
    if limit is not None:
        return f"{LABELS['legal_step'][limit.step].of(place.lang)} ({limit.basis})"
    found = place.policy.rules_by_id.get(code)
    return code if found is None else f"{code} ({found.basis})"
