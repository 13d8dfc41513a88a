"""`python -m tests.stories`: tell stories, and say what they found, what they did and what they asked."""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from tests.stories.contract import ROUTES
from tests.stories.findings import Met
from tests.stories.kinds import KINDS, missing
from tests.stories.running import Teller
from tests.stories.telling import Plan, Told, shrink, tell, told


def main() -> int:
    """Exit code 1 when anything was found or some kind of act never succeeded."""
    asked = _arguments()
    plan = Plan(asked.stories, asked.acts, asked.seed)
    if asked.story is not None:
        return _again(plan, asked.story, asked.shrink)
    began, met, everything = time.monotonic(), Met(), []
    for one in told(plan, asked.processes):
        met.add(one.met)
        everything.append(one)
    everything.sort()
    report(met, everything, time.monotonic() - began)
    if asked.scripts:
        scripts = (f"story {one.story}\n{one.script}" for one in everything if one.met.findings)
        asked.scripts.write_text("\n\n".join(scripts))
    return 1 if met.findings or missing(met.kinds) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.stories")
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--acts", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--story", type=int, help="tell this one alone, in words")
    parser.add_argument(
        "--shrink", metavar="KEY", help="and make it as small as still finds this, as `I3 severity taken by one`"
    )
    parser.add_argument("--scripts", type=Path, help="where stories with findings are written")
    return parser.parse_args()


def _again(plan: Plan, story: int, key: str | None) -> int:
    with Teller() as teller:
        one = shrink(teller, plan.of(story), key) if key else tell(teller, plan.of(story), story)
    sys.stdout.write(f"{one.script}\n")
    return 1 if one.met.findings else 0


def report(met: Met, everything: list[Told], seconds: float) -> None:
    """What was done and found, in lines."""
    write, acts = sys.stdout.write, sum(met.acts.values())
    write(f"{met.stories} stories, {acts} acts, {met.requests} requests in {seconds:.0f} s ")
    write(f"({acts / seconds:.1f} acts/s, {met.requests / seconds:.0f} requests/s)\n")
    write("done/tried: " + ", ".join(f"{kind} {met.done[kind]}/{met.acts[kind]}" for kind in sorted(met.acts)) + "\n")
    write(f"done by kind: {', '.join(f'{kind} {met.kinds[kind]}' for kind in KINDS)}\n")
    write(f"kinds that never succeeded: {', '.join(missing(met.kinds)) or 'none'}\n")
    unasked = sorted({each.name for each in ROUTES} - met.routes.keys())
    write(f"operations never answered with success: {', '.join(unasked) or 'none'}\n")
    write(f"refusals: {dict(met.refusals.most_common())}\n")
    write(f"stricter than the oracle: {dict(met.stricter.most_common())}\n")
    for key, number in Counter(one.key for one in met.findings).most_common():
        story, words = next(
            (each.story, one.words) for each in everything for one in each.met.findings if one.key == key
        )
        write(f"FOUND in {number} stories, first in {story}: {key}: {words[:400]}\n")
    write("nothing was found\n" if not met.findings else "")


if __name__ == "__main__":
    raise SystemExit(main())
