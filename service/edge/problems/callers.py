"""The problems of who asks: not signed in, not for this region, not in this role."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "unauthenticated": problem_type(
        401,
        "Sign-in is required",
        "Perlu masuk",
        "The access token is missing or was refused ({reason}). Sign in again and send the new token as "
        "`Authorization: Bearer`.",
        "Token akses tidak ada atau ditolak ({reason}). Masuk lagi dan kirim token baru sebagai `Authorization: "
        "Bearer`.",
        reason="token_reason",
    ),
    "region_denied": problem_type(
        403,
        "Not signed in for this region",
        "Akun Anda tidak berlaku untuk wilayah ini",
        "Your token names other regions; `GET /v1/me` lists them. Ask the operator for one of this region.",
        "Token Anda untuk wilayah lain; `GET /v1/me` memuatnya. Mintalah token wilayah ini kepada operator.",
    ),
    "role_not_permitted": problem_type(
        403,
        "Your role may not do this",
        "Peran Anda tidak boleh melakukan ini",
        "You ask as {role}. Leave it to somebody whose role may; `actions` says what yours allows.",
        "Anda bertindak sebagai {role}. Serahkan kepada yang perannya boleh; `actions` memuat yang boleh bagi Anda.",
        role="role",
    ),
    "scope_missing": problem_type(
        403,
        "The token lacks the scope",
        "Token tidak memiliki cakupan ini",
        "It takes the scope `{action}`. Make a key that has it, or ask whoever gave you the token.",
        "Diperlukan cakupan `{action}`. Buat kunci yang memuatnya, atau minta kepada pemberi token.",
    ),
    "identity_provider_unavailable": problem_type(
        503,
        "The sign-in provider is out of reach",
        "Penyedia masuk tidak terjangkau",
        "Its keys cannot be fetched, so that no token can be checked. Nothing was written; try again shortly.",
        "Kuncinya tidak dapat diambil, jadi token tidak dapat diperiksa. Tidak ada yang ditulis; coba lagi nanti.",
    ),
}
