#!/usr/bin/env bash
# nginx 1.22.1: what it passes on with `gzip on` is compressed in spite of `Cache-Control: no-transform`, which stays in
# the answer beside the coding that it forbids, and the ETag becomes a weak one.
#
# Expected: an intermediary leaves content alone that the origin says is not to be transformed, and its strong ETag with it.
# Found: the directive is not looked at. A digest of the bytes no longer fits, and the ETag as received does for no
# `If-Match`, which compares strongly.
# Source: https://github.com/nginx/nginx/issues/1709; RFC 9110 sections 7.7 and 13.1.1, RFC 9111 section 5.2.2.6
#
# Needs nginx (Debian: `apt-get install nginx-light`).
set -euo pipefail
nginx=$(PATH="$PATH:/usr/sbin" command -v nginx) || { echo "needs nginx: apt-get install nginx-light" >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$nginx" -v 2>&1
python3 - "$nginx" "$folder" <<'PYTHON'
import gzip
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

nginx, folder = sys.argv[1], Path(sys.argv[2])
CONTENT = b'{"reports":[' + b",".join(b'{"n":%d}' % n for n in range(500)) + b"]}"


class Origin(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(CONTENT)))
        self.send_header("Cache-Control", "no-transform")
        self.send_header("ETag", '"strong"')
        self.end_headers()
        self.wfile.write(CONTENT)

    def log_message(self, *_):
        pass


class Through(HTTPConnection):
    """A connection to nginx by a socket of the folder, so that no port is guessed."""

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(folder / "front"))


def configured(port):
    spools = "".join(f"{of}_temp_path {folder}/{of};" for of in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return f"""daemon off; master_process off; pid {folder}/pid; error_log stderr; events {{}}
http {{ access_log off; {spools} gzip on; gzip_types application/json;
  server {{ listen unix:{folder}/front; location / {{ proxy_pass http://127.0.0.1:{port}; }} }} }}"""


def answer(coding):
    connection = Through("a")
    connection.request("GET", "/", headers={"Accept-Encoding": coding})
    response = connection.getresponse()
    fields = {name: response.headers[name] for name in ("Cache-Control", "Content-Encoding", "ETag")}
    return fields, response.read()


with HTTPServer(("127.0.0.1", 0), Origin) as origin:
    Thread(target=origin.serve_forever, args=(0.01,), daemon=True).start()
    settings = folder / "nginx.conf"
    settings.write_text(configured(origin.server_port))
    front = subprocess.Popen([nginx, "-e", "stderr", "-c", str(settings)])
    try:
        until = time.monotonic() + 20
        while not (folder / "front").exists() and front.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        found = {coding: answer(coding) for coding in ("identity", "gzip")}
    finally:
        front.terminate()
        front.wait()
        origin.shutdown()
for coding, (fields, content) in found.items():
    print(f"{coding} accepted: {fields}, {len(content)} of {len(CONTENT)} bytes")
plain, packed = found["identity"], found["gzip"]
assert plain == ({"Cache-Control": "no-transform", "Content-Encoding": None, "ETag": '"strong"'}, CONTENT)
assert packed[0] == {"Cache-Control": "no-transform", "Content-Encoding": "gzip", "ETag": 'W/"strong"'}
assert gzip.decompress(packed[1]) == CONTENT
PYTHON
