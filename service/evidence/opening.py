"""What the API keeps open for evidence."""

from datetime import timedelta
from typing import Any

from service.changes import Changes
from service.db.pool import Database
from service.evidence.checking import Alarms
from service.evidence.contents import Contents
from service.evidence.links import Links
from service.evidence.sealing import OriginalKeys
from service.evidence.service import EvidenceService
from service.evidence.store import open_store
from service.evidence.uploads import Limits, UploadService
from service.policies import load_policies
from service.reading.recorder import Recorder
from service.reports.changing import Terms
from service.sealing import Sealer
from service.settings import Settings
from service.texts.sealers import sealing_keys, wrapper_of


def open_evidence(
    settings: Settings, database: Database, changes: Changes, sealer: Sealer, terms: Terms, reads: Recorder
) -> dict[str, Any]:
    """The services of evidence by the names under which routes find them."""
    store, keys = open_store(settings), OriginalKeys(wrapper_of(settings))
    links = Links(sealing_keys(settings))
    limits = Limits(settings.evidence_max_bytes, timedelta(hours=settings.evidence_upload_hours))
    link_for = timedelta(seconds=settings.evidence_link_s)
    return {
        "uploads": UploadService(database, changes, sealer, keys, store, limits),
        "evidence": EvidenceService(database, changes, sealer, terms, reads, links, link_for),
        "alarms": Alarms(database, load_policies()),
        "contents": Contents(database, keys, store, links),
    }
