"""The problems of the form of a request: what cannot be read, is at fault, or was sent before."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "malformed_request": problem_type(
        400,
        "The request cannot be read",
        "Permintaan tidak dapat dibaca",
        "Its path, headers or parameters are not HTTP as the API description has it. Send it again as described there.",
        "Jalur, tajuk, atau parameternya tidak sesuai uraian API. Kirim lagi sesuai uraian itu.",
    ),
    "host_malformed": problem_type(
        400,
        "The request does not name one host",
        "Permintaan tidak menyebut satu host",
        "HTTP/1.1 asks for one Host field that holds a host and perhaps a port. The connection is closed.",
        "HTTP/1.1 meminta satu kolom Host yang berisi host dan boleh juga porta. Koneksi ditutup.",
    ),
    "malformed_json": problem_type(
        400,
        "The body is not valid JSON",
        "Isi bukan JSON yang sah",
        "Nothing of it was read. Send one JSON value in UTF-8, numbers without NaN, nested no deeper than needed.",
        "Tidak ada yang dibaca. Kirim satu nilai JSON dalam UTF-8, tanpa NaN, tidak bersarang melebihi keperluan.",
    ),
    "duplicate_member": problem_type(
        400,
        "A JSON member is given twice",
        "Anggota JSON diberikan dua kali",
        "The member {member} stands twice in one object; which one is meant cannot be known. Send each member once.",
        "Anggota {member} ada dua kali dalam satu objek; tidak dapat diketahui mana yang dimaksud. Kirim setiap "
        "anggota satu kali.",
    ),
    "idempotency_key_required": problem_type(
        400,
        "Idempotency-Key is required",
        "Idempotency-Key wajib ada",
        "Send an Idempotency-Key header, for example a new UUID, and repeat it when you retry.",
        "Kirim tajuk Idempotency-Key, misalnya UUID baru, dan ulangi bila mencoba lagi.",
    ),
    "idempotency_key_malformed": problem_type(
        400,
        "Idempotency-Key is malformed",
        "Idempotency-Key tidak sah",
        "Send 1 to 255 visible ASCII characters, for example a new UUID.",
        "Kirim 1 sampai 255 karakter ASCII yang terlihat, misalnya UUID baru.",
    ),
    "if_match_malformed": problem_type(
        400,
        "If-Match is malformed",
        "If-Match tidak sah",
        'If-Match takes one strong validator as the ETag gave it, for example "3".',
        'If-Match berisi satu penanda seperti yang diberikan ETag, misalnya "3".',
    ),
    "not_found": problem_type(
        404,
        "Not found",
        "Tidak ditemukan",
        "There is nothing here that you may see. Look at the address, or find it in the list again.",
        "Tidak ada apa pun di sini yang boleh Anda lihat. Periksa alamatnya, atau cari lagi dalam daftar.",
    ),
    "method_not_allowed": problem_type(
        405,
        "Method not allowed",
        "Metode tidak diizinkan",
        "The header Allow lists the methods of this address; use one of them.",
        "Tajuk Allow memuat metode alamat ini; gunakan salah satunya.",
    ),
    "request_too_slow": problem_type(
        408,
        "The request did not come in time",
        "Permintaan tidak tiba tepat waktu",
        "Nothing was written. Send it again, on a new connection.",
        "Tidak ada yang ditulis. Kirim lagi lewat koneksi baru.",
    ),
    "request_in_flight": problem_type(
        409,
        "The first request with this key is still at work",
        "Permintaan pertama dengan kunci ini masih berjalan",
        "Ask again in a moment with the same key and the same body: the first answer is given again.",
        "Coba lagi sebentar lagi dengan kunci dan isi yang sama; jawaban pertama akan diberikan lagi.",
    ),
    "answer_erased": problem_type(
        409,
        "The request was served; its answer has been erased since",
        "Permintaan sudah dilayani; jawabannya telah dihapus",
        "The first answer under this Idempotency-Key held words that were erased. Read the report again.",
        "Jawaban pertama dengan Idempotency-Key ini memuat kata-kata yang telah dihapus. Baca lagi laporannya.",
    ),
    "precondition_failed": problem_type(
        412,
        "Somebody was faster",
        "Data sudah berubah sejak Anda membacanya",
        "The present version is {current_version}; read it again before you change it. Send the new ETag in If-Match.",
        "Versi saat ini {current_version}; baca lagi sebelum mengubahnya. Kirim ETag yang baru dalam If-Match.",
    ),
    "body_too_large": problem_type(
        413,
        "The body is too large",
        "Isi terlalu besar",
        "Nothing of it was kept. Send less at once, or in several requests.",
        "Tidak ada yang disimpan. Kirim lebih sedikit, atau bagi dalam beberapa permintaan.",
    ),
    "too_many_values": problem_type(
        413,
        "The body holds too many values",
        "Isi memuat terlalu banyak nilai",
        "It may hold {most} values or members in one place; nothing of it was read any further. Send it in "
        "several requests.",
        "Paling banyak {most} nilai atau anggota di satu tempat; selebihnya tidak dibaca. Bagi dalam beberapa "
        "permintaan.",
    ),
    "target_too_long": problem_type(
        414,
        "The address of the request is too long",
        "Alamat permintaan terlalu panjang",
        "Path and query together may have 8 KiB. The connection is closed.",
        "Jalur dan kueri bersama paling panjang 8 KiB. Koneksi ditutup.",
    ),
    "unsupported_media_type": problem_type(
        415,
        "The body must be application/json",
        "Isi harus application/json",
        "Send Content-Type: application/json without compression; the API description names the one for content.",
        "Kirim Content-Type: application/json tanpa kompresi; untuk berkas, lihat jenisnya dalam uraian API.",
    ),
    "validation_failed": problem_type(
        422,
        "The request is not valid",
        "Permintaan tidak sah",
        "{count:field is wrong; `errors` names it|fields are wrong; `errors` lists them, at most 20}. Put right "
        "what `errors` names and send it again.",
        "{count:isian tidak sah; `errors` menyebutnya|isian tidak sah; `errors` memuat paling banyak 20}. Perbaiki "
        "yang disebut `errors`, lalu kirim lagi.",
    ),
    "idempotency_key_reused": problem_type(
        422,
        "Idempotency-Key was used for another request",
        "Idempotency-Key sudah dipakai untuk permintaan lain",
        "Nothing was done. Repeat the first request letter by letter, or send this one with a new key.",
        "Tidak ada yang dilakukan. Ulangi permintaan pertama persis sama, atau kirim yang ini dengan kunci baru.",
    ),
    "precondition_required": problem_type(
        428,
        "If-Match is required",
        "If-Match wajib ada",
        "Send the ETag you last read in If-Match, so that nobody's change is lost.",
        "Kirim ETag terakhir di If-Match supaya perubahan orang lain tidak hilang.",
    ),
    "head_too_large": problem_type(
        431,
        "The head of the request is too large",
        "Tajuk permintaan terlalu besar",
        "A head may have 32 KiB and 100 fields, trailers included. The connection is closed.",
        "Tajuk paling besar 32 KiB dan 100 kolom, termasuk yang di akhir isi. Koneksi ditutup.",
    ),
}
