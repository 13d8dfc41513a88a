"""Every problem that the API can answer: status and wording in two languages, keyed by its stable code.

RFC 9457. One table; the exception handlers, the ``actions`` reasons, the OpenAPI and ``/problems/{code}`` read it.
"""

from collections.abc import Mapping
from typing import Any

from service.edge.content_problems import PROBLEMS as CONTENT
from service.edge.edge_problems import EDGE_PROBLEMS
from service.edge.evidence_problems import PROBLEMS as EVIDENCE
from service.edge.problem_detail import told_detail
from service.edge.problem_type import ProblemType
from service.edge.problem_type import problem_type as _problem

LANGUAGES = ("en", "id")


PROBLEMS: Mapping[str, ProblemType] = {
    # The request itself
    "malformed_request": _problem(400, "The request cannot be read", "Permintaan tidak dapat dibaca"),
    "malformed_json": _problem(400, "The body is not valid JSON", "Isi bukan JSON yang sah"),
    "duplicate_member": _problem(
        400,
        "A JSON member is given twice",
        "Anggota JSON diberikan dua kali",
        "The member {member} stands twice in one object; which one is meant cannot be known.",
        "Anggota {member} ada dua kali dalam satu objek; tidak dapat diketahui mana yang dimaksud.",
    ),
    "idempotency_key_required": _problem(
        400,
        "Idempotency-Key is required",
        "Idempotency-Key wajib ada",
        "Send an Idempotency-Key header, for example a new UUID, and repeat it when you retry.",
        "Kirim tajuk Idempotency-Key, misalnya UUID baru, dan ulangi bila mencoba lagi.",
    ),
    "idempotency_key_malformed": _problem(400, "Idempotency-Key is malformed", "Idempotency-Key tidak sah"),
    "if_match_malformed": _problem(
        400,
        "If-Match is malformed",
        "If-Match tidak sah",
        'If-Match takes one strong validator as the ETag gave it, for example "3".',
        'If-Match berisi satu penanda seperti yang diberikan ETag, misalnya "3".',
    ),
    "unauthenticated": _problem(
        401,
        "Sign-in is required",
        "Perlu masuk",
        "The access token is missing or was refused ({reason}).",
        "Token akses tidak ada atau ditolak ({reason}).",
    ),
    "region_denied": _problem(403, "Not signed in for this region", "Akun Anda tidak berlaku untuk wilayah ini"),
    "not_found": _problem(
        404,
        "Not found",
        "Tidak ditemukan",
        "There is nothing here that you may see.",
        "Tidak ada apa pun di sini yang boleh Anda lihat.",
    ),
    "method_not_allowed": _problem(405, "Method not allowed", "Metode tidak diizinkan"),
    "precondition_failed": _problem(
        412,
        "Somebody was faster",
        "Data sudah berubah sejak Anda membacanya",
        "The present version is {current_version}; read it again before you change it.",
        "Versi saat ini {current_version}; baca lagi sebelum mengubahnya.",
    ),
    "body_too_large": _problem(413, "The body is too large", "Isi terlalu besar"),
    "too_many_values": _problem(
        413,
        "The body holds too many values",
        "Isi memuat terlalu banyak nilai",
        "It may hold {most} values or members in one place; nothing of it was read any further.",
        "Paling banyak {most} nilai atau anggota di satu tempat; selebihnya tidak dibaca.",
    ),
    "unsupported_media_type": _problem(415, "The body must be application/json", "Isi harus application/json"),
    "validation_failed": _problem(
        422,
        "The request is not valid",
        "Permintaan tidak sah",
        "{count:field is wrong; `errors` names it|fields are wrong; `errors` lists them, at most 20}.",
        "{count} isian tidak sah; `errors` memuat paling banyak 20.",
    ),
    "idempotency_key_reused": _problem(
        422,
        "Idempotency-Key was used for another request",
        "Idempotency-Key sudah dipakai untuk permintaan lain",
    ),
    "request_in_flight": _problem(
        409,
        "The first request with this key is still at work",
        "Permintaan pertama dengan kunci ini masih berjalan",
    ),
    "answer_erased": _problem(
        409,
        "The request was served; its answer has been erased since",
        "Permintaan sudah dilayani; jawabannya telah dihapus",
        "The first answer under this Idempotency-Key held words that were erased. Read the report again.",
        "Jawaban pertama dengan Idempotency-Key ini memuat kata-kata yang telah dihapus. Baca lagi laporannya.",
    ),
    "precondition_required": _problem(
        428,
        "If-Match is required",
        "If-Match wajib ada",
        "Send the ETag you last read in If-Match, so that nobody's change is lost.",
        "Kirim ETag terakhir di If-Match supaya perubahan orang lain tidak hilang.",
    ),
    "internal_error": _problem(
        500,
        "Something went wrong on our side",
        "Terjadi kesalahan di pihak kami",
        "Nothing was written. Give trace_id to the operator.",
        "Tidak ada yang ditulis. Berikan trace_id kepada operator.",
    ),
    "unavailable": _problem(503, "Out of reach for now", "Sementara tidak terjangkau"),
    "contended": _problem(503, "Too many at once on this report", "Terlalu banyak sekaligus pada laporan ini"),
    "reads_unrecorded": _problem(
        503,
        "Reads of this kind are kept in the trail, and the trail cannot be written for now",
        "Pembacaan seperti ini dicatat dalam jejak, dan jejak sementara tidak dapat ditulis",
        "Nothing is shown that would not be recorded. Ask again after the seconds in Retry-After.",
        "Tidak ada yang ditampilkan tanpa dicatat. Mintalah lagi setelah jumlah detik dalam Retry-After.",
    ),
    "too_many_bundles": _problem(
        503,
        "Enough bundles are being made at this moment",
        "Sudah cukup banyak berkas yang sedang dibuat",
        "Nothing was made. Ask again after the seconds in Retry-After.",
        "Tidak ada yang dibuat. Mintalah lagi setelah jumlah detik dalam Retry-After.",
    ),
    "too_many_exports": _problem(
        503,
        "Enough exports are being made at this moment",
        "Sudah cukup banyak ekspor yang sedang dibuat",
        "Nothing was made. Ask again after the seconds in Retry-After.",
        "Tidak ada yang dibuat. Mintalah lagi setelah jumlah detik dalam Retry-After.",
    ),
    "too_many_streams": _problem(
        503,
        "Enough streams are open at this moment",
        "Sudah cukup banyak aliran yang terbuka",
        "Come back after the seconds in Retry-After; the feed at /events has the same events.",
        "Kembalilah setelah jumlah detik dalam Retry-After; peristiwa yang sama ada di /events.",
    ),
    "too_many_searches": _problem(
        503, "Enough searches are under way at this moment", "Sudah cukup banyak pencarian yang sedang berjalan"
    ),
    "too_many_contents": _problem(
        503, "Enough evidence is being sent at this moment", "Sudah cukup banyak bukti yang sedang dikirim"
    ),
    "took_too_long": _problem(
        503,
        "The database took too long for it",
        "Basis data terlalu lama mengerjakannya",
        "It was stopped, so that others do not wait for it; nothing was written. Ask for less, or ask again later.",
        "Dihentikan supaya yang lain tidak menunggu; tidak ada yang ditulis. Minta lebih sedikit, atau minta nanti.",
    ),
    "search_too_wide": _problem(
        503,
        "The search took too long",
        "Pencarian terlalu lama",
        "It finds too much to be put in order in time. Seek rarer words, or narrow it by the list's other filters.",
        "Yang ditemukan terlalu banyak. Cari kata yang lebih jarang, atau persempit dengan penyaring lain.",
    ),
    "database_unavailable": _problem(
        503,
        "The database is out of reach",
        "Basis data tidak terjangkau",
        "Nothing was written. Try again with the same Idempotency-Key.",
        "Tidak ada yang ditulis. Coba lagi dengan Idempotency-Key yang sama.",
    ),
    "identity_provider_unavailable": _problem(
        503, "The sign-in provider is out of reach", "Penyedia masuk tidak terjangkau"
    ),
    "sealing_key_wrong": _problem(
        503, "The sealing key does not open what is sealed", "Kunci segel tidak membuka yang disegel"
    ),
    **EDGE_PROBLEMS,
    # Refusals of the law: permission
    "role_not_permitted": _problem(403, "Your role may not do this", "Peran Anda tidak boleh melakukan ini"),
    "scope_missing": _problem(403, "The token lacks the scope", "Token tidak memiliki cakupan ini"),
    "not_lead_agency": _problem(
        403,
        "Only the lead agency or the desk may do this",
        "Hanya instansi penanggung jawab atau koordinator yang boleh melakukan ini",
    ),
    "not_lead_agency_nor_author": _problem(
        403,
        "Only the lead agency, the desk or the person who reported may do this",
        "Hanya instansi penanggung jawab, koordinator, atau yang memasukkan laporan yang boleh melakukan ini",
    ),
    "report_unread": _problem(
        403,
        "It takes reading the report, or the reason is not for you to know",
        "Perlu membaca laporannya, atau alasannya tidak dapat diberitahukan kepada Anda",
        "The report is not for you to read. Decline the task if it is not yours to do.",
        "Laporan ini bukan untuk Anda baca. Tolaklah tugas ini bila bukan kewenangan Anda.",
    ),
    "not_task_agency": _problem(
        403, "Only the agency that holds the task may do this", "Hanya instansi pemegang tugas yang boleh melakukan ini"
    ),
    "not_clock_agency": _problem(
        403,
        "Only the agency that the clock binds may do this",
        "Hanya instansi yang terikat batas waktu ini yang boleh melakukan ini",
    ),
    "not_lead_agency_nor_above": _problem(
        403,
        "Only the lead agency, the desk or the agency above the holder takes a task over",
        "Hanya instansi penanggung jawab, koordinator, atau instansi di atas pemegang tugas yang boleh mengambil alih",
    ),
    "not_holder_lead_nor_above": _problem(
        403,
        "Only the holder, the lead agency, the agency above the holder or the desk may do this",
        "Hanya pemegang tugas, instansi penanggung jawab, instansi di atasnya, atau koordinator yang "
        "boleh melakukan ini",
    ),
    "not_step_agency": _problem(
        403,
        "This step of the case is another agency's",
        "Langkah perkara ini wewenang instansi lain",
        "This step is for {agency} to take.",
        "Langkah ini diambil oleh {agency}.",
    ),
    # Refusals of the law: duty
    "own_report": _problem(
        403,
        "Nobody verifies or dismisses what they reported themselves",
        "Tidak boleh memverifikasi atau menghentikan laporan sendiri",
    ),
    "separation_of_duties": _problem(
        403,
        "Whoever took part in leading it ends no report that was S1 or S2",
        "Yang ikut mengerjakan tugas penanggung jawab tidak boleh mengakhiri laporan yang pernah S1 atau S2",
    ),
    "own_request": _problem(
        403,
        "Whoever asked for it does not decide on it",
        "Pengusul atau pemohon tidak boleh memutuskan usulan atau permintaannya sendiri",
        "It waits for another person; `actions` in their answers says whether they may decide.",
        "Keputusan menunggu orang lain; `actions` dalam jawaban kepadanya memuat apakah ia boleh memutuskan.",
    ),
    "own_side_accused": _problem(
        403,
        "Nobody checks, ends or decides what their own side was ever accused of",
        "Tidak boleh memeriksa, mengakhiri, atau memutus perkara yang terlapornya pernah pihaknya sendiri",
    ),
    "second_person_needed": _problem(
        403,
        "This takes protection away: one person proposes it, another decides",
        "Ini mengurangi perlindungan: satu orang mengusulkan, orang lain memutuskan",
        "It weakens: {protections}. Propose it as `{kind}` at the report's `/proposals`; another person decides.",
        "Yang berkurang: {protections}. Usulkan sebagai `{kind}` pada `/proposals` laporan ini, lalu orang lain "
        "memutuskannya.",
    ),
    "names_oneself": _problem(
        403,
        "Nobody names himself as one who may read it",
        "Tidak boleh menunjuk diri sendiri sebagai pembaca",
        "Another person does it: a supervisor of the lead agency names who may read it, and gives whoever would read "
        "it by that the lead task.",
        "Orang lain yang melakukannya: penyelia instansi penanggung jawab menunjuk pembaca, dan memberikan tugas "
        "penanggung jawab kepada yang karenanya dapat membaca.",
    ),
    "may_not_name": _problem(
        403,
        "Only a supervisor of the lead agency names who may read it",
        "Hanya penyelia instansi penanggung jawab yang menunjuk siapa yang boleh membacanya",
    ),
    "gains_by_it": _problem(
        403,
        "Whoever gains by a proposal does not decide on it",
        "Yang diuntungkan oleh usulan tidak boleh memutuskannya",
        "Another person decides: none whom it names, and none of an agency that would see or lead the report by it.",
        "Orang lain yang memutuskan: bukan yang ditunjuk di dalamnya, dan bukan dari instansi yang karenanya akan "
        "melihat laporan atau menjadi penanggung jawabnya.",
    ),
    "reads_no_words": _problem(
        403,
        "On a secret report only who may read it decides: a supervisor of its lead agency",
        "Usulan atas laporan rahasia hanya diputuskan oleh yang boleh membacanya: penyelia instansi penanggung jawab",
    ),
    "own_lead_change": _problem(
        403,
        "Whoever brought the lead to another agency does not ask who reported",
        "Yang mengalihkan penanggung jawab tidak boleh membuka identitas pelapor",
    ),
    # Refusals of the law: order
    "needs_no_second_person": _problem(
        409,
        "This takes no protection away; do it directly",
        "Ini tidak mengurangi perlindungan; lakukan langsung",
    ),
    "proposal_outdated": _problem(
        409,
        "The report has changed since; refuse this proposal and make a new one",
        "Laporan telah berubah; tolak usulan ini dan buat yang baru",
        "It starts from what the report is no longer, or would weaken more by now: {because}.",
        "Keadaan awalnya sudah berubah, atau akibatnya kini lebih luas: {because}.",
    ),
    "not_accused": _problem(409, "This agency is not accused", "Instansi ini bukan terlapor"),
    "already_cleared": _problem(
        409, "This agency may lead the report already", "Instansi ini sudah boleh menjadi penanggung jawab laporan"
    ),
    "routing_conflict": _problem(
        409,
        "The report became a case that its lead may not have; hand the lead on first",
        "Laporan menjadi perkara di luar wewenang penanggung jawabnya; alihkan tugas penanggung jawab dahulu",
    ),
    "already_walled": _problem(409, "The agency is walled off already", "Instansi sudah dikecualikan dari laporan ini"),
    "wall_unknown": _problem(
        409,
        "Nobody put up a wall around this agency; one by accusation or category stays",
        "Instansi ini tidak dikecualikan oleh siapa pun; pengecualian karena tuduhan atau kategori tetap berlaku",
        "A wall by accusation falls with the accusation: propose `accusation` at the report's `/proposals`. One by "
        "category stands as long as the category.",
        "Pengecualian karena tuduhan berakhir bersama tuduhannya: usulkan `accusation` pada `/proposals` laporan ini. "
        "Yang karena kategori berlaku selama kategorinya tetap.",
    ),
    "duplicate_of_duplicate": _problem(
        409,
        "The other report is a duplicate itself; name the report that goes on",
        "Laporan lain itu sendiri duplikat; sebutkan laporan yang diteruskan",
    ),
    "walls_differ": _problem(
        409,
        "The two reports wall off different agencies; wall them alike first",
        "Kedua laporan mengecualikan instansi yang berbeda; samakan pengecualiannya dahulu",
        "A history that names the other report would tell of it to who may not know: {agencies}.",
        "Riwayat yang menyebut laporan lain akan memberitahu pihak yang tidak boleh tahu: {agencies}.",
    ),
    "survivor_not_open": _problem(
        409,
        "The other report takes no tasks any longer; reopen it, or withdraw the open tasks",
        "Laporan lain tidak lagi menerima tugas; buka kembali, atau tarik tugas yang terbuka",
    ),
    "nobody_left": _problem(
        409,
        "Nobody of the region could take the report's next step any more; another agency does this, or a body outside",
        "Tidak ada lagi instansi di daerah yang dapat menindaklanjuti; mintalah instansi lain atau lembaga di luar",
    ),
    "survivor_protects_less": _problem(
        409,
        "The other report protects by less; bring it to as much first, or merge the other way",
        "Laporan lain melindungi kurang; setarakan dahulu, atau gabungkan ke arah sebaliknya",
        "What it protects less by: {protections}.",
        "Yang dilindungi kurang: {protections}.",
    ),
    "not_registered_yet": _problem(
        409,
        "Before registration a withdrawn report is dismissed as withdrawn",
        "Sebelum registrasi, laporan yang dicabut dihentikan sebagai dicabut",
    ),
    "secret_not_public": _problem(
        409, "Nothing of a secret report is told to the public", "Laporan rahasia tidak diumumkan"
    ),
    "walled_not_public": _problem(
        409,
        "Nothing of a report is told to the public while an agency is walled off from it",
        "Laporan tidak diumumkan selama ada instansi yang dikecualikan darinya",
    ),
    "recipient_unnamed": _problem(
        409, "Nobody is named as the recipient of this notice", "Pemberitahuan ini tidak menyebut penerima"
    ),
    "recipient_erased": _problem(
        409, "The recipient of this notice was erased", "Penerima pemberitahuan ini telah dihapus"
    ),
    "illegal_transition": _problem(
        409,
        "Not possible in this state",
        "Tidak mungkin dalam keadaan ini",
        "In state {state}, {trigger} is not possible; possible now: {legal}.",
        "Dalam keadaan {state}, {trigger} tidak mungkin; yang mungkin sekarang: {legal}.",
    ),
    "agency_walled": _problem(
        409,
        "An accused agency holds no task of this report",
        "Instansi terlapor tidak memegang tugas laporan ini",
    ),
    "kodim_never_leads": _problem(
        409, "Kodim supports and never leads", "Kodim mendukung dan tidak pernah menjadi penanggung jawab"
    ),
    "bawaslu_only_door": _problem(
        409,
        "Only Bawaslu leads an election violation",
        "Hanya Bawaslu yang menjadi penanggung jawab pelanggaran pemilihan",
        "UU 7/2017 art. 454: an election violation goes through Bawaslu. Rule: {rule}.",
        "UU 7/2017 Pasal 454: pelanggaran pemilihan melalui Bawaslu. Aturan: {rule}.",
    ),
    "gakkumdu_not_registered": _problem(
        409,
        "Gakkumdu tasks open only once the case is registered",
        "Tugas Gakkumdu baru terbuka setelah perkara diregistrasi",
    ),
    "transfer_kind_not_for_task": _problem(
        409,
        "A task of this kind is not transferred in this way",
        "Tugas jenis ini tidak dialihkan dengan cara ini",
        "A task of kind {task_kind} is not transferred as {kind}.",
        "Tugas jenis {task_kind} tidak dialihkan sebagai {kind}.",
    ),
    "not_gakkumdu": _problem(
        409,
        "A report of this kind does not go to the joint desk",
        "Laporan jenis ini tidak ditangani Sentra Gakkumdu",
    ),
    "bundle_incomplete": _problem(
        409,
        "The bundle misses what the law wants in it",
        "Berkas belum memuat yang diwajibkan",
        "Missing: {missing}.",
        "Belum ada: {missing}.",
    ),
    "registered_not_withdrawn": _problem(
        409,
        "A withdrawal after registration does not close a report",
        "Pencabutan setelah registrasi tidak menutup laporan",
    ),
    "not_merged_yet": _problem(
        409, "The log has not merged the event yet; ask again shortly", "Log belum memuat peristiwa ini; coba lagi"
    ),
    "borders_not_loaded": _problem(
        409,
        "The operator has loaded no borders of areas, so that there is no map",
        "Operator belum memuat batas wilayah, sehingga peta tidak tersedia",
    ),
    "nothing_signed": _problem(
        409,
        "The log has no signed checkpoint yet, so that nothing could be held against it; ask again shortly",
        "Log belum memiliki checkpoint yang ditandatangani; coba lagi sebentar lagi",
    ),
    "quorum_not_met": _problem(
        409,
        "No checkpoint has the cosignatures that the operator's witness policy asks for",
        "Belum ada checkpoint dengan tanda tangan saksi yang diminta kebijakan saksi operator",
    ),
    "witnesses_unset": _problem(
        409, "The operator has set no witness policy", "Operator belum menetapkan kebijakan saksi"
    ),
    "entries_withheld": _problem(
        403,
        "It holds entries that are not for you to read; ask for single proofs",
        "Berkas memuat entri yang tidak boleh Anda baca; mintalah bukti satu per satu",
    ),
    "webhook_ended": _problem(
        409,
        "The endpoint ended with the office in which it was made; delete it, and make one in the present office",
        "Titik kirim ini berakhir bersama jabatan saat dibuat; hapus, lalu buat yang baru dalam jabatan sekarang",
    ),
    "report_closed": _problem(409, "The report is closed", "Laporan sudah ditutup"),
    "never_verified": _problem(
        409,
        "It was dismissed before it was verified; make a new report and link the two",
        "Laporan ditutup sebelum diverifikasi; buat laporan baru dan tautkan keduanya",
    ),
    "report_no_longer_open": _problem(409, "The report is no longer open", "Laporan tidak lagi terbuka"),
    "lead_only_by_assign": _problem(
        409, "A lead task is offered by assign alone", "Tugas penanggung jawab hanya melalui assign"
    ),
    "not_before_assignment": _problem(
        409, "This kind of task waits for the assignment", "Jenis tugas ini menunggu penugasan"
    ),
    "already_linked": _problem(
        409, "The reports are already related in this way", "Kedua laporan sudah ditautkan dengan cara ini"
    ),
    "reporter_anonymous": _problem(409, "Nobody's identity was sealed", "Tidak ada identitas yang disegel"),
    "reporter_erased": _problem(409, "The reporter's identity was erased", "Identitas pelapor telah dihapus"),
    "already_erased": _problem(409, "It was erased before", "Sudah dihapus sebelumnya"),
    "not_yet_verified": _problem(409, "The report was not verified", "Laporan belum diverifikasi"),
    "already_reviewed": _problem(
        409, "The report carries a review already", "Laporan sudah memuat evaluasi pascakejadian"
    ),
    "review_closed": _problem(409, "The review is closed", "Evaluasi pascakejadian sudah ditutup"),
    "review_incomplete": _problem(
        409,
        "A review is closed once it says what was planned, what happened and why",
        "Evaluasi ditutup setelah memuat yang direncanakan, yang terjadi, dan mengapa",
        "Not recorded yet: {missing}.",
        "Belum dicatat: {missing}.",
    ),
    "erasure_pending": _problem(
        409, "The same erasure waits for its decision", "Penghapusan yang sama menunggu keputusan"
    ),
    "no_extension": _problem(409, "No law extends this clock", "Tidak ada aturan yang memperpanjang batas waktu ini"),
    "already_extended": _problem(
        409,
        "The clock was extended before; the law allows it once",
        "Batas waktu sudah diperpanjang; hanya boleh sekali",
    ),
    "clock_stopped": _problem(409, "The clock has stopped", "Batas waktu sudah dihentikan"),
    "clock_paused": _problem(409, "The clock stands still", "Batas waktu sedang berhenti sementara"),
    "clock_ended": _problem(
        409,
        "The clock has run out; an extension comes before the end",
        "Batas waktu sudah habis; perpanjangan diberikan sebelumnya",
    ),
    # Refusals of the law: content
    "text_required": _problem(
        422, "Say which text, or whose notice, is to be erased", "Sebutkan teks atau pemberitahuan yang akan dihapus"
    ),
    "text_unknown": _problem(
        422,
        "The report has no such text, evidence, or notice with a recipient",
        "Laporan tidak memiliki teks atau bukti ini, atau pemberitahuan dengan penerima seperti ini",
    ),
    "unknown_agency": _problem(422, "The region has no such agency", "Wilayah tidak memiliki instansi ini"),
    "unknown_area": _problem(422, "The region has no such area", "Wilayah tidak memiliki area ini"),
    "unknown_election": _problem(422, "There is no such election", "Tidak ada pemilihan ini"),
    "other_election": _problem(
        422,
        "The report does not belong to the election that is to be reviewed",
        "Laporan tidak termasuk pemilihan yang akan dievaluasi",
    ),
    "due_in_past": _problem(422, "The time to do it by has passed", "Batas waktu pelaksanaannya sudah lewat"),
    "in_future": _problem(422, "The time lies in the future", "Waktu berada di masa depan"),
    "checklist_incomplete": _problem(
        422,
        "A report that misses a requirement is not verified",
        "Laporan yang belum memenuhi syarat tidak diverifikasi",
    ),
    "exactly_one_lead": _problem(422, "Exactly one lead task is needed", "Harus ada tepat satu tugas penanggung jawab"),
    "override_needs_reason": _problem(
        422,
        "Another lead than the rule's needs a reason",
        "Penanggung jawab selain menurut aturan memerlukan alasan",
    ),
    "notice_incomplete": _problem(
        422,
        "The notice needs its text, or why there is none",
        "Pemberitahuan memerlukan teks, atau alasan tidak ada",
    ),
    "text_or_template": _problem(
        422, "A notice has a text or a template, one of them", "Pemberitahuan memuat teks atau templat, salah satu"
    ),
    "template_unknown": _problem(422, "The region has no such template", "Wilayah tidak memiliki templat ini"),
    "template_not_for_audience": _problem(
        422, "The template is not for this audience", "Templat ini bukan untuk penerima tersebut"
    ),
    "template_not_for_occasion": _problem(
        422, "The template tells of something else", "Templat ini untuk perihal lain"
    ),
    "template_fact_missing": _problem(
        422,
        "The report has not yet what the template tells",
        "Laporan belum memiliki isian yang diperlukan templat",
        "The template tells the {fact}, which the report has not.",
        "Templat memuat {fact}, yang belum dimiliki laporan.",
    ),
    "template_field_missing": _problem(422, "A field of the template is missing", "Isian templat belum lengkap"),
    "template_field_unknown": _problem(
        422,
        "The template has no such field, or it is given twice",
        "Templat tidak memiliki isian ini, atau diisi dua kali",
    ),
    "channel_not_for_audience": _problem(
        422,
        "What everybody reads is for the public, and the public alone",
        "Saluran umum hanya untuk masyarakat umum, dan sebaliknya",
    ),
    "notice_agency": _problem(
        422, "A notice to an agency names it, any other none", "Pemberitahuan kepada instansi menyebut instansinya"
    ),
    "recipient_required": _problem(422, "Say who received the notice", "Sebutkan penerima pemberitahuan"),
    "recipient_unexpected": _problem(
        422, "A notice to the public has no recipient", "Pengumuman tidak memiliki penerima tertentu"
    ),
    "before_the_report": _problem(
        422, "The time lies before the report was made", "Waktu berada sebelum laporan dibuat"
    ),
    "reference_required": _problem(
        422, "A referral needs the other body's reference", "Penerusan memerlukan nomor rujukan"
    ),
    "step_before_the_last": _problem(
        422,
        "A step is not done before the one before it, nor before the report became known",
        "Langkah tidak mendahului langkah sebelumnya, atau saat laporan diketahui",
        "The earliest is {earliest}.",
        "Paling awal {earliest}.",
    ),
    "register_number_taken": _problem(
        422, "Another registration has this number", "Nomor ini sudah dipakai registrasi lain"
    ),
    "attendance_incomplete": _problem(
        422,
        "A joint discussion needs the supervisor, the police and the prosecutor",
        "Pembahasan dihadiri Bawaslu, kepolisian, dan kejaksaan",
        "Missing: {missing}.",
        "Belum hadir: {missing}.",
    ),
    "attendee_twice": _problem(422, "An agency attends once", "Satu instansi disebut satu kali"),
    "unknown_item": _problem(422, "The bundle has no such item", "Berkas tidak mengenal kelengkapan ini"),
    "item_twice": _problem(422, "An item is named once", "Satu kelengkapan disebut satu kali"),
    "duplicate_unknown": _problem(422, "The other report is not known", "Laporan lain tidak dikenal"),
    "duplicate_unexpected": _problem(
        422, "Only a duplicate names another report", "Hanya duplikat yang menyebut laporan lain"
    ),
    "link_unknown": _problem(422, "The report to link is not known", "Laporan yang ditautkan tidak dikenal"),
    "nothing_to_amend": _problem(
        422,
        "Nothing would change",
        "Tidak ada yang berubah",
        "The report is so already, or null was given for what null does not remove. An accusation is taken back by "
        "proposing `accusation` at the report's `/proposals`.",
        "Laporan sudah demikian, atau null diberikan untuk yang tidak dihapus dengan null. Tuduhan dicabut dengan "
        "mengusulkan `accusation` pada `/proposals` laporan ini.",
    ),
    "transfer_to_itself": _problem(422, "A task is transferred to another agency", "Tugas dialihkan ke instansi lain"),
    "transfer_not_below": _problem(
        422,
        "A task is handed down to an arm of the agency that holds it, or of the lead",
        "Pelimpahan ditujukan ke jajaran di bawah pemegang tugas atau penanggung jawab",
    ),
    "transfer_not_own_agency": _problem(
        422, "Whoever takes a task over takes it into their own agency", "Pengambilalihan ditujukan ke instansi sendiri"
    ),
    "transfer_not_another": _problem(
        422,
        "A task is forwarded to another authority; to one's own arm it is handed down",
        "Penerusan ditujukan ke lembaga lain; ke jajaran sendiri disebut pelimpahan",
    ),
    "transfer_reference_required": _problem(
        422,
        "This kind of transfer needs the number of its covering letter",
        "Pengalihan jenis ini memerlukan nomor surat pengantar",
    ),
    **{code: _problem(*told) for code, told in EVIDENCE.items()},
    **{code: _problem(*told) for code, told in CONTENT.items()},
    # Advice
    "counter_closed": _problem(
        200,
        "An early warning is taken at any hour; a formal report counts as received when Bawaslu's counter opens",
        "Peringatan dini diterima kapan pun; laporan resmi dianggap diterima saat loket Bawaslu buka",
    ),
    "formal_report_needs_identity": _problem(
        200,
        "An early warning may stay anonymous; a formal Bawaslu report needs an identity",
        "Peringatan dini boleh anonim; laporan resmi Bawaslu memerlukan identitas",
    ),
}


def words(code: str, language: str) -> str:
    """The short wording of a code."""
    return PROBLEMS[code].title[language]


def problem_body(
    code: str, language: str, trace_id: str, details: Mapping[str, Any], errors: list[dict[str, str]]
) -> dict[str, Any]:
    """The members of an RFC 9457 problem, with ours: ``code``, ``errors`` and ``trace_id``."""
    kind = PROBLEMS[code]
    body = {
        "type": f"/problems/{code}",
        "title": kind.title[language],
        "status": kind.status,
        "detail": told_detail(kind, language, {**details, **({"count": len(errors)} if errors else {})}),
        "code": code,
        "errors": errors,
        "trace_id": trace_id,
    }
    return {**details, **body}
