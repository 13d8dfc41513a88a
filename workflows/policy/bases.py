"""What a rule rests on, in the language of who reads it: a law is cited alike, the words around it are not.

Rows and events keep a basis as the region's policy says it, in English. Its Indonesian words stand in the policy beside
it, and a basis that cites laws and says nothing else needs none.
"""

import re
from collections.abc import Mapping

_CITED = re.compile(
    r"(?:UU|PP|PKPU|Perppu|Perpres|Perpol|Perbawaslu|Perma) \d+/\d{4}"
    r"|as changed by \d+/\d{4}|\d+[A-Z]?(?:\(\d+\))*|\(\d+\)|art\.|and|to|[ ,;]+"
)
_LINKS = {"art.": "Pasal", "and": "dan", "to": "sampai", "as changed by": "sebagaimana diubah dengan"}
_LINK = re.compile(r"art\.|\band\b|\bto\b|as changed by")


def only_cites(basis: str) -> bool:
    """Whether a basis names laws and articles and says nothing beside."""
    return not _CITED.sub("", basis)


def in_words(basis: str, said: Mapping[str, str], lang: str) -> str:
    """A basis in a language: for Indonesian as ``said`` has it; what that does not have, and only cites, is cited.

    What is in no table stays as it was written: a row of before may keep what no policy says any longer.
    """
    if lang != "id":
        return basis
    if basis in said:
        return said[basis]
    return _LINK.sub(lambda found: _LINKS[found[0]], basis) if only_cites(basis) else basis
