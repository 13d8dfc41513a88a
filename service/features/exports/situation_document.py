"""A situation report in Bahasa Indonesia: its sections, tables and charts, before it is set as HTML or PDF.

Form 4, or 5 with what no leaf tells: limits whose calendar has changed, where there are any and no leaf was named.
(2 and 3 listed rights that had lapsed as limits that had passed.)
Another wording or another order of sections is another form, so that a report that was once handed on can be told from
one that reads otherwise.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from service.features.exports.situation import digest_of
from workflows.codes.wording import LABELS
from workflows.policy.region import Policy
from workflows.trail.situation import NONE, TASK_GROUPS, Counted, FormerCalendar, Overdue, Situation

FORM, WITH_CALENDAR = "tindak-situation/4", "tindak-situation/5"
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_TASKS = {
    "offered": "Ditawarkan",
    "at_work": "Dikerjakan",
    "done": "Selesai",
    "expired": "Lewat",
    "declined": "Ditolak",
}
_REPORTS, _AT_WORK = "Grafik: jumlah laporan", "Grafik: tugas dikerjakan"
_SAME = "Dengan entri log yang sama dan hak lihat yang sama, laporan ini selalu sama."
_SAME_BUT_CALENDAR = f"{_SAME.removesuffix('.')}, kecuali bagian kalender."
MOST_OVERDUE = 200
"""Rows of limits that have passed; how many more there are is said."""


class Table(NamedTuple):
    """A table; ``bars`` names the column of numbers that is drawn in its rows, under the title ``chart``."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    bars: int | None = None
    chart: str = ""
    notes: tuple[str, ...] = ()


class Section(NamedTuple):
    """A heading, figures that stand out, and tables."""

    heading: str
    figures: list[tuple[str, int]]
    tables: list[Table]


class Document(NamedTuple):
    """A report: what it is of, its sections, and what it rests on."""

    title: str
    subtitle: str
    period: str
    at: datetime
    sections: list[Section]
    source: list[tuple[str, str]]
    notes: list[str]


def document_of(situation: Situation, policy: Policy) -> Document:
    """The report of a situation, in the words of a region's policy."""
    zone = ZoneInfo(policy.timezone)
    region = policy.areas[policy.region].name if policy.region in policy.areas else policy.region
    return Document(
        title="Laporan Situasi Harian",
        subtitle=f"Deteksi dini kerawanan pemilihan - Kabupaten {region} ({policy.region})",
        period=f"{_DAYS[situation.day.weekday()]}, {_date(situation)} - keadaan pada {_moment(situation.at, zone)}",
        at=situation.at,
        sections=[
            *(_of_election(counts, policy) for counts in situation.elections()),
            _of_overdue(situation.overdue, policy, zone),
            *((_of_former(situation.former, policy, zone),) if situation.former else ()),
        ],
        source=[
            ("Entri log terakhir (leaf index)", str(situation.leaf)),
            ("Ukuran pohon log", str(situation.size)),
            ("Akar pohon (RFC 6962)", situation.root),
            ("SHA-256 angka", digest_of(situation)),
            ("Bentuk", WITH_CALENDAR if situation.former else FORM),
        ],
        notes=[
            "Dihitung hanya dari laporan yang boleh dilihat oleh peminta; laporan lain tidak ikut terhitung.",
            "Tanpa teks laporan dan tanpa data pribadi. Angka tiap pemilihan tidak dijumlahkan.",
            _SAME_BUT_CALENDAR if situation.former else _SAME,
        ],
    )


def _of_election(counts: Counted, policy: Policy) -> Section:
    known = policy.elections.get(counts.election)
    name = "Di luar pemilihan" if counts.election == NONE else known.name.id if known else counts.election
    return Section(
        name,
        [
            ("Laporan", counts.total), ("Belum ditutup", counts.open),
            ("Masuk hari ini", counts.new), ("Ditutup hari ini", counts.ended),
        ],
        [
            *(_states(counts), _severities(counts), _categories(counts)),
            *(_areas(counts, policy), _tasks(counts, policy)),
        ],
    )  # fmt: skip


def _states(counts: Counted) -> Table:
    rows = [(wording.id, str(counts.state[code])) for code, wording in LABELS["report_state"].items()]
    return Table("Ringkasan menurut status", ("Status", "Laporan"), rows, 1, _REPORTS)


def _severities(counts: Counted) -> Table:
    rows = [(f"{code} {wording.id}", str(counts.severity[code])) for code, wording in LABELS["severity"].items()]
    return Table("Ringkasan menurut tingkat", ("Tingkat", "Laporan"), rows, 1, _REPORTS)


def _categories(counts: Counted) -> Table:
    codes = sorted(counts.category, key=lambda code: (-counts.category[code], code))
    rows = [
        (LABELS["category"][code].id, str(counts.category[code]), str(counts.category_open[code])) for code in codes
    ]
    return Table("Menurut kategori", ("Kategori", "Laporan", "Terbuka"), rows, 1, _REPORTS)


def _areas(counts: Counted, policy: Policy) -> Table:
    """The districts; of what names the region alone is said how much it is, for the region is none of them."""
    districts = sorted(counts.area.keys() - {policy.region}, key=lambda code: (-counts.area[code], code))
    rows = [(_district(code, policy), code, str(counts.area[code]), str(counts.area_open[code])) for code in districts]
    whole, still = counts.area[policy.region], counts.area_open[policy.region]
    more = f"{whole} laporan lain, {still} di antaranya terbuka, menyebut kabupaten saja, tanpa kecamatan."
    columns = ("Kecamatan", "Kode", "Laporan", "Terbuka")
    return Table("Menurut kecamatan", columns, rows, 2, _REPORTS, (more,) if whole else ())


def _tasks(counts: Counted, policy: Policy) -> Table:
    rows = [
        (_agency(agency, policy), *(str(counts.tasks[agency][group]) for group in TASK_GROUPS))
        for agency in sorted(counts.tasks)
    ]
    return Table("Tugas menurut instansi", ("Instansi", *(_TASKS[group] for group in TASK_GROUPS)), rows, 2, _AT_WORK)


def _of_overdue(overdue: list[Overdue], policy: Policy, zone: ZoneInfo) -> Section:
    columns = ("Jatuh tempo (WIB)", "Laporan", "Langkah", "Kewajiban", "Dasar")
    shown = overdue[:MOST_OVERDUE]
    more = f" {len(overdue) - len(shown)} lainnya tidak dicantumkan." if len(overdue) > len(shown) else ""
    note = (
        "Termasuk yang dipenuhi kemudian, selama laporannya belum ditutup. Hak pelapor atau para pihak yang gugur tidak"
        f" termasuk.{more}"
    )
    table = Table("Rincian", columns, [_late(each, policy, zone) for each in shown], notes=(note,))
    return Section("Tenggat hukum yang lewat", [("Tenggat lewat", len(overdue))], [table])


def _of_former(former: list[FormerCalendar], policy: Policy, zone: ZoneInfo) -> Section:
    """What no leaf tells: it is of the moment at which the report is made, and no part of its digest."""
    columns = ("Jatuh tempo (WIB)", "Laporan", "Langkah", "Kewajiban", "Dasar")
    shown = former[:MOST_OVERDUE]
    more = f" {len(former) - len(shown)} lainnya tidak dicantumkan." if len(former) > len(shown) else ""
    note = (
        "Kalender berubah sejak tenggat ini dihitung, dan hanya keputusan yang memindahkannya. Keadaan saat laporan"
        f" dibuat, bukan menurut entri log; tidak termasuk SHA-256 angka.{more}"
    )
    table = Table("Rincian kalender", columns, [_late(each, policy, zone) for each in shown], notes=(note,))
    return Section("Tenggat hukum yang kalendernya berubah", [("Kalender berubah", len(former))], [table])


def _late(each: Overdue | FormerCalendar, policy: Policy, zone: ZoneInfo) -> tuple[str, ...]:
    step = LABELS["legal_step"].get(each.step)
    whose = "" if each.whose is None else _agency(each.whose, policy)
    number = each.register_number or each.report[:13]
    return (_moment(each.due_at, zone).removesuffix(" WIB"), number, step.id if step else each.step, whose, each.basis)


def _district(code: str, policy: Policy) -> str:
    return policy.areas[code].name if code in policy.areas else code


def _agency(code: str, policy: Policy) -> str:
    known = policy.agencies.get(code)
    if known is not None:
        return known.name.id
    other = LABELS["clock_owner"].get(code)
    return other.id if other else code


def _date(situation: Situation) -> str:
    day = situation.day
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local.day} {_MONTHS[local.month - 1][:3]} {local.year} {local:%H.%M} WIB"


def numbers(table: Table) -> Iterable[tuple[str, int]]:
    """The bars of a table: name and number of each row."""
    if table.bars is None:
        return []
    return [(row[0], int(row[table.bars])) for row in table.rows]
