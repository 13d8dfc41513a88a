#!/usr/bin/env bash
# tus-js-client 4.3.1: a HEAD that is answered anything but 2xx or 423 ends the upload that it asks about, although its
# attempts are not used up: the file is begun anew, and what had been sent is sent again.
#
# Expected: 429 and 5xx say nothing of the upload, so that the HEAD is asked again as a PATCH or POST answered so is, and
# 401 is told to the caller; 404 and 410 end it.
# Found: only 423 is asked again. `onShouldRetry` hears of the PATCH alone.
# Source: https://github.com/tus/tus-js-client/issues/895 and https://github.com/tus/tus-js-client/issues/579
#
# Needs Node 20 and npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts tus-js-client@4.3.1
cat > told.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import fs from "node:fs";
import { createServer } from "node:http";
import { Upload } from "tus-js-client";

const CONTENT = Buffer.from("half of it, then the rest");
const HALF = 12;

/** What is asked, counted in bytes, while the second PATCH is answered 503 and the HEAD after it `refusal`, both once. */
async function sent(refusal) {
  const kept = [];
  const asked = [];
  const judged = [];
  const refusals = { PATCH: [undefined, 503], HEAD: [refusal] };
  const server = createServer(async (request, response) => {
    const { method, url } = request;
    const body = Buffer.concat(await request.toArray());
    const answer = (status, fields = {}) => {
      asked.push(method === "PATCH" ? `PATCH ${status} ${body.length}` : `${method} ${status}`);
      response.writeHead(status, { "Tus-Resumable": "1.0.0", "Content-Length": "0", ...fields }).end();
    };
    const refused = refusals[method]?.shift();
    if (refused) return answer(refused);
    if (method === "POST") return answer(201, { Location: `/${kept.push(Buffer.alloc(0)) - 1}` });
    const number = Number(url.slice(1));
    kept[number] = Buffer.concat([kept[number], body]);
    const offset = { "Upload-Offset": kept[number].length };
    return method === "HEAD" ? answer(200, { ...offset, "Upload-Length": CONTENT.length }) : answer(204, offset);
  });
  await new Promise((begun) => server.listen(0, "127.0.0.1", begun));
  await new Promise((onSuccess, onError) =>
    new Upload(CONTENT, {
      endpoint: `http://127.0.0.1:${server.address().port}/`,
      chunkSize: HALF,
      retryDelays: Array(5).fill(10),
      onShouldRetry: (error) => judged.push(error.originalRequest.getMethod()),
      onSuccess,
      onError,
    }).start(),
  );
  server.closeAllConnections();
  server.close();
  assert.deepEqual(kept.at(-1), CONTENT);
  return { asked, judged, uploads: kept.length };
}

const { version } = JSON.parse(fs.readFileSync("node_modules/tus-js-client/package.json"));
console.log("tus-js-client", version, "and Node", process.version);
for (const refusal of [423, 401, 404, 409, 429, 500, 503]) {
  const { asked, judged, uploads } = await sent(refusal);
  console.log(`${refusal}: ${uploads} made; ${asked.join(", ")}; asked whether to retry: ${judged.join(", ")}`);
  const begun = ["POST 201", "PATCH 204 12", "PATCH 503 12", `HEAD ${refusal}`];
  const rest = ["PATCH 204 12", "PATCH 204 1"];
  const goesOn = refusal === 423;
  assert.deepEqual(asked, [...begun, ...(goesOn ? ["HEAD 200"] : ["POST 201", "PATCH 204 12"]), ...rest]);
  assert.equal(uploads, goesOn ? 1 : 2);
  assert.deepEqual(judged, goesOn ? ["PATCH", "HEAD"] : ["PATCH"]);
}
JAVASCRIPT
node told.mjs
