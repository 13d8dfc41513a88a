"""How much room rows keep on their pages."""

ROOM_FOR_UPDATES = {"fillfactor": 80}
"""Pages keep room so that a change of state stays on its page and touches no index (HOT)."""

ROOM_FOR_ANSWERS = {"toast_tuple_target": 8160}
"""An answer of a few kilobytes stays in its row, uncompressed: it is written once and hardly ever read."""
