"""Examples of what lies outside the regions: who am I, code lists, a problem, health and metrics."""

from service.edge.examples import PERSON, Example, Examples
from service.edge.web.system_schemas import (
    CodeListsAnswer,
    DescriptionAnswer,
    HealthAnswer,
    MeAnswer,
    ProblemTypeAnswer,
    ReadinessAnswer,
)
from workflows.codes.wording import LABELS

_ME: Example = {
    "person": PERSON,
    "name": "Sari",
    "agency": "bawaslu",
    "role": "officer",
    "regions": ["33.05"],
    "scopes": [],
    "expires_at": "2026-11-24T11:15:07Z",
}
_CODE_LISTS: Example = {
    **{name: [] for name in LABELS},
    "severity": [{"code": "S1", "en": "Critical", "id": "Kritis"}],
    "agency": [
        {
            "code": "polres",
            "en": "Kebumen Police",
            "id": "Polres Kebumen",
            "kind": "police",
            "core": True,
            "under": None,
        }
    ],
    "outside_body": [],
    "regime": [{"code": "pilkada", "en": "Regional-head election", "id": "Pemilihan kepala daerah"}],
    "election": [],
    "area": [],
    "handover_item": [],
}
_PROBLEM_TYPE: Example = {
    "code": "report_closed",
    "status": 409,
    "title": {"en": "The report is closed", "id": "Laporan sudah ditutup"},
    "detail": {"en": "The report is closed.", "id": "Laporan sudah ditutup."},
}
EXAMPLES = Examples(
    answers={
        MeAnswer: _ME,
        CodeListsAnswer: {"33.05": _CODE_LISTS},
        ProblemTypeAnswer: _PROBLEM_TYPE,
        HealthAnswer: {"status": "ok"},
        ReadinessAnswer: {"status": "ready"},
        DescriptionAnswer: {"openapi": "3.1.0", "info": {"title": "Tindak"}, "paths": {}, "components": {}},
    },
    texts={
        "text/plain": {
            "schema": {"type": "string"},
            "example": 'tindak_requests_total{method="GET",route="/v1/me",status="200"} 3.0\n',
        },
    },
)
