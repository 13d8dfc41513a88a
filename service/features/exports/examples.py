"""What stands for an export's file: its first lines."""

from collections.abc import Mapping

from service.edge.examples import BYTES, Example, Examples
from service.features.exports.datasets import DATASETS
from service.features.exports.formats import LINES
from service.features.exports.media import PDF, XLSX

_REPORT = "01936a2e-91c4-7d10-8000-0c6a5d6f1b2b"
_TASK = "01936a2e-91c4-7d10-8000-0c6a5d6f1b2d"
_AT = "2024-11-25T00:10:00.000000Z"
_ROWS: Mapping[str, tuple[object, ...]] = {
    "reports": (
        *(_REPORT, "33.05/2024/000017", "verified", "money_politics", "S2", "restricted", "33.05.12"),
        *("pilkada-2024", "quiet", "bawaslu", None, 2, "2024-11-25T00:05:00.000000Z", _AT, None),
    ),
    "tasks": (
        *(_TASK, _REPORT, "polres", "support", "case", True, "accepted", 1, None, "pilkada-2024"),
        *(_AT, "2024-11-25T00:20:00.000000Z", None, "2024-11-25T00:20:00.000000Z"),
    ),
    "events": (
        *(1207, "01936a2e-91c4-7d10-8000-0c6a5d6f1b2e", "report.verified", _REPORT, None, None, "reported"),
        *("verified", "bawaslu", "officer", _AT, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ),
}


def _example(dataset: str, form: str) -> Example:
    columns, (_, line) = DATASETS[dataset].columns, LINES[form]
    head = line(columns, columns) if form == "csv" else b""
    return {"schema": {"type": "string"}, "example": (head + line(columns, _ROWS[dataset])).decode()}


_SQUARE = [[[109.6, -7.7], [109.7, -7.7], [109.7, -7.6], [109.6, -7.6], [109.6, -7.7]]]
_AREAS: Example = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "33.05.12",
            "geometry": {"type": "Polygon", "coordinates": _SQUARE},
            "properties": {
                "code": "33.05.12",
                "name": "Kebumen",
                "elections": [{"election": "pilkada-2024", "reports": 19, "open": 12}],
            },
        }
    ],
    "region": "33.05",
    "as_of": 1207,
    "tree_size": 1208,
    "tree_root": "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
    "borders_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
EXAMPLES = Examples(
    texts={
        **{f"{name}.{form}": _example(name, form) for name in DATASETS for form in LINES},
        "application/geo+json": {"schema": {"type": "object"}, "example": _AREAS},
        PDF: BYTES,
        XLSX: BYTES,
    }
)
