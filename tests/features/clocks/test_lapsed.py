"""A right of the reporter or of the parties that has passed unused has lapsed: it is nobody's delay, in no list.

docs/domain.md, "Legal clocks": "A right lapses". UU 1/2015 art. 135A(6), UU 7/2017 art. 482(2).
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from service.trail.telling.command import TOLD, Question, tell
from tests.edge.api.story import AUDITOR, DESK, P, headers
from tests.edge.contract.case_steps import PATH
from tests.features.administrative.acting import registered
from tests.features.administrative.test_over_http import IN_OCTOBER, PILKADA, clocks_of, taken
from tests.features.clocks.test_over_http import read
from tests.features.exports.taking import take
from tests.features.exports.test_situation import text_of
from tests.features.gakkumdu.test_over_http import assigned
from tests.features.gakkumdu.test_over_http import taken as case_taken
from tests.features.ladder.looking import let_pass
from tests.features.ladder.test_looking import look
from tests.signing import Signer
from tests.trail.log.bundling import signed
from workflows.codes.policy import BOUND, OUTSIDE_OWNERS, RIGHT_HOLDERS, ClockOwner

CANCELLED = (
    ("handed_up", "2024-10-21T10:00"), ("province_decision", "2024-11-07T15:00"),
    ("province_follow_up", "2024-11-12T11:00"),
)  # fmt: skip
APPEAL = "Upaya hukum ke Mahkamah Agung"


async def of_october(client: Any, settings: Settings, admin: Any) -> Any:
    made = await registered(client, settings, admin, PILKADA | IN_OCTOBER)
    return await read(client, settings, f"/reports/{made}", DESK)


async def cancelled(client: Any, settings: Settings, admin: Any) -> Any:
    """A report whose pair had until Friday 15 November 2024 to go to the Supreme Court, which nobody did."""
    made = await of_october(client, settings, admin)
    for step, when in CANCELLED:
        await taken(client, settings, made["id"], step, when)
    return made


def test_whose_each_clock_is_says_one_table() -> None:
    assert set(BOUND) == set(ClockOwner)
    assert {*RIGHT_HOLDERS} == {"reporter", "parties"}
    assert {*OUTSIDE_OWNERS} == {"reporter", "parties", "court", "bawaslu_province", "supreme_court"}


@pytest.mark.parametrize("form", ["html", "pdf"])
async def test_a_right_to_appeal_that_passed_unused_has_lapsed_and_stands_nowhere_as_late(
    client: Any, settings: Settings, admin: Any, form: str
) -> None:
    made = await cancelled(client, settings, admin)
    assert (await clocks_of(client, settings, made["id"]))["supreme_court_appeal"]["lapsed"] is False
    assert await look(settings) > 0
    await sequence_all(admin)
    clock = (await clocks_of(client, settings, made["id"]))["supreme_court_appeal"]
    assert (clock["lapsed"], clock["warned"], clock["rung"], clock["stopped_at"]) == (True, 100, None, None)
    told = await read(client, settings, f"/clocks/{clock['id']}")
    for lang, said in (
        ("en", "it was a right of whoever may turn to the court and no agency's duty, and nobody is late"),
        ("id", "ini hak pihak yang berhak mengajukan upaya hukum, bukan kewajiban instansi, dan tidak ada yang"),
    ):
        assert said in told["explanations"][lang]
        assert (
            said in (await read(client, settings, f"/clocks/{clock['id']}", **{"Accept-Language": lang}))["explanation"]
        )
    assert made["register_number"] not in text_of(await take(client, settings, f"situation.{form}"))
    assert (await read(client, settings, "/reports?escalated=true", DESK))["items"] == []


async def test_what_binds_the_court_or_an_agency_goes_on_to_be_listed(
    client: Any, settings: Settings, admin: Any
) -> None:
    """Handed up and never decided: the province's fourteen days are a duty, though of nobody of the region."""
    made = await of_october(client, settings, admin)
    await taken(client, settings, made["id"], "handed_up", "2024-10-21T10:00")
    assert await look(settings) > 0
    await sequence_all(admin)
    clock = (await clocks_of(client, settings, made["id"]))["province_decision"]
    assert (clock["warned"], clock["lapsed"]) == (100, False)
    text = text_of(await take(client, settings, "situation.html"))
    assert made["register_number"] in text
    assert "Bawaslu Provinsi" in text


async def test_a_judgment_that_nobody_appealed_leaves_the_parties_limit_out_of_every_list(
    client: Any, settings: Settings, admin: Any
) -> None:
    """Of the same judgment the court's duty to deliver it passed too, and is listed: alone."""
    made = await assigned(client, settings, classification="ordinary")
    await case_taken(client, settings, made, *PATH[: PATH.index("first_instance") + 1])
    await let_pass(admin, timedelta(days=60))
    assert await look(settings) > 0
    await sequence_all(admin)
    clocks = await clocks_of(client, settings, made)
    lapsed = {kind for kind, clock in clocks.items() if clock["lapsed"]}
    missed = {kind for kind, clock in clocks.items() if clock["warned"] == 100 and clock["stopped_at"] is None} - lapsed
    assert (lapsed, missed) == ({"lodge_appeal"}, {"deliver_judgment"})
    text = text_of(await take(client, settings, "situation.html"))
    assert "Tenggat lewat 1" in text or "1 Tenggat lewat" in text, text


async def test_an_appeal_that_comes_after_all_is_a_late_one_and_no_longer_lapsed(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await cancelled(client, settings, admin)
    assert await look(settings) > 0
    await taken(client, settings, made["id"], "supreme_court_appeal", "2024-11-18T09:00")
    clocks = await clocks_of(client, settings, made["id"])
    assert (clocks["supreme_court_appeal"]["lapsed"], clocks["supreme_court_decision"]["lapsed"]) == (False, False)
    assert clocks["supreme_court_appeal"]["stopped_at"] > clocks["supreme_court_appeal"]["due_at"]


async def test_the_story_says_that_a_right_lapsed_and_of_a_duty_that_its_time_passed(
    client: Any,
    settings: Settings,
    admin: Any,
    worker: Any,
    signer: Signer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = await cancelled(client, settings, admin)
    duty = await of_october(client, settings, admin)
    await taken(client, settings, duty["id"], "handed_up", "2024-10-21T10:00")
    assert await look(settings) > 0
    await signed(worker, signer)
    answer = await client.post(f"{P}/audit/bundles", json={}, headers=headers(settings, AUDITOR))
    (tmp_path / "a.zip").write_bytes(answer.content)
    for lang, lapsed, passed in (
        ("en", "A right of whoever may turn to the court had lapsed unused", "A part of a time limit had passed"),
        (
            "id",
            "Hak pihak yang berhak mengajukan upaya hukum telah gugur tanpa digunakan",
            "Sebagian tenggat telah lewat",
        ),
    ):
        said = []
        for one in (made, duty):
            assert tell(Question(tmp_path / "a.zip", one["id"], lang=lang)) == TOLD
            out = capsys.readouterr().out
            said.append((out.count(lapsed), out.count(passed) > 0))
        assert said == [(1, True), (0, True)]
