"""What a machine is offered, and who keeps the keys of machines."""

from dataclasses import replace

import pytest

from tests.trail.verifier.trails import BUDI, actor
from tests.workflows.facts import REPORT
from workflows.access.permissions import Action, standing
from workflows.codes.people import Role
from workflows.decisions.available import caller_of
from workflows.decisions.machines.api_keys import keeps

MACHINE = replace(BUDI, role=Role.INTEGRATOR, scopes=frozenset({Action.REPORT_READ.value}))


def test_a_machine_is_offered_what_its_scopes_name_and_told_which_it_lacks() -> None:
    caller = caller_of(MACHINE, standing(REPORT))
    assert caller.denied(Action.REPORT_READ) == ()
    assert caller.denied(Action.REPORT_CREATE) == ("scope_missing",)


@pytest.mark.parametrize("role", Role)
def test_who_operates_and_who_audits_keep_every_key_and_everybody_else_their_agencys(role: Role) -> None:
    every = role in {Role.ADMIN, Role.AUDITOR}
    assert (keeps(actor(role, "kejari", "Rina")) == keeps(actor(role, "kpu", "Dewi"))) == every
