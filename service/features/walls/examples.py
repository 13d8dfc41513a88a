"""Examples of walls: a conflict of interest."""

from service.edge.examples import Examples
from workflows.decisions.protections import commands

EXAMPLES = Examples(
    bodies={
        commands.RaiseWall: {"wall": ("A conflict of interest", {"agency": "kpu", "reason": "Hubungan keluarga"})},
    },
)
