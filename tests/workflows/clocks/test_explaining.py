"""One sentence in each language says why a clock is due then."""

from datetime import date, datetime

import pytest

from tests.workflows.law import LAW, POLICY, kept, local, started
from workflows.clocks.days import due
from workflows.clocks.explaining import Pause, Reckoning, explain
from workflows.clocks.kept_clocks import extended
from workflows.clocks.law_readings import ends_of
from workflows.codes.clocks import CountsFrom, LawStatus, LegalStep
from workflows.codes.policy import Regime


def reckoned(rule: str, start: datetime, *, longer: bool = False, pauses: tuple[Pause, ...] = ()) -> Reckoning:
    clock = kept(started(rule, start))
    clock = extended(clock, POLICY.calendar) if longer else clock
    return Reckoning(
        clock.length, clock.counts_from, clock.started_at, clock.due_at, clock.skipped, clock.basis, clock.status,
        clock.extended, pauses, clock.readings,
    )  # fmt: skip


SENTENCES = [
    (
        reckoned("pemilu/lodge_report", local("2024-02-07T10:00:00")),
        (
            "Due on Wednesday 21 February 2024 at 23:59:59 WIB: 7 working days (UU 7/2017 Pasal 454(6)) from "
            "Wednesday 7 February 2024 at 10:00:00 WIB, when it became known; the day after it is day one and "
            "only working days count, so that these are passed over: Thursday 8 February 2024 (Isra' and Mi'raj), "
            "Friday 9 February 2024 (Lunar New Year Joint Holiday), Saturday 10 February 2024, Sunday 11 February "
            "2024, Wednesday 14 February 2024 (General Election Day), Saturday 17 February 2024, Sunday 18 "
            "February 2024."
        ),
        (
            "Jatuh tempo Rabu, 21 Februari 2024 pukul 23.59.59 WIB: 7 hari kerja (UU 7/2017 Pasal 454(6)) sejak "
            "diketahuinya peristiwa, Rabu, 7 Februari 2024 pukul 10.00.00 WIB; hari berikutnya adalah hari "
            "pertama dan hanya hari kerja yang dihitung, sehingga hari-hari ini dilewati: Kamis, 8 Februari 2024 "
            "(Isra Mikraj Nabi Muhammad), Jumat, 9 Februari 2024 (Cuti Bersama Tahun Baru Imlek), Sabtu, 10 "
            "Februari 2024, Minggu, 11 Februari 2024, Rabu, 14 Februari 2024 (Hari Pemilihan Umum), Sabtu, 17 "
            "Februari 2024, Minggu, 18 Februari 2024."
        ),
    ),
    (
        reckoned("pilkada/handling", local("2024-11-25T09:30:00"), longer=True),
        (
            "Due on Saturday 30 November 2024 at 23:59:59 WIB: 5 calendar days (UU 1/2015 Pasal 134(5)(6) jo. UU "
            "8/2015; UU 1/2015 Pasal 1 angka 28 jo. UU 8/2015) from Monday 25 November 2024 at 09:30:00 WIB, "
            "when it was received or found (practice counts from its registration; this is the safe side); this is "
            "its length in all, extended by decision; the day after it is day one and every day counts; a lawyer has "
            "still to confirm this rule."
        ),
        (
            "Jatuh tempo Sabtu, 30 November 2024 pukul 23.59.59 WIB: 5 hari kalender (UU 1/2015 Pasal 134(5)(6) jo. UU "
            "8/2015; UU 1/2015 Pasal 1 angka 28 jo. UU 8/2015) sejak laporan diterima atau dugaan ditemukan "
            "(praktik menghitung sejak registrasi; ini sisi yang aman), Senin, 25 November "
            "2024 pukul 09.30.00 WIB; ini lama seluruhnya setelah "
            "diperpanjang; hari berikutnya adalah hari pertama dan setiap hari dihitung; aturan "
            "ini masih menunggu kepastian ahli hukum."
        ),
    ),
    (
        reckoned("pemilu/investigation", local("2024-12-02T08:00:00"))._replace(skipped=()),
        (
            "Due on Monday 16 December 2024 at 23:59:59 WIB: 14 calendar days (UU 7/2017 Pasal 480(1)) from "
            "Monday 2 December 2024 at 08:00:00 WIB, when it was forwarded (the law counts from its receipt by "
            "the police; this is the safe side); the day after it is day one and every day counts; the law is "
            "read in more ways than one and the earliest end counts; by the others: 14 working days (UU 7/2017 "
            "Pasal 480(1)), until Friday 20 December 2024 at 23:59:59 WIB; a lawyer has still to confirm this rule."
        ),
        (
            "Jatuh tempo Senin, 16 Desember 2024 pukul 23.59.59 WIB: 14 hari kalender (UU 7/2017 Pasal 480(1)) "
            "sejak diteruskan (undang-undang menghitung sejak diterima kepolisian; ini sisi yang aman), Senin, 2 "
            "Desember 2024 pukul 08.00.00 WIB; hari berikutnya adalah hari pertama dan setiap hari dihitung; "
            "undang-undang ini dibaca lebih dari satu cara dan akhir yang paling awal yang dipakai; bacaan lain: "
            "14 hari kerja (UU 7/2017 Pasal 480(1)), sampai Jumat, 20 Desember 2024 pukul 23.59.59 WIB; aturan "
            "ini masih menunggu kepastian ahli hukum."
        ),
    ),
    (
        reckoned(
            "pemilu/forward_crime",
            local("2024-02-09T21:30:00"),
            pauses=(
                Pause(local("2024-02-10T08:00:00"), local("2024-02-10T09:00:00")),
                Pause(local("2024-02-10T10:00:00"), None),
            ),
        ),
        (
            "Due on Saturday 10 February 2024 at 21:30:00 WIB: 24 hours (UU 7/2017 Pasal 476(1)(2)) from Friday 9 "
            "February 2024 at 21:30:00 WIB, at the second discussion (the law counts from the "
            "statement after it; this "
            "is the safe side); hours run around the clock; it stood still from "
            "Saturday 10 February 2024 at 08:00:00 WIB to Saturday 10 February 2024 at 09:00:00 WIB, since "
            "Saturday 10 February 2024 at 10:00:00 WIB and still does."
        ),
        (
            "Jatuh tempo Sabtu, 10 Februari 2024 pukul 21.30.00 WIB: 24 jam (UU 7/2017 Pasal 476(1)(2)) sejak "
            "pembahasan "
            "kedua (undang-undang menghitung sejak pernyataan sesudahnya; ini sisi yang aman), Jumat, 9 Februari "
            "2024 pukul 21.30.00 WIB; jam berjalan terus tanpa jeda; berhenti "
            "sementara dari Sabtu, 10 Februari 2024 pukul 08.00.00 WIB sampai Sabtu, 10 Februari 2024 pukul "
            "09.00.00 WIB, sejak Sabtu, 10 Februari 2024 pukul 10.00.00 WIB sampai sekarang."
        ),
    ),
]


@pytest.mark.parametrize(("told", "english", "indonesian"), SENTENCES)
def test_a_due_time_is_explained_in_one_sentence(told: Reckoning, english: str, indonesian: str) -> None:
    why = explain(told, POLICY.zone)
    assert (why.en, why.id) == (english, indonesian)


SAFE_SIDE = {
    "pemilu/prosecutor_return": (
        "when the file was handed over (the law counts from its receipt; this is the safe side)",
        "sejak berkas diserahkan (undang-undang menghitung sejak berkas diterima; ini sisi yang aman)",
    ),
    "pemilu/appeal_decision": (
        "when the appeal was lodged (the law counts from its receipt; this is the safe side)",
        "sejak banding diajukan (undang-undang menghitung sejak banding diterima; ini sisi yang aman)",
    ),
    "pilkada/province_decision": (
        "when it was handed up to the province (the law names no start; this is the safe side)",
        "sejak dilimpahkan ke provinsi (undang-undang tidak menyebut awalnya; ini sisi yang aman)",
    ),
    "pilkada/supreme_court_decision": (
        "when the Supreme Court was gone to (the law counts from its receipt; this is the safe side)",
        "sejak upaya hukum diajukan (undang-undang menghitung sejak berkas diterima; ini sisi yang aman)",
    ),
    "pemilu/inquiry": (
        "when it was forwarded (the law counts from its receipt by the police; this is the safe side)",
        "sejak diteruskan (undang-undang menghitung sejak diterima kepolisian; ini sisi yang aman)",
    ),
}


@pytest.mark.parametrize("rule", SAFE_SIDE)
def test_what_starts_before_the_law_counts_says_so(rule: str) -> None:
    why = explain(reckoned(rule, local("2024-12-02T08:00:00")), POLICY.zone)
    english, indonesian = SAFE_SIDE[rule]
    assert f"from Monday 2 December 2024 at 08:00:00 WIB, {english};" in why.en
    assert f" {indonesian}, Senin, 2 Desember 2024 pukul 08.00.00 WIB;" in why.id


def test_one_of_a_kind_is_told_as_one() -> None:
    start = local("2024-12-02T08:00:00")
    end = due("1wd", start, POLICY.calendar)
    told = Reckoning("1wd", CountsFrom.OFFERED, start, end.due_at, end.skipped, "Proposed", LawStatus.CONFIRMED)
    why = explain(told, POLICY.zone)
    assert ": 1 working day (Proposed)" in why.en
    assert ": 1 hari kerja (Proposed)" in why.id


def test_what_is_counted_back_counts_from_the_day_before() -> None:
    row = LAW.clock(Regime("pemilu"), LegalStep.FINAL_BEFORE_RESULT, date(2024, 3, 20))
    assert row is not None
    fixed = local("2024-03-20T22:00:00")
    first, last = ends_of(row, fixed, POLICY.calendar)
    for end, english, indonesian in (
        (first, "; the day before it is day one and only working", "; hari sebelumnya adalah hari pertama dan hanya"),
        (last, "; the day before it is day one and every day", "; hari sebelumnya adalah hari pertama dan setiap"),
    ):
        told = Reckoning(
            end.length, row.counts_from, fixed, end.due_at, end.skipped, end.basis, row.status, backward=True
        )
        why = explain(told, POLICY.zone)
        assert (english in why.en, indonesian in why.id) == (True, True)
