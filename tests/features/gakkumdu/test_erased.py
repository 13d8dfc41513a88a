"""The words of a case may be erased as any other; where they stood it says so, and the case verifies on."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK
from tests.features.erasures.asking import BECAUSE, erase, text_of
from tests.features.erasures.cases import Told


@pytest.mark.parametrize("classification", ["ordinary", "secret"])
async def test_where_erased_minutes_stood_it_says_when_by_whom_and_why(
    client: Any, settings: Settings, classification: str
) -> None:
    told = Told(client, settings)
    await told.intake(classification=classification)
    await told.work()
    done = await erase(client, settings, told, target="text", text=(await text_of(told, "minutes"))["id"])
    path = f"/reports/{told.made['id']}/case"
    minutes, attendees = (await told.get(path))["steps"][-1]["texts"]
    gone = {"at": done["decided_at"], "by": done["decided_by"]["person"], "reason": BECAUSE}
    assert (minutes["content"], minutes["erased"]) == (None, gone)
    assert (attendees["about"], attendees["content"]) == ("kejari", told.words["attendees"])
    assert "erased" not in attendees
    assert (len((await told.get(path, DESK))["steps"][-1]["texts"]) == 2) is (classification == "ordinary")
