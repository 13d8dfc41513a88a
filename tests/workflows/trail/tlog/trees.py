"""Trees by the letter of RFC 6962 section 2.1, slow and recursive, and the well-known vectors of eight leaves."""

import hashlib
from functools import cache

CT_LEAVES = [
    bytes.fromhex(each)
    for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
CT_ROOTS = [
    bytes.fromhex(each)
    for each in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]


def leaf(number: int) -> bytes:
    return hashlib.sha256(b"\x00" + f"entry {number}".encode()).digest()


def parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def cut(number: int) -> int:
    """The largest power of two smaller than the number."""
    power = 1
    while power * 2 < number:
        power *= 2
    return power


@cache
def mth(low: int, high: int) -> bytes:
    if high - low == 0:
        return hashlib.sha256().digest()
    if high - low == 1:
        return leaf(low)
    middle = low + cut(high - low)
    return parent(mth(low, middle), mth(middle, high))


def node(level: int, index: int) -> bytes:
    return mth(index << level, (index + 1) << level)


def path(index: int, low: int, high: int) -> list[bytes]:
    if high - low == 1:
        return []
    middle = low + cut(high - low)
    if index < middle:
        return [*path(index, low, middle), mth(middle, high)]
    return [*path(index, middle, high), mth(low, middle)]


def subproof(old: int, low: int, high: int, *, known: bool) -> list[bytes]:
    if old == high:
        return [] if known else [mth(low, high)]
    middle = low + cut(high - low)
    if old <= middle:
        return [*subproof(old, low, middle, known=known), mth(middle, high)]
    return [*subproof(old, middle, high, known=False), mth(low, middle)]


def turns(index: int, size: int) -> str:
    """Which way the path to a leaf turns, from the root down. Two places with the same turns share their proofs."""
    if size <= 1:
        return ""
    middle = cut(size)
    return "L" + turns(index, middle) if index < middle else "R" + turns(index - middle, size - middle)


def recipe(old: int, new: int, *, known: bool = True) -> tuple[int, object, object]:
    """How many hashes a consistency proof holds, and how both roots are made of them, by their place in it."""
    if old == new:
        return (0, "old", "old") if known else (1, 0, 0)
    middle = cut(new)
    if old <= middle:
        count, before, after = recipe(old, middle, known=known)
        return count + 1, before, (after, count)
    count, before, after = recipe(old - middle, new - middle, known=False)
    return count + 1, (count, before), (count, after)
