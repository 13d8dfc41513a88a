"""`python -m tests.stories`: tell stories, and say what they found, what they did and what they asked."""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from tests.stories.contract import ROUTES
from tests.stories.findings import Met
from tests.stories.kinds import KINDS
from tests.stories.running import Teller
from tests.stories.telling import Plan, Told, shrink, told


def main() -> int:
    """Exit code 1 when anything was found or some kind of act never succeeded."""
    asked = _arguments()
    plan = Plan(asked.stories, asked.acts, asked.seed)
    if asked.shrink:
        with Teller() as teller:
            sys.stdout.write(shrink(plan, asked.chunk, asked.shrink, teller) or "nothing of that kind\n")
        return 0
    began, met = time.monotonic(), Met()
    first: dict[str, int] = {}
    for one in told(plan, asked.processes):
        met.add(one.met)
        first |= {key: one.chunk for key in _keys(one) if key not in first}
    report(met, first, time.monotonic() - began)
    if asked.scripts:
        asked.scripts.write_text("\n\n".join(met.scripts))
    return 1 if met.findings else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.stories")
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--acts", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--chunk", type=int, default=0, help="the chunk that --shrink looks in")
    parser.add_argument("--shrink", metavar="KEY", help="make the chunk's finding of this key as small as can be")
    parser.add_argument("--scripts", type=Path, help="where stories with findings are written")
    return parser.parse_args()


def _keys(one: Told) -> list[str]:
    return list(dict.fromkeys(found.key for found in one.met.findings))


def report(met: Met, first: dict[str, int], seconds: float) -> None:
    """What was done and found, in lines."""
    write = sys.stdout.write
    acts = sum(met.acts.values())
    write(f"{met.stories} stories, {acts} acts, {met.requests} requests in {seconds:.0f} s ")
    write(f"({acts / seconds:.1f} acts/s, {met.requests / seconds:.0f} requests/s)\n")
    write(
        "acts done/tried: " + ", ".join(f"{kind} {met.done[kind]}/{met.acts[kind]}" for kind in sorted(met.acts)) + "\n"
    )
    never = sorted({*KINDS, "queued"} - met.kinds.keys())
    write(f"kinds that never succeeded: {', '.join(never) or 'none'}\n")
    unasked = sorted({each.name for each in ROUTES} - met.routes.keys())
    write(f"operations never answered with success: {', '.join(unasked) or 'none'}\n")
    write(f"refusals: {dict(met.refusals.most_common())}\n")
    write(f"stricter than the oracle: {dict(met.stricter.most_common())}\n")
    for key, number in Counter(one.key for one in met.findings).most_common():
        words = next(one.words for one in met.findings if one.key == key)
        write(f"FOUND in {number} stories, first in chunk {first[key]}: {key}: {words[:400]}\n")
    if not met.findings:
        write("nothing was found\n")


if __name__ == "__main__":
    raise SystemExit(main())
