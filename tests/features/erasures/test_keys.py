"""The key of a report: how it is wrapped, what it is bound to, and that something else may wrap it."""

import base64
from os import urandom
from uuid import UUID

import pytest

from service.edge.service_errors import Unavailable
from service.edge.settings import SettingsError, load_settings
from service.storage.sealing import ReportKey, Sealer, bound_to, open_identity, seal_identity
from service.storage.texts.kept_texts import seal_text
from service.storage.texts.sealers import sealer_of
from service.storage.wrapping import NONCE_BYTES, SettingsWrapper, key_id
from workflows.trail.leaf import commit

REGION, REPORT = "33.05", UUID(int=5)
KEYS = [base64.b64encode(urandom(32)).decode() for _ in range(2)]


async def test_a_key_opens_what_it_sealed_and_only_for_its_purpose() -> None:
    made = await Sealer(SettingsWrapper(KEYS[0])).make(REGION, REPORT)
    again = await Sealer(SettingsWrapper(KEYS[0])).key(REGION, REPORT, made.wrapped)
    sealed = made.key.seal(b"kata", "text", "1")
    assert again.open(sealed, "text", "1") == b"kata"
    for purpose in ((), ("text",), ("text", "2"), ("answer", "1")):
        with pytest.raises(Unavailable, match="sealing_key_wrong"):
            again.open(sealed, *purpose)
    with pytest.raises(Unavailable, match="sealing_key_wrong"):
        again.open(b"", "text", "1")


@pytest.mark.parametrize(("region", "report"), [("33.06", REPORT), (REGION, UUID(int=6))])
async def test_a_key_of_another_region_or_report_opens_nothing(region: str, report: UUID) -> None:
    sealer = Sealer(SettingsWrapper(KEYS[0]))
    made = await sealer.make(REGION, REPORT)
    with pytest.raises(Unavailable, match="sealing_key_wrong"):
        await sealer.key(region, report, made.wrapped)
    raw = urandom(32)
    sealed = ReportKey(REGION, REPORT, raw).seal(b"kata", "text", "1")
    with pytest.raises(Unavailable, match="sealing_key_wrong"):
        ReportKey(region, report, raw).open(sealed, "text", "1")


async def test_a_wrapped_key_names_its_wrapping_key_and_a_former_one_still_opens_it() -> None:
    made = await Sealer(SettingsWrapper(KEYS[0])).make(REGION, REPORT)
    assert key_id(base64.b64decode(KEYS[0])) in made.wrapped
    with pytest.raises(Unavailable, match="sealing_key_wrong"):
        await Sealer(SettingsWrapper(KEYS[1])).key(REGION, REPORT, made.wrapped)
    changed = Sealer(SettingsWrapper(KEYS[1], KEYS[:1]))
    sealed = made.key.seal(b"kata")
    assert (await changed.key(REGION, REPORT, made.wrapped)).open(sealed) == b"kata"
    assert key_id(base64.b64decode(KEYS[1])) in (await changed.make(REGION, REPORT)).wrapped


@pytest.mark.parametrize("cut", [0, 1, 9, 30, 68])
async def test_a_wrapped_key_that_is_damaged_is_told_as_wrong(cut: int) -> None:
    sealer = Sealer(SettingsWrapper(KEYS[0]))
    wrapped = (await sealer.make(REGION, REPORT)).wrapped
    for damaged in (wrapped[:cut], wrapped[:cut] + bytes([wrapped[cut] ^ 1]) + wrapped[cut + 1 :]):
        with pytest.raises(Unavailable, match="sealing_key_wrong"):
            await sealer.key(REGION, REPORT, damaged)


async def test_a_key_of_before_wrapped_keys_had_names_still_opens() -> None:
    wrapper = SettingsWrapper(KEYS[1], KEYS[:1])
    named = await SettingsWrapper(KEYS[0]).wrap(raw := urandom(32), bound_to(REGION, REPORT))
    unnamed = named[-(NONCE_BYTES + 32 + 16) :]
    assert await wrapper.unwrap(unnamed, bound_to(REGION, REPORT)) == raw
    with pytest.raises(Unavailable, match="sealing_key_wrong"):
        await wrapper.unwrap(unnamed, bound_to("33.06", REPORT))


class Elsewhere:
    """A wrapper that keeps the keys themselves and hands out what names them, as a service elsewhere could."""

    def __init__(self) -> None:
        self._keys: dict[bytes, tuple[bytes, bytes]] = {}

    async def wrap(self, key: bytes, bound: bytes) -> bytes:
        handle = urandom(16)
        self._keys[handle] = (key, bound)
        return handle

    async def unwrap(self, wrapped: bytes, bound: bytes) -> bytes:
        key, to = self._keys[wrapped]
        assert to == bound
        return key


async def test_something_else_may_wrap_the_keys() -> None:
    sealer = Sealer(Elsewhere())
    made = await sealer.make(REGION, REPORT)
    sealed = seal_text(made.key, UUID(int=1), bytes(16), "kata")
    assert (await sealer.key(REGION, REPORT, made.wrapped)).open(sealed, "text", str(UUID(int=1)))[16:] == b"kata"


async def test_the_salt_of_an_identity_is_sealed_with_it() -> None:
    key = ReportKey(REGION, REPORT, urandom(32))
    sealed = seal_identity(key, REPORT, b"nama")
    salt = key.open(sealed.ciphertext)[:16]
    assert (open_identity(key, sealed.ciphertext), commit(salt, b"nama")) == (b"nama", sealed.commitment.commitment)


@pytest.mark.parametrize("former", ["geheim", base64.b64encode(bytes(31)).decode(), ""])
def test_a_former_key_that_is_none_is_refused_without_repeating_it(former: str) -> None:
    with pytest.raises(SettingsError, match="TINDAK_SEALING_KEY") as refused:
        load_settings(sealing_key=f"{KEYS[0]},{former}")
    assert KEYS[0] not in str(refused.value)
    assert not former or former not in str(refused.value)


async def test_the_first_key_of_the_settings_wraps_and_every_other_opens() -> None:
    made = await sealer_of(load_settings(sealing_key=KEYS[0])).make(REGION, REPORT)
    changed = sealer_of(load_settings(sealing_key=f"{KEYS[1]},{KEYS[0]}"))
    assert (await changed.key(REGION, REPORT, made.wrapped)).open(made.key.seal(b"kata")) == b"kata"
    assert key_id(base64.b64decode(KEYS[1])) in (await changed.make(REGION, REPORT)).wrapped
