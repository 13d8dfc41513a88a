"""The story that `tindak run` loads into an empty region: what a newcomer finds on the first day.

Eight reports, one in each state that a report can stay in and three beside them, with a task in every state but
``expired``, and the review of the village-head elections of 2023. Persons, words and events are invented; places are
real. Every step is lawful when it is taken: what happened lies before now, what became known too, and each step is
taken by somebody who may.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from service.operations.seed.demo_people import (
    AGUS,
    BUDI,
    DEWI,
    EKO,
    HADI,
    NITA,
    RATNA,
    RINA,
    SARI,
    SLAMET,
    TONO,
    WATI,
    YUNI,
    Person,
)
from workflows.codes.reports import LinkKind, Outcome, Reliability, ReportTrigger
from workflows.codes.reviews import LessonKind, ReviewSection
from workflows.codes.tasks import TaskKind, TaskRole, TaskTrigger, TransferKind
from workflows.decisions.notices.commands import Notice
from workflows.decisions.reports.commands import AddNote, Assign, Checklist, Close, Grade, ReportCommand, Verify
from workflows.decisions.reviews.commands import AddLesson, OpenReview, RecordSection
from workflows.decisions.tasks.commands import (
    Accept,
    Complete,
    Decline,
    Offer,
    Start,
    TaskCommand,
    Transfer,
    Wait,
    Withdraw,
)


class Reported(NamedTuple):
    """A report comes in. It became known ``hours_ago``, and happened then unless ``body`` says when."""

    hours_ago: float
    body: Mapping[str, Any]


class Moved(NamedTuple):
    """A trigger is fired on the report."""

    command: ReportCommand


class Worked(NamedTuple):
    """A trigger is fired on the task that ``agency`` holds."""

    agency: str
    command: TaskCommand


class Noted(NamedTuple):
    """A note is added."""

    note: AddNote


class Linked(NamedTuple):
    """The report is related to the one of another chapter, told before."""

    other: str
    kind: LinkKind


class Reviewed(NamedTuple):
    """A review is opened on the report."""

    opening: OpenReview


class Learnt(NamedTuple):
    """Something is written into the review of the report."""

    words: RecordSection | AddLesson


class Recommended(NamedTuple):
    """Something is recommended to an agency, to be done in so many days."""

    agency: str
    days: int
    text: str


class Step(NamedTuple):
    """One person does one thing to the report of a chapter."""

    chapter: str
    who: Person
    deed: Reported | Moved | Worked | Noted | Linked | Reviewed | Learnt | Recommended


def _verify(reliability: Reliability, credibility: int) -> Moved:
    checklist = Checklist(formal=True, material=True)
    grade = Grade(reliability=reliability, credibility=credibility)
    return Moved(Verify(trigger=ReportTrigger.VERIFY, checklist=checklist, grade=grade))


def _assign(*tasks: Offer) -> Moved:
    return Moved(Assign(trigger=ReportTrigger.ASSIGN, tasks=tasks))


def _lead(agency: str, kind: TaskKind) -> Offer:
    return Offer(agency=agency, role=TaskRole.LEAD, kind=kind)


def _support(agency: str, kind: TaskKind, *, obligatory: bool = False) -> Offer:
    return Offer(agency=agency, role=TaskRole.SUPPORT, kind=kind, obligatory=obligatory)


def _complete(agency: str, result: str) -> Worked:
    return Worked(agency, Complete(trigger=TaskTrigger.COMPLETE, result=result))


def _begin(chapter: str, who: Person) -> tuple[Step, Step]:
    """Accept the task of one's own agency and start it."""
    accept, start = Accept(trigger=TaskTrigger.ACCEPT), Start(trigger=TaskTrigger.START)
    return Step(chapter, who, Worked(who.agency, accept)), Step(chapter, who, Worked(who.agency, start))


MONEY = "money"
_MONEY_POLITICS = (
    Step(MONEY, BUDI, Reported(20, {
        "category": "money_politics", "severity": "S2", "classification": "restricted",
        "title": "Pembagian amplop di Desa Panjer",
        "description": "Amplop berisi uang dan stiker dibagikan dari rumah ke rumah pada malam masa tenang. "
        "Baru diketahui dari rekaman kamera warung.",
        "occurred_at": "2024-11-24T20:15:00+07:00", "place": {"area": "33.05.12", "detail": "RT 02 RW 03"},
        "election": "pilkada-2024", "source": {"channel": "patrol"},
        "reporter": {"name": "Pemilik warung", "consent_to_share": False},
        "athg": "G", "field": "politics",
    })),
    Step(MONEY, SARI, _verify(Reliability.B, 2)),
    Step(MONEY, HADI, _assign(
        _lead("bawaslu", TaskKind.CASE), _support("polres", TaskKind.CASE, obligatory=True),
        _support("kejari", TaskKind.INFORMATION),
    )),
    Step(MONEY, RINA, Worked("kejari", Decline(
        trigger=TaskTrigger.DECLINE, reason="Menunggu pembahasan pertama di Sentra Gakkumdu.",
    ))),
    *_begin(MONEY, BUDI),
    *_begin(MONEY, SARI),
    Step(MONEY, BUDI, _complete("polres", "Dua saksi dimintai keterangan; rekaman diserahkan ke Bawaslu.")),
    Step(MONEY, TONO, _complete("bawaslu", "Kajian selesai; pemberi dan penerima dikenali, berkas lengkap.")),
    Step(MONEY, WATI, Moved(Close(
        trigger=ReportTrigger.CLOSE, outcome=Outcome.RESOLVED,
        notice=Notice(sent=True, text="Laporan Saudara telah ditindaklanjuti sesuai ketentuan."),
    ))),
)  # fmt: skip

RIOT = "riot"
_RIOT = (
    Step(RIOT, SLAMET, Reported(5, {
        "category": "security_threat", "severity": "S2", "title": "Kericuhan di Balai Desa Plumbon",
        "description": "Massa menolak hasil penghitungan suara pemilihan kepala desa antarwaktu dan melempari "
        "balai desa. Tidak ada korban.",
        "place": {"area": "33.05.26", "detail": "Halaman balai desa"}, "source": {"channel": "phone"},
        "athg": "G", "field": "defence_security",
    })),
    Step(RIOT, BUDI, _verify(Reliability.A, 1)),
    Step(RIOT, HADI, _assign(
        _lead("polres", TaskKind.SAFETY), _support("kodim", TaskKind.SAFETY),
        _support("kesbangpol", TaskKind.INFORMATION), _support("kecamatan", TaskKind.INFORMATION),
    )),
    *_begin(RIOT, BUDI),
    Step(RIOT, AGUS, Worked("kodim", Accept(trigger=TaskTrigger.ACCEPT))),
    *_begin(RIOT, EKO),
    Step(RIOT, EKO, Worked("kesbangpol", Wait(
        trigger=TaskTrigger.WAIT, reason="Menunggu kesediaan para tokoh masyarakat untuk bertemu.",
    ))),
    Step(RIOT, HADI, Worked("kecamatan", Transfer(
        trigger=TaskTrigger.TRANSFER, agency="dispermades", kind=TransferKind.FORWARDED,
        reason="Panitia pemilihan desa dibina Dispermades.",
    ))),
    Step(RIOT, BUDI, Noted(AddNote(text="Situasi terkendali pukul 21.00; satu peleton tetap di lokasi."))),
)  # fmt: skip

HOAX = "hoax"
_HOAX = (
    Step(HOAX, BUDI, Reported(3, {
        "category": "hoax", "severity": "S2", "title": "Video rumah terbakar dikaitkan dengan Plumbon",
        "description": "Video lama dari daerah lain beredar di grup percakapan sebagai kejadian hari ini.",
        "place": {"area": "33.05.26"}, "source": {"channel": "social_media"},
    })),
    Step(HOAX, NITA, _verify(Reliability.C, 2)),
    Step(HOAX, HADI, Linked(RIOT, LinkKind.SAME_EVENT)),
    Step(HOAX, HADI, _assign(
        _lead("diskominfo", TaskKind.CLARIFICATION), _support("polres", TaskKind.INFORMATION),
        _support("kesbangpol", TaskKind.INFORMATION),
    )),
)  # fmt: skip

NEUTRALITY = "neutrality"
_NEUTRALITY = (
    Step(NEUTRALITY, DEWI, Reported(30, {
        "category": "neutrality_official", "severity": "S3", "title": "Pegawai mengajak memilih lewat media sosial",
        "description": "Unggahan akun pegawai negeri berisi ajakan memilih salah satu bakal calon.",
        "place": {"area": "33.05.19"}, "source": {"channel": "social_media"},
    })),
    Step(NEUTRALITY, SARI, _verify(Reliability.B, 1)),
    Step(NEUTRALITY, TONO, _assign(
        _lead("bawaslu", TaskKind.CASE), _support("bkpsdm", TaskKind.CLARIFICATION, obligatory=True),
        _support("dispermades", TaskKind.INFORMATION),
    )),
    Step(NEUTRALITY, TONO, Worked("dispermades", Withdraw(
        trigger=TaskTrigger.WITHDRAW, reason="Yang bersangkutan bukan perangkat desa.",
    ))),
    *_begin(NEUTRALITY, RATNA),
    Step(NEUTRALITY, RATNA, _complete("bkpsdm", "Status kepegawaian dibenarkan; unggahan sudah dihapus.")),
    *_begin(NEUTRALITY, SARI),
    Step(NEUTRALITY, SARI, _complete("bawaslu", "Diteruskan ke BKN dengan kajian lengkap.")),
)  # fmt: skip

POLARISATION = "polarisation"
_POLARISATION = (
    Step(POLARISATION, AGUS, Reported(26, {
        "category": "polarisation", "severity": "S3", "title": "Spanduk saling menolak antarpendukung",
        "description": "Spanduk dua kelompok pendukung berhadapan di jalan masuk pasar.",
        "place": {"area": "33.05.20", "detail": "Jalan masuk pasar"}, "source": {"channel": "patrol"},
        "athg": "T", "field": "social_culture",
    })),
    Step(POLARISATION, HADI, _verify(Reliability.A, 2)),
)  # fmt: skip

LOGISTICS = "logistics"
_LOGISTICS = (
    Step(LOGISTICS, SLAMET, Reported(2, {
        "category": "logistics", "severity": "S3", "title": "Atap gudang logistik bocor",
        "description": "Air masuk ke gudang; sekitar dua puluh kotak suara karton lembap di sisi barat.",
        "place": {"area": "33.05.01", "detail": "Gudang logistik kecamatan"}, "source": {"channel": "phone"},
        "athg": "H",
    })),
)  # fmt: skip

FLOOD = "flood"
_FLOOD = (
    Step(FLOOD, SLAMET, Reported(0.2, {
        "category": "disaster", "severity": "S1", "title": "Tanggul jebol, warga terjebak",
        "description": "Air setinggi dada di dua dukuh; sekitar empat puluh warga menunggu perahu. "
        "Balai desa yang dipakai sebagai TPS ikut terendam.",
        "place": {"area": "33.05.03", "detail": "Dua dukuh di selatan tanggul"}, "source": {"channel": "phone"},
        "athg": "G",
    })),
    Step(FLOOD, YUNI, Worked("bpbd", Accept(trigger=TaskTrigger.ACCEPT))),
)  # fmt: skip

LESSONS = "lessons"
_LESSONS = (
    Step(LESSONS, SLAMET, Reported(40, {
        "category": "security_threat", "severity": "S3", "title": "Kericuhan Pilkades 2023 di Plumbon",
        "description": "Seusai penghitungan suara sekelompok warga melempari balai desa; video palsu tentang rumah "
        "terbakar ikut beredar. Dicatat kembali sebagai bahan evaluasi.",
        "occurred_at": "2023-09-12T17:30:00+07:00", "place": {"area": "33.05.26", "detail": "Balai desa"},
        "election": "pilkades-2023", "source": {"channel": "letter"}, "athg": "G", "field": "defence_security",
    })),
    Step(LESSONS, BUDI, _verify(Reliability.A, 1)),
    Step(LESSONS, HADI, Reviewed(OpenReview(event="pilkades-2023"))),
    Step(LESSONS, HADI, Learnt(RecordSection(
        section=ReviewSection.PLANNED, text="Satu regu pengamanan di setiap balai desa sampai penghitungan selesai.",
    ))),
    Step(LESSONS, HADI, Learnt(RecordSection(
        section=ReviewSection.HAPPENED, text="Regu ditarik pukul 17.00; kericuhan pecah setengah jam kemudian.",
    ))),
    Step(LESSONS, HADI, Learnt(AddLesson(
        kind=LessonKind.KEEP, text="Babinsa dan Bhabinkamtibmas yang mengenal warga menenangkan massa lebih dulu.",
    ))),
    Step(LESSONS, HADI, Learnt(AddLesson(
        kind=LessonKind.CHANGE, text="Regu tetap di tempat sampai kotak suara tersimpan.",
    ))),
    Step(LESSONS, HADI, Recommended(
        "dispermades", 60, "Tetapkan jam penarikan pengamanan dalam pedoman pemilihan kepala desa.",
    )),
)  # fmt: skip

STORY: tuple[Step, ...] = (
    *_MONEY_POLITICS,
    *_NEUTRALITY,
    *_POLARISATION,
    *_RIOT,
    *_HOAX,
    *_LOGISTICS,
    *_FLOOD,
    *_LESSONS,
)
