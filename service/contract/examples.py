"""Every example of the contract, gathered from the features that keep them; the contract tests send the bodies."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel

from service.contract.headers import JsonObject
from service.edge.docs import examples as docs
from service.edge.web import examples as web
from service.features.administrative import examples as administrative
from service.features.api_keys import examples as api_keys
from service.features.calendar import examples as calendar
from service.features.clocks import examples as clocks
from service.features.commands import examples as commands
from service.features.content_checks import examples as content_checks
from service.features.elections import examples as elections
from service.features.erasures import examples as erasures
from service.features.evidence import examples as evidence
from service.features.exports import examples as exports
from service.features.gakkumdu import examples as gakkumdu
from service.features.live import examples as live
from service.features.notices import examples as notices
from service.features.policy import examples as policy
from service.features.proposals import examples as proposals
from service.features.reports import examples as reports
from service.features.reviews import examples as reviews
from service.features.tasks import examples as tasks
from service.features.walls import examples as walls
from service.features.webhooks import examples as webhooks
from service.trail.audit import examples as audit
from service.trail.reading import examples as reads
from service.trail.receipts import examples as receipts
from service.trail.tlog import examples as tlog

_FEATURES = (
    *(reports, tasks, proposals, walls, erasures, gakkumdu, notices, clocks, reviews, evidence, content_checks),
    *(
        administrative,
        elections,
        policy,
        calendar,
        commands,
        api_keys,
        webhooks,
        live,
        exports,
        audit,
        reads,
        tlog,
        receipts,
        web,
        docs,
    ),
)

Key = TypeVar("Key")
Shown = TypeVar("Shown")


def gathered(parts: Iterable[Mapping[Key, Shown]]) -> Mapping[Key, Shown]:
    """All parts as one. Raises ValueError for what two features have an example of."""
    whole: dict[Key, Shown] = {}
    for part in parts:
        if twice := whole.keys() & part.keys():
            msg = f"two features have an example of {', '.join(sorted(map(str, twice)))}"
            raise ValueError(msg)
        whole.update(part)
    return MappingProxyType(whole)


ANSWERS = gathered(feature.EXAMPLES.answers for feature in _FEATURES)
"""An example of each answer type."""

TEXTS = gathered(feature.EXAMPLES.texts for feature in _FEATURES)
"""What stands for each media type that is no JSON, or for a file of its own name; bytes have no example."""

_BODIES = gathered(feature.EXAMPLES.bodies for feature in _FEATURES)


def of_body(body: type[BaseModel]) -> JsonObject:
    """The examples of a request body by name, as a media type object holds them."""
    return {name: {"summary": summary, "value": value} for name, (summary, value) in _BODIES[body].items()}
