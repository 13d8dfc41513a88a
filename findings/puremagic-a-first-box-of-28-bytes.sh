#!/usr/bin/env bash
# puremagic 1.30: a file whose first box has 28 bytes is MP4, whatever its brand is; other brands are not known at all.
#
# Expected: `heic` in the box makes it HEIF (ISO/IEC 23008-12), `M4A ` sound; junk behind the box is neither.
# Found: the length of the box is part of the signature of MP4.
# Source: ISO/IEC 14496-12 section 4.3
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet puremagic==1.30
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import puremagic


def told(*brands):
    box = b"ftyp" + brands[0] + bytes(4) + b"".join(brands[1:])
    try:
        matches = puremagic.magic_string((len(box) + 4).to_bytes(4, "big") + box + b"junk" * 100)
    except puremagic.PureError:
        return None
    return matches[0].mime_type


print("puremagic", version("puremagic"))
found = {
    "heic, 24 bytes": told(b"heic", b"mif1", b"heic"),
    "heic, 28 bytes": told(b"heic", b"mif1", b"miaf", b"heic"),
    "M4A, 28 bytes": told(b"M4A ", b"M4A ", b"mp42", b"isom"),
    "mif1, 24 bytes": told(b"mif1", b"mif1", b"heic"),
}
for name, media in found.items():
    print(f"{name}: {media}")
assert found["heic, 28 bytes"] == found["M4A, 28 bytes"] == "video/mp4"
PYTHON
