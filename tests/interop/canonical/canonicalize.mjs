// Usage: node canonicalize.mjs DOCUMENTS FORMS. One JSON document a line comes in, the RFC 8785 form of each goes out.

import { readFileSync, writeFileSync } from 'node:fs';
import canonicalize from 'canonicalize';

const [documents, forms] = process.argv.slice(2);
const lines = readFileSync(documents, 'utf8').split('\n').slice(0, -1);
writeFileSync(forms, lines.map((line) => canonicalize(JSON.parse(line)) + '\n').join(''));
