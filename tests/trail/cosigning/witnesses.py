"""One log, six witnesses, and the example policy of c2sp.org/tlog-policy over them."""

from tests.trail.cosigning.histories import HONEST
from workflows.trail.tlog.note_keys import KeyKind, SigningKey, signing_key
from workflows.trail.tlog.notes import Note, sign
from workflows.trail.tlog.quorum import Policy
from workflows.trail.tlog.quorum_file import parse_policy

ORIGIN = "log.example/regency"
TEXT = HONEST.checkpoint(ORIGIN, 5).text()
LOG = signing_key(ORIGIN, bytes([1]) * 32)
NAMES = ["X1", "X2", "X3", "Y1", "Y2", "Y3"]
KEYS = {
    name: signing_key(f"{name}.example", bytes([10 + at]) * 32, KeyKind.COSIGNATURE) for at, name in enumerate(NAMES)
}
SUBTREE_KEYS = {
    name: signing_key(f"{name}.example", bytes([50 + at]) * 32, KeyKind.SUBTREE) for at, name in enumerate(NAMES)
}
"""The same witnesses' keys of the other algorithm."""
LOG_LINE = f"log {LOG.verifier.encode()} https://log.example/\n"
WITNESSES = "".join(f"witness {name} {key.verifier.encode()}\n" for name, key in KEYS.items())
X1_KEY = KEYS["X1"].verifier.encode()
PUBLISHED = f"""# the example of the specification
{LOG_LINE}
  # one organisation
{WITNESSES}
group X-witnesses 2 X1 X2 X3
group\tY-witnesses any  Y1 Y2 Y3\t

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""


def policy(text: str) -> Policy:
    return parse_policy(text.encode("utf-8", "surrogateescape"))


def note(*names: str, log: SigningKey = LOG) -> Note:
    return Note(TEXT, (sign(TEXT, log), *(sign(TEXT, KEYS[name], 1_000 + NAMES.index(name)) for name in names)))
