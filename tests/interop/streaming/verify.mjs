// Usage: node verify.mjs FILE. Verifies each {secret, headers, body} of the file's JSON; prints the verdicts.

import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

const verdicts = JSON.parse(readFileSync(process.argv[2], 'utf8')).map(({ secret, headers, body }) => {
  try {
    return new Webhook(secret).verify(body, headers).id;
  } catch (error) {
    return null;
  }
});
console.log(JSON.stringify(verdicts));
