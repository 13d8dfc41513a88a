"""Examples of elections: the regional-head elections of 2024, long over."""

from service.edge.examples import REPORTED, Example, Examples
from service.features.elections.schemas import ElectionPage

_ELECTIONS: Example = {
    "at": REPORTED,
    "policy_version": "33.05/2026-11-3",
    "counter": {
        "agency": "bawaslu",
        "hours": [
            {
                "regime": "pilkada",
                "hours": [
                    {
                        "days": ["friday"],
                        "opens": "08:00",
                        "closes": "16:00",
                        "disputed": "16:30",
                        "closes_by": {"en": "a member of Bawaslu, October 2024", "id": "anggota Bawaslu, Oktober 2024"},
                        "disputed_by": {"en": "Bawaslu Karawang, October 2024", "id": "Bawaslu Karawang, Oktober 2024"},
                    }
                ],
                "around_the_clock": ["quiet", "voting", "recap"],
                "kept_on": [],
                "status": "to_confirm",
                "basis": "Perbawaslu 8/2020 jo. Perbawaslu 9/2024",
                "note": {
                    "en": "On Fridays one source closes the counter at 16:00, another at 16:30.",
                    "id": "Pada hari Jumat satu sumber menutup loket pukul 16.00, sumber lain pukul 16.30.",
                },
                "valid_from": "2024-09-30",
                "valid_to": None,
            }
        ],
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
                    "status": "confirmed",
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
