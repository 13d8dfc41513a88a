"""An example of a live stream: a client that comes back is told what it missed, and then what happens."""

from service.edge.examples import Examples

_STREAM = (
    'retry: 2210\nevent: position\nid: 1206\ndata: {"leaf_index":1206}\n\n'
    'id: 1207\ndata: {"leaf_index":1207,"event":"019ab3f2-4b6a-7f13-9c55-0d8e1a2b3c4d",'
    '"leaf_hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","action":"report.verified",'
    '"report":"019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2","task":null,"agency":null,"from":"reported","to":"verified",'
    '"at":"2026-11-24T03:41:30Z"}\n\n'
    ":\n"
)
EXAMPLES = Examples(
    texts={
        "text/event-stream": {"schema": {"contentMediaType": "text/event-stream"}, "example": _STREAM},
    },
)
