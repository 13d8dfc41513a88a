"""What `tindak token --help` says of the people for whom there may be a token: roles, agencies and scopes.

Told by the policies and the permissions themselves, when it is asked for: no other command reads them for it.
"""

import textwrap
from collections.abc import Iterable, Iterator

from service.edge.auth.local_issuer import DEFAULT_LIFETIME, INTEGRATOR_SCOPES
from service.edge.policy_files import load_policies
from workflows.access.permissions import PERMISSIONS
from workflows.codes.people import Role
from workflows.codes.wording import label
from workflows.policy.region import Policy

_WIDTH = 100
_DOES = {
    Role.OFFICER: "reports, and works on what the own agency has",
    Role.SUPERVISOR: "the same, and decides where the own agency leads",
    Role.COORDINATOR: "the desk: takes part in every agency's reports",
    Role.AUDITOR: "reads and changes nothing; also of a body outside",
    Role.INTEGRATOR: "a machine: what its scopes allow",
    Role.ADMIN: "keys, endpoints and erasures; reads no report",
}


def token_help() -> str:
    """Roles, agencies of each region, and scopes, as text below the options."""
    hours = int(DEFAULT_LIFETIME.total_seconds()) // 3600
    last = (
        f"A token is good for {hours} hours, at the `tindak run` of the same TINDAK_HOME. The same agency and name",
        "are the same person, whatever the role: give different names where two persons are needed.",
    )
    agencies = (line for policy in load_policies() for line in _agencies(policy))
    return "\n".join([*_roles(), "", *agencies, *_scopes(), "", *last])


def _roles() -> Iterator[str]:
    yield "roles:"
    yield from (f"  {role.value:<12} {label(role, 'en')} ({label(role, 'id')}): {_DOES[role]}" for role in Role)


def _agencies(policy: Policy) -> Iterator[str]:
    yield f"agencies of {policy.region}:"
    yield from (f"  {one.code:<12} {one.name.en} ({one.name.id})" for one in policy.agencies.values())
    yield from _listed("outside bodies, of auditors alone", policy.outside)
    yield ""


def _scopes() -> Iterator[str]:
    scopes = sorted(action.value for action, who in PERMISSIONS.items() if Role.INTEGRATOR in who)
    yield from _listed("scopes, of integrators alone", scopes)
    yield from _listed("without --scope", sorted(INTEGRATOR_SCOPES))


def _listed(head: str, codes: Iterable[str]) -> list[str]:
    return textwrap.wrap(f"{head}: {', '.join(codes)}", _WIDTH, subsequent_indent="  ")
