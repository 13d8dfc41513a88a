"""``tindak calendar`` against an API that answers: what it does stands in the trail under whose token it was."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from service.cli import main
from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from tests.edge.api.local_days import within_the_study
from tests.edge.api.story import ADMIN, AUDITOR, DESK, P, headers, report
from tests.edge.contract.serving import serving
from tests.edge.contract.stage import study_of

WORDS = ["--name-en", "Joint leave", "--name-id", "Cuti bersama", "--reason", "Diumumkan terlambat", "--source", "SKB"]
CHAIN = "SELECT convert_from(leaf, 'UTF8') FROM audit_event WHERE action LIKE 'calendar.%' ORDER BY seq"


def token_of(settings: Settings, folder: Path, who: Any) -> str:
    """The file with somebody's token."""
    file = folder / f"{who[0]}.token"
    file.write_text(mint(settings.home, *who, ["33.05"]) + "\n")
    return str(file)


class Terminal:
    """Runs the command, and keeps what it said and how it ended."""

    def __init__(self, address: str, capsys: pytest.CaptureFixture[str]) -> None:
        self._address = address
        self._capsys = capsys

    def run(self, what: str, token: str, *more: str) -> tuple[int | str | None, str]:
        with pytest.raises(SystemExit) as end:
            main(["calendar", what, *more, "--url", self._address, "--token-file", token])
        return end.value.code, self._capsys.readouterr().out


async def test_a_day_is_kept_listed_told_of_by_its_clocks_and_withdrawn_in_the_name_of_who_did_it(
    client: Any, settings: Settings, admin: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = await report(client, settings)
    admins, auditors = (token_of(settings, tmp_path, who) for who in (ADMIN, AUDITOR))
    day = next(iter(within_the_study(made)))
    person = (await client.get("/v1/me", headers=headers(settings, ADMIN))).json()["person"]
    with serving(settings) as address:
        terminal = Terminal(address, capsys)

        async def run(what: str, token: str, *more: str) -> tuple[int | str | None, str]:
            return await asyncio.to_thread(terminal.run, what, token, *more)

        assert await run("changed", auditors) == (0, "")
        code, said = await run("add", admins, "--day", day, *WORDS)
        assert (code, said.startswith(f"kept {day} off ")) == (0, True)
        kept = said.split()[3]
        code, said = await run("changed", auditors)
        assert (code, study_of(made) in said) == (1, True)
        code, said = await run("changed", auditors, "--json")
        clocks = [json.loads(line) for line in said.splitlines()]
        assert study_of(made) in {clock["id"] for clock in clocks}
        assert all(clock["recounted_due_at"] for clock in clocks)
        code, said = await run("list", admins)
        assert (code, f"{day} off {kept} Joint leave / Cuti bersama" in said, person in said) == (0, True, True)
        code, said = await run("withdraw", admins, kept, "--reason", "Dicabut")
        assert (code, said.startswith(f"withdrawn {day} off {kept}"), "Dicabut" in said) == (0, True, True)
        assert await run("changed", auditors) == (0, "")
    leaves = [json.loads(row[0]) for row in await admin.fetch(CHAIN)]
    assert [(leaf["action"], leaf["actor"]) for leaf in leaves] == [
        (action, {"person": person, "agency": ADMIN[1], "role": "admin"})
        for action in ("calendar.day_kept", "calendar.day_withdrawn")
    ]


async def test_what_is_refused_is_said_and_changes_nothing(
    client: Any, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desks, admins = (token_of(settings, tmp_path, who) for who in (DESK, ADMIN))
    with serving(settings) as address:
        terminal = Terminal(address, capsys)
        for said, what, token, more in (
            ("role_not_permitted", "add", desks, ("--day", "2026-12-28", *WORDS)),
            ("role_not_permitted", "changed", admins, ()),
            ("not_found", "withdraw", admins, ("019ab3f8-77c1-7e55-a0d2-4b6f9c813e71", "--reason", "Dicabut")),
            ("/reason", "add", admins, ("--day", "2026-12-28", *WORDS, "--reason", " ")),
        ):
            code, out = await asyncio.to_thread(terminal.run, what, token, *more)
            assert (said in str(code), out) == (True, "")
    assert (await client.get(f"{P}/calendar/days", headers=headers(settings, DESK))).json()["items"] == []


TOKEN = "eyJhbGciOiJFZERTQSJ9.rahasia.rahasia"
REFUSED = {
    "in the clear": ("http://tindak.example.go.id", TOKEN, "sent in the clear"),
    "no address": ("tindak.example.go.id", TOKEN, "needs the address"),
    "with a password": ("https://a:b@tindak.example.go.id", TOKEN, "needs the address"),
    "no token": ("http://127.0.0.1:9", "\n", "holds no token"),
    "two tokens": ("http://127.0.0.1:9", f"{TOKEN}\n{TOKEN}", "holds no token"),
    "nobody there": ("http://127.0.0.1:9", TOKEN, "does not answer"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_token_goes_nowhere_in_the_clear_and_is_never_repeated(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address, token, said = REFUSED[case]
    file = tmp_path / "token"
    file.write_text(token)
    code, out = Terminal(address, capsys).run("list", str(file))
    assert said in str(code)
    assert TOKEN not in f"{code}{out}"
    missing, _ = Terminal("https://tindak.example.go.id", capsys).run("list", str(tmp_path / "none"))
    assert "No such file" in str(missing)
