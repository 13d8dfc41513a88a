"""Make both clients, compile them and say where they are: ``python -m tests.clients FOLDER``."""

import sys
from pathlib import Path

from tests.clients.making import check_python, check_typescript, python_client, typescript_client
from tests.edge.contract.document import OPERATIONS

folder = Path(sys.argv[1]).resolve()
package = python_client(folder / "python")
check_python(package)
compiled = typescript_client(folder / "typescript")
check_typescript(compiled)
sys.stdout.write(
    f"{len(OPERATIONS)} operations in each\n"
    f"Python, under mypy --strict:      pip install {package}\n"
    f"TypeScript, under tsc --strict:   npm install {compiled}\n"
)
