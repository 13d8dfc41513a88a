"""A list that filters by a person takes ``me`` for whoever asks."""

from typing import Any

from service.edge.keyset import NEVER
from service.edge.settings import Settings
from service.features.reports.task_rows import NO_DUE
from tests.edge.api.story import TONO, WATI, P, assigned, fire, headers
from tests.edge.contract.document import OPERATIONS

BY_A_PERSON = [
    (name, one["name"])
    for name, operation in OPERATIONS.items()
    for one in operation["parameters"]
    if one["in"] == "query" and "person" in one["description"].lower()
]


async def mine(client: Any, settings: Settings, who: Any, **more: Any) -> Any:
    return await client.get(f"{P}/tasks", params={"assignee": "me", **more}, headers=headers(settings, who))


async def accepted(client: Any, settings: Settings, who: Any) -> str:
    """A lead task that somebody accepted for themselves, by its identifier."""
    task = (await assigned(client, settings))["tasks"][0]["id"]
    me = (await client.get("/v1/me", headers=headers(settings, who))).json()["person"]
    done = await fire(client, settings, who, f"/tasks/{task}", 1, {"trigger": "accept", "assignee": me})
    assert done.status_code == 200, done.text
    return str(task)


async def test_me_is_whoever_asks(client: Any, settings: Settings) -> None:
    his, hers = await accepted(client, settings, TONO), await accepted(client, settings, WATI)
    for who, task in ((TONO, his), (WATI, hers)):
        assert [one["id"] for one in (await mine(client, settings, who)).json()["items"]] == [task]


async def test_a_page_of_mine_is_not_gone_on_with_by_another(client: Any, settings: Settings) -> None:
    for _ in range(2):
        await accepted(client, settings, TONO)
    page = (await mine(client, settings, TONO, limit=1)).json()
    after = {"limit": 1, "cursor": page["next_cursor"]}
    gone_on = await mine(client, settings, TONO, **after)
    assert gone_on.status_code == 200, gone_on.text
    refused = await mine(client, settings, WATI, **after)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "cursor_invalid")


async def test_tasks_that_are_due_at_no_time_are_read_page_by_page(client: Any, settings: Settings) -> None:
    made = {await accepted(client, settings, TONO) for _ in range(3)}
    found, after = [], {}
    for _ in made:
        page = (await mine(client, settings, TONO, limit=1, **after)).json()
        found += [one["id"] for one in page["items"]]
        after = {"cursor": page["next_cursor"]}
    assert (set(found), after) == (made, {"cursor": None})


def test_who_has_no_due_day_is_ordered_by_what_a_cursor_may_hold() -> None:
    assert NO_DUE == NEVER


async def test_who_is_no_person_is_refused_in_words(client: Any, settings: Settings) -> None:
    for value in ("ME", "I", "me,me", "", "00000000"):
        refused = await mine(client, settings, TONO, assignee=value)
        assert refused.status_code == 422, value
        assert refused.json()["errors"][0]["detail"] == "must be a person's UUID, or me"


def test_every_filter_by_a_person_takes_me() -> None:
    assert BY_A_PERSON == [("listTasks", "assignee")]
