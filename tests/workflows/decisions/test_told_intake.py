"""What the trail says of an intake: who reported is sealed, and that somebody did is told."""

import pytest

from tests.trail.verifier.trails import Trail


@pytest.mark.parametrize("reporter", [None, {"name": "Pelapor Rahasia"}])
def test_that_somebody_is_sealed_is_told_where_somebody_reported(reporter: dict[str, str] | None) -> None:
    trail = Trail()
    trail.intake(reporter=reporter)
    (event,) = trail.changes[-1].events
    assert event.data["sealed_reporter"] is (reporter is not None)
