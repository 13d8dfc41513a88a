"""What people read in place of the codes of people's roles, in English and in Bahasa Indonesia."""

from workflows.codes.people import Role
from workflows.codes.words.code_list import CodeList

LISTS = (
    CodeList(
        "role",
        Role,
        ("Role", "Peran"),
        {
            "officer": ("Officer", "Petugas"),
            "supervisor": ("Supervisor", "Penyelia"),
            "coordinator": ("Coordinator", "Koordinator"),
            "auditor": ("Auditor", "Auditor"),
            "integrator": ("Integrator", "Integrator"),
            "admin": ("Administrator", "Administrator"),
        },
    ),
)
