"""Each attack of the table, done by a superuser to a real trail, and found by `tindak audit verify`."""

import asyncio
from typing import Any

import asyncpg
import pytest

from service.trail.audit.sequencer import grow_missing_trees
from tests.attacks.scene import REPLICA, UNGUARD, Scene
from tests.attacks.table import HERE, TABLE, Attack
from tests.attacks.told import Events
from tests.walking import walked

GUARDED = [attack for attack in TABLE if attack.guarded]


def test_where_a_superuser_did_nothing_nothing_is_named(scene: Scene) -> None:
    """Of every copy that is attacked below: they are the same to the byte."""
    verdict = scene.verdict()
    assert (verdict.code, verdict.told["faults"]) == (0, [])


@pytest.mark.parametrize("attack", TABLE, ids=[attack.name for attack in TABLE])
def test_what_a_superuser_did_is_named(scene: Scene, attack: Attack) -> None:
    events = Events(scene)
    scene.superuser(UNGUARD, REPLICA, attack.sql(events))
    if attack.rebuilt:
        scene.superuser(UNGUARD, f"DELETE FROM audit_tile WHERE {HERE}")
        scene.connected(grow_missing_trees)
    verdict = scene.verdict()
    assert verdict.names(attack.code, **attack.named(events)), verdict.told["faults"]


@pytest.mark.parametrize("attack", GUARDED, ids=[attack.name for attack in GUARDED])
def test_postgresql_itself_refuses_until_the_triggers_are_disabled(scene: Scene, attack: Attack) -> None:
    """Also in a session that claims to be a replica, where ordinary triggers are silent."""
    sql = attack.sql(Events(scene))
    for session in ([], [REPLICA]):
        with pytest.raises(asyncpg.RestrictViolationError, match=r"append-only|only grows|written once"):
            scene.superuser(*session, sql)
    assert scene.verdict().code == 0


def test_the_services_own_roles_have_no_right_to_any_of_it(scene: Scene) -> None:
    events = Events(scene)

    async def refused(url: str, sql: str) -> bool:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(f"SET tindak.region = '33.05'; SET tindak.tokens = '{{system}}'; {sql}")
        except (asyncpg.InsufficientPrivilegeError, asyncpg.RestrictViolationError):
            return True
        finally:
            await connection.close()
        return False

    addresses: list[Any] = [scene.settings.database_url, scene.settings.worker_database_url]
    for attack in walked(GUARDED):
        for address in addresses:
            assert asyncio.run(refused(address.get_secret_value(), attack.sql(events))), attack.name


def test_the_doctor_names_the_triggers_that_are_disabled(scene: Scene) -> None:
    before = scene.tindak("doctor")[1]
    scene.superuser("ALTER TABLE audit_event DISABLE TRIGGER no_change")
    code, after = scene.tindak("doctor")
    assert code == 1
    assert "audit_event.no_change" not in before
    assert "audit_event.no_change" in after
