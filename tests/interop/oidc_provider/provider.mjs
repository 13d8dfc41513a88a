// A real OpenID provider on 127.0.0.1: JWT access tokens (RFC 9068) for the API's audience by client credentials.
// Usage: node provider.mjs PORT KEYS_FILE. Keys are made when the file is not there, so that they outlive a restart.

import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import Provider from 'oidc-provider';

const [port, keysFile] = process.argv.slice(2);
const people = JSON.parse(readFileSync(new URL('./clients.json', import.meta.url), 'utf8'));
const scopes = 'report:create report:read event:read';

const kinds = {
  RS256: ['rsa', { modulusLength: 2048 }],
  PS256: ['rsa', { modulusLength: 2048 }],
  ES256: ['ec', { namedCurve: 'P-256' }],
  EdDSA: ['ed25519', {}],
};

// One resource for each algorithm, and one of another API.
const resources = {
  'urn:lapor:api': { audience: 'lapor', alg: 'RS256' },
  ...Object.fromEntries(Object.keys(kinds).map((alg) => [`urn:tindak:api:${alg}`, { audience: 'tindak', alg }])),
};

function makeKeys() {
  return Object.entries(kinds).map(([alg, [type, options]]) => ({
    ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: randomUUID(),
  }));
}

if (!existsSync(keysFile)) writeFileSync(keysFile, JSON.stringify(makeKeys()), { mode: 0o600 });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  jwks: { keys: JSON.parse(readFileSync(keysFile, 'utf8')) },
  clients: Object.keys(people).map((client_id) => ({
    client_id, client_secret: 'interop', grant_types: ['client_credentials'], redirect_uris: [], response_types: [],
  })),
  extraTokenClaims: (ctx, token) => people[token.clientId],
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (ctx, resource) => ({
        scope: scopes,
        audience: resources[resource].audience,
        accessTokenTTL: 600,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: resources[resource].alg } },
      }),
    },
  },
});

provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));
