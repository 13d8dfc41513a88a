"""What clocks, notices and the bundle rest on, in the language that is asked for, over HTTP; rows and events stay."""

import json
from typing import Any

from service.edge.settings import Settings
from tests.edge.api.story import AUDITOR, DESK, P, headers
from tests.features.gakkumdu.test_over_http import assigned
from tests.workflows.policy.test_bases import ENGLISH, LAWS


async def told(client: Any, settings: Settings, path: str, lang: str, who: Any) -> list[str]:
    """Every basis that an answer holds, in its order."""
    answer = await client.get(f"{P}{path}", headers=headers(settings, who) | {"Accept-Language": lang})
    assert answer.status_code == 200, answer.text
    found: list[str] = []

    def look(part: Any) -> None:
        for name, value in part.items() if isinstance(part, dict) else enumerate(part):
            if name == "basis" and value is not None:
                found.append(value)
            elif isinstance(value, dict | list):
                look(value)

    look(answer.json())
    return found


async def test_every_answer_says_what_it_rests_on_in_the_language_asked_for(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await assigned(client, settings, classification="ordinary", election="pemilu-2024")
    shown = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()
    of_service = next(one["id"] for one in shown["clocks"] if one["family"] == "service")
    for path, who in (
        (f"/reports/{made}", DESK), (f"/clocks/{of_service}", DESK), ("/notices/owed", DESK),
        (f"/reports/{made}/notices", DESK), (f"/reports/{made}/case", DESK), (f"/routing/preview?report={made}", DESK),
        ("/notice-templates", DESK), ("/policy", AUDITOR),
    ):  # fmt: skip
        english, local = [await told(client, settings, path, lang, who) for lang in ("en", "id")]
        assert english, path
        assert [LAWS.findall(one) for one in english] == [LAWS.findall(one) for one in local], path
        assert [one for one in local if ENGLISH.search(one)] == [], path
        assert any(ENGLISH.search(one) for one in english), path
    kept = await admin.fetchval("SELECT basis FROM owed_notice LIMIT 1")
    assert kept.startswith("Perbawaslu 7/2022 and Perbawaslu 8/2020")
    leaves = [json.loads(row["leaf"]) for row in await admin.fetch("SELECT leaf FROM audit_event")]
    assert "Usulan pembagian" not in json.dumps(leaves)
