"""Every operation under generated requests, valid and invalid, against the service as it runs."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest
import schemathesis
import schemathesis.specs.openapi.adapter.v2  # first imported deep in a call, Python 3.11 cannot compile it
from schemathesis.engine import from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished

from service.app import ROUTES
from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.contract.placing import operation_of, place
from tests.edge.contract.serving import serving
from tests.edge.contract.stage import Stage
from tests.signing import Signer

pytestmark = pytest.mark.slow  # what a person would send wrong is in the tables of tests/edge/api/test_bad_*

CONTROLS = "".join(map(chr, (*range(32), 127)))
"""No field value holds them (RFC 9110 section 5.5): the server's parser refuses the request before any of our code."""

_REJECTED = (400, 401, 403, 404, 405, 409, 410, 412, 413, 414, 415, 416, 422, 428, 431, 460)
REJECTED = list(map(str, _REJECTED))
"""Of an upload's protocol too: another version, one that has ended, too much, a checksum that is another."""

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
CONFIG: dict[str, Any] = {
    "seed": 2611,
    "workers": 1,
    "continue-on-failure": True,
    # A busy machine is no fault of a schema, nor that of what is drawn for a narrow pattern most is thrown away.
    "suppress-health-check": ["too_slow", "filter_too_much"],
    "generation": {"max-examples": 20, "mode": "all", "database": "none", "exclude-header-characters": CONTROLS},
    "phases": {"stateful": {"enabled": False}},
    "checks": {
        # The law refuses what the schema allows: an unknown area, a notice without its text. A token is sometimes
        # drawn at random, as if every string were a valid one.
        "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "412", "413", "422"]},
        "negative_data_rejection": {"expected-statuses": REJECTED},
        "missing_required_header": {"expected-statuses": ["400", "401", "403", "404", "412", "428"]},
    },
}
WRITTEN = {"createReport": 201, "transitionReport": 200, "transitionTask": 200, "amendReport": 200}
"""What the run has to have written at least once, so that it cannot pass by being refused throughout."""

READ_BY_THE_TOOL = "getOpenapi"
"""The document itself: the tool asks for it before the run, and leaves it out of the run."""

_ASKED = [
    route.operation_id
    for route in ROUTES
    if route.operation_id not in {None, READ_BY_THE_TOOL} and route.include_in_schema is not False
]
SHARES = [[str(one) for one in _ASKED[start::4]] for start in range(4)]
"""Every operation is in one of them; each is a run of its own, so that processors share the work."""


@pytest.fixture
def stage(settings: Settings, signer: Signer) -> Iterator[Stage]:
    with serving(settings) as address:
        made = Stage(settings, address)
        asyncio.run(_merge(settings, signer))
        yield made
        made.close()


@pytest.fixture
def answered(stage: Stage, operations: list[str]) -> Iterator[tuple[list[str], Counter[tuple[str, int]]]]:
    """What every check of the tool found wrong, and how often each operation answered with which status."""
    config = schemathesis.Config.from_dict(CONFIG)
    schema = schemathesis.openapi.from_url(f"{stage.address}/openapi.json", config=config)
    schema = schema.include(operation_id=operations)

    @schema.auth(refresh_interval=None)
    class SignedIn:
        def get(self, case: Any, _context: Any) -> str:
            return stage.token(stage.actor(operation_of(case), case.body))

        def set(self, case: Any, token: str, _context: Any) -> None:
            case.headers["Authorization"] = f"Bearer {token}"

    @schemathesis.hook
    def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
        place(case, stage)

    yield _run(schema)
    schemathesis.hooks.unregister(before_call)


@pytest.mark.parametrize("operations", SHARES, ids=lambda share: share[0])
def test_every_operation_keeps_the_contract_under_generated_requests(
    answered: tuple[list[str], Counter[tuple[str, int]]], operations: list[str]
) -> None:
    faults, statuses = answered
    assert not faults, "\n\n".join(faults[:10])
    for one in operations:
        reached = {status for operation, status in statuses if operation == one}
        assert reached & {200, 201, 204}, (one, reached)
        assert not {status for status in reached if status >= 500}, (one, reached)
    for operation, status in WRITTEN.items():
        assert operation not in operations or statuses[operation, status] > 0, operation


async def _merge(settings: Settings, signer: Signer) -> None:
    """Give every event of the stage its place in the log, under a signed checkpoint."""
    assert settings.worker_database_url is not None
    connection = await asyncpg.connect(settings.worker_database_url.get_secret_value())
    try:
        await sequence_all(connection)
        await signer.publish(connection)
    finally:
        await connection.close()


def _run(schema: Any) -> tuple[list[str], Counter[tuple[str, int]]]:
    faults: list[str] = []
    statuses: Counter[tuple[str, int]] = Counter()
    for event in from_schema(schema).execute():
        if isinstance(event, NonFatalError):
            faults.append(str(event.info.format()))
        if isinstance(event, ScenarioFinished):
            faults += _faults(event.recorder)
            statuses.update(_statuses(event.recorder))
    return faults, statuses


def _faults(recorder: Any) -> Iterator[str]:
    for checks in recorder.checks.values():
        for check in checks:
            if check.failure_info is not None:
                found, request = check.failure_info.failure, check.failure_info.code_sample
                yield f"{check.name} {recorder.label}: {found.title}\n{found.message}\n{request}"


def _statuses(recorder: Any) -> Iterator[tuple[str, int]]:
    for case_id, interaction in recorder.interactions.items():
        if interaction.response is not None and case_id in recorder.cases:
            yield operation_of(recorder.cases[case_id].value), interaction.response.status_code
