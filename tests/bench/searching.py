"""Searching: how long words take to be made and read anew, their size on the disk, and how fast they are found.

Reports are loaded with texts of some forty words, made of the words of the lists of pairs, with places, sums, phones
and links. All are then read anew, as `tindak migrate` does after a change of reading, while somebody changes rows of
words one after the other: how long they wait is told, and which locks on tables were held. It judges nothing.
"""

import argparse
import asyncio
import random
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import asyncpg

from service.edge.auth.local_issuer import mint
from service.edge.policy_files import load_policies
from service.operations.embedded.postgres import EmbeddedPostgres
from service.storage.lexemes.vectors import vector_of
from service.storage.texts.rereading import read_anew
from tests.bench.client import drive, request
from tests.bench.figures import Table, figure_of
from tests.bench.machine import database, say, this_machine
from tests.bench.plans import BASE, REGION
from tests.bench.population import load
from tests.bench.served import served
from workflows.codes.people import Role

PAIRS = Path(__file__).parents[1] / "features" / "search" / "pairs"
CLIENTS = 4
"""As many searches as one person may have at once."""

WORDS_EACH = 40
ASKED = ("uang", "bagi-bagi uang", "RT 02 RW 03", '"balai desa"', "50.000", "0812 3456 7890", "paslon amplop TPS 05")
OLD = "UPDATE report_words SET reading = 0"
SIZES = """SELECT pg_relation_size('report_words'), pg_relation_size('report_words_sought'),
  (SELECT coalesce(sum(octet_length(content)), 0) FROM report_text), (SELECT count(*) FROM report_words)"""
CHANGE = "UPDATE report_words SET reading = reading WHERE region = $1 AND report_id = $2"
LOCKS = """SELECT DISTINCT l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
WHERE c.relname IN ('report', 'report_text', 'report_words', 'report_words_sought') AND l.granted
  AND l.locktype = 'relation'"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench searching", description=__doc__)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=int, default=40, help="searches of each client for each question in a round")
    asked = parser.parse_args()
    say(f"{this_machine()}; searches by {CLIENTS} of one person at once")
    with database() as (server, folder):
        asyncio.run(_measure(server, folder, asked))


async def _measure(server: EmbeddedPostgres, folder: Path, asked: argparse.Namespace) -> None:
    url = server.url("postgres")
    source = _texts()
    _make_words(list(islice(source, 1_000)))
    await load(url, load_policies().of(REGION), 0, asked.reports, describe=lambda _: next(source))
    admin, other = await asyncpg.connect(url), await asyncpg.connect(url)
    await admin.execute(OLD)
    await admin.execute("VACUUM FULL ANALYZE report_words")
    await _read_anew(admin, other)
    await admin.execute("VACUUM ANALYZE report_words")
    table, index, content, rows = await admin.fetchrow(SIZES)
    say(f"{rows:,} reports with {content / 1e6:.1f} MB of texts")
    say(f"words {table / 1e6:.1f} MB, their index {index / 1e6:.1f} MB")
    await _search(server, folder, asked)
    await admin.close()
    await other.close()


def _make_words(texts: list[str]) -> None:
    began = time.process_time()
    for text in texts:
        vector_of(text)
    say(f"words of a text: {(time.process_time() - began) * 1e6 / len(texts):,.0f} microseconds of a processor")


def _texts() -> Iterator[str]:
    chance = random.Random(14)  # the same texts in every run
    lines = [line for file in sorted(PAIRS.glob("*.tsv")) for line in file.read_text("utf-8").splitlines()]
    words = sorted({one for line in lines for one in line.replace("\t", " ").split() if one.isalpha()})
    while True:
        said = chance.choices(words, k=WORDS_EACH)
        house, station = f"RT {chance.randrange(1, 20):02}/RW {chance.randrange(1, 12):02}", chance.randrange(1, 30)
        sum_, phone = f"Rp{chance.randrange(1, 40) * 5}.000", f"08{chance.randrange(10**9, 10**10)}"
        link = f"https://contoh.example/kabar/{chance.randrange(10**6)}"
        yield " ".join([*said[:20], house, f"TPS-{station:02}", *said[20:], sum_, phone, link])


async def _read_anew(admin: Any, other: Any) -> None:
    """Read all anew, and tell how long somebody waited who changed rows meanwhile."""
    ids = [row["report_id"] for row in await other.fetch("SELECT report_id FROM report_words")]
    waits: list[float] = []
    modes: set[str] = set()
    began = time.perf_counter()
    reading = asyncio.create_task(read_anew(admin))
    while not reading.done():
        asked = time.perf_counter()
        await other.execute(CHANGE, REGION, random.choice(ids))
        waits.append(time.perf_counter() - asked)
        modes |= {row["mode"] for row in await other.fetch(LOCKS)}
        await asyncio.sleep(0.005)
    count, seconds = await reading, time.perf_counter() - began
    found = figure_of(len(waits) / seconds, waits)
    say(f"read anew, index included: {count:,} in {seconds:.1f} s, {count / seconds:,.0f} a second")
    say(f"a change meanwhile ({len(waits):,} of them): p99 {found.p99:.1f} ms, the longest {max(waits) * 1e3:.0f} ms")
    say(f"locks that were held: {', '.join(sorted(modes))}")


async def _search(server: EmbeddedPostgres, folder: Path, asked: argparse.Namespace) -> None:
    token, table = mint(folder, Role.COORDINATOR, "kesbangpol", "Hadi", [REGION]), Table()
    with served(server, folder) as api:
        for _ in range(asked.rounds):
            for words in ASKED:
                one = request("GET", f"{BASE}/reports?{urlencode({'q': words})}", token)
                timed = await drive(api.port, [[one] * asked.scale] * CLIENTS, 200)
                table.add(words, figure_of(timed.rate, timed.latencies))
    say(str(table))
