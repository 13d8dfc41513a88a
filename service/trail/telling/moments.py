"""Times as they are said in the region: day and hour of its own zone, with the zone's name.

The zone is that of the region's policy; of a region that is not served here, that of its province (Keppres 41/1987:
western, central and eastern Indonesian time).
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from service.edge.policy_files import load_policies
from service.edge.service_errors import NotFound
from workflows.clocks.explaining import MONTHS, WEEKDAYS

_CENTRAL = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_EASTERN = frozenset({"81", "82", "91", "92", "93", "94", "95", "96", "97"})
_NAMES = {timedelta(hours=7): "WIB", timedelta(hours=8): "WITA", timedelta(hours=9): "WIT"}


def zone_of(region: str) -> ZoneInfo:
    """The zone in which a region's times are told."""
    try:
        return load_policies().of(region).zone
    except NotFound:
        province = region[:2]
    if province in _CENTRAL:
        return ZoneInfo("Asia/Makassar")
    return ZoneInfo("Asia/Jayapura" if province in _EASTERN else "Asia/Jakarta")


def day_of(moment: datetime, zone: ZoneInfo, lang: str) -> str:
    """The day, for example ``Senin, 25 November 2024``."""
    here = moment.astimezone(zone)
    return f"{WEEKDAYS[lang][here.weekday()]}, {here.day} {MONTHS[lang][here.month - 1]} {here.year}"


def hour_of(moment: datetime, zone: ZoneInfo, lang: str) -> str:
    """The hour with seconds and the zone's name, for example ``20.15.03 WIB``; with colons in English."""
    here = moment.astimezone(zone)
    mark = "." if lang == "id" else ":"
    offset = here.utcoffset() or timedelta()
    return f"{here:%H{mark}%M{mark}%S} {_NAMES.get(offset, here.tzname())}"


def moment_of(moment: datetime, zone: ZoneInfo, lang: str) -> str:
    """Day and hour in one."""
    return f"{day_of(moment, zone, lang)}, {hour_of(moment, zone, lang)}"
