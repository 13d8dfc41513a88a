"""The problems of clocks: who may lengthen or stop one, and when."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "not_clock_agency": problem_type(
        403,
        "Only the agency that the clock binds may do this",
        "Hanya instansi yang terikat batas waktu ini yang boleh melakukan ini",
        "The clock's `whose` says which agency it binds; ask that one.",
        "`whose` pada batas waktu memuat instansi yang terikat; mintalah kepadanya.",
    ),
    "no_extension": problem_type(
        409,
        "No law extends this clock",
        "Tidak ada aturan yang memperpanjang batas waktu ini",
        "Do what it waits for before `due_at`; late is recorded as late.",
        "Kerjakan yang ditunggu sebelum `due_at`; keterlambatan tercatat.",
    ),
    "already_extended": problem_type(
        409,
        "The clock was extended before; the law allows it once",
        "Batas waktu sudah diperpanjang; hanya boleh sekali",
        "Do what it waits for before `due_at`; late is recorded as late.",
        "Kerjakan yang ditunggu sebelum `due_at`; keterlambatan tercatat.",
    ),
    "calendar_unchanged": problem_type(
        409,
        "The calendar still says what the clock was counted with",
        "Kalender masih sama dengan saat batas waktu ini dihitung",
        "`recounted_due_at` of a clock tells when the calendar has changed; until then there is nothing to move.",
        "`recounted_due_at` memuat akhir yang baru bila kalender berubah; sebelum itu tidak ada yang dipindahkan.",
    ),
    "kept_the_day": problem_type(
        403,
        "Whoever kept or withdrew the day does not decide what it moves",
        "Yang mencatat atau mencabut hari itu tidak memutuskan batas waktu yang bergeser karenanya",
        "Another supervisor of the same agency decides on the clock, whatever other office you hold.",
        "Penyelia lain dari instansi yang sama yang memutuskan batas waktu ini, apa pun jabatan lain Anda.",
    ),
    "day_kept": problem_type(
        409,
        "The day is kept already",
        "Hari ini sudah dicatat",
        "Withdraw what is kept of it first, with a reason; then keep it anew.",
        "Cabut dahulu catatannya dengan alasan, lalu catat kembali.",
    ),
    "day_as_it_is": problem_type(
        422,
        "The calendar says so of the day already",
        "Kalender sudah menyatakan demikian untuk hari itu",
        "Keep only what differs: a day off on a working day, or a working day in place of a day off.",
        "Catat hanya yang berbeda: libur pada hari kerja, atau hari kerja sebagai ganti hari libur.",
    ),
    "service_clock": problem_type(
        409,
        "A service clock keeps the end that it was given",
        "Batas waktu layanan tetap pada akhir yang sudah diberikan",
        "Only a legal clock is counted anew; do what this one waits for before `due_at`.",
        "Hanya batas waktu hukum yang dihitung ulang; kerjakan yang ditunggu sebelum `due_at`.",
    ),
    "clock_stopped": problem_type(
        409,
        "The clock has stopped",
        "Batas waktu sudah dihentikan",
        "What it waited for is done; there is nothing to extend.",
        "Yang ditunggu sudah selesai; tidak ada yang diperpanjang.",
    ),
    "clock_paused": problem_type(
        409,
        "The clock stands still",
        "Batas waktu sedang berhenti sementara",
        "It runs on when what it stands still for is over; extend it then.",
        "Batas waktu berjalan lagi setelah sebab berhentinya selesai; perpanjang saat itu.",
    ),
    "clock_ended": problem_type(
        409,
        "The clock has run out; an extension comes before the end",
        "Batas waktu sudah habis; perpanjangan diberikan sebelumnya",
        "Do what it waits for now; that it was late stays in the history.",
        "Kerjakan sekarang yang ditunggu; keterlambatannya tetap tercatat dalam riwayat.",
    ),
    "not_this_ground": problem_type(
        409,
        "The law extends this clock for something else",
        "Batas waktu ini hanya dapat diperpanjang dengan alasan lain",
        "`ground` says for what alone; without that, do what it waits for before `due_at`.",
        "`ground` memuat satu-satunya alasan; tanpa itu, kerjakan yang ditunggu sebelum `due_at`.",
    ),
}
