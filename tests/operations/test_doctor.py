"""`tindak doctor` against a real database and a real issuer: whole, and broken in each way it looks for."""

import asyncio
import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
import pytest

from service.edge.auth.token_claims import LEEWAY_S
from service.edge.settings import Settings, load_settings
from service.features.changing.all_routines import ALL
from service.operations.doctor import examine
from service.operations.doctor.findings import Level
from service.operations.doctor.questions import APPEND_ONLY, MOST_SKEW_S, TENANT_TABLES, judge_skew
from service.operations.doctor.surroundings import ask_issuer, look_at_sealing_key
from service.operations.embedded.postgres import EmbeddedPostgres
from service.storage.db.routines import Installed
from service.trail.cosigning.keyfile import generate
from service.trail.receipts.receipt_keys import make_key
from tests.commands import tindak
from tests.edge.auth.forge import EC, published
from tests.edge.auth.key_server import JWKS, Answer, KeyServer
from tests.walking import walked
from workflows.trail.tlog.note_keys import KeyKind

SEALING_KEY = base64.b64encode(b"only for this test, 32 bytes long").decode()[:43] + "="
A_WORKER = """INSERT INTO background_task (process, task, part, failures, still, seen_at)
VALUES (gen_random_uuid(), 'sequencing', 'worker', 0, false, now() + interval '10 seconds')"""
LOCAL_HTTP = {"issuer": "warn"}  # the test's issuer is on this machine, without TLS


class Deployment(NamedTuple):
    """A database and an issuer, and the settings that lead to them."""

    postgres: EmbeddedPostgres
    database: str
    issuer: KeyServer
    receipt_key: Path

    def url(self, role: str, database: str | None = None) -> str:
        return self.postgres.url(role, database or self.database)

    def settings(self, **changes: Any) -> dict[str, Any]:
        return {
            "database_url": self.url("tindak_app"),
            "worker_database_url": self.url("tindak_worker"),
            "admin_database_url": self.url("postgres"),
            "oidc_issuer": self.issuer.issuer,
            "sealing_key": SEALING_KEY,
            "receipt_key": self.receipt_key,
        } | changes

    def change(self, *statements: str) -> None:
        asyncio.run(_execute(self.url("postgres"), statements))

    def ask(self, sql: str) -> set[str]:
        return asyncio.run(_fetch(self.url("postgres"), sql))


async def _execute(url: str, statements: tuple[str, ...]) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def _fetch(url: str, sql: str) -> set[str]:
    connection = await asyncpg.connect(url)
    try:
        return {row[0] for row in await connection.fetch(sql)}
    finally:
        await connection.close()


@pytest.fixture
def deployment(postgres: EmbeddedPostgres, database: str, tmp_path: Path) -> Iterator[Deployment]:
    issuer = KeyServer()
    issuer.publish(published(EC))
    make_key(tmp_path / "receipts.key", "tindak.local")
    made = Deployment(postgres, database, issuer, tmp_path / "receipts.key")
    made.change(A_WORKER)
    yield made
    issuer.stop()


@pytest.fixture
def look(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, dict[str, str]]]:
    """Examine; return the exit status and the checks that are not ok with their level."""

    def looked(**settings: Any) -> tuple[int, dict[str, str]]:
        status = examine(lambda: load_settings(**settings), json=True)
        checks = json.loads(capsys.readouterr().out)["checks"]
        return status, {check["check"]: check["level"] for check in checks if check["level"] != "ok"}

    return looked


@pytest.fixture
def seen(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, str]]:
    """Examine; return what each check that failed says."""

    def looked(**settings: Any) -> dict[str, str]:
        assert examine(lambda: load_settings(**settings), json=True) == 1
        checks = json.loads(capsys.readouterr().out)["checks"]
        return {check["check"]: check["seen"] for check in checks if check["level"] == "fail"}

    return looked


def test_a_whole_deployment_is_well(deployment: Deployment, look: Any) -> None:
    assert look(**deployment.settings()) == (0, LOCAL_HTTP)


def test_a_key_of_receipts_that_the_api_cannot_use_is_a_failure(deployment: Deployment, look: Any) -> None:
    failed = (1, LOCAL_HTTP | {"receipt key": "fail"})
    assert look(**deployment.settings(log_origin="other.example")) == failed
    deployment.receipt_key.chmod(0o640)
    assert look(**deployment.settings()) == failed
    deployment.receipt_key.unlink()
    assert look(**deployment.settings()) == failed


def test_the_doctor_knows_every_table_of_a_region_and_every_guard_of_the_trail(deployment: Deployment) -> None:
    tables = (
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'region'"
    )
    guards = (
        "SELECT c.relname || '.' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname ~ '^refuse_'"
    )
    assert deployment.ask(tables) == TENANT_TABLES
    assert deployment.ask(guards) == APPEND_ONLY


@pytest.mark.parametrize("how", ["NO FORCE", "DISABLE"])
def test_row_security_taken_off_any_table_is_a_failure_that_names_it(
    deployment: Deployment, seen: Callable[..., dict[str, str]], how: str
) -> None:
    tables = walked(sorted(TENANT_TABLES))
    deployment.change(f"ALTER TABLE {tables[-1]} {how} ROW LEVEL SECURITY")
    assert seen(**deployment.settings()) == {"row security": f"not forced on {tables[-1]}"}
    deployment.change(*(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY" for table in tables))
    assert seen(**deployment.settings()) == {"row security": f"not forced on {', '.join(tables)}"}


@pytest.mark.parametrize("how", ["DISABLE TRIGGER", "ENABLE TRIGGER", "ENABLE REPLICA TRIGGER"])
def test_any_guard_of_the_trail_that_does_not_always_stand_is_a_failure_that_names_it(
    deployment: Deployment, seen: Callable[..., dict[str, str]], how: str
) -> None:
    guards = walked(sorted(APPEND_ONLY))
    parts = [guard.split(".") for guard in guards]
    deployment.change(f"ALTER TABLE {parts[-1][0]} {how} {parts[-1][1]}")
    assert seen(**deployment.settings()) == {"append-only trail": f"not enabled always: {guards[-1]}"}
    deployment.change(*(f"ALTER TABLE {table} {how} {trigger}" for table, trigger in parts))
    assert seen(**deployment.settings()) == {"append-only trail": f"not enabled always: {', '.join(guards)}"}


def test_a_guard_of_the_trail_that_was_dropped_is_a_failure(deployment: Deployment, look: Any) -> None:
    deployment.change("DROP TRIGGER no_change ON audit_event")
    assert look(**deployment.settings()) == (1, LOCAL_HTTP | {"append-only trail": "fail"})


APP_CANNOT = {
    "temporary tables": "GRANT TEMPORARY ON DATABASE {database} TO PUBLIC",
    "objects in public": "GRANT CREATE ON SCHEMA public TO tindak_app",
    "schemas": "GRANT CREATE ON DATABASE {database} TO tindak_worker",
    "triggers of its own": "GRANT TRIGGER ON audit_event TO tindak_app",
    "emptying a table": "GRANT TRUNCATE ON report TO tindak_app",
    "deleting from the trail": "GRANT DELETE ON audit_event TO tindak_app",
    "changing a leaf": "GRANT UPDATE (leaf) ON audit_event TO tindak_app",
    "changing the log": "GRANT UPDATE ON audit_leaf TO tindak_worker",
    "owning a table": "ALTER TABLE area OWNER TO tindak_app",
    "owning a function": "ALTER FUNCTION refuse_change() OWNER TO tindak_worker",
}
CLUSTER_CANNOT = {
    "switching triggers off": (
        "GRANT SET ON PARAMETER session_replication_role TO tindak_app",
        "REVOKE SET ON PARAMETER session_replication_role FROM tindak_app",
    ),
    "another role": ("GRANT pg_write_all_data TO tindak_app", "REVOKE pg_write_all_data FROM tindak_app"),
    "making roles": ("ALTER ROLE tindak_worker CREATEROLE", "ALTER ROLE tindak_worker NOCREATEROLE"),
}


@pytest.mark.parametrize("power", APP_CANNOT)
def test_a_login_that_gets_round_a_trigger_is_a_failure(deployment: Deployment, look: Any, power: str) -> None:
    deployment.change(APP_CANNOT[power].format(database=deployment.database))
    status, found = look(**deployment.settings())
    assert (status, found.pop("logins")) == (1, "fail")
    assert found.keys() <= {"issuer", "app role", "worker role"}


@pytest.mark.parametrize("power", CLUSTER_CANNOT)
def test_a_login_with_a_power_over_the_whole_server_is_a_failure(deployment: Deployment, look: Any, power: str) -> None:
    given, taken = CLUSTER_CANNOT[power]
    deployment.change(given)
    try:
        assert look(**deployment.settings()) == (1, LOCAL_HTTP | {"logins": "fail"})
    finally:
        deployment.change(taken)


RESET_ROUTINE = """DO $$ BEGIN EXECUTE (SELECT format('ALTER FUNCTION %s RESET search_path', oid::regprocedure)
  FROM pg_proc WHERE proname = 'advance_reports'); END $$"""


@pytest.mark.parametrize(
    "change",
    [
        "ALTER FUNCTION refuse_gap_of_reads() RESET search_path",
        "ALTER FUNCTION refuse_change() SET search_path = public",
        "ALTER FUNCTION api_key_used(text, bytea) SET search_path = pg_temp, public",
        "GRANT EXECUTE ON FUNCTION rate_lease(uuid, text, bigint, integer, bigint, bigint) TO PUBLIC",
        "CREATE FUNCTION another() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        RESET_ROUTINE,
    ],
)
def test_a_function_that_its_caller_could_mislead_is_a_failure(deployment: Deployment, look: Any, change: str) -> None:
    deployment.change(change)
    assert look(**deployment.settings()) == (1, LOCAL_HTTP | {"functions": "fail"})


@pytest.mark.parametrize("missing", ALL, ids=["of reports", "of tasks"])
def test_a_missing_set_of_routines_is_a_failure(deployment: Deployment, look: Any, missing: Installed) -> None:
    deployment.change(f"DROP SCHEMA {missing.schema} CASCADE")
    assert look(**deployment.settings()) == (1, LOCAL_HTTP | {"routines": "fail"})


@pytest.mark.parametrize("door", ["app", "worker"])
def test_a_role_that_passes_row_security_under_its_own_name_is_a_failure(
    deployment: Deployment, look: Any, door: str
) -> None:
    deployment.change(f"ALTER ROLE tindak_{door} BYPASSRLS")
    try:
        assert look(**deployment.settings()) == (1, LOCAL_HTTP | {f"{door} role": "fail", "logins": "fail"})
    finally:
        deployment.change(f"ALTER ROLE tindak_{door} NOBYPASSRLS")


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640, 0o620, 0o610, 0o604, 0o602, 0o601, None])
def test_a_key_file_of_the_embedded_run_is_closed_to_every_other_account(tmp_path: Path, mode: int | None) -> None:
    settings = Settings(embedded=True, home=tmp_path)
    for path in ("keys/sealing.key", "issuer/private.jwk"):
        place = tmp_path / path
        place.parent.mkdir()
        if mode is not None:
            place.touch()
            place.chmod(mode)
    well = Level.OK if mode in {0o600, 0o400} else Level.FAIL
    assert look_at_sealing_key(settings, embedded=True).level is well
    assert asyncio.run(ask_issuer(settings)).level is well


@pytest.mark.parametrize("revision", ["0001", "9999"])
def test_a_schema_of_another_version_is_a_failure(deployment: Deployment, look: Any, revision: str) -> None:
    deployment.change(f"UPDATE alembic_version SET version_num = '{revision}'")
    assert look(**deployment.settings()) == (1, LOCAL_HTTP | {"schema": "fail"})


def test_an_empty_database_is_told_to_migrate(deployment: Deployment, look: Any) -> None:
    deployment.change("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    status, found = look(**deployment.settings())
    assert status == 1
    lost = ("schema", "row security", "append-only trail", "background tasks")
    assert found == LOCAL_HTTP | dict.fromkeys(lost, "fail")


@pytest.mark.parametrize("door", ["app", "worker"])
def test_a_superuser_in_the_place_of_a_role_is_a_failure(deployment: Deployment, look: Any, door: str) -> None:
    setting = {"app": "database_url", "worker": "worker_database_url"}[door]
    assert look(**deployment.settings(**{setting: deployment.url("postgres")})) == (
        1,
        LOCAL_HTTP | {f"{door} role": "fail"},
    )


@pytest.mark.parametrize("power", ["BYPASSRLS", "IN ROLE tindak_owner", "IN ROLE tindak_app"])
def test_a_role_of_another_name_or_power_is_a_failure(deployment: Deployment, look: Any, power: str) -> None:
    deployment.change(f"CREATE ROLE stranger LOGIN {power}", "GRANT SELECT ON alembic_version TO stranger")
    try:
        found = look(**deployment.settings(database_url=deployment.url("stranger")))
    finally:
        deployment.change("DROP OWNED BY stranger", "DROP ROLE stranger")
    assert found == (1, LOCAL_HTTP | {"app role": "fail"})


def test_addresses_of_two_databases_are_a_failure(deployment: Deployment, look: Any) -> None:
    elsewhere = deployment.url("tindak_worker", "postgres")
    assert look(**deployment.settings(worker_database_url=elsewhere)) == (1, LOCAL_HTTP | {"one database": "fail"})


@pytest.mark.parametrize(("door", "role"), [("app", "tindak_app"), ("worker", "tindak_worker"), ("admin", "postgres")])
def test_a_database_that_cannot_be_reached_is_a_failure_of_its_address_alone(
    deployment: Deployment, look: Any, door: str, role: str
) -> None:
    setting = "database_url" if door == "app" else f"{door}_database_url"
    nowhere = f"postgresql://{role}@127.0.0.1:1/tindak"
    assert look(**deployment.settings(**{setting: nowhere})) == (1, LOCAL_HTTP | {f"{door} database": "fail"})


def test_an_address_that_only_other_parts_need_may_be_missing(deployment: Deployment, look: Any) -> None:
    settings = deployment.settings(worker_database_url=None, admin_database_url=None)
    assert look(**settings) == (0, LOCAL_HTTP | {"worker database": "warn", "admin database": "warn"})


@pytest.mark.parametrize(
    ("pool", "verdict"),
    [
        (79, (0, LOCAL_HTTP)),
        (80, (0, LOCAL_HTTP | {"connections": "warn"})),  # the test's own connection is in the way
        (81, (1, LOCAL_HTTP | {"connections": "fail"})),
    ],
)
@pytest.mark.usefixtures("admin")
def test_a_pool_larger_than_the_server_admits_is_a_failure(
    deployment: Deployment, look: Any, pool: int, verdict: tuple[int, dict[str, str]]
) -> None:
    assert look(**deployment.settings(pool_size=pool)) == verdict


@pytest.mark.parametrize(
    ("skew", "level"),
    [
        (0.0, Level.OK),
        (MOST_SKEW_S, Level.OK),
        (MOST_SKEW_S + 0.01, Level.WARN),
        (LEEWAY_S, Level.WARN),
        (LEEWAY_S + 0.01, Level.FAIL),
    ],
)
def test_clocks_that_differ_by_more_than_a_tokens_leeway_are_a_failure(skew: float, level: Level) -> None:
    assert judge_skew(skew).level is level


@pytest.mark.parametrize("keys", [[], [dict(EC.as_dict(private=True))]], ids=["none", "a private key"])
def test_an_issuer_without_a_usable_key_is_a_failure(deployment: Deployment, look: Any, keys: Any) -> None:
    deployment.issuer.publish(keys)
    assert look(**deployment.settings()) == (1, {"issuer": "fail"})


def test_an_issuer_that_answers_with_an_error_is_a_failure(deployment: Deployment, look: Any) -> None:
    deployment.issuer.answers[JWKS] = Answer(b"", status=503)
    assert look(**deployment.settings()) == (1, {"issuer": "fail"})


def test_an_issuer_over_plain_http_on_another_machine_is_a_failure(deployment: Deployment, look: Any) -> None:
    far = {"oidc_issuer": "http://login.example.invalid", "oidc_jwks_url": f"{deployment.issuer.issuer}{JWKS}"}
    assert look(**deployment.settings(**far)) == (1, {"issuer": "fail"})


def test_keys_over_plain_http_behind_an_https_issuer_are_a_warning(deployment: Deployment, look: Any) -> None:
    near = {"oidc_issuer": "https://login.example.invalid", "oidc_jwks_url": f"{deployment.issuer.issuer}{JWKS}"}
    assert look(**deployment.settings(**near)) == (0, LOCAL_HTTP)


@pytest.mark.parametrize(
    "password", ["Rahasia", "Rahasia#1", "Rahasia/1", "Rahasia?1", "Rahasia:1", "Raha%sia", "Rahasia@1"]
)
def test_no_secret_is_shown_however_an_address_is_broken(
    deployment: Deployment, capsys: pytest.CaptureFixture[str], password: str
) -> None:
    settings = ("database_url", "worker_database_url", "admin_database_url")
    addresses = dict.fromkeys(settings, f"postgresql://tindak_app:{password}@127.0.0.1:1/tindak")
    jwks = f"http://user:{password}@127.0.0.1:1/jwks"
    assert examine(lambda: load_settings(**deployment.settings(**addresses, oidc_jwks_url=jwks))) == 1
    said = capsys.readouterr().out
    assert password[:4] not in said
    assert SEALING_KEY not in said


def test_settings_that_cannot_be_used_are_named_and_nothing_else_is_tried(look: Any) -> None:
    assert look(sealing_key="geheim", port=0) == (1, {"settings": "fail"})


def test_each_check_is_one_line_with_its_remedy(deployment: Deployment, capsys: pytest.CaptureFixture[str]) -> None:
    deployment.change("ALTER TABLE report NO FORCE ROW LEVEL SECURITY")
    assert examine(lambda: Settings(**deployment.settings())) == 1
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in lines} == {"ok", "warn", "fail"}
    [failed] = [line for line in lines if line.startswith("fail")]
    assert failed.startswith("fail  row security")
    assert "not forced on report -> ALTER TABLE" in failed


def test_the_command_exits_with_the_verdict_and_can_speak_json(deployment: Deployment, tmp_path: Path) -> None:
    def run(**changes: Any) -> tuple[int, dict[str, Any]]:
        settings = deployment.settings(**changes)
        environment = {f"TINDAK_{name.upper()}": str(value) for name, value in settings.items()} | {"PATH": "/usr/bin"}
        done = tindak("doctor", "--json", env=environment, cwd=tmp_path)
        return done.returncode, json.loads(done.stdout)

    status, told = run()
    assert (status, told["ok"]) == (0, True)
    assert set(told["checks"][0]) == {"check", "level", "seen", "remedy"}
    deployment.issuer.publish([])
    status, told = run()
    assert (status, told["ok"]) == (1, False)


@pytest.mark.parametrize(
    ("row", "level", "said"),
    [
        ("'x', 0, NULL, NULL, false, now()", "ok", None),
        ("'x', 3, now(), 'ValueError', false, now()", "warn", "worker: x (ValueError, 3 times)"),
        ("'x', 3, now() - interval '1 hour', 'ValueError', false, now()", "ok", None),
        ("'x', 0, NULL, NULL, true, now()", "fail", "no sign of life of worker: x"),
        ("'x', 0, NULL, NULL, true, now() - interval '2 minutes'", "ok", None),
    ],
)
def test_background_tasks_that_fail_or_stand_still_are_told(
    deployment: Deployment, look: Any, capsys: pytest.CaptureFixture[str], row: str, level: str, said: str | None
) -> None:
    columns = "process, part, task, failures, failed_at, error, still, seen_at"
    deployment.change(f"INSERT INTO background_task ({columns}) VALUES (gen_random_uuid(), 'worker', {row})")
    status, found = look(**deployment.settings())
    assert (status, found.get("background tasks", "ok")) == (int(level == "fail"), level)
    examine(lambda: load_settings(**deployment.settings()))
    assert said is None or said in capsys.readouterr().out


@pytest.mark.parametrize(
    "seen", ["DELETE FROM background_task", "UPDATE background_task SET seen_at = now() - interval '2 min'"]
)
def test_no_worker_at_work_is_told(deployment: Deployment, look: Any, seen: str) -> None:
    deployment.change(seen)
    assert look(**deployment.settings()) == (0, LOCAL_HTTP | {"background tasks": "warn"})


@pytest.mark.parametrize(
    ("cosigned", "level"), [("now()", "ok"), ("now() - interval '4 hours'", "warn"), (None, "warn")]
)
def test_a_witness_that_has_said_nothing_for_hours_is_told(
    deployment: Deployment, look: Any, tmp_path: Path, cosigned: str | None, level: str
) -> None:
    policy = tmp_path / "policy"
    policy.write_text(
        f"witness kpu {generate(tmp_path / 'kpu.key', 'kpu.example', KeyKind.COSIGNATURE).encode()}\nquorum kpu\n"
    )
    settings = deployment.settings(witness_policy=policy)
    assert look(**settings) == (0, LOCAL_HTTP)  # there is nothing to speak on
    deployment.change(
        "INSERT INTO audit_checkpoint (region, size, root, note, signed_at) "
        "VALUES ('33.05', 1, decode(repeat('00', 32), 'hex'), 'x', now())"
    )
    if cosigned is not None:
        deployment.change(
            "INSERT INTO audit_cosignature (region, size, witness, line, received_at) "
            f"VALUES ('33.05', 1, 'kpu', 'x', now() - interval '9 days'), ('33.05', 1, 'kpu', 'x', {cosigned})"
        )
    status, found = look(**settings)
    assert (status, found.get("witnesses", "ok")) == (0, level)


def test_a_database_that_was_set_to_take_no_writes_is_a_failure(deployment: Deployment, look: Any) -> None:
    deployment.change(f"ALTER DATABASE {deployment.database} SET default_transaction_read_only = on")
    try:
        assert look(**deployment.settings()) == (1, LOCAL_HTTP | {"server state": "fail"})
    finally:
        asyncio.run(
            _execute(
                deployment.url("postgres", "template1"),
                (f"ALTER DATABASE {deployment.database} RESET default_transaction_read_only",),
            )
        )
