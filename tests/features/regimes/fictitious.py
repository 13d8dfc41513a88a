"""A law and a region's policy of a regime that exists in their files alone."""

import json
from pathlib import Path
from typing import Any

from service.edge.policy_files import Policies
from tests.workflows.law import REGION_RAW
from workflows.clocks.law import parse_law
from workflows.policy.region import Policy, parse_policy

REGIME, ELECTION = "pemilu_daerah", "pemilu-daerah-2031"
LAW_FILE = Path(__file__).with_name("law-2031.json")
STAGES = [
    {"stage": "campaign", "first": "2031-02-01", "last": "2031-03-25", "status": "to_confirm"},
    {"stage": "quiet", "first": "2031-03-26", "last": "2031-03-28", "status": "to_confirm"},
    {"stage": "voting", "first": "2031-03-29", "last": "2031-03-29", "status": "to_confirm"},
]


def region_document() -> dict[str, Any]:
    """The region's policy, with an election of the regime in place of those that it has."""
    document: dict[str, Any] = json.loads(REGION_RAW)
    name = {"en": "Local elections 2031", "id": "Pemilu Daerah 2031"}
    document["elections"] = [{"code": ELECTION, "name": name, "regime": REGIME, "stages": STAGES}]
    for rule in (*document["notices"]["owed"], *document["discussions"]):
        rule["regimes"] = [REGIME] if rule["regimes"] else []
    for item in document["handover"]:
        item["asked"] = [rule for rule in item["asked"] if not rule["regimes"]]
    return document


def fictitious() -> Policy:
    """The policy with the law of the file, and no other."""
    law = parse_law(LAW_FILE.read_bytes(), LAW_FILE.name)
    return parse_policy(json.dumps(region_document()).encode(), "33.05.json", law)


def put_in_force(client: Any) -> None:
    """Let the service answer by it."""
    client.app.state.policies = Policies({"33.05": fictitious()})
