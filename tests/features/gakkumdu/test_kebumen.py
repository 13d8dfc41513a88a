"""Kebumen's cases of Pilkada 2024, entered through the API and counted by kind."""

from typing import Any

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import AUDITOR, DESK, LEAD, POLRES, SARI, TONO, VERIFY, P, fire, headers, report

CASES: tuple[tuple[str, int, int, str, dict[str, Any]], ...] = (
    ("money politics", 14, 8, "money_politics", {}),
    ("village heads", 4, 2, "neutrality_official", {"reported_party": {"name": "Kepala desa"}}),
    ("civil servants", 2, 1, "neutrality_official", {"reported_party": {"name": "Pegawai negeri"}}),
    ("campaign props", 2, 1, "administrative", {}),
    ("transfer of officials", 1, 0, "incumbent_abuse", {}),
    ("social aid", 1, 0, "incumbent_abuse", {}),
    ("polling committee", 1, 0, "ethics", {"reported_party": {"agency": "kpu", "name": "Anggota KPPS"}}),
)
"""docs/domain.md, "Kebumen": the kind, how many, of them by sub-district committees, category, accused.

Which of the twelve were of which kind is not said there; the split is ours.
"""


async def handled(client: Any, settings: Settings, title: str, category: str, *, down: bool, **more: Any) -> None:
    """One case that Bawaslu verifies and leads, or hands down to its sub-district committee."""
    body = {"category": category, "severity": "S3", "title": title, "classification": "ordinary", **more}
    made = await report(client, settings, POLRES, **body)
    path = f"/reports/{made['id']}"
    checked = await fire(client, settings, SARI, path, 1, VERIFY)
    assert checked.status_code == 200, checked.text
    made = (await fire(client, settings, TONO, path, 2, {"trigger": "assign", "tasks": [LEAD]})).json()
    if down:
        handed = {"trigger": "transfer", "kind": "handed_down", "agency": "panwascam", "reason": "Terjadi di kecamatan"}
        handed["reference"] = "21/PM.00.02/K.JT-13/11/2024"
        answer = await fire(client, settings, TONO, f"/tasks/{made['tasks'][0]['id']}", 1, handed)
        assert answer.status_code == 200, answer.text


async def test_the_25_cases_of_pilkada_2024_are_counted_by_kind_and_by_who_handles_them(
    client: Any, settings: Settings, admin: Any
) -> None:
    assert [sum(case[at] for case in CASES) for at in (1, 2)] == [25, 12]
    for kind, count, down, category, more in CASES:
        for number in range(count):
            title = f"{kind} {number + 1}"
            await handled(client, settings, title, category, down=number < down, **more)
    await report(client, settings, POLRES, election="pemilu-2024", occurred_at="2024-02-12T09:00:00+07:00")
    await sequence_all(admin)
    found = await summary(client, settings, TONO)
    (counts,) = found["elections"]
    assert (counts["total"], counts["election"]) == (25, "pilkada-2024")
    assert counts["category"] == {
        "money_politics": 14, "neutrality_official": 6, "administrative": 2, "incumbent_abuse": 2, "ethics": 1,
    }  # fmt: skip
    assert counts["agency"] == {"bawaslu": 13, "panwascam": 12}
    assert counts["state"] == {"assigned": 25}
    for walled in (DESK, AUDITOR):
        (seen,) = (await summary(client, settings, walled))["elections"]
        assert seen["total"] == 23  # the two about the regency's own side are hidden


async def summary(client: Any, settings: Settings, who: Any) -> Any:
    answer = await client.get(f"{P}/summary?election=pilkada-2024", headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    return answer.json()
