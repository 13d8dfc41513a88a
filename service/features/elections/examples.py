"""Examples of elections: the regional-head elections of 2024, long over."""

from service.edge.examples import REPORTED, Example, Examples
from service.features.elections.schemas import ElectionPage

_ELECTIONS: Example = {
    "at": REPORTED,
    "policy_version": "33.05/2026-11-2",
    "counter": {
        "agency": "bawaslu",
        "regimes": ["pemilu", "pilkada"],
        "hours": [{"days": ["friday"], "opens": "08:00", "closes": "16:30"}],
        "around_the_clock": ["quiet", "voting"],
        "status": "confirmed",
        "basis": "Intake hours that Bawaslu publishes; around the clock in the quiet period and on voting day",
    },
    "items": [
        {
            "code": "pilkada-2024",
            "name": {"en": "Regional-head elections 2024", "id": "Pemilihan Kepala Daerah 2024"},
            "regime": "pilkada",
            "stages": [
                {
                    "stage": "quiet",
                    "name": {"en": "Quiet period", "id": "Masa tenang"},
                    "first": "2024-11-24",
                    "last": "2024-11-26",
                    "status": "to_confirm",
                }
            ],
            "stage": "after",
            "stage_name": {"en": "After the last stage", "id": "Setelah tahapan"},
            "counter": {"open": False, "opens_at": "2026-11-25T01:00:00Z"},
        }
    ],
    "next_cursor": None,
}
EXAMPLES = Examples(
    answers={
        ElectionPage: _ELECTIONS,
    },
)
