"""The operator's own witness policy, and the newest checkpoint that its quorum has witnessed.

What the operator holds for a quorum binds nobody: a reader judges by a policy of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from service.edge.settings import Settings, SettingsError
from service.trail.tlog import repository
from workflows.trail.tlog.note_keys import VerifierKey, parse_verifier_key
from workflows.trail.tlog.notes import parse_note
from workflows.trail.tlog.quorum import Policy, fewest, judge_quorum
from workflows.trail.tlog.quorum_file import parse_policy
from workflows.trail.tlog.tlog_errors import Malformed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.trail.tlog.tree_rows import Reader

LOOK_BACK = 200
"""How many checkpoints that carry enough cosignatures are judged, from the newest back."""

MAX_POLICY_BYTES = 1 << 20
"""What a bundle's verifier takes as ``witnesses.policy``."""


class Witnessing(NamedTuple):
    """The policy, and the exact text of its file."""

    text: bytes
    policy: Policy


class Standing(NamedTuple):
    """A checkpoint's row, and whether the operator's quorum has witnessed it; None without a policy."""

    row: Any
    quorum: bool | None


def witnessing_of(settings: Settings) -> Witnessing | None:
    """The policy at ``TINDAK_WITNESS_POLICY``; None when none is set. Raises SettingsError for an unusable file."""
    if settings.witness_policy is None:
        return None
    try:
        text = settings.witness_policy.read_bytes()
        policy = parse_policy(text)
    except (OSError, Malformed) as error:
        msg = f"TINDAK_WITNESS_POLICY: {error}"
        raise SettingsError(msg) from None
    if len(text) > MAX_POLICY_BYTES:
        msg = f"TINDAK_WITNESS_POLICY: the file has more than {MAX_POLICY_BYTES} bytes"
        raise SettingsError(msg)
    return Witnessing(text, policy)


async def standing_checkpoint(reader: Reader, region: str, witnessing: Witnessing | None) -> Standing | None:
    """The newest checkpoint that the quorum has witnessed, else the newest; None before the first."""
    if witnessing is not None:
        row = await witnessed_checkpoint(reader, region, witnessing)
        if row is not None:
            return Standing(row, quorum=True)
    newest = await reader.fetch(repository.NEWEST, region, None, 1)
    return Standing(newest[0], None if witnessing is None else False) if newest else None


async def witnessed_checkpoint(reader: Reader, region: str, witnessing: Witnessing) -> Any | None:
    """The newest checkpoint that the quorum has witnessed, looked for among the newest 200 that may be."""
    least = fewest(witnessing.policy)
    sql = repository.COSIGNED if least else repository.UNCOSIGNED
    keys = _readable(row["verifier_key"] for row in await reader.fetch(repository.KEYS, region))
    for row in await reader.fetch(sql, region, least, LOOK_BACK if least else 1):
        if _holds(witnessing.policy, f"{row['note']}{row['cosignatures']}".encode(), keys):
            return row
    return None


def _holds(policy: Policy, note: bytes, keys: list[VerifierKey]) -> bool:
    """A note that cannot be read has been witnessed by nobody."""
    try:
        return judge_quorum(policy, parse_note(note), keys).holds
    except Malformed:
        return False


def _readable(texts: Iterable[str]) -> list[VerifierKey]:
    keys = []
    for text in texts:
        try:
            keys.append(parse_verifier_key(text))
        except Malformed:
            continue
    return keys
