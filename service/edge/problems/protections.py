"""The problems of what protects people around a report: walls, accusations, and what two decide."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "own_request": problem_type(
        403,
        "Whoever asked for it does not decide on it",
        "Pengusul atau pemohon tidak boleh memutuskan usulan atau permintaannya sendiri",
        "It waits for another person; `actions` in their answers says whether they may decide.",
        "Keputusan menunggu orang lain; `actions` dalam jawaban kepadanya memuat apakah ia boleh memutuskan.",
    ),
    "second_person_needed": problem_type(
        403,
        "This takes protection away: one person proposes it, another decides",
        "Ini mengurangi perlindungan: satu orang mengusulkan, orang lain memutuskan",
        "It weakens: {protections}. Propose it as `{kind}` at the report's `/proposals`; another person decides. "
        "Nothing was changed.",
        "Yang berkurang: {protections}. Usulkan sebagai `{kind}` pada `/proposals` laporan ini, lalu orang lain "
        "memutuskannya. Tidak ada yang diubah.",
        protections="protection",
    ),
    "names_oneself": problem_type(
        403,
        "Nobody names himself as one who may read it",
        "Tidak boleh menunjuk diri sendiri sebagai pembaca",
        "Another person does it: a supervisor of the lead agency names who may read it, and gives whoever would read "
        "it by that the lead task.",
        "Orang lain yang melakukannya: penyelia instansi penanggung jawab menunjuk pembaca, dan memberikan tugas "
        "penanggung jawab kepada yang karenanya dapat membaca.",
    ),
    "may_not_name": problem_type(
        403,
        "Only a supervisor of the lead agency names who may read it",
        "Hanya penyelia instansi penanggung jawab yang menunjuk siapa yang boleh membacanya",
        "Ask one of them to name the reader; `lead_agency` says which agency leads.",
        "Mintalah kepadanya untuk menunjuk pembaca; `lead_agency` memuat instansi penanggung jawab.",
    ),
    "gains_by_it": problem_type(
        403,
        "Whoever gains by a proposal does not decide on it",
        "Yang diuntungkan oleh usulan tidak boleh memutuskannya",
        "Another person decides: none whom it names, and none of an agency that would see or lead the report by it.",
        "Orang lain yang memutuskan: bukan yang ditunjuk di dalamnya, dan bukan dari instansi yang karenanya akan "
        "melihat laporan atau menjadi penanggung jawabnya.",
    ),
    "reads_no_words": problem_type(
        403,
        "On a secret report only who may read it decides: a supervisor of its lead agency",
        "Usulan atas laporan rahasia hanya diputuskan oleh yang boleh membacanya: penyelia instansi penanggung jawab",
        "It waits for one of them; the proposal's `actions` tell them that they may decide.",
        "Usulan menunggu salah satunya; `actions` pada usulan memuat bahwa mereka boleh memutuskan.",
    ),
    "needs_no_second_person": problem_type(
        409,
        "This takes no protection away; do it directly",
        "Ini tidak mengurangi perlindungan; lakukan langsung",
        "No proposal was made. Amend the report, or put up the wall, by the request that does it.",
        "Usulan tidak dibuat. Ubah laporan, atau kecualikan instansi, dengan permintaan yang melakukannya.",
    ),
    "proposal_outdated": problem_type(
        409,
        "The report has changed since; refuse this proposal and make a new one",
        "Laporan telah berubah; tolak usulan ini dan buat yang baru",
        "It starts from what the report is no longer, or would weaken more by now: {because}. Read the report "
        "again first.",
        "Keadaan awalnya sudah berubah, atau akibatnya kini lebih luas: {because}. Baca lagi laporannya dahulu.",
        because="protection",
    ),
    "not_accused": problem_type(
        409,
        "This agency is not accused",
        "Instansi ini bukan terlapor",
        "Nothing is to be taken back; the report's `reported_party` says who is accused.",
        "Tidak ada yang dicabut; `reported_party` pada laporan memuat terlapornya.",
    ),
    "already_cleared": problem_type(
        409,
        "This agency may lead the report already",
        "Instansi ini sudah boleh menjadi penanggung jawab laporan",
        "No decision is needed: give it the lead task directly.",
        "Tidak perlu keputusan; berikan tugas penanggung jawab langsung kepadanya.",
    ),
    "takes_lead_away": problem_type(
        409,
        "By this an agency loses the lead, or may be given it no longer by one person",
        "Dengan ini suatu instansi kehilangan peran penanggung jawab, atau tidak lagi dapat ditunjuk oleh satu orang",
        "It is about: {agencies}. Taken so, or on that day, the report is led by an agency that is shut out from it. "
        "Look at the category and the moment again. Where they are right, send it with `takes_lead_away` true: two "
        "persons give the lead back. Nothing was changed.",
        "Instansi: {agencies}. Dengan kategori atau waktu ini, penanggung jawabnya adalah instansi yang dikecualikan "
        "dari laporan. Periksa kembali kategori dan waktu kejadian. Bila sudah benar, kirim dengan `takes_lead_away` "
        "bernilai true; hanya dua orang dapat mengembalikan peran itu. Tidak ada yang diubah.",
        agencies="agency",
    ),
    "nobody_left": problem_type(
        409,
        "Nobody of the region could take the report's next step any more; another agency does this, or a body outside",
        "Tidak ada lagi instansi di daerah yang dapat menindaklanjuti; mintalah instansi lain atau lembaga di luar",
        "Nothing was changed. Let the agency do it that would be left out, or refer the report to a body outside.",
        "Tidak ada yang diubah. Serahkan kepada instansi yang akan tersisih, atau teruskan ke lembaga di luar daerah.",
    ),
    "already_walled": problem_type(
        409,
        "The agency is walled off already",
        "Instansi sudah dikecualikan dari laporan ini",
        "Nothing is left to do; the report's `protections` name it.",
        "Tidak ada yang perlu dilakukan; `protections` pada laporan sudah memuatnya.",
    ),
    "wall_unknown": problem_type(
        409,
        "Nobody put up a wall around this agency; one by accusation or category stays",
        "Instansi ini tidak dikecualikan oleh siapa pun; pengecualian karena tuduhan atau kategori tetap berlaku",
        "A wall by accusation falls with the accusation: propose `accusation` at the report's `/proposals`. One by "
        "category stands as long as the category.",
        "Pengecualian karena tuduhan berakhir bersama tuduhannya: usulkan `accusation` pada `/proposals` laporan ini. "
        "Yang karena kategori berlaku selama kategorinya tetap.",
    ),
}
