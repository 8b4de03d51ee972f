"""Votes that cannot come to a decision, and votes for people who have none."""

from collections.abc import Iterator

from schemas.format.addresses import Addresses
from schemas.model.assignment import Who
from schemas.model.flow import Flow, State
from schemas.model.process import Process
from schemas.model.voting import Decide
from schemas.problem import Problem, Severity, pointer
from schemas.rules.constant_conditions import never
from schemas.words import Words, words

ALONE = ("person", "requester", "manager", "contact", "field")
"""Kinds of "who" that are one person each."""
MOST_PERCENT = 100

NO_FOR = words("no move counts as a vote for it", "没有任何操作计为同意票")
NO_AGAINST = words("no move counts as a vote against it", "没有任何操作计为反对票")
NO_COUNT = words("at least one has to agree", "至少需要一人同意")
TOO_MANY = words("it needs {count} who agree, and asks {asked}", "需要 {count} 人同意，但只有 {asked} 人参与")
NO_SHARE = words("a share is more than 0 and at most 100 percent", "比例须大于 0%，不超过 100%")
QUORUM = words("{count} have to take part, and {asked} are asked", "至少需 {count} 人参与，但只有 {asked} 人可参与")
LESS_THAN_NONE = words("nobody has less than no votes", "票数不能为负")
NO_GROUP = words("it counts by groups, and asks none", "按小组计票，但没有指定任何小组")
NAMES = {
    "requester": words("the requester", "申请人"),
    "manager": words("the requester's manager", "申请人的上级"),
    "contact": words("the client's contact", "客户联系人"),
}


def undecided(process: Process, at: Addresses) -> Iterator[Problem]:
    del at
    for index, state in enumerate(process.flow.states):
        if state.kind == "approval":
            path = pointer("flow", "states", index)
            yield from _sides(process.flow, state, path)
            yield from _numbers(state, f"{path}/decide")
            yield from _not_asked(state, f"{path}/decide")


def _sides(flow: Flow, state: State, path: str) -> Iterator[Problem]:
    moves = [move for move in flow.moves_from(state.key) if not never(move.when)]
    votes = {move.vote for move in moves}
    if "for" not in votes:
        yield _cannot(state, path, NO_FOR)
    if "against" not in votes:
        yield _cannot(state, path, NO_AGAINST, "warning" if "" in votes else "error")


def _numbers(state: State, path: str) -> Iterator[Problem]:
    decide, asked, votes = state.decide, _people(state), _votes(state)
    counts = decide.rule in ("at_least", "each_group")
    if counts and decide.count < 1:
        yield _cannot(state, f"{path}/count", NO_COUNT)
    if decide.rule == "at_least" and votes is not None and decide.count > votes:
        yield _cannot(state, f"{path}/count", TOO_MANY.formatted(count=decide.count, asked=votes))
    if decide.rule == "share" and not 0 < decide.share <= MOST_PERCENT:
        yield _cannot(state, f"{path}/share", NO_SHARE)
    if decide.rule == "each_group" and state.who and not any(who.kind == "group" for who in state.who):
        yield _cannot(state, path, NO_GROUP)
    if decide.quorum < 0 or (asked is not None and decide.quorum > asked):
        yield _cannot(state, f"{path}/quorum", QUORUM.formatted(count=decide.quorum, asked=asked or 0))
    for number, weight in enumerate(decide.weights):
        if weight.votes < 0:
            yield _cannot(state, f"{path}/weights/{number}", LESS_THAN_NONE)


def _people(state: State) -> int | None:
    """How many are asked at the most; None where a group decides that."""
    if state.who and all(who.kind in ALONE for who in state.who):
        return len(set(state.who))
    return None


def _votes(state: State) -> int | None:
    """How many votes they have together."""
    weights = {one.who: one.votes for one in state.decide.weights}
    return None if _people(state) is None else sum(max(0, weights.get(who, 1)) for who in set(state.who))


def _not_asked(state: State, path: str) -> Iterator[Problem]:
    """A single person may be one of a group that is asked; nothing is said of those."""
    for name, people in _counted(state.decide):
        for number, who in enumerate(people):
            in_group = who.kind != "group" and any(one.kind == "group" for one in state.who)
            if who not in state.who and not in_group:
                params = {**_named(state), "who": NAMES.get(who.kind, who.key)}
                yield Problem("vote.not-asked", f"{path}/{name}/{number}", params, "warning")


def _counted(decide: Decide) -> Iterator[tuple[str, tuple[Who, ...]]]:
    yield "weights", tuple(one.who for one in decide.weights)
    yield "veto", decide.veto


def _cannot(state: State, path: str, why: Words, severity: Severity = "error") -> Problem:
    return Problem("step.cannot-decide", path, {**_named(state), "why": why}, severity)


def _named(state: State) -> dict[str, Words | str]:
    return {"state": state.title or state.key}
