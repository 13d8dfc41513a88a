"""What witnesses said of a checkpoint, in words: who confirmed it and when, and what the list still lacks."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from service.trail.telling.moments import moment_of
from service.trail.verifier.checkpoint import FROZEN
from service.trail.verifier.unreadable_words import put_into
from service.trail.verifier.verdict import Verdict
from workflows.codes.wording import Wording

UNMET: Mapping[str, str] = MappingProxyType(
    {
        "witness {} has not cosigned": "saksi {} belum mengonfirmasi",
        "group {} has {} of the {} it needs; missing: {}": "kelompok {} baru {} dari {} yang diperlukan; belum ada: {}",
        "the signature of {} does not verify ({})": "tanda tangan {} tidak cocok ({})",
        "no known log signed for the origin {}": "tidak ada buku catatan yang dikenal yang menandatangani atas nama {}",
    }
)
"""What ``workflows.trail.tlog.quorum`` says is missing, in Bahasa Indonesia."""

_BY = Wording("confirmed by {}", "dikonfirmasi oleh {}")
_NOBODY = Wording("confirmed by nobody", "belum dikonfirmasi siapa pun")
_AT = Wording("{} on {}", "{} pada {}")
_FROZEN = Wording(
    FROZEN,
    "macet atau ditinggalkan saksinya: pernyataan terakhir mereka sudah berumur {} jam ketika berkas dibuat",
)


def said_by_witnesses(verdict: Verdict, zone: ZoneInfo, lang: str) -> str:
    """Who confirmed and when, in local time, and what is missing; for a verdict by a policy."""
    return "; ".join(_parts(verdict, zone, lang))


def _parts(verdict: Verdict, zone: ZoneInfo, lang: str) -> Iterator[str]:
    seen = [_one(name, at, zone, lang) for name, at in verdict.cosigned.items()]
    yield _BY.of(lang).format(", ".join(seen)) if seen else _NOBODY.of(lang)
    yield from (put_into(UNMET, fault) if lang == "id" else fault for fault in verdict.unmet)
    if verdict.silent_hours is not None:
        yield _FROZEN.of(lang).format(verdict.silent_hours)


def _one(name: str, at: int, zone: ZoneInfo, lang: str) -> str:
    """A witness by its name, with its time where it says one that there is."""
    try:
        return _AT.of(lang).format(name, moment_of(datetime.fromtimestamp(at, UTC), zone, lang)) if at else name
    except (OverflowError, ValueError, OSError):
        return name
