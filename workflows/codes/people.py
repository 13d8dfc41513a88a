"""Who acts."""

from enum import StrEnum


class Role(StrEnum):
    """What a person (or machine) was signed in as. Source: docs/domain.md, "Who uses it"."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    INTEGRATOR = "integrator"
    ADMIN = "admin"


SYSTEM = "system"
"""The actor's role in events that no person fired, and its agency where nobody's act led to them."""
