"""The problems of evidence, its uploads and its links."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "upload_header": problem_type(
        400,
        "A header of the upload is missing or malformed",
        "Tajuk unggahan tidak ada atau tidak sah",
        "The header {header} is missing or malformed.",
        "Tajuk {header} tidak ada atau tidak sah.",
    ),
    "upload_body_unexpected": problem_type(
        400,
        "An upload is made without a body; its content follows in PATCH requests",
        "Unggahan dibuat tanpa isi; isinya menyusul dalam permintaan PATCH",
    ),
    "upload_extension": problem_type(
        400,
        "The request uses what is not offered of the upload protocol",
        "Permintaan memakai bagian protokol unggahan yang tidak ditawarkan",
        "Offered are {offered}; `errors` names each header that belongs to none of them, or not to this request.",
        "Yang ditawarkan: {offered}; `errors` menyebut setiap tajuk di luar itu, atau yang bukan untuk permintaan ini.",
    ),
    "checksum_unknown": problem_type(
        400,
        "The checksum algorithm is not known",
        "Algoritma checksum tidak dikenal",
        "Known are {known}.",
        "Yang dikenal: {known}.",
    ),
    "link_invalid": problem_type(
        403, "The link is not one that was made for you", "Tautan ini tidak dibuat untuk Anda"
    ),
    "link_expired": problem_type(
        403,
        "The link has expired; ask for another one",
        "Tautan sudah kedaluwarsa; mintalah tautan baru",
    ),
    "evidence_withheld": problem_type(
        403,
        "Only who may read the report's texts may look at its evidence",
        "Bukti hanya dapat dilihat oleh yang berhak membaca teks laporan",
    ),
    "upload_offset": problem_type(
        409,
        "The upload stands at another offset",
        "Unggahan berada pada posisi lain",
        "It stands at {offset}; go on from there.",
        "Posisinya {offset}; lanjutkan dari sana.",
    ),
    "too_many_uploads": problem_type(
        409,
        "Too many uploads are open; finish or terminate one first",
        "Terlalu banyak unggahan terbuka; selesaikan atau batalkan satu dahulu",
    ),
    "evidence_erased": problem_type(409, "The evidence was erased", "Bukti telah dihapus"),
    "no_preview": problem_type(
        409,
        "There is no preview of this kind of evidence; download it",
        "Tidak ada pratinjau untuk jenis bukti ini; unduhlah",
    ),
    "preview_pending": problem_type(409, "The preview is being made", "Pratinjau sedang dibuat"),
    "preview_refused": problem_type(
        409,
        "No preview can be made of this evidence; download it",
        "Pratinjau bukti ini tidak dapat dibuat; unduhlah",
    ),
    "upload_gone": problem_type(
        410,
        "The upload has ended",
        "Unggahan sudah berakhir",
        "It is {state}; begin another one.",
        "Statusnya {state}; mulailah unggahan baru.",
    ),
    "tus_version": problem_type(
        412,
        "The upload protocol's version is not known",
        "Versi protokol unggahan tidak dikenal",
        "Send Tus-Resumable: 1.0.0.",
        "Kirim Tus-Resumable: 1.0.0.",
    ),
    "evidence_too_large": problem_type(
        413,
        "The file is larger than may be sent",
        "Berkas lebih besar dari yang diizinkan",
        "At most {limit} bytes are taken.",
        "Paling banyak {limit} bita.",
    ),
    "upload_too_long": problem_type(
        413,
        "More was sent than the upload's length",
        "Data yang dikirim melebihi panjang unggahan",
    ),
    "range_not_satisfiable": problem_type(416, "There is nothing in this range", "Rentang ini kosong"),
    "evidence_type_refused": problem_type(
        422,
        "Files of this kind are not taken as evidence",
        "Berkas jenis ini tidak diterima sebagai bukti",
        "By its content, or by the type that was declared, it is none of {taken}.",
        "Menurut isinya, atau menurut jenis yang dinyatakan, berkas ini bukan salah satu dari {taken}.",
    ),
    "evidence_hash_differs": problem_type(
        422,
        "What arrived has another SHA-256 than its sender said",
        "SHA-256 berkas yang tiba berbeda dari yang disebut pengirim",
    ),
    "transfer_to_one": problem_type(
        422,
        "Evidence is handed to one agency, or to one body outside",
        "Bukti diserahkan kepada satu instansi, atau satu lembaga di luar daerah",
    ),
    "outside_body_unknown": problem_type(
        422, "The region knows no such body outside", "Lembaga di luar daerah ini tidak dikenal"
    ),
    "upload_checksum_mismatch": problem_type(
        460,
        "What arrived has another checksum; send it again",
        "Checksum data yang tiba berbeda; kirim ulang",
    ),
    "store_unavailable": problem_type(
        503,
        "The store of evidence is out of reach; nothing was lost",
        "Penyimpanan bukti tidak terjangkau; tidak ada yang hilang",
    ),
    "evidence_unreadable": problem_type(
        503,
        "The original is not as it was taken; the operator was told",
        "Berkas asli tidak sama seperti saat diterima; operator telah diberi tahu",
    ),
    "evidence_unknown": problem_type(422, "The report has no such evidence", "Laporan tidak memiliki bukti ini"),
}
