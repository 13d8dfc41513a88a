"""One sentence for each action that an event can have, in both languages. A test holds that none lacks one.

``{who}`` is who did it with their office, ``{office}`` the agency that the event is about. What else an event says
follows the sentence (``particulars``), and then the words that came with it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from workflows.codes.wording import Wording

_PAIRS: Mapping[str, tuple[str, str]] = {
    "report.reported": ("{who} took in the report.", "{who} menerima laporan."),
    "report.amended": ("{who} changed what the report says.", "{who} mengubah isi laporan."),
    "report.noted": ("{who} added a note.", "{who} menambahkan catatan."),
    "report.linked": ("{who} linked the report to another one.", "{who} mengaitkan laporan dengan laporan lain."),
    "report.verified": (
        "{who} checked the report and entered it in the register.",
        "{who} memeriksa laporan dan mencatatnya dalam register.",
    ),
    "report.assigned": ("{who} assigned the report.", "{who} menugaskan penanganan laporan."),
    "report.unassigned": (
        "Nobody leads the report any longer, because of what became of its tasks; it waits to be assigned again.",
        "Tidak ada lagi yang memimpin penanganan karena keadaan tugasnya; laporan menunggu penugasan ulang.",
    ),
    "report.handled": (
        "Every task was done: the report counts as handled.",
        "Semua tugas selesai: laporan dinyatakan tertangani.",
    ),
    "report.returned": ("{who} sent the report back to be worked on.", "{who} mengembalikan laporan untuk dikerjakan."),
    "report.closed": ("{who} closed the report.", "{who} menutup laporan."),
    "report.dismissed": (
        "{who} ended the report without its being taken up.",
        "{who} mengakhiri laporan tanpa ditindaklanjuti.",
    ),
    "report.reopened": ("{who} opened the report again.", "{who} membuka kembali laporan."),
    "report.merged": (
        "{who} merged another report of the same matter into this one.",
        "{who} menggabungkan laporan lain tentang hal yang sama ke laporan ini.",
    ),
    "report.walled": ("{who} walled {office} off from the report.", "{who} menutup laporan dari {office}."),
    "report.wall_lifted": (
        "The wall around {office} was taken down, as two persons decided.",
        "Penutupan terhadap {office} dicabut, sebagaimana diputuskan dua orang.",
    ),
    "report.withdrawal_noted": (
        "{who} noted that the reporter withdraws the report.",
        "{who} mencatat bahwa pelapor mencabut laporannya.",
    ),
    "report.found_incomplete": (
        "{who} found that something is missing in the report.",
        "{who} mendapati laporan belum lengkap.",
    ),
    "report.completed": (
        "{who} noted that the reporter handed in what was missing.",
        "{who} mencatat bahwa pelapor telah melengkapi laporannya.",
    ),
    "report.escalated": (
        "Nobody acted in time, and the report went up to {office}.",
        "Tidak ada yang bertindak tepat waktu, dan laporan naik ke {office}.",
    ),
    "reporter.unsealed": (
        "{who} was shown who reported it.",
        "{who} diperlihatkan identitas pelapor.",
    ),
    "recipient.unsealed": (
        "{who} was shown who had received a notice.",
        "{who} diperlihatkan identitas penerima pemberitahuan.",
    ),
    "task.offered": ("A task was offered to {office} ({who}).", "Sebuah tugas ditawarkan kepada {office} ({who})."),
    "task.accepted": ("{who} accepted the task of {office}.", "{who} menerima tugas {office}."),
    "task.declined": ("{who} declined the task of {office}.", "{who} menolak tugas {office}."),
    "task.person_assigned": (
        "{who} gave the task of {office} to a person.",
        "{who} memberikan tugas {office} kepada seseorang.",
    ),
    "task.started": ("{who} began the task of {office}.", "{who} memulai tugas {office}."),
    "task.paused": ("{who} let the task of {office} wait.", "{who} menunda tugas {office}."),
    "task.resumed": ("{who} went on with the task of {office}.", "{who} melanjutkan tugas {office}."),
    "task.completed": ("{who} completed the task of {office}.", "{who} menyelesaikan tugas {office}."),
    "task.expired": (
        "{office} had not answered when the time for it was over: the task expired.",
        "{office} tidak menjawab sampai waktunya habis: tugas kedaluwarsa.",
    ),
    "task.reopened": (
        "The task of {office} was opened again with the report ({who}).",
        "Tugas {office} dibuka kembali bersama laporan ({who}).",
    ),
    "task.transferred": ("{who} handed the task of {office} on.", "{who} melimpahkan tugas {office}."),
    "task.withdrawn": ("The task of {office} was taken back ({who}).", "Tugas {office} ditarik kembali ({who})."),
    "clock.warned": ("A part of a time limit had passed ({office}).", "Sebagian tenggat telah lewat ({office})."),
    "clock.recounted": (
        "{who} had a limit of law counted anew by the calendar in force.",
        "{who} menghitung ulang tenggat hukum menurut kalender yang berlaku.",
    ),
    "clock.extended": ("{who} put a limit of law off.", "{who} memperpanjang tenggat hukum."),
    "clock.paused": (
        "A limit of law stands still while the task waits.",
        "Tenggat hukum berhenti selama tugas ditunda.",
    ),
    "clock.resumed": ("A limit of law runs on.", "Tenggat hukum berjalan lagi."),
    "proposal.made": (
        "{who} proposed what only two persons may decide.",
        "{who} mengusulkan hal yang hanya boleh diputuskan dua orang.",
    ),
    "proposal.approved": (
        "{who} approved a proposal, as the second person.",
        "{who} menyetujui usulan sebagai orang kedua.",
    ),
    "proposal.refused": ("{who} refused a proposal.", "{who} menolak usulan."),
    "erasure.requested": ("{who} asked for something to be erased.", "{who} meminta sesuatu dihapus."),
    "erasure.approved": ("{who} approved the erasure: it was erased.", "{who} menyetujui penghapusan: isinya dihapus."),
    "erasure.refused": ("{who} refused the erasure.", "{who} menolak penghapusan."),
    "notice.sent": ("{who} told somebody how the report stands.", "{who} memberitahukan status laporan."),
    "evidence.added": ("{who} added evidence.", "{who} menambahkan bukti."),
    "evidence.viewed": ("{who} looked at evidence.", "{who} melihat bukti."),
    "evidence.downloaded": ("{who} was given the original of evidence.", "{who} mengambil berkas asli bukti."),
    "evidence.transferred": ("{who} handed evidence on.", "{who} menyerahkan bukti."),
    "evidence.altered": (
        "A check found evidence missing or different from what was taken.",
        "Pemeriksaan menemukan bukti hilang atau berbeda dari saat diterima.",
    ),
    "evidence.restored": (
        "A check found evidence as it was taken again.",
        "Pemeriksaan menemukan bukti kembali seperti saat diterima.",
    ),
    "content.opened": ("{who} began to check content that circulates.", "{who} mulai memeriksa konten yang beredar."),
    "content.judged": ("{who} judged the content.", "{who} menilai konten."),
    "content.takedown_requested": ("{who} asked for the content to be taken down.", "{who} meminta konten diturunkan."),
    "content.takedown_answered": ("{who} recorded the answer to that.", "{who} mencatat jawaban atas permintaan itu."),
    "review.opened": ("{who} opened an after-action review.", "{who} membuka tinjauan pascakejadian."),
    "review.recorded": ("{who} wrote in the review.", "{who} menulis dalam tinjauan."),
    "review.lesson_added": ("{who} added a lesson to the review.", "{who} menambahkan pelajaran dalam tinjauan."),
    "review.recommended": ("{who} recommended something in the review.", "{who} memberi rekomendasi dalam tinjauan."),
    "review.closed": ("{who} closed the review.", "{who} menutup tinjauan."),
    "case.registered": (
        "{who} registered the case at Sentra Gakkumdu.",
        "{who} meregister perkara di Sentra Gakkumdu.",
    ),
    "case.bundle_checked": ("{who} checked the papers of the case.", "{who} memeriksa berkas perkara."),
    "case.first_discussed": ("The first discussion was held ({who}).", "Pembahasan pertama dilaksanakan ({who})."),
    "case.second_discussed": ("The second discussion was held ({who}).", "Pembahasan kedua dilaksanakan ({who})."),
    "case.third_discussed": ("The third discussion was held ({who}).", "Pembahasan ketiga dilaksanakan ({who})."),
    "case.forwarded": ("{who} forwarded the case to the police.", "{who} meneruskan perkara ke kepolisian."),
    "case.police_reported": ("{who} took the police report.", "{who} membuat laporan polisi."),
    "case.investigated": ("{who} ended the investigation.", "{who} menyelesaikan penyidikan."),
    "case.returned": ("{who} returned the file to the investigators.", "{who} mengembalikan berkas kepada penyidik."),
    "case.resubmitted": ("{who} submitted the file again.", "{who} menyerahkan kembali berkas."),
    "case.taken_to_court": ("{who} took the case to court.", "{who} melimpahkan perkara ke pengadilan."),
    "case.judged": ("The court gave judgment ({who}).", "Pengadilan menjatuhkan putusan ({who})."),
    "case.appealed": ("An appeal was lodged ({who}).", "Banding diajukan ({who})."),
    "case.file_sent": ("The file went to the court of appeal ({who}).", "Berkas dikirim ke pengadilan tinggi ({who})."),
    "case.appeal_decided": ("The appeal was decided ({who}).", "Banding diputus ({who})."),
    "administrative.decided": (
        "The decision on the administrative violation was read out ({who}).",
        "Putusan pelanggaran administratif dibacakan ({who}).",
    ),
    "administrative.received_by_kpu": ("KPU received the decision ({who}).", "KPU menerima putusan ({who})."),
    "administrative.carried_out": ("KPU carried the decision out ({who}).", "KPU melaksanakan putusan ({who})."),
    "administrative.handed_up": (
        "{who} handed the violation up to the province.",
        "{who} melimpahkan pelanggaran ke Bawaslu Provinsi.",
    ),
    "administrative.province_decided": ("The province decided ({who}).", "Bawaslu Provinsi memutus ({who})."),
    "administrative.province_followed": (
        "KPU acted on the province's decision ({who}).",
        "KPU menindaklanjuti putusan Bawaslu Provinsi ({who}).",
    ),
    "administrative.appealed": (
        "The Supreme Court was gone to ({who}).",
        "Upaya hukum diajukan ke Mahkamah Agung ({who}).",
    ),
    "administrative.finally_decided": ("The Supreme Court decided ({who}).", "Mahkamah Agung memutus ({who})."),
    "calendar.day_kept": (
        "{who} kept a day of the region's calendar.",
        "{who} mencatat satu hari dalam kalender daerah.",
    ),
    "calendar.day_withdrawn": (
        "{who} withdrew a day of the region's calendar.",
        "{who} mencabut satu hari dari kalender daerah.",
    ),
    "case.judgment_received": ("{who} received the judgment.", "{who} menerima putusan."),
    "case.carried_out": ("{who} carried the judgment out.", "{who} melaksanakan putusan."),
    "api_key.created": ("{who} made an API key.", "{who} membuat kunci API."),
    "api_key.revoked": ("{who} revoked an API key.", "{who} mencabut kunci API."),
    "reads.recorded": ("What was read was recorded.", "Pembacaan dicatat."),
    "webhook.created": (
        "{who} set up an endpoint that is told of events.",
        "{who} mendaftarkan alamat yang diberi tahu peristiwa.",
    ),
    "webhook.amended": ("{who} changed an endpoint.", "{who} mengubah alamat pemberitahuan."),
    "webhook.deleted": ("{who} deleted an endpoint.", "{who} menghapus alamat pemberitahuan."),
    "webhook.secret_rotated": (
        "{who} changed the secret of an endpoint.",
        "{who} mengganti rahasia alamat pemberitahuan.",
    ),
    "webhook.replayed": ("{who} had an endpoint told again.", "{who} meminta pemberitahuan diulang."),
    "webhook.ended": (
        "An endpoint ended with its owner's office.",
        "Alamat pemberitahuan berakhir bersama jabatan pemiliknya.",
    ),
}  # fmt: skip
SENTENCES: Mapping[str, Wording] = MappingProxyType({action: Wording(*pair) for action, pair in _PAIRS.items()})
LAPSED = Wording(
    "A right of {whose} had lapsed unused: it was no agency's duty, and nobody is late.",
    "Hak {whose} telah gugur tanpa digunakan: bukan kewajiban instansi, dan tidak ada yang terlambat.",
)
"""For the last warning of a clock that was a right of its owner."""

UNKNOWN = Wording("{who} did what this version has no words for: {action}.", "{who} melakukan {action}.")
"""For an event of a later version, or one that no version ever wrote."""
