"""What the API keeps open for evidence."""

from datetime import timedelta
from typing import Any

from service.edge.settings import Settings
from service.features.changing.changes import Changes
from service.features.evidence.contents import Contents
from service.features.evidence.links import Links
from service.features.evidence.object_store import Store
from service.features.evidence.sealed_pieces import OriginalKeys
from service.features.evidence.service import EvidenceService
from service.features.evidence.uploads import Limits, UploadService
from service.features.reports.changing import Terms
from service.storage.db.pool import Database
from service.storage.sealing import Sealer
from service.storage.texts.sealers import sealing_keys, wrapper_of
from service.trail.reading.recorder import Recorder


def open_evidence(
    settings: Settings,
    database: Database,
    changes: Changes,
    sealer: Sealer,
    store: Store,
    terms: Terms,
    reads: Recorder,
) -> dict[str, Any]:
    """The services of evidence by the names under which routes find them."""
    keys = OriginalKeys(wrapper_of(settings))
    links = Links(sealing_keys(settings))
    limits = Limits(settings.evidence_max_bytes, timedelta(hours=settings.evidence_upload_hours))
    link_for = timedelta(seconds=settings.evidence_link_s)
    return {
        "uploads": UploadService(database, changes, sealer, keys, store, limits),
        "evidence": EvidenceService(database, changes, sealer, terms, reads, links, link_for),
        "contents": Contents(database, keys, store, links),
    }
