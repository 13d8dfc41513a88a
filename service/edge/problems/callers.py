"""The problems of who asks: not signed in, not for this region, not in this role."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "unauthenticated": problem_type(
        401,
        "Sign-in is required",
        "Perlu masuk",
        "The access token is missing or was refused ({reason}).",
        "Token akses tidak ada atau ditolak ({reason}).",
    ),
    "region_denied": problem_type(403, "Not signed in for this region", "Akun Anda tidak berlaku untuk wilayah ini"),
    "role_not_permitted": problem_type(403, "Your role may not do this", "Peran Anda tidak boleh melakukan ini"),
    "scope_missing": problem_type(403, "The token lacks the scope", "Token tidak memiliki cakupan ini"),
    "identity_provider_unavailable": problem_type(
        503, "The sign-in provider is out of reach", "Penyedia masuk tidak terjangkau"
    ),
}
