"""An example of a read: the lead's supervisor opened the report."""

from service.edge.examples import EVENT_ID, PERSON, VERIFIED, Examples
from service.trail.reading.schemas import ReadPage

EXAMPLES = Examples(
    answers={
        ReadPage: {
            "items": [
                {
                    "event": EVENT_ID,
                    "what": "report.opened",
                    "at": VERIFIED,
                    "person": PERSON,
                    "agency": "bawaslu",
                    "role": "supervisor",
                    "task": None,
                }
            ],
            "next_cursor": None,
        }
    },
)
