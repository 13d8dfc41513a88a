"""The articles of the laws that were read, and from when each law is in force: a basis is held against them."""

from datetime import date

from workflows.clocks.law import Citation

ARTICLES: dict[tuple[str, str, str | None], range | None] = {
    ("UU 7/2017", "454", None): range(1, 9),
    ("UU 7/2017", "461", None): None,  # the numbers of its paragraphs were not seen
    ("UU 7/2017", "462", None): None,
    ("UU 7/2017", "476", None): range(1, 3),
    ("UU 7/2017", "477", None): None,
    ("UU 7/2017", "478", None): None,
    ("UU 7/2017", "479", None): None,
    ("UU 7/2017", "480", None): range(1, 5),
    ("UU 7/2017", "482", None): range(1, 6),
    ("UU 7/2017", "483", None): None,
    ("UU 7/2017", "484", None): range(1, 2),
    ("UU 7/2017", "486", None): None,
    ("UU 1/2015", "134", "UU 8/2015"): range(1, 7),
    ("UU 1/2015", "135", None): range(1, 3),
    ("UU 1/2015", "135A", "UU 10/2016"): range(1, 11),
    ("UU 1/2015", "140", None): range(1, 2),
    ("UU 1/2015", "146", "UU 10/2016"): range(1, 7),
    ("UU 1/2015", "148", None): range(1, 5),
    ("UU 1/2015", "149", None): None,
    ("UU 1/2015", "150", None): range(1, 2),
    ("UU 20/2025", "1", None): None,
}
"""Law, article and the law that gave it its present text, with its paragraphs as far as they were read; typed off."""

ITEMS = {("UU 1/2015", "1", "UU 8/2015"): {28}, ("UU 20/2025", "1", None): {56, 57}}
"""Numbers of the lists of definitions."""

REGULATIONS = {
    ("Perbawaslu 7/2022", None),
    ("Perbawaslu 8/2020", None),
    ("Perbawaslu 8/2020", "Perbawaslu 9/2024"),
    ("Perma 1/2018", None),
    ("MK 104/PUU-XXIII/2025", None),
}
"""Cited as a whole: their articles were not seen."""

SINCE = {
    "UU 1/2015": date(2015, 3, 18),  # as UU 8/2015 left it: no row is of the months before
    "UU 8/2015": date(2015, 3, 18),
    "UU 10/2016": date(2016, 7, 1),
    "UU 7/2017": date(2017, 8, 16),
    "MK 104/PUU-XXIII/2025": date(2025, 7, 30),
}
"""From when a law is in force, or a ruling on one."""


def exists(citation: Citation) -> bool:
    if citation.article is None:
        return (citation.law, citation.changed_by) in REGULATIONS
    place = (citation.law, citation.article, citation.changed_by)
    if citation.item is not None:
        return citation.item in ITEMS.get(place, set())
    paragraphs = ARTICLES.get(place)
    return place in ARTICLES and set(citation.paragraphs) <= set(paragraphs or ())
