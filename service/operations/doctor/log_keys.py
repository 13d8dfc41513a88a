"""Whether a log's keys go back to its first entry: a key that somebody put in another's place does not."""

from collections.abc import Iterator, Sequence

from workflows.trail.tlog.key_list import ListedKey, begins_late


def judge_keys(region: str, kept: Sequence[ListedKey], told: Sequence[ListedKey] | str | None) -> Iterator[str]:
    """What is wrong with the keys ``kept`` with the log, and with those that the signer told of, in words.

    ``told`` is why the signer told of none, or None when it was not asked.
    """
    if isinstance(told, str):
        yield f"{region}: {told}"
    listed = () if told is None or isinstance(told, str) else tuple(told)
    for whose, keys in (("kept here", kept), ("that the signer tells of", listed)):
        for size in begins_late(keys).values():
            yield f"{region}: the first key {whose} began at size {size}, and the former one is missing"
    known = {one.key for one in listed}
    for one in kept if listed else ():
        if one.key not in known:
            yield f"{region}: the signer does not tell of a key that signed from size {one.start or 0} on"
