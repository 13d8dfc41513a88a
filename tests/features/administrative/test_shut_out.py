"""What KPU did, entered in its place over HTTP: by nobody who shut KPU out of the report, whenever and however."""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import KPU, SARI, TONO, VERIFY, WATI, P, headers, report
from tests.edge.contract.administrative_steps import body_of
from tests.features.administrative.acting import reasons, verdict, violation
from tests.features.clocks.test_as_told import KNOWN
from tests.features.clocks.test_put_right import OF_PEMILU, at
from tests.features.elections.at_a_time import set_clock
from tests.signing import Signer

VIOLATION = {"category": "administrative", "severity": "S3"}
ACCUSED = {"reported_party": {"agency": "kpu", "name": "KPU"}}
DATED_BACK = {"at": "2024-02-20T10:00:00+07:00"}
WAYS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "secret": ("PATCH", "", {"classification": "secret", "reason": "Rahasia"}),
    "accused": ("PATCH", "", ACCUSED | {"reason": "Terlapor"}),
    "walled off": ("POST", "/walls", {"agency": "kpu", "reason": "Kerabat"}),
}
"""How one person shuts KPU out of a report that it reads."""


async def sent(client: Any, settings: Settings, made: Any, who: Any, method: str, path: str, body: Any) -> Any:
    below = f"{P}/reports/{made['id']}"
    version = (await client.get(below, headers=headers(settings, WATI))).json()["version"]
    return await client.request(method, below + path, json=body, headers=headers(settings, who, match=version))


async def entered(client: Any, settings: Settings, made: Any, who: Any, **members: Any) -> Any:
    body = body_of("carried_out_by_kpu") | members
    return await sent(client, settings, made, who, "POST", "/administrative/steps", body)


async def due(client: Any, settings: Settings, made: Any) -> tuple[str, str | None]:
    found = (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, WATI))).json()["clocks"]
    return next((one["due_at"], one["stopped_at"]) for one in found if one["kind"] == "execute_decision")


@pytest.mark.parametrize("before", [True, False], ids=["before the decision", "once its days were missed"])
@pytest.mark.parametrize("way", WAYS)
async def test_whoever_shut_kpu_out_does_not_make_its_limit_look_met(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path,
    *, way: str, before: bool,
) -> None:  # fmt: skip
    """Read out on Monday 19 February 2024: three working days to Thursday 22."""
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    made = await report(client, settings, SARI, **OF_PEMILU | KNOWN | VIOLATION)
    assert (await sent(client, settings, made, TONO, "POST", "/transitions", VERIFY)).status_code == 200
    shut_out = ("POST", "/administrative/steps", body_of("decision")), WAYS[way]
    for method, path, body in reversed(shut_out) if before else shut_out:
        if method == "PATCH" or path == "/walls":
            set_clock(monkeypatch, "2024-02-19T11:00:00" if before else "2024-03-08T10:00:00")
        assert (await sent(client, settings, made, TONO, method, path, body)).status_code in (200, 201)
    set_clock(monkeypatch, "2024-03-08T11:00:00")
    refused = await entered(client, settings, made, TONO, **DATED_BACK)
    assert (refused.status_code, refused.json()["code"]) == (403, "shut_kpu_out")
    assert reasons(await violation(client, settings, made["id"], TONO), "carried_out_by_kpu") == ["shut_kpu_out"]
    assert await due(client, settings, made) == (at("2024-02-22T23:59:59"), None)
    assert reasons(await violation(client, settings, made["id"], WATI), "carried_out_by_kpu") == []
    assert (await entered(client, settings, made, WATI)).status_code == 200
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


@pytest.mark.parametrize("told", [{"classification": "secret"}, ACCUSED], ids=["secret", "accused"])
async def test_nor_does_whoever_reported_it_so(client: Any, settings: Settings, told: dict[str, Any]) -> None:
    made = await report(client, settings, TONO, **OF_PEMILU | VIOLATION | told)
    for path, body in (("/transitions", VERIFY), ("/administrative/steps", body_of("decision"))):
        assert (await sent(client, settings, made, WATI, "POST", path, body)).status_code == 200
    assert (await entered(client, settings, made, TONO)).json()["code"] == "shut_kpu_out"
    assert (await entered(client, settings, made, WATI)).status_code == 200


async def test_what_kpu_reads_it_enters_itself_whoever_reported_it(client: Any, settings: Settings) -> None:
    made = await report(client, settings, SARI, **OF_PEMILU | VIOLATION)
    for path, body in (("/transitions", VERIFY), ("/administrative/steps", body_of("decision"))):
        assert (await sent(client, settings, made, TONO, "POST", path, body)).status_code == 200
    assert (await entered(client, settings, made, SARI)).json()["code"] == "not_step_agency"
    assert (await entered(client, settings, made, KPU)).status_code == 200
