"""What the replay takes for a protection that falls: each step down between two classifications, and no step up."""

from itertools import product

import pytest

from workflows.codes.reports import Classification
from workflows.trail.replay.protection_rules import Guard, more_read_it

HIDES = ["ordinary", "restricted", "secret"]
NOTHING = Guard("ordinary", "S3", None, *[frozenset()] * 5)


@pytest.mark.parametrize(("before", "after"), [*product(Classification, Classification)])
def test_more_read_it_where_it_hides_less(before: Classification, after: Classification) -> None:
    falls = more_read_it(NOTHING._replace(classification=before), NOTHING._replace(classification=after))
    assert falls == (HIDES.index(after) < HIDES.index(before))


@pytest.mark.parametrize("before", Classification)
def test_what_is_no_classification_hides_nothing(before: Classification) -> None:
    assert more_read_it(NOTHING._replace(classification=before), NOTHING._replace(classification="hidden"))
