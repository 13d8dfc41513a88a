// Goes on with an upload by tus-js-client, as a page does that was opened again: it knows where to begin anew as well.
import fs from "node:fs";
import { Upload } from "tus-js-client";

const [, , endpoint, token, file, uploadUrl] = process.argv;
const asked = [];

const upload = new Upload(fs.createReadStream(file), {
  endpoint,
  uploadUrl,
  headers: { Authorization: `Bearer ${token}` },
  metadata: { filename: "rekaman.mp4", filetype: "video/mp4" },
  chunkSize: 1_000_000,
  uploadSize: fs.statSync(file).size,
  retryDelays: Array(20).fill(250),
  overridePatchMethod: true,
  onAfterResponse: (request, response) => {
    asked.push({ method: request.getMethod(), status: response.getStatus() });
    if (asked.length === 1) process.stderr.write("asked\n");
  },
  onError: (error) => {
    console.error(error);
    process.exit(1);
  },
  onSuccess: () => console.log(JSON.stringify({ url: upload.url, asked })),
});
upload.start();
