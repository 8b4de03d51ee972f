"""Flows of every kind and whatever may happen to them, at random; after each act everything that must always hold.

The walks are the same in every run, so that what was green stays green until the code changes; ``FORMLOOM_SEED`` gives others.
"""

import json
import os
from collections import Counter
from random import Random
from typing import Any
from typing import get_args as ways

from hypothesis import Phase, example, given, seed, settings
from hypothesis import strategies as st

from runtime.engine import serialization
from runtime.engine.acts import step
from runtime.engine.acts.special import Do
from runtime.engine.outcome import NotAllowedHere
from tests.runtime.engine.wild_acts import Attempt, attempt
from tests.runtime.engine.wild_case import Case
from tests.runtime.engine.wild_flows import PEOPLE, drawn
from tests.runtime.engine.wild_laws import broken, broken_by

STEPS = 60
WALKS = 2500
ELSEWHERE = os.environ.get("FORMLOOM_SEED")
DONE: Counter[str] = Counter()
"""How many acts of each kind were carried out, and how many refused."""


@seed(int(ELSEWHERE or 0))
@given(st.integers(0, 2**32))
@example(159889147).via("What a request had gone on from kept the votes that were given there.")
@settings(max_examples=WALKS, database=None, phases=(Phase.explicit, Phase.generate))
def test_whatever_happens_the_laws_hold(number: int) -> None:
    """Nothing is shrunk: the number is printed, and makes the same walk again."""
    walk(Random(number))  # noqa: S311 -- a walk that can be walked again


def walk(random: Random) -> None:
    case = Case(drawn(random))
    case.answers = {
        "n": random.randint(0, 3),
        "rows": [{"v": PEOPLE[number]} for number in range(random.randint(0, 3))],
        "doer": "a",
    }
    begun = step.begin(case.course, case.facts, case.now, PEOPLE[0])
    case.carry_out(begun)
    _hold(broken(case))
    for _ in range(STEPS):
        case.pass_(random.randint(0, 90))
        _change_people(random, case)
        known = dict(case.answers)
        _try(case, attempt(random, case), known)
        if case.position.ended and random.random() < 0.5:
            break


def _try(case: Case, tried: Attempt, known: dict[str, Any]) -> None:
    before = json.dumps(serialization.to_json(case.position), sort_keys=True)
    was, case.seen = case.position, dict(case.answers)
    try:
        outcome = tried.run()
    except NotAllowedHere:
        DONE[f"{tried.of} refused"] += 1
        assert json.dumps(serialization.to_json(case.position), sort_keys=True) == before
        _hold(broken_by(case, tried, was, None))
        case.answers = known
        return
    DONE[_kind(tried)] += 1
    assert json.dumps(serialization.to_json(was), sort_keys=True) == before
    case.carry_out(outcome)
    _hold(broken_by(case, tried, was, outcome))
    _hold(broken(case))


def _kind(tried: Attempt) -> str:
    """What it is, of special acts and rescues also which."""
    match tried.of:
        case "special":
            return str(tried.said.do)
        case "rescue":
            return str(tried.said[0])
    return tried.of


def _hold(complaints: list[str]) -> None:
    assert not complaints, "; ".join(complaints)


def _change_people(random: Random, case: Case) -> None:
    """Somebody leaves the house or comes back to it; somebody is absent, or there again."""
    if random.random() < 0.05:
        case.village.away ^= {random.choice(PEOPLE)}
    if random.random() < 0.05:
        case.village.absent ^= {random.choice(PEOPLE)}


def test_enough_has_happened() -> None:
    """Everything that can happen did, in 20,000 acts and more."""
    if not DONE:
        test_whatever_happens_the_laws_hold()
    assert sum(DONE.values()) >= 20_000
    assert {kind for kind, times in DONE.items() if times} >= {
        *("take", "elapse", "deliver", "joined", "returned", "blocked", *ways(Do)),
        *("place", "skip", "reassign", "retry", "cancel", "reopen"),
        *("take refused", "special refused", "deliver refused", "rescue refused"),
    }
