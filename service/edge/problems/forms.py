"""What is said of a text that has not its form: an example of it, for an expression is nothing that people read."""

from collections.abc import Mapping
from types import MappingProxyType

from service.edge.problems.faults import says
from workflows.codes.addresses import ADDRESS_PATTERN
from workflows.codes.policy import REGIME_PATTERN
from workflows.codes.wording import Wording
from workflows.decisions.command_members import NO_NUL
from workflows.decisions.gakkumdu.commands import POLICE_PATTERN, RECEIPT_PATTERN, REGISTER_PATTERN
from workflows.decisions.queued import UUID7_PATTERN

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        r"^(\*|[a-z_]{2,20}\.(\*|[a-z_]{2,40}))$": "report.verified",
        r"^[a-z_]{2,20}\.(\*|[a-z_]{2,40})(,[a-z_]{2,20}\.(\*|[a-z_]{2,40})){0,19}$": "report.*,task.offered",
        r"^https?://[\x21-\x7e]+$": "https://example.go.id/hook",
        "^[a-z][a-z0-9_]{1,31}$": "bawaslu",
        "^[a-z][a-z0-9_]{1,39}$": "cover_letter",
        "^[0-9a-f]{64}$": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "^[A-Za-z._/()-]{0,40}[0-9][A-Za-z0-9._/()-]{0,40}$": "UU_7/2017",
        "^([01][0-9]|2[0-3]):[0-5][0-9]$": "07:00",
        "^[a-z0-9][a-z0-9-]{1,39}$": "pilkada-2024",
        r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$": "33.05.12",
        r"^Model [A-Z]\.[0-9]{1,2}(\.[0-9]{1,2})?$": "Model B.1",
        "^[A-Z0-9][A-Za-z0-9./-]{2,39}$": "SL-33.05-2024-0117",
        "^[0-9]{16}$": "3305120101900001",
        r"^\+?[0-9]{6,15}$": "+6281234567890",
        r"^[0-9]{2}\.[0-9]{2}$": "33.05",
        ADDRESS_PATTERN: "https://example.org/unggahan/1",
        REGIME_PATTERN: "pemilu",
        REGISTER_PATTERN: "03/REG/LP/PB/Kab/14.18/XII/2020",
        RECEIPT_PATTERN: "STTLP/112/XI/2024/SPKT/Polres Kebumen",
        POLICE_PATTERN: "LP/B/112/XI/2024/SPKT/Polres Kebumen/Polda Jawa Tengah",
        UUID7_PATTERN: "019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2",
    }
)
"""By the pattern of the contract. Of any other it is said that the form is not that of the contract."""


def told_form(pattern: str) -> Wording:
    """What a text should have been like."""
    if pattern == NO_NUL:
        return says("visible")
    example = EXAMPLES.get(pattern)
    return says("invalid") if example is None else says("like", example=example)
