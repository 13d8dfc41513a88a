"""Every code list with its wording, in one fixed order: for ``/v1/code-lists`` and the committed file."""

from collections.abc import Iterable
from typing import Any

from workflows.codes.policy import AreaLevel
from workflows.codes.wording import LABELS, Wording
from workflows.policy.region import Agency, Area, Election, HandoverItem, OutsideBody, Policy

CodeItem = dict[str, Any]
"""``code``, ``en``, ``id`` and what else the list says of it; JSON values only."""


def code_lists(policy: Policy) -> dict[str, list[CodeItem]]:
    """Return every list: the domain's own codes first, then what the policy adds for its region."""
    return {
        **{name: [_item(code, words) for code, words in labels.items()] for name, labels in LABELS.items()},
        "regime": [_item(row.code, row.name) for row in policy.law.regimes.values()],
        "agency": [_agency(agency) for agency in policy.agencies.values()],
        "outside_body": [_body(body) for body in policy.outside.values()],
        "election": [_election(election) for election in policy.elections.values()],
        "area": _areas(policy.region, policy.areas.values()),
        "handover_item": [_handover(item) for item in policy.handover.values()],
    }


def _item(code: str, words: Wording) -> CodeItem:
    return {"code": code, "en": words.en, "id": words.id}


def _agency(agency: Agency) -> CodeItem:
    return {**_item(agency.code, agency.name), "kind": agency.kind.value, "core": agency.core, "under": agency.under}


def _handover(item: HandoverItem) -> CodeItem:
    asked = [
        {
            "regimes": list(rule.regimes),
            "obligatory": rule.obligatory,
            "stops_forwarding": rule.stops_forwarding,
            "status": rule.status.value,
            "basis": rule.basis,
        }
        for rule in item.asked
    ]
    return {**_item(item.code, item.name), "asked": asked}


def _body(body: OutsideBody) -> CodeItem:
    return {**_item(body.code, body.name), "watches": list(body.watches)}


def _election(election: Election) -> CodeItem:
    stages = [
        {
            "stage": period.stage.value,
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
            "status": period.status.value,
        }
        for period in election.stages
    ]
    return {**_item(election.code, election.name), "regime": election.regime, "stages": stages}


def _areas(region: str, areas: Iterable[Area]) -> list[CodeItem]:
    return [
        {
            "code": area.code,
            "en": area.name,
            "id": area.name,
            "level": area.level.value,
            "parent": region if area.level is AreaLevel.DISTRICT else None,
            "desa": area.desa,
            "kelurahan": area.kelurahan,
        }
        for area in areas
    ]
