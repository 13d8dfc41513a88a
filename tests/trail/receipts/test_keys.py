"""The key of receipts: the API's own, published beside the log's, replaced without losing what it signed."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from service.app import create_app
from service.contract.examples import ANSWERS, TEXTS
from service.edge.representation import encode
from service.edge.settings import Settings, SettingsError
from service.features.reports.schemas import ReportAnswer
from service.trail.cosigning.keyfile import generate, load, vkeys_path
from service.trail.receipts.receipt_keys import make_key, open_signer
from tests.alive import alive
from tests.commands import tindak
from tests.conftest import REGION
from tests.edge.api.story import ADMIN, P, headers, report
from tests.trail.receipts.asking import published, signers
from workflows.trail.receipts import log_of, receipt_key_name, region_of
from workflows.trail.tlog.note_keys import KeyKind, parse_verifier_key

ORIGIN = "tindak.local"
NAME = f"{ORIGIN}/{REGION}/receipts"


class Taken(NamedTuple):
    """What a receipt says of an event."""

    id: UUID
    leaf_hash: bytes
    at: datetime


def command(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {"TINDAK_HOME": str(home), "PATH": "/usr/bin"}
    return tindak(*arguments, env=known | environment)


def in_production(settings: Settings, key: Path) -> Settings:
    return Settings(
        home=settings.home,
        database_url=settings.database_url,
        sealing_key=settings.sealing_key,
        oidc_issuer="https://issuer.example",
        receipt_key=key,
        log_level="error",
    )


async def test_the_command_prints_the_keys_that_the_api_publishes(client: Any, settings: Settings) -> None:
    keys = await published(client, settings)
    assert [key.name for key in keys] == [NAME]
    printed = command(settings.home, "audit", "key", "--receipts", "--region", REGION)
    assert printed.stdout.splitlines() == [key.encode() for key in keys], printed.stderr
    assert (await client.get(f"{P}/audit/receipt-keys", headers=headers(settings, ADMIN))).status_code == 403


async def test_what_an_older_key_signed_stays_verifiable(settings: Settings, tmp_path: Path) -> None:
    receipts = []
    for number in range(3):
        key, old = tmp_path / f"receipts-{number}.key", tmp_path / f"receipts-{number - 1}.key"
        replaces = ("--replaces", str(old)) if number else ()
        made = command(tmp_path, "api", "--new-receipt-key", *replaces, TINDAK_RECEIPT_KEY=str(key))
        assert made.returncode == 0, made.stderr
        rotated = settings.model_copy(update={"receipt_key": key})
        async with alive(create_app(rotated)) as client:
            receipts.append((await report(client, rotated))["receipt"])
            keys = await published(client, rotated)
    assert [signers(receipt, keys) for receipt in receipts] == [[key] for key in keys]
    assert keys[-1].public_key == load(key).verifier.public_key


def test_one_key_signs_for_every_region_under_the_name_of_each(tmp_path: Path) -> None:
    made = make_key(tmp_path / "receipts.key", ORIGIN)
    signer = open_signer(tmp_path / "receipts.key", ORIGIN, 60)
    event: Any = Taken(UUID(int=1), bytes(32), datetime.now(UTC))
    regions = [f"33.{number:02}" for number in range(1, 30)]
    for region in regions * 2:
        receipt = json.loads(encode(signer.receipt(region, event)))
        for other in regions:
            keys = signer.keys(other)
            assert [key.public_key for key in keys] == [made.public_key]
            assert signers(receipt, keys, other) == (keys if other == region else [])


def test_production_is_refused_without_a_key_it_can_read(settings: Settings, tmp_path: Path) -> None:
    key = tmp_path / "keys-of-ours" / "receipts.key"
    chosen = in_production(settings, key)
    with pytest.raises(SettingsError, match=r"^TINDAK_RECEIPT_KEY: .*receipts\.key: No such file"):
        create_app(chosen)
    assert not key.exists()
    make_key(key, ORIGIN)
    create_app(chosen)
    key.chmod(0o644)
    with pytest.raises(SettingsError, match="open to others"):
        create_app(chosen)
    key.chmod(0o600)
    listed = vkeys_path(key)
    listed.write_text("# nothing\n")
    with pytest.raises(SettingsError, match="does not end with the key"):
        create_app(chosen)
    listed.unlink()
    with pytest.raises(SettingsError, match=r"receipts\.key\.vkeys: No such file"):
        create_app(chosen)


def test_the_logs_key_is_never_taken_for_the_key_of_receipts(settings: Settings, tmp_path: Path) -> None:
    generate(tmp_path / "log.key", ORIGIN, KeyKind.LOG)
    with pytest.raises(SettingsError, match=r"holds the key of 'tindak\.local', not of 'tindak\.local/receipts'"):
        create_app(in_production(settings, tmp_path / "log.key"))
    replaced = command(tmp_path, "api", "--new-receipt-key", "--replaces", str(tmp_path / "log.key"))
    assert (replaced.returncode, "holds the key of" in replaced.stderr) == (1, True)


def test_a_key_of_receipts_is_not_overwritten(tmp_path: Path) -> None:
    assert command(tmp_path, "api", "--new-receipt-key").returncode == 0
    again = command(tmp_path, "api", "--new-receipt-key")
    assert (again.returncode, "already" in again.stderr) == (1, True), again.stderr


def test_a_start_without_a_key_ends_with_one_clear_line(settings: Settings, tmp_path: Path) -> None:
    assert settings.database_url is not None
    assert settings.sealing_key is not None
    known = {
        "TINDAK_DATABASE_URL": settings.database_url.get_secret_value(),
        "TINDAK_SEALING_KEY": settings.sealing_key.get_secret_value(),
        "TINDAK_OIDC_ISSUER": "https://issuer.example",
    }
    ended = command(tmp_path, "api", **known)
    assert ended.returncode == 1
    assert ended.stderr.startswith("tindak: TINDAK_RECEIPT_KEY: ")
    assert len(ended.stderr.splitlines()) == 1


def test_the_receipt_of_the_examples_is_signed_by_the_key_of_the_examples() -> None:
    key = parse_verifier_key(TEXTS["receipt-keys"]["example"].rstrip("\n"))
    assert signers(ANSWERS[ReportAnswer]["receipt"], [key]) == [key]


@pytest.mark.parametrize("origin", ["tindak.local/33.05", "a", "a/receipts"])
def test_the_name_of_a_key_of_receipts_says_of_which_log_it_is(origin: str) -> None:
    assert log_of(receipt_key_name(origin)) == origin
    assert log_of(origin.removesuffix("/receipts")) is None
    assert log_of("/receipts") is None
    assert region_of("tindak.local/33.05") == "33.05"
