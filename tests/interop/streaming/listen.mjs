// Usage: node listen.mjs URL TOKEN COUNT. Prints the identifiers of so many events of the log, as JSON.

import { EventSource } from 'eventsource';

const [url, token, count] = process.argv.slice(2);
const seen = [];
const source = new EventSource(url, {
  fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } }),
});
source.onmessage = (event) => {
  seen.push([event.lastEventId, JSON.parse(event.data).leaf_index]);
  if (seen.length === Number(count)) {
    source.close();
    console.log(JSON.stringify(seen));
  }
};
