"""What may happen to a case, at random: most of it possible, some of it not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any, get_args

from runtime.engine.acts import rescue, special, step, timing
from runtime.engine.acts.special import Special
from runtime.engine.acts.step import Act
from runtime.engine.outcome import Outcome
from runtime.engine.position import PENDING, Token
from runtime.engine.tokens import returning
from tests.runtime.engine.wild_case import Case
from tests.runtime.engine.wild_flows import MESSAGES, PEOPLE

RARE, ENDS = ("remove", "release", "take_back", "advise", "return", "return"), ("withdraw",)
STRANGERS = (*PEOPLE, "contact:c", "person:stranger")


@dataclass(frozen=True)
class Attempt:
    """``of`` what it is, and what was tried. ``run`` may raise NotAllowedHere."""

    of: str
    run: Callable[[], Outcome]
    said: Any = None


def attempt(random: Random, case: Case) -> Attempt:
    """Something to try on the case as it stands."""
    if case.position.ended:
        return random.choice((_reopen, _take, _special, _deliver))(random, case)
    kinds = [_special, _elapse, _deliver, _rescue, _take]
    kinds += [_take, _take, _take, _take, _special] if case.tasks else []
    kinds += [_sub, _sub, _sub] if any(token.sub for token in case.position.tokens) else []
    kinds += [_elapse] if case.timers else []
    return random.choice(kinds)(random, case)


def _take(random: Random, case: Case) -> Attempt:
    asked = sorted(case.tasks)
    if asked and random.random() < 0.9:
        state, visit, party = random.choice(asked)
        moves = [move.key for move in case.course.moves(state).values()]
        if random.random() < 0.8:
            open_ = step.available(case.course, case.position, case.facts, party, case.now)
            moves = [move.key for move in open_ if move.source == state] or moves
        act = Act(party, random.choice(moves or ["none"]), state, random.choice(("", "a word", "a word")), visit)
    else:
        there = random.choice(case.position.tokens or (Token("none", case.now),))
        state = random.choice((there.state, there.state, random.choice(case.flow.states).key))
        moves = (
            [move.key for move in case.flow.moves_from(state)] * 3 + [move.key for move in case.flow.moves] + ["none"]
        )
        by = random.choice((*there.asked, random.choice(STRANGERS)))
        act = Act(by, random.choice(moves), state, "a word", random.choice((None, there.visit, 9)))
    if random.random() < 0.3:
        _answer(random, case)
    return Attempt("take", lambda: step.take(case.course, case.position, case.facts, act, case.now), act)


def _answer(random: Random, case: Case) -> None:
    """Whoever acts has filled something in."""
    what = random.choice(("n", "rows", "day", "doer"))
    if what == "n":
        case.answers["n"] = random.randint(0, 3)
    elif what == "rows":
        rows = case.answers["rows"]
        case.answers["rows"] = (
            rows[:-1] if rows and random.random() < 0.3 else [*rows, {"v": random.choice(PEOPLE)}][:4]
        )
    elif what == "day":
        case.answers["day"] = (case.now + timedelta(days=random.randint(-1, 3))).date().isoformat()
    else:
        case.answers["doer"] = random.choice((*PEOPLE, ""))


def _special(random: Random, case: Case) -> Attempt:
    party = random.choice([one for _, _, one in sorted(case.tasks)] or [*STRANGERS])
    adders = [seat.by for token in case.position.tokens for seat in token.seats if seat.by]
    if random.random() < 0.2:
        party = random.choice(adders or STRANGERS)
    tokens = [token for token in case.position.tokens if party in token.asked] or [*case.position.tokens]
    token = random.choice(tokens or [Token("none", case.now)])
    possible = special.possible(case.course, case.position, case.facts, party, case.now)
    every = get_args(special.Do)
    wanted = [
        one
        for one in (*possible, *(one for one in RARE if one in possible))
        if one not in ENDS or random.random() < 0.1
    ]
    do = random.choice(wanted if wanted and random.random() < 0.85 else every)
    added = [seat.party for seat in token.seats if seat.by == party]
    to = tuple(random.choice(added if do == "remove" and added else STRANGERS) for _ in range(random.choice((1, 1, 2))))
    act = Special(
        party,
        do,
        token.state,
        random.choice((None, token.visit, token.visit, token.visit)),
        to,
        random.choice(("before", "after", "beside")),
        random.choice((True, False)),
        random.choice((*(returning.earlier(case.course, case.position, token) if tokens else ()), "s0")),
        random.choice(("again", "back")),
        "a word",
    )
    return Attempt("special", lambda: special.do(case.course, case.position, case.facts, act, case.now), act)


def _elapse(random: Random, case: Case) -> Attempt:
    """Mostly what falls due next; sometimes too early, or what has passed long since."""
    timers = sorted(case.timers, key=lambda key: (case.timers[key], key))
    key = random.choice((*sorted(case.fired), ("s0", 1, 0), ("s1", 1, 0)))
    if timers and random.random() < 0.9:
        key = timers[0] if random.random() < 0.8 else random.choice(timers)
    due = case.timers.pop(key, case.now)
    if random.random() < 0.85:
        case.now = max(case.now, due)
    return Attempt("elapse", lambda: timing.elapse(case.course, case.position, case.facts, *key, case.now), key)


def _sub(random: Random, case: Case) -> Attempt:
    """A sub-request begins, fails, or comes back."""
    waiting = [token for token in case.position.tokens if token.sub]
    if not waiting:
        return _take(random, case)
    token = random.choice(waiting)
    visit = (token.state, token.visit)
    if token.sub == PENDING and random.random() < 0.6:
        case.subs += 1
        if random.random() < 0.2:
            why = ("process.unknown", "other")
            return Attempt(
                "blocked", lambda: rescue.blocked(case.course, case.position, case.facts, visit, why, case.now)
            )
        return Attempt("joined", lambda: Outcome(step.joined(case.position, visit, f"sub{case.subs}")))
    theirs = {"@outcome": "closed", "theirs": random.randint(0, 3)}
    return Attempt("returned", lambda: step.returned(case.course, case.position, case.facts, visit, theirs, case.now))


def _deliver(random: Random, case: Case) -> Attempt:
    message = random.choice((*MESSAGES, "unknown"))
    return Attempt("deliver", lambda: step.deliver(case.course, case.position, case.facts, message, case.now), message)


def _reopen(random: Random, case: Case) -> Attempt:
    to, by = random.choice(case.flow.states).key, "person:admin"
    return Attempt(
        "rescue", lambda: rescue.reopen(case.course, case.position, case.facts, to, by, case.now), ("reopen", to)
    )


def _rescue(random: Random, case: Case) -> Attempt:
    stuck = [token for token in case.position.tokens if token.incident]
    token = random.choice(stuck if stuck and random.random() < 0.7 else case.position.tokens)
    visit, by = (token.state, token.visit), "person:admin"
    here = (case.course, case.position, case.facts)
    to, move = random.choice(case.flow.states).key, random.choice([*case.course.moves(token.state), "none"])
    who = (random.choice((*token.asked, "")), random.choice(STRANGERS))
    ways: dict[str, Callable[[], Outcome]] = {
        "place": lambda: rescue.place(*here, visit, to, by, case.now),
        "skip": lambda: rescue.skip(*here, visit, move, by, case.now),
        "reassign": lambda: rescue.reassign(*here, visit, who, by, case.now),
        "retry": lambda: rescue.retry(*here, visit, by, case.now),
        "cancel": lambda: rescue.cancel(*here, by, case.now),
    }
    how = random.choice((*list(ways)[:-1] * 3, "retry", "cancel"))
    return Attempt("rescue", ways[how], (how, visit, to, move, who))
