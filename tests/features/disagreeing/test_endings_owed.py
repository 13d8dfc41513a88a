"""Each end of a report is owed to its reporter and to that of every duplicate in it: once, and as what it was."""

from collections import Counter
from typing import Any

from service.edge.settings import Settings
from tests.edge.api.story import DESK, KPU, SARI, VERIFY, fire, report
from tests.features.disagreeing.test_going_on import closed, joined
from tests.features.notices.telling import get, merge, notices, sent

AGAIN = {"trigger": "reopen", "basis": "new_fact", "reason": "Saksi baru"}
INSUFFICIENT = {"trigger": "dismiss", "outcome": "insufficient", "reason": "Bukti tidak cukup"}


async def owed(client: Any, settings: Settings, one: str) -> Counter[str]:
    found = (await notices(client, settings, {"id": one}, DESK))["owed"]
    assert Counter(await owed_words(client, settings, one)) == Counter(
        f"{each['occasion']}/{each['audience']}" for each in found
    )
    return Counter(each["occasion"] for each in found if each["audience"] == "reporter")


async def owed_words(client: Any, settings: Settings, one: str) -> list[str]:
    found: list[str] = (await get(client, settings, f"/reports/{one}", DESK))["owed_notices"]
    return found


async def move(client: Any, settings: Settings, one: str, body: dict[str, Any]) -> None:
    at = (await get(client, settings, f"/reports/{one}", DESK))["version"]
    answer = await fire(client, settings, DESK, f"/reports/{one}", at, body)
    assert answer.status_code == 200, answer.text


async def test_a_dismissal_of_what_stays_owes_both_reporters_that_they_are_told_of_it(
    client: Any, settings: Settings
) -> None:
    survivor, duplicate, _ = await joined(client, settings)
    before = {one: await owed(client, settings, one) for one in (survivor, duplicate)}
    await move(client, settings, survivor, INSUFFICIENT)
    for one, then in before.items():
        assert await owed(client, settings, one) - then == {"dismissed": 1}
    told = {"occasion": "dismissed", "text": "Laporan Saudara tidak ditindaklanjuti."}
    await sent(client, settings, {"id": duplicate}, DESK, **told)
    assert (await owed(client, settings, duplicate))["dismissed"] == 0
    assert (await owed(client, settings, survivor))["dismissed"] == 1


async def test_every_end_of_what_stays_is_owed_once_more_until_it_is_told(client: Any, settings: Settings) -> None:
    survivor, duplicate, _ = await joined(client, settings)
    both = (survivor, duplicate)
    assert (await fire(client, settings, SARI, f"/reports/{survivor}", 2, VERIFY)).status_code == 200
    for _ in range(2):
        before = {one: await owed(client, settings, one) for one in both}
        await move(client, settings, survivor, INSUFFICIENT)
        assert [await owed(client, settings, one) - before[one] for one in both] == [{"dismissed": 1}] * 2
        ended = {one: await owed(client, settings, one) for one in both}
        await move(client, settings, survivor, AGAIN)
        assert {one: await owed(client, settings, one) for one in both} == ended  # to open it again ends nothing
    version = (await get(client, settings, f"/reports/{survivor}", DESK))["version"]
    await closed(client, settings, survivor, version, verified=True)  # which tells its own reporter
    assert [await owed(client, settings, one) - ended[one] for one in both] == [{}, {"closed": 1}]


async def test_an_end_after_the_duplicate_was_opened_again_is_owed_to_its_reporter_no_more(
    client: Any, settings: Settings
) -> None:
    survivor = (await report(client, settings))["id"]
    duplicate = await report(client, settings, category="logistics")
    assert (await fire(client, settings, KPU, f"/reports/{duplicate['id']}", 1, VERIFY)).status_code == 200
    assert (await merge(client, settings, duplicate, survivor, 2)).status_code == 200
    await move(client, settings, duplicate["id"], AGAIN)
    before = await owed(client, settings, duplicate["id"])
    await move(client, settings, survivor, INSUFFICIENT)
    assert await owed(client, settings, duplicate["id"]) == before
    await move(client, settings, duplicate["id"], INSUFFICIENT)
    assert await owed(client, settings, duplicate["id"]) - before == {"dismissed": 1}


async def test_what_goes_on_in_another_report_has_not_ended_for_the_first_reporter(
    client: Any, settings: Settings
) -> None:
    middle, first, _ = await joined(client, settings)
    last = (await report(client, settings, SARI))["id"]
    before = await owed(client, settings, first)
    assert (await merge(client, settings, {"id": middle}, last, 2)).status_code == 200
    assert await owed(client, settings, first) == before
    await move(client, settings, last, INSUFFICIENT)
    assert await owed(client, settings, first) - before == {"dismissed": 1}
