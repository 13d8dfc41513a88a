/** The types of Tindak's contract, and a client that knows its paths. */
import createClient, { type Client } from "openapi-fetch";

import type { paths } from "./schema.js";

export type * from "./schema.js";

/** A client for whom the access token speaks. Every call answers `data` or, on a refusal, `error`: a `Problem`. */
export function tindak(baseUrl: string, token: string): Client<paths> {
  return createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
}
