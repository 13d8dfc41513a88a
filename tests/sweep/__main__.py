"""Every route with every hostile shape, against the API as it is really served (`make sweep`).

For each it prints the longest wait of a second client meanwhile, and the memory before and after. What is above the
goals is marked: no other request waits more than 0.25 s, memory returns to within 20 MB.
"""

import argparse
import asyncio
import re
import sys
import tempfile
from base64 import b64encode
from pathlib import Path

import psutil

from service.edge.auth.local_issuer import mint
from service.edge.policy_files import load_policies
from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres, start_postgres
from service.operations.migrate import upgrade
from service.operations.seed import seed_areas
from tests.bench.population import load
from tests.edge.api.story import AUDITOR
from tests.edge.contract.serving import served
from tests.sweep.acts import acts
from tests.sweep.measured import Sweep
from tests.sweep.stage import fill
from tests.sweep.watching import watching

LOADED = 4_000
"""Reports of which an export is larger than what lies between a server and a client that waits."""


def main() -> None:
    """Serve, watch, and send everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.sweep", description=__doc__)
    parser.add_argument("--only", default="", help="of the names of acts, a regular expression")
    parser.add_argument("--reports", type=int, default=300, help="long reports there are")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tindak-sweep-") as folder:
        server = start_postgres(Path(folder) / "data", fast=True)
        try:
            upgrade(server.url("postgres"))
            seed_areas(server.url("postgres"))
            settings = Settings(
                embedded=True,
                home=Path(folder),
                database_url=server.url("tindak_app"),
                sealing_key=b64encode(bytes(32)).decode(),
                log_level="error",
                rate_read=0,
                rate_write=0,
            )
            asyncio.run(load(server.url("postgres"), load_policies().of("33.05"), 0, LOADED))
            sys.exit(_sweep(server, settings, chosen))
        finally:
            server.stop()


def _sweep(server: EmbeddedPostgres, settings: Settings, chosen: argparse.Namespace) -> int:
    with served(settings) as (address, process):
        stage = asyncio.run(fill(address, server, settings, chosen.reports))
        token = mint(settings.home, *AUDITOR, ["33.05"])
        with watching(address, token, settings.home / "waits") as watch:
            sweep = Sweep(address, psutil.Process(process.pid), watch)
            for name, act in acts(address, settings, stage):
                if re.search(chosen.only, name):
                    sweep.take(name, act)
        return sweep.sum_up()


if __name__ == "__main__":
    main()
