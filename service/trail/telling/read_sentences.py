"""One sentence for each way in which something can be read, in both languages. A test holds that none lacks one."""

from collections.abc import Mapping
from types import MappingProxyType

from workflows.codes.wording import Wording
from workflows.trail.reads import ReadKind

READINGS: Mapping[ReadKind, Wording] = MappingProxyType(
    {
        ReadKind.REPORT_OPENED: Wording("{who} opened the report.", "{who} membuka laporan."),
        ReadKind.HISTORY_OPENED: Wording("{who} read the history.", "{who} membaca riwayat."),
        ReadKind.CLOCK_OPENED: Wording("{who} looked at a time limit.", "{who} melihat tenggat."),
        ReadKind.TASK_OPENED: Wording("{who} opened a task.", "{who} membuka tugas."),
        ReadKind.ERASURES_OPENED: Wording("{who} read the erasures.", "{who} membaca daftar penghapusan."),
        ReadKind.PROPOSALS_OPENED: Wording("{who} read the proposals.", "{who} membaca daftar usulan."),
        ReadKind.CASE_OPENED: Wording("{who} opened the case.", "{who} membuka perkara."),
        ReadKind.NOTICES_OPENED: Wording("{who} read the notices.", "{who} membaca pemberitahuan."),
        ReadKind.CLOCKS_LISTED: Wording(
            "{who} listed the clocks whose calendar has changed.", "{who} melihat tenggat yang kalendernya berubah."
        ),
        ReadKind.OWED_LISTED: Wording("{who} listed the notices owed.", "{who} melihat pemberitahuan yang terutang."),
        ReadKind.ROUTE_PREVIEWED: Wording("{who} previewed who would lead.", "{who} melihat siapa yang akan memimpin."),
        ReadKind.DUPLICATES_LISTED: Wording(
            "{who} looked for reports of the same matter.", "{who} mencari laporan tentang hal yang sama."
        ),
        ReadKind.REPORTS_LISTED: Wording("{who} listed reports.", "{who} melihat daftar laporan."),
        ReadKind.TASKS_LISTED: Wording("{who} listed tasks.", "{who} melihat daftar tugas."),
        ReadKind.EVENTS_LISTED: Wording("{who} read the events.", "{who} membaca daftar peristiwa."),
        ReadKind.ENTRIES_LISTED: Wording("{who} read the log itself.", "{who} membaca buku catatan."),
        ReadKind.SUMMARY_READ: Wording("{who} read the counts.", "{who} membaca ringkasan."),
        ReadKind.REVIEW_SHOWN: Wording("{who} read the review.", "{who} membaca tinjauan."),
        ReadKind.REVIEWS_LISTED: Wording("{who} listed reviews.", "{who} melihat daftar tinjauan."),
        ReadKind.TIMELINE_LISTED: Wording("{who} read the timeline.", "{who} membaca lini masa."),
        ReadKind.CONTENT_LISTED: Wording("{who} listed content checks.", "{who} melihat pemeriksaan konten."),
        ReadKind.EVIDENCE_OPENED: Wording("{who} opened evidence.", "{who} membuka keterangan bukti."),
        ReadKind.EVIDENCE_LISTED: Wording("{who} listed the evidence.", "{who} melihat daftar bukti."),
        ReadKind.CUSTODY_LISTED: Wording("{who} read a chain of custody.", "{who} membaca riwayat penguasaan bukti."),
        ReadKind.READS_LISTED: Wording("{who} read who had read it.", "{who} membaca siapa saja pembacanya."),
        ReadKind.BUNDLE_MADE: Wording("{who} was given a bundle.", "{who} mengambil berkas audit."),
        ReadKind.EXPORT_MADE: Wording("{who} was given an export.", "{who} mengambil ekspor."),
    }
)
UNKNOWN_READING = Wording("{who} read something ({what}).", "{who} membaca sesuatu ({what}).")
"""For a way of reading of a later version."""
