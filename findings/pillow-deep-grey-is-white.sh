#!/usr/bin/env bash
# Pillow 13.0.0: grey of sixteen bits converted to eight is white wherever it was more than 255 of 65,535.
#
# Expected: the scale of the mode, as converting from eight bits to one keeps it.
# Found: values are cut at 255, so that a scan is a white sheet; a TIFF whose nought is white is not turned round either.
# Source: https://github.com/python-pillow/Pillow/issues/3011
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pillow==13.0.0
"$folder/venv/bin/python" - <<'PYTHON'
import io

import PIL
from PIL import Image

print("Pillow", PIL.__version__)
half = Image.new("I;16", (8, 8), 32_768)
print("half of the scale in sixteen bits is", half.convert("L").getpixel((0, 0)), "of 255 in eight")
assert half.convert("L").getpixel((0, 0)) == 255
out = io.BytesIO()
Image.new("I;16", (8, 8), 0).save(out, "TIFF", tiffinfo={262: 0})
print("nought, which is white there, is read as", Image.open(out).getpixel((0, 0)), "of 65535")
assert Image.open(out).getpixel((0, 0)) == 0
PYTHON
