#!/usr/bin/env bash
# tuspy 1.1.0: with a URL storage, a second file of the same length and the same first 64 KiB is taken for the first:
# its upload ends at once without an error, and none of its bytes is sent.
#
# Expected: what a stored upload is found by tells apart two files of different content.
# Found: it is found by length and the MD5 of the first block alone, which two recordings of one device can share.
# Source: https://github.com/tus/tus-py-client/pull/37
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet tuspy==1.1.0
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version
from pathlib import Path
from threading import Thread

from tusclient.client import TusClient
from tusclient.storage.filestorage import FileStorage

kept = []


class Tus(BaseHTTPRequestHandler):
    def answer(self, status, **headers):
        self.send_response(status)
        for name, value in {"Content-Length": "0", "Tus-Resumable": "1.0.0", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def do_POST(self):
        kept.append(b"")
        self.answer(201, Location=f"/{len(kept) - 1}")

    def do_HEAD(self):
        self.answer(200, Upload_Offset=str(len(kept[int(self.path[1:])])))

    def do_PATCH(self):
        kept[int(self.path[1:])] += self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(204, Upload_Offset=str(len(kept[int(self.path[1:])])))

    def log_message(self, *_):
        pass


print("tuspy", version("tuspy"))
files = [bytes(65536) + ending * 1000 for ending in (b"first ", b"second")]
with HTTPServer(("127.0.0.1", 0), Tus) as server:
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    client = TusClient(f"http://127.0.0.1:{server.server_port}/")
    storage = FileStorage(str(Path(sys.argv[1]) / "urls.json"))
    for number, content in enumerate(files):
        recording = Path(sys.argv[1]) / f"recording-{number}"
        recording.write_bytes(content)
        uploader = client.uploader(str(recording), store_url=True, url_storage=storage)
        begun = uploader.offset
        uploader.upload()
        print(f"{recording.name}: {begun} of {len(content)} bytes there already, in the end {uploader.offset}")
    server.shutdown()
print("uploads made:", len(kept), "of", len(files))
assert kept == files[:1]
PYTHON
