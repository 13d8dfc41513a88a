from typing import Any

import msgspec
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from workflows.trail.leaf import Commitment, Leaf, canonical

CODE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=40)
VALUE = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | CODE
DATA = st.dictionaries(CODE, VALUE | st.lists(CODE, max_size=3) | st.dictionaries(CODE, VALUE, max_size=3))


@given(code=CODE, seq=st.integers(1, 2**31), data=DATA, texts=st.lists(st.builds(Commitment, CODE, CODE, CODE)))
def test_a_leaf_is_the_rfc_8785_form_of_itself(
    code: str, seq: int, data: dict[str, Any], texts: list[Commitment]
) -> None:
    leaf = Leaf(
        event=code, region=code, report=code, seq=seq, version=1, prev=None, action=code, task=None, agency=code,
        actor={"person": code}, before=None, after=code, at=code, data=data, texts=tuple(texts),
    )  # fmt: skip
    assert canonical(leaf) == rfc8785.dumps(msgspec.to_builtins(leaf))
