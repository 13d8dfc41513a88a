"""What the trail says of a notice: to whom, by which way, when; of who received it only that there is somebody."""

from typing import Any

import pytest

from tests.trail.verifier.trails import POLICY, Trail
from workflows.codes.stamps import stamp

PLAIN: dict[str, Any] = {
    "audience": "reporter", "channel": "letter", "language": "id", "occasion": None, "template": None,
    "template_version": None, "to_agency": None, "recipient": None,
}  # fmt: skip
SENT: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"name": "Ibu Sari"}, {"recipient": "sealed"}),
    ({"name": "Ibu Sari", "language": "en", "channel": "email"},
     {"language": "en", "channel": "email", "recipient": "sealed"}),
    ({"audience": "public", "channel": "website"}, {"audience": "public", "channel": "website"}),
    ({"audience": "agency", "agency": "kpu"}, {"audience": "agency", "to_agency": "kpu"}),
    ({"name": "Ibu Sari", "occasion": "registered"}, {"occasion": "registered", "recipient": "sealed"}),
    ({"name": "Ibu Sari", "text": None, "template": "registered_reporter"},
     {"occasion": "registered", "template": "registered_reporter", "template_version": POLICY.version,
      "recipient": "sealed"}),
]  # fmt: skip


@pytest.mark.parametrize(("members", "differs"), SENT)
def test_the_event_says_of_a_notice_what_its_table_says(members: dict[str, Any], differs: dict[str, Any]) -> None:
    trail = Trail()
    trail.intake(classification="ordinary").verify().notice(**members)
    (event,) = trail.changes[-1].events
    notice = event.notice
    assert notice is not None
    assert event.data == PLAIN | {"notice": str(notice.id), "sent_at": stamp(trail.now)} | differs
