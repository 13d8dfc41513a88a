"""The summary by area: borders as the operator gave them, held against RFC 7946, and the counts of a leaf within."""

import json
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from geojson_pydantic import FeatureCollection
from jsonschema import Draft202012Validator

from service.app import create_app
from service.edge.settings import Settings, SettingsError
from service.features.exports.borders import read_borders
from service.trail.audit.sequencer import sequence_all
from tests.alive import alive
from tests.edge.api.story import AUDITOR, DESK, P, headers, report
from tests.features.exports.taking import take
from tests.features.exports.test_rows import CHIEF_KPU, stir, story

SQUARE = [[109.6, -7.7], [109.7, -7.7], [109.7, -7.6], [109.6, -7.6], [109.6, -7.7]]
HOLE = [[109.64, -7.66], [109.66, -7.66], [109.66, -7.64], [109.64, -7.64], [109.64, -7.66]]


def feature(code: str, *rings: Any) -> dict[str, Any]:
    return {
        "type": "Feature", "properties": {"code": code, "nama": "Lain"},
        "geometry": {"type": "Polygon", "coordinates": list(rings) or [SQUARE]},
    }  # fmt: skip


BORDERS: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [
        feature("33.05.12", SQUARE[::-1], HOLE),
        feature("33.05.01"),
        {**feature("33.05.26"), "geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE], [HOLE[::-1]]]}},
    ],
}
_POSITION = {"type": "array", "prefixItems": [{"minimum": -180, "maximum": 180}, {"minimum": -90, "maximum": 90}]}
_RINGS = {"type": "array", "minItems": 1, "items": {"type": "array", "minItems": 4, "items": _POSITION}}
SCHEMA = {
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "crs": False,
        "features": {
            "items": {
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "geometry": {
                        "anyOf": [
                            {"type": "null"},
                            {"properties": {"type": {"const": "Polygon"}, "coordinates": _RINGS}},
                            {"properties": {"type": {"const": "MultiPolygon"}, "coordinates": {"items": _RINGS}}},
                        ]
                    },
                },
            }
        },
    },
}


@pytest.fixture
async def mapped(settings: Settings, tmp_path: Path) -> Any:
    """The API with borders."""
    file = tmp_path / "borders.json"
    file.write_text(json.dumps(BORDERS))
    async with alive(create_app(settings.model_copy(update={"borders": file}))) as running:
        yield running


def turn(ring: Any) -> float:
    """Twice the area inside a ring, positive against the clock."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


async def test_the_map_is_geojson_with_the_counts_of_its_leaf(mapped: Any, settings: Settings, admin: Any) -> None:
    await story(mapped, settings, admin)
    await report(mapped, settings, place={"area": "33.05.02"}, election=None, classification="ordinary")
    await sequence_all(admin)
    answer = await take(mapped, settings, "areas.geojson")
    assert answer.headers["Content-Type"] == "application/geo+json"
    told = answer.json()
    Draft202012Validator(SCHEMA).validate(told)
    FeatureCollection.model_validate(told)
    features = {one["id"]: one for one in told["features"]}
    assert set(features) == {"33.05.01", "33.05.02", "33.05.12", "33.05.13", "33.05.26"}
    assert features["33.05.12"]["properties"] == {
        "code": "33.05.12", "name": "Kebumen", "elections": [{"election": "pilkada-2024", "reports": 3, "open": 3}],
    }  # fmt: skip
    assert features["33.05.13"]["properties"]["elections"][0] == {"election": "pilkada-2024", "reports": 1, "open": 0}
    assert features["33.05.02"]["geometry"] is None
    assert features["33.05.02"]["properties"]["elections"] == [{"election": None, "reports": 1, "open": 1}]
    assert features["33.05.01"]["properties"]["elections"] == []
    outer, hole = features["33.05.12"]["geometry"]["coordinates"]
    assert turn(outer) > 0 > turn(hole)
    assert [turn(polygon[0]) > 0 for polygon in features["33.05.26"]["geometry"]["coordinates"]] == [True, True]
    assert told["as_of"] == int(answer.headers["Tindak-As-Of"])


async def test_the_same_leaf_gives_the_same_map(mapped: Any, settings: Settings, admin: Any) -> None:
    await story(mapped, settings, admin)
    first = await take(mapped, settings, "areas.geojson", DESK)
    await stir(mapped, settings, admin, 20)
    again = await take(mapped, settings, "areas.geojson", DESK, as_of=int(first.headers["Tindak-As-Of"]))
    assert again.content == first.content
    hidden = await take(mapped, settings, "areas.geojson", CHIEF_KPU, as_of=int(first.headers["Tindak-As-Of"]))
    count = {name: sum(e["reports"] for f in told.json()["features"] for e in f["properties"]["elections"])
             for name, told in (("desk", first), ("accused", hidden))}  # fmt: skip
    assert count["accused"] < count["desk"]


async def test_without_borders_there_is_no_map(client: Any, settings: Settings) -> None:
    refused = await client.get(f"{P}/exports/areas.geojson", headers=headers(settings, AUDITOR))
    assert (refused.status_code, refused.json()["code"]) == (409, "borders_not_loaded")


def _changed(change: Any) -> bytes:
    borders = deepcopy(BORDERS)
    change(borders)
    return json.dumps(borders).encode()


WRONG = {
    "no JSON": b"{",
    "no collection": b'{"type": "Feature"}',
    "a ring that is not closed": _changed(lambda b: b["features"][1]["geometry"]["coordinates"][0].pop()),
    "a ring of three": _changed(lambda b: b["features"][1].update(feature("33.05.01", [*SQUARE[:2], SQUARE[0]]))),
    "metres": _changed(lambda b: b["features"][1].update(feature("33.05.01", [[x * 1e4, y] for x, y in SQUARE]))),
    "a point": _changed(lambda b: b["features"][1].update(geometry={"type": "Point", "coordinates": [109, -7]})),
    "no geometry": _changed(lambda b: b["features"][1].update(geometry=None)),
    "no code": _changed(lambda b: b["features"][1].update(properties={})),
    "a code that is none": _changed(lambda b: b["features"][1]["properties"].update(code="Ayah")),
    "one area twice": _changed(lambda b: b["features"].append(feature("33.05.01"))),
    "another reference system": _changed(lambda b: b.update(crs={"type": "name"})),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_borders_that_are_no_such_list_are_refused_by_name(wrong: str) -> None:
    with pytest.raises(SettingsError, match="TINDAK_BORDERS"):
        read_borders(WRONG[wrong])


def test_a_process_does_not_start_with_borders_that_it_cannot_read(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TINDAK_BORDERS"):
        create_app(settings.model_copy(update={"borders": tmp_path / "none.json"}))
