"""Which words stand for a code in what a problem says: those of the code lists, and of the few codes of the edge."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from workflows.codes.wording import LABELS, Wording
from workflows.policy.region import Policy

_TOKEN_REASONS = {
    "missing": ("none was sent", "tidak ada yang dikirim"),
    "malformed": ("it is no signed token", "bukan token bertanda tangan"),
    "algorithm_not_allowed": ("its algorithm is not allowed", "algoritmanya tidak diizinkan"),
    "wrong_type": ("it is no access token", "bukan token akses"),
    "unknown_key": ("its key is not the issuer's", "kuncinya bukan milik penerbit"),
    "bad_signature": ("its signature does not hold", "tanda tangannya tidak sah"),
    "wrong_issuer": ("another issuer made it", "dibuat penerbit lain"),
    "wrong_audience": ("it was made for another service", "dibuat untuk layanan lain"),
    "expired": ("it has expired", "sudah kedaluwarsa"),
    "not_yet_valid": ("it is not valid yet", "belum berlaku"),
    "revoked": ("it was revoked", "sudah dicabut"),
    "unknown_api_key": ("there is no such key", "kunci ini tidak dikenal"),
    "unknown_region": ("it names no region of this service", "tidak menyebut wilayah layanan ini"),
    "unknown_agency": ("it names no agency of its region", "tidak menyebut instansi di wilayahnya"),
    "bad_claims": ("it does not say who asks, for whom and where", "tidak memuat siapa, instansi, dan wilayahnya"),
}
_SLOTS = {
    "searches": ("searches", "pencarian"),
    "tests": ("tests of endpoints", "uji titik kirim"),
    "streams": ("streams", "aliran"),
    "contents": ("uploads", "unggahan"),
    "exports": ("exports", "ekspor"),
    "bundles": ("bundles", "berkas"),
}
LISTS: Mapping[str, Mapping[str, Wording]] = MappingProxyType(
    {
        **LABELS,
        "token_reason": {code: Wording(*both) for code, both in _TOKEN_REASONS.items()},
        "slot": {code: Wording(*both) for code, both in _SLOTS.items()},
    }
)
"""The wording of each code, by code list."""


Words = Mapping[str, Mapping[str, Wording]]
NO_WORDS: Words = MappingProxyType({})


def words_of(policy: Policy | None) -> Words:
    """The code lists that a region words for itself: its agencies, and the items of a case's bundle."""
    if policy is None:
        return NO_WORDS
    agencies = {code: agency.name for code, agency in policy.agencies.items()}
    return {"agency": agencies, "handover_item": {code: item.name for code, item in policy.handover.items()}}


REGIONAL = frozenset({"agency", "handover_item"})
"""The lists of ``words_of``: without a region their codes are told as they are."""


class Machine(NamedTuple):
    """The code lists of a state machine."""

    states: str
    triggers: str


MACHINES = (
    Machine("report_state", "report_trigger"),
    Machine("task_state", "task_trigger"),
    Machine("case_state", "case_step"),
    Machine("administrative_state", "administrative_step"),
    Machine("approval_state", "approval_trigger"),
    Machine("content_state", "content_step"),
    Machine("review_state", "review_trigger"),
)


def of_machine(members: Mapping[str, Any]) -> Mapping[str, str]:
    """The code lists of the machine that knows a state and its triggers; none where none does."""
    state, legal = members.get("state"), members.get("legal")
    if not isinstance(state, str) or not isinstance(legal, list):
        return {}
    triggers = {members.get("trigger"), *legal}
    for machine in MACHINES:
        if state in LISTS[machine.states] and triggers <= LISTS[machine.triggers].keys():
            return {"state": machine.states, "trigger": machine.triggers, "legal": machine.triggers}
    return {}
