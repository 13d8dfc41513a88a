"""The borders of areas, as the operator gave them: GeoJSON (RFC 7946), one feature for each area, known by its code.

The file is the operator's setting and read once: a process that cannot use it does not start. It is a list of features
with `code` in their properties, and polygons in longitude and latitude; everything else in it is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from geojson_pydantic import Feature, FeatureCollection, MultiPolygon, Polygon
from pydantic import BaseModel, Field, ValidationError

from service.edge.settings import Settings, SettingsError
from workflows.decisions.command_members import AREA_PATTERN

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES = 64 << 20
_LONGITUDE, _LATITUDE = 180.0, 90.0
Ring = Sequence[Sequence[float]]


class _Named(BaseModel):
    """What is read of a feature's properties."""

    code: str = Field(pattern=AREA_PATTERN)


class _Area(Feature[Polygon | MultiPolygon, _Named]):
    """A feature that has a shape and a code."""

    geometry: Polygon | MultiPolygon = Field(discriminator="type")
    properties: _Named


class _Areas(FeatureCollection[_Area]):
    """The whole file. A member `crs` is refused: RFC 7946 knows longitude and latitude alone."""

    crs: None = None


class Borders(NamedTuple):
    """Shapes by the code of their area, and SHA-256 of the file, in hex."""

    shapes: Mapping[str, dict[str, Any]]
    digest: str


def borders_of(settings: Settings) -> Borders | None:
    """The borders of the settings; None without any. Raises SettingsError for a file that is no such list."""
    if settings.borders is None:
        return None
    try:
        raw = settings.borders.read_bytes()
    except OSError as error:
        _refuse(f"cannot be read ({error.strerror})")
    return read_borders(raw)


def read_borders(raw: bytes) -> Borders:
    """Borders from the bytes of their file. Raises SettingsError saying where and what is wrong."""
    if len(raw) > MOST_BYTES:
        _refuse(f"is larger than {MOST_BYTES} bytes")
    try:
        parsed = _Areas.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        _refuse(f"is no GeoJSON of areas: {'/'.join(map(str, first['loc']))}: {first['msg']}")
    shapes: dict[str, dict[str, Any]] = {}
    for number, area in enumerate(parsed.features):
        if area.properties.code in shapes:
            _refuse(f"names {area.properties.code} twice, again in features/{number}")
        shapes[area.properties.code] = _shape(area.geometry, number)
    return Borders(shapes, sha256(raw).hexdigest())


def _shape(geometry: Polygon | MultiPolygon, number: int) -> dict[str, Any]:
    several = isinstance(geometry, MultiPolygon)
    polygons = geometry.coordinates if several else [geometry.coordinates]
    wound = [[_wound(ring, number, outer=at == 0) for at, ring in enumerate(polygon)] for polygon in polygons]
    return {"type": geometry.type, "coordinates": wound if several else wound[0]}


def _wound(ring: Any, number: int, *, outer: bool) -> list[list[float]]:
    """A ring by the right-hand rule (RFC 7946 section 3.1.6): the outer one against the clock, holes with it."""
    points = [[float(each) for each in point[:2]] for point in ring]
    if any(abs(x) > _LONGITUDE or abs(y) > _LATITUDE for x, y in points):
        _refuse(f"has a place that is no longitude and latitude, in features/{number}")
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points))
    return points if (area > 0) is outer else points[::-1]


def _refuse(what: str) -> NoReturn:
    msg = f"TINDAK_BORDERS: the file {what}"
    raise SettingsError(msg) from None
