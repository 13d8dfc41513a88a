"""Which files are mutated, by room. The one place that names them: files move."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]

ROOMS: Mapping[str, tuple[str, ...]] = {
    **{wing: (f"workflows/{wing}/**/*.py",) for wing in ("files", "clocks", "policy", "access", "decisions", "trail")},
    "codes": ("workflows/codes/*.py",),  # without `words`, which are texts for people
    "idempotency": ("service/edge/idempotency.py", "service/storage/first_answers.py"),
    "changes": ("service/features/changing/*.py",),
    "routines": (
        "service/storage/db/lookup.py",
        "service/storage/db/routines.py",
        "service/storage/db/write.py",
        "service/features/reports/lookups.py",
        "service/features/reports/*rows.py",
        "service/features/tasks/lookups.py",
        "service/features/tasks/transition_routines.py",
    ),
    "sequencer": ("service/trail/audit/sequencer.py", "service/trail/audit/stretches.py"),
    "publisher": ("service/trail/tlog/publisher.py", "service/trail/tlog/tree_rows.py"),
    "limiter": ("service/edge/limits/*.py",),
    "webhooks": (
        "service/features/webhooks/claimed_deliveries.py",
        "service/features/webhooks/delivering.py",
        "service/features/webhooks/fanout.py",
        "service/edge/targets.py",
    ),
    "reader": ("service/features/live/reader.py",),
    "evidence": ("service/features/evidence/links.py", "service/features/evidence/uploads.py"),
    "destroying": ("service/storage/texts/destroying.py",),
    "recorder": ("service/trail/reading/recorder.py", "service/trail/reading/region_chain.py"),
    "tokens": ("service/edge/auth/tokens.py", "service/edge/auth/token_claims.py"),
}
"""Patterns of paths below the root. `workflows` but for its data and words; of `service` what promises something."""


UNWATCHED = (
    "tests/edge/contract/test_document.py",
    "tests/operations/test_pages.py",
    "tests/workflows/codes/test_stored_codes.py",
    "tests/workflows/codes/test_wording.py",
    "tests/workflows/policy/test_policy_command.py",
)
"""Tests that run files where they are not watched: at import, whose tables they hold to what is written, or in a
process of its own."""


def files(root: Path = ROOT) -> dict[Path, str]:
    """Every file that is mutated, with its room.

    Raises FileNotFoundError for a pattern that fits nothing: a file that moved is not passed over in silence.
    """
    return {path: room for room, patterns in ROOMS.items() for pattern in patterns for path in _fitting(root, pattern)}


def _fitting(root: Path, pattern: str) -> Iterator[Path]:
    found = sorted(path for path in root.glob(pattern) if path.name != "__init__.py")
    if not found:
        raise FileNotFoundError(pattern)
    yield from found


def digest(text: str) -> str:
    """By which a file is known to be as it was."""
    return sha256(text.encode()).hexdigest()[:16]


def digests(root: Path = ROOT) -> dict[str, str]:
    """Of every file that is mutated, by its path below the root."""
    return {str(path.relative_to(root)): digest(path.read_text("utf-8")) for path in files(root)}
