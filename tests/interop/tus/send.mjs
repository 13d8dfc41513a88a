// Sends a file by tus-js-client, gives up in the middle, and goes on with a client that only knows the address.
import fs from "node:fs";
import { Upload } from "tus-js-client";

const [, , endpoint, token, file] = process.argv;
const headers = { Authorization: `Bearer ${token}` };
const metadata = { filename: "rekaman.mp4", filetype: "video/mp4" };

function send(options, until) {
  return new Promise((resolve, reject) => {
    const upload = new Upload(fs.createReadStream(file), {
      headers,
      metadata,
      chunkSize: 1_000_000,
      uploadSize: fs.statSync(file).size,
      retryDelays: null,
      onError: reject,
      onSuccess: () => resolve({ url: upload.url, done: true }),
      onChunkComplete: (_size, accepted) => {
        if (accepted >= until) upload.abort().then(() => resolve({ url: upload.url, done: false, accepted }));
      },
      ...options,
    });
    upload.start();
  });
}

const first = await send({ endpoint }, 2_000_000);
const second = await send({ uploadUrl: first.url }, Infinity);
console.log(JSON.stringify({ first, second }));
