"""The people of the embedded run. Every one of them is invented."""

from typing import NamedTuple

from workflows.codes.people import Role


class Person(NamedTuple):
    """An invented person; `tindak token` with the same agency and name speaks for the same one."""

    role: Role
    agency: str
    name: str


BUDI = Person(Role.OFFICER, "polres", "Budi")
SARI = Person(Role.OFFICER, "bawaslu", "Sari")
TONO = Person(Role.SUPERVISOR, "bawaslu", "Tono")
WATI = Person(Role.SUPERVISOR, "bawaslu", "Wati")
RINA = Person(Role.OFFICER, "kejari", "Rina")
AGUS = Person(Role.OFFICER, "kodim", "Agus")
DEWI = Person(Role.OFFICER, "kpu", "Dewi")
NITA = Person(Role.OFFICER, "diskominfo", "Nita")
YUNI = Person(Role.OFFICER, "bpbd", "Yuni")
SLAMET = Person(Role.OFFICER, "kecamatan", "Slamet")
RATNA = Person(Role.OFFICER, "bkpsdm", "Ratna")
EKO = Person(Role.OFFICER, "kesbangpol", "Eko")
HADI = Person(Role.COORDINATOR, "kesbangpol", "Hadi")

DEMO_PEOPLE = (
    BUDI,
    WATI,
    HADI,
    Person(Role.AUDITOR, "inspektorat", "Lestari"),
    Person(Role.INTEGRATOR, "diskominfo", "Jembatan Lapor"),
    Person(Role.ADMIN, "diskominfo", "Operator"),
)
"""One of each role: whose tokens `tindak run` prints."""
