"""Why a clock is due when it is: one sentence in Indonesian and one in English, made from what the clock keeps."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from workflows.clocks.calendar import SkippedDay
from workflows.clocks.days import parse_length
from workflows.clocks.kept_clocks import KeptClock
from workflows.clocks.law_readings import ReadEnd
from workflows.clocks.recount import ends_kept
from workflows.codes.clocks import CountsFrom, DayKind, Estimate, LawStatus
from workflows.codes.wording import LABELS, Wording, label

WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
}
MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
        "Desember",
    ),
}  # fmt: skip

_DUE = Wording(
    "Due on {due}: {length} ({basis}) from {start}, {counts_from}",
    "Jatuh tempo {due}: {length} ({basis}) sejak {counts_from}, {start}",
)
_PROMISED = Wording("a promise of the region, rule {rule}", "janji wilayah, aturan {rule}")
_EXTENDED = Wording("; this is its length in all, extended by decision", "; ini lama seluruhnya setelah diperpanjang")
_STOOD = Wording("; it stood still {pauses}", "; berhenti sementara {pauses}")
_PAUSE = Wording("from {first} to {last}", "dari {first} sampai {last}")
_STANDS = Wording("since {first} and still does", "sejak {first} sampai sekarang")
_RULE: Mapping[DayKind, Wording] = {
    DayKind.MINUTES: Wording("; minutes run around the clock", "; menit berjalan terus tanpa jeda"),
    DayKind.HOURS: Wording("; hours run around the clock", "; jam berjalan terus tanpa jeda"),
    DayKind.CALENDAR_DAYS: Wording(
        "; the day after it is day one and every day counts",
        "; hari berikutnya adalah hari pertama dan setiap hari dihitung",
    ),
    DayKind.WORKING_DAYS: Wording(
        "; the day after it is day one and only working days count",
        "; hari berikutnya adalah hari pertama dan hanya hari kerja yang dihitung",
    ),
}
_BACKWARD: Mapping[DayKind, Wording] = {
    **_RULE,
    DayKind.CALENDAR_DAYS: Wording(
        "; the day before it is day one and every day counts",
        "; hari sebelumnya adalah hari pertama dan setiap hari dihitung",
    ),
    DayKind.WORKING_DAYS: Wording(
        "; the day before it is day one and only working days count",
        "; hari sebelumnya adalah hari pertama dan hanya hari kerja yang dihitung",
    ),
}
"""Of what is counted back."""
_SKIPPED = Wording(", so that these are passed over: {days}", ", sehingga hari-hari ini dilewati: {days}")
_ALSO = Wording(
    "; the law is read in more ways than one and the earliest end counts; by the others: {others}",
    "; undang-undang ini dibaca lebih dari satu cara dan akhir yang paling awal yang dipakai; bacaan lain: {others}",
)
_COUNTER = Wording(
    "; what is handed in at the counter is in time until {end}, when it last closes before the end, and warnings go by"
    " that",
    "; yang diserahkan di loket tepat waktu sampai {end}, saat loket terakhir tutup sebelum batas itu, dan peringatan"
    " mengikutinya",
)
_CLOSES_TWICE = Wording(
    "; two hours are told at which it closes that day, and the earlier counts: {first} ({basis}; {first_by}), {later}"
    " ({basis}; {later_by})",
    "; dua jam tutup disebutkan untuk hari itu, dan yang lebih awal yang dipakai: {first} ({basis}; {first_by}),"
    " {later} ({basis}; {later_by})",
)
_OPEN_TO_THE_END = Wording(
    "; the counter is open to the end of it",
    "; loket buka sampai batas itu berakhir",
)
_OTHER = Wording("{length} ({basis}), until {due}", "{length} ({basis}), sampai {due}")
_CHANGED = Wording(
    "; the calendar has changed since it was counted: by the one in force it would end on {due}, and only a decision"
    " moves it",
    "; kalender telah berubah sejak dihitung: menurut kalender yang berlaku jatuh temponya {due}, dan hanya keputusan"
    " yang memindahkannya",
)
_READING_CHANGED = Wording(
    "; the calendar has changed since it was counted: by the one in force its end stays, and of the other readings"
    " these would end otherwise: {others}; only a decision moves them",
    "; kalender telah berubah sejak dihitung: menurut kalender yang berlaku batas ini tetap, dan dari bacaan lain yang"
    " berubah: {others}; hanya keputusan yang memindahkannya",
)
_ESTIMATE = Wording("; an estimate ({why})", "; masih perkiraan ({why})")
_TO_CONFIRM = Wording("; a lawyer has still to confirm this rule", "; aturan ini masih menunggu kepastian ahli hukum")


_LAPSED = Wording(
    "; it has lapsed unused: it was a right of {whose} and no agency's duty, and nobody is late",
    "; telah gugur tanpa digunakan: ini hak {whose}, bukan kewajiban instansi, dan tidak ada yang terlambat",
)


class Pause(NamedTuple):
    """From when to when a clock stood still; None while it still does."""

    first: datetime
    last: datetime | None


class DisputedClosing(NamedTuple):
    """Two hours at which a counter is said to close on one day (UTC), by one regulation, and who says which."""

    first: datetime
    later: datetime
    basis: str
    first_by: Wording
    later_by: Wording


class Reckoning(NamedTuple):
    """All that a due time is explained from.

    ``promised_by`` is the rule of a service clock, which rests on no law; what goes ``backward`` ends so long before
    its start. ``lapsed_of`` is whose right it was that has passed unused.
    """

    length: str
    counts_from: CountsFrom
    started_at: datetime
    due_at: datetime
    skipped: Sequence[SkippedDay]
    basis: str
    status: LawStatus
    extended: bool = False
    pauses: Sequence[Pause] = ()
    readings: Sequence[ReadEnd] = ()
    counter_end: datetime | None = None
    recounted: KeptClock | None = None
    estimates: Sequence[Estimate] = ()
    promised_by: str | None = None
    closing: DisputedClosing | None = None
    backward: bool = False
    lapsed_of: str | None = None


def explain(told: Reckoning, zone: ZoneInfo) -> Wording:
    """One sentence in each language; times are the region's local ones."""
    return Wording(_sentence(told, zone, "en"), _sentence(told, zone, "id"))


def _sentence(told: Reckoning, zone: ZoneInfo, lang: str) -> str:
    kind = parse_length(told.length).kind
    first = _DUE.of(lang).format(
        due=_moment(told.due_at, zone, lang),
        length=length_in_words(told.length, lang),
        basis=told.basis if told.promised_by is None else _PROMISED.of(lang).format(rule=told.promised_by),
        start=_moment(told.started_at, zone, lang),
        counts_from=label(told.counts_from, lang),
    )
    parts = [
        first,
        _EXTENDED.of(lang) if told.extended else "",
        (_BACKWARD if told.backward else _RULE)[kind].of(lang),
        _SKIPPED.of(lang).format(days=", ".join(_off(each, lang) for each in told.skipped)) if told.skipped else "",
        _STOOD.of(lang).format(pauses=", ".join(_pause(each, zone, lang) for each in told.pauses))
        if told.pauses
        else "",
        _others(told, zone, lang),
        _at_counter(told, zone, lang),
        _LAPSED.of(lang).format(whose=owner_in_words(told.lapsed_of, lang)) if told.lapsed_of else "",
        _changed(told, told.recounted, zone, lang) if told.recounted else "",
        _ESTIMATE.of(lang).format(why=", ".join(label(each, lang) for each in told.estimates))
        if told.estimates
        else "",
        _TO_CONFIRM.of(lang) if told.status is not LawStatus.CONFIRMED else "",
    ]
    return f"{''.join(parts)}."


def length_in_words(written: str, lang: str) -> str:
    """A length as a rule writes it (``7wd``), as people say it (``7 hari kerja``)."""
    units, kind = parse_length(written)
    return f"{units} {label(kind, lang) if units > 1 or lang == 'id' else label(kind, lang).removesuffix('s')}"


def owner_in_words(whose: str, lang: str) -> str:
    """Whose clock it is, as it stands within a sentence."""
    said = LABELS["clock_owner"][whose].of(lang)
    return f"{said[0].lower()}{said[1:]}"


def _others(told: Reckoning, zone: ZoneInfo, lang: str) -> str:
    """What the other readings say; the first is the one that is told."""
    others = told.readings[1:]
    return _ALSO.of(lang).format(others=_read(others, zone, lang)) if others else ""


def _read(ends: Iterable[ReadEnd], zone: ZoneInfo, lang: str) -> str:
    return ", ".join(
        _OTHER.of(lang).format(
            length=length_in_words(end.length, lang), basis=end.basis, due=_moment(end.due_at, zone, lang)
        )
        for end in ends
    )


def _changed(told: Reckoning, moved: KeptClock, zone: ZoneInfo, lang: str) -> str:
    """Which end of a clock the calendar has moved: the law's own, only that of the counter, or only a later reading's.

    What counts by the earliest goes on to end then where only a later reading ends otherwise.
    """
    ends = (moved.due_at, told.due_at), (moved.warned_end, told.counter_end or told.due_at)
    anew = next((now for now, before in ends if now != before), None)
    if anew is not None:
        return _CHANGED.of(lang).format(due=_moment(anew, zone, lang))
    before = {(end.length, end.basis, end.due_at) for end in told.readings}
    others = [end for end in ends_kept(moved) if (end.length, end.basis, end.due_at) not in before]
    return _READING_CHANGED.of(lang).format(others=_read(others, zone, lang))


def _at_counter(told: Reckoning, zone: ZoneInfo, lang: str) -> str:
    if told.counter_end is None:
        return ""
    words = _OPEN_TO_THE_END if told.counter_end == told.due_at else _COUNTER
    said = words.of(lang).format(end=_moment(told.counter_end, zone, lang))
    return said + (_closing(told.closing, zone, lang) if told.closing else "")


def _closing(closing: DisputedClosing, zone: ZoneInfo, lang: str) -> str:
    """Both hours with what each rests on."""
    return _CLOSES_TWICE.of(lang).format(
        first=_moment(closing.first, zone, lang),
        later=_moment(closing.later, zone, lang),
        basis=closing.basis,
        first_by=closing.first_by.of(lang),
        later_by=closing.later_by.of(lang),
    )


def _off(off: SkippedDay, lang: str) -> str:
    name = off.name.of(lang)
    weekday = WEEKDAYS[lang][off.day.weekday()]
    return _day(off.day, lang) if name == weekday else f"{_day(off.day, lang)} ({name})"


def _pause(pause: Pause, zone: ZoneInfo, lang: str) -> str:
    first = _moment(pause.first, zone, lang)
    if pause.last is None:
        return _STANDS.of(lang).format(first=first)
    return _PAUSE.of(lang).format(first=first, last=_moment(pause.last, zone, lang))


def _moment(moment: datetime, zone: ZoneInfo, lang: str) -> str:
    local = moment.astimezone(zone)
    time = f"{local:%H:%M:%S}" if lang == "en" else f"{local:%H.%M.%S}"
    return f"{_day(local.date(), lang)} {'at' if lang == 'en' else 'pukul'} {time} {local.tzname()}"


def _day(day: date, lang: str) -> str:
    weekday, month = WEEKDAYS[lang][day.weekday()], MONTHS[lang][day.month - 1]
    return f"{weekday}{'' if lang == 'en' else ','} {day.day} {month} {day.year}"
