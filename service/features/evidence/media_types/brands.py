"""The brands of ISO media files, and what a file of each is when it shows pictures, a film, or is sound alone.

Sources: the registration authority's list (mp4ra.org, "Brands"); ISO/IEC 14496-12 annex E (iso*, avc1, dash), 14496-14
(mp4*), 23000-19 (cmf*), 23008-12 (HEIF) with 23000-22 (MIAF); 3GPP TS 26.244 section 5.3; 3GPP2 C.S0050; Apple's
QuickTime File Format ("qt  ") and its M4A, M4B, M4P, M4V; AV1 Image File Format section 6; Adobe's F4V; RFC 4337, 6381.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from workflows.codes.evidence import MediaType


class Brand(NamedTuple):
    """What a file of a brand is by what it holds; None where the brand says nothing of such a file."""

    film: MediaType | None = None
    sound: MediaType | None = None
    picture: MediaType | None = None


_MP4 = Brand(film=MediaType.MP4, sound=MediaType.M4A)
_SOUND = Brand(film=MediaType.M4A, sound=MediaType.M4A)
"""Sound by its brand: a track of pictures beside it is its cover, or the pictures of chapters."""

_3GPP = Brand(film=MediaType.THREE_GPP, sound=MediaType.THREE_GPP_SOUND)
_3GPP2 = Brand(film=MediaType.THREE_GPP2, sound=MediaType.THREE_GPP2_SOUND)
_QUICKTIME = Brand(film=MediaType.QUICKTIME, sound=MediaType.QUICKTIME)
_HEIF = Brand(picture=MediaType.HEIF)
_AVIF = Brand(picture=MediaType.AVIF)

QUICKTIME = "qt  "
"""Also of a file that says no brand at all: the format is older than brands are."""

_ROWS: tuple[tuple[str, Brand], ...] = (
    ("isom iso2 iso3 iso4 iso5 iso6 iso7 iso8 iso9 isoa isob isoc", _MP4),
    ("mp41 mp42 mp71 avc1 hvc1 hev1 av01 dash dsms msdh msix dby1 piff", _MP4),
    ("cmfc cmf2 cmff cmfl cmfs ccff XAVC MSNV NDSC NDSH NDSM NDSP NDSS NDXC NDXH NDXM NDXP NDXS mmp4", _MP4),
    ("M4V  M4VH M4VP F4V  F4P ", _MP4),
    ("M4A  M4B  M4P  F4A  F4B ", _SOUND),
    ("3gp1 3gp2 3gp3 3gp4 3gp5 3gp6 3gp7 3gp8 3gp9", _3GPP),
    ("3gr6 3gr7 3gr8 3gr9 3gs6 3gs7 3gs8 3gs9 3ge6 3ge7 3ge8 3ge9 3gf9 3gg6 3gg7 3gg8 3gg9", _3GPP),
    ("3gh9 3gm9 3gma 3gt8 3gt9 3gtt 3gvr", _3GPP),
    ("3g2a 3g2b 3g2c KDDI", _3GPP2),
    (QUICKTIME, _QUICKTIME),
    ("heic heix heim heis hevc hevx hevm hevs avci avcs j2ki j2is jpeg jpgs vvic vvis", _HEIF),
    ("avif avis", _AVIF),
)
_WIDTH = 4
BRANDS: Mapping[str, Brand] = {
    row[at : at + _WIDTH]: brand for row, brand in _ROWS for at in range(0, len(row), _WIDTH + 1)
}

STILL = frozenset({"mif1", "mif2", "mif3", "msf1", "mism", "miaf", "1pic", "MiHA", "MiHB", "MiHE", "MiPr"})
"""Brands of any picture of this family: they say how it lies there, not how it is coded."""

NOT_TAKEN = frozenset({"crx ", "jp2 ", "jpx ", "jpm ", "jpxb", "mj2s", "mjp2", "jxl "})
"""Main brands of what is something else for all its further brands: raw pictures, JPEG 2000 and XL."""


def named(kind: str, brands: Iterable[str]) -> MediaType | None:
    """What a file is that holds this ``kind``, a field of ``Brand``: by its main brand first, then the others in order.

    None for what no brand of it is known to be.
    """
    said = tuple(brands)
    if said and said[0] in NOT_TAKEN:
        return None
    known = (getattr(BRANDS[brand], kind) for brand in said if brand in BRANDS)
    found: MediaType | None = next(filter(None, known), None)
    return MediaType.HEIF if found is None and kind == "picture" and STILL.intersection(said) else found
