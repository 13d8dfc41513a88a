#!/usr/bin/env bash
# standardwebhooks 1.1.0: `sign` takes the hands of the clock and forgets the offset, so that what was signed at an
# aware time other than UTC is refused by the library's own `verify`.
#
# Expected: the same instant gives the same signature, whatever its offset.
# Found: an instant written in +07:00 is signed as one seven hours later.
# Source: https://github.com/standard-webhooks/standard-webhooks/issues/251
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet standardwebhooks==1.1.0
"$folder/venv/bin/python" - <<'PYTHON'
from base64 import b64encode
from datetime import UTC, datetime, timedelta, timezone
from importlib.metadata import version

from standardwebhooks import Webhook, WebhookVerificationError

webhook = Webhook("whsec_" + b64encode(b"made for this finding only").decode())
now = datetime.now(UTC).replace(microsecond=0)
body = '{"action":"report.verified"}'


def outcome(at):
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": webhook.sign("msg_1", at, body),
    }
    try:
        webhook.verify(body, headers)
    except WebhookVerificationError as refused:
        return str(refused)
    return "accepted"


print("standardwebhooks", version("standardwebhooks"))
in_jakarta = now.astimezone(timezone(timedelta(hours=7)))
assert in_jakarta == now
found = {"UTC": outcome(now), "+07:00": outcome(in_jakarta)}
print(found)
shifted = webhook.sign("msg_1", now + timedelta(hours=7), body)
assert found == {"UTC": "accepted", "+07:00": "No matching signature found"}
assert webhook.sign("msg_1", in_jakarta, body) == shifted
PYTHON
