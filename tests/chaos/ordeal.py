"""The command: ``python -m tests.chaos.ordeal`` for one run after the other, and ``--minutes 30`` for as long as that.

One round is SQLite, PostgreSQL, and PostgreSQL with Celery. ``--every-bug`` then puts each planted bug into each database,
and each must be noticed. With ``--minutes`` rounds follow each other with fresh seeds; between them engines walk at random.
"""

import argparse
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from time import monotonic
from typing import Any, Final

from tests.chaos.chaos import Asked, Result, run
from tests.chaos.fire import ROOT
from tests.chaos.planted import BUGS
from tests.chaos.warden import MARK, warded
from tests.postgres import NotInstalled

KINDS: Final = ("sqlite", "postgresql")
KILLS_A_SECOND: Final = 0.9
UNNOTICED: Final = 60.0
"""Seconds after which a planted bug counts as unnoticed."""
SHOWN: Final = 25
WALKS: Final = "tests/runtime/engine/test_random_flows.py"


def main() -> int:
    given = _given()
    fine, kills = True, 0
    for found in _results(given):
        if isinstance(found, bool):
            fine &= found
        else:
            fine &= _say(found)
            kills += 0 if found.asked.bug else found.kills
    print(f"{'FINE' if fine else 'NOT FINE'}. {kills} × kill -9 in the runs without a bug")
    return 0 if fine else 1


def _given() -> Any:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--database", choices=(*KINDS, "both"), default="both")
    asked.add_argument("--seconds", type=float, default=float(os.environ.get("SECONDS", "60")))
    asked.add_argument("--seed", default=os.environ.get("SEED") or _fresh())
    asked.add_argument("--bug", choices=sorted(BUGS), default="", help="only this one, on each database")
    asked.add_argument("--every-bug", action="store_true", help="afterwards each planted bug, on each database")
    asked.add_argument("--celery", choices=("too", "only", "no"), default="too")
    asked.add_argument("--minutes", type=float, default=0.0, help="again and again for so long")
    return asked.parse_args()


def _results(given: Any) -> Iterator[Result | bool]:
    rounds = _rounds(given)
    if not given.minutes:
        yield from map(_run, rounds)
        return
    until = monotonic() + given.minutes * 60
    for one in cycle(rounds):
        if one is rounds[0]:
            yield _walked(_fresh())
        if monotonic() > until:
            return
        yield _run(replace(one, seed=_fresh()))


def _run(asked: Asked) -> Result | bool:
    """Where this machine lacks a server for it, that is said, and the others follow; in CI it counts as a failure."""
    try:
        return run(asked)
    except NotInstalled as missing:
        print(f"NOT RUN: {asked}: {missing}", flush=True)
        return not os.environ.get("CI")


def _rounds(given: Any) -> list[Asked]:
    kinds = KINDS if given.database == "both" else (given.database,)
    if given.bug:
        return [Asked(kind, UNNOTICED, given.seed, given.bug) for kind in kinds]
    plain = Asked("", given.seconds, given.seed, kills=int(given.seconds * KILLS_A_SECOND))
    there = [replace(plain, kind=kind) for kind in kinds if given.celery != "only"]
    if given.celery != "no":
        there.append(replace(plain, kind=kinds[-1], celery=True))
    if given.every_bug:
        there += [Asked(kind, UNNOTICED, given.seed, bug) for bug in BUGS for kind in kinds]
    return there


def _walked(seed: str) -> bool:
    """Random flows, and random acts on each."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", WALKS]
    with warded() as folder:
        said = {**os.environ, "FORMLOOM_SEED": seed, MARK: str(folder)}
        walked = subprocess.run(command, cwd=ROOT, env=said, capture_output=True, text=True, check=False)
    fine = not walked.returncode
    print(f"{'fine' if fine else 'NOT FINE'}: engines walk, FORMLOOM_SEED={seed}", flush=True)
    if not fine:
        print(walked.stdout)
    return fine


def _say(found: Result) -> bool:
    """Prints one run; whether it went as it should."""
    judged = "fine" if found.fine else "NOT FINE"
    said = f"noticed after {found.seconds:.0f} s" if found.asked.bug and found.fine else f"{found.seconds:.0f} s"
    print(f"{judged}: {found.asked}: {said}, {len(found.violations)} violations; {found.told}", flush=True)
    shown = found.signs[:1] if found.asked.bug else found.violations
    for violation in shown[:SHOWN]:
        print(f"    {violation[:300]}")
    if len(shown) > SHOWN:
        print(f"    and {len(shown) - SHOWN} more")
    if not found.fine:
        print(found.log)
    return found.fine


def _fresh() -> str:
    return str(random.SystemRandom().randrange(10**6))


if __name__ == "__main__":
    sys.exit(main())
