"""The summary by area as GeoJSON: how many reports stood in each, each election by itself, within its borders."""

from typing import Any

import msgspec

from service.features.exports.borders import Borders
from workflows.policy.region import Policy
from workflows.trail.situation import NONE, Situation

MEDIA = "application/geo+json"
ABOUT = {"content-type": MEDIA}


def geojson_of(situation: Situation, policy: Policy, borders: Borders) -> bytes:
    """A feature for every area that has borders or reports; one without borders has no geometry (RFC 7946 3.2)."""
    counted = {area for counts in situation.counted.values() for area in counts.area}
    codes = sorted(counted | {code for code in borders.shapes if code.startswith(f"{policy.region}.")})
    return msgspec.json.encode(
        {
            "type": "FeatureCollection",
            "features": [_feature(code, situation, policy, borders) for code in codes],
            "region": policy.region,
            "as_of": situation.leaf,
            "tree_size": situation.size,
            "tree_root": situation.root,
            "borders_sha256": borders.digest,
        }
    )


def _feature(code: str, situation: Situation, policy: Policy, borders: Borders) -> dict[str, Any]:
    known = policy.areas.get(code)
    elections = [
        {
            "election": None if counts.election == NONE else counts.election,
            "reports": counts.area[code],
            "open": counts.area_open[code],
        }
        for counts in situation.elections()
        if counts.area[code]
    ]
    return {
        "type": "Feature",
        "id": code,
        "geometry": borders.shapes.get(code),
        "properties": {"code": code, "name": known.name if known else None, "elections": elections},
    }
