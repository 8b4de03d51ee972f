"""Steps with branches: they begin, come back, and the step goes on when enough of them have."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from runtime.engine.effects import StartCase, StopCase
from runtime.engine.events import Called, Moved
from runtime.engine.outcome import NotAllowedHere
from runtime.engine.position import PENDING, Token, above, within
from runtime.engine.tokens.progress import Progress
from schemas.logic import LogicError
from schemas.logic.coercion import truthy
from schemas.model.flow import Block, Move, State
from schemas.problem import Problem
from schemas.words import Words, words

ENOUGH = words("Enough of the others are done.", "其他分支已满足条件。")
LEFT = words("It was decided elsewhere.", "已在其他分支决定。")


def begin(p: Progress, token: Token) -> None:
    """All its branches, or the first one where they go in turn; it goes on at once where there are none."""
    state = p.state_of(token)
    if state.join.rest == "hold" and _is_held(p, token):
        p.put(replace(token, held=True))
        return
    token = p.put(replace(token, held=False))
    if state.kind in ("parallel", "inclusive"):
        data = p.data(token)
        ways = [move for move in _branches(p, token) if state.kind == "parallel" or p.holds(move, data)]
        token = p.put(replace(token, begun=len(ways)))
        for move in ways:
            _branch(p, token, move, None)
    else:
        _more_rows(p, token)
    check(p, token.id)


def join(p: Progress, child: Token) -> None:
    """A branch has come back to its block, or has come to its own end."""
    p.stop(within(p.tokens.values(), child.id), LEFT)
    p.tokens.pop(child.id, None)
    block = p.tokens[child.parent]
    p.put(replace(block, done=block.done + 1))
    check(p, block.id)


def grow(p: Progress) -> None:
    """Rows that were added while their branches run get one too."""
    for token in [one for one in p.tokens.values() if one.state in p.course.by_rows]:
        waits = token.held or token.left or token.incident or token.id in p.coming
        if _goes_by_rows(p, token) and not waits and _more_rows(p, token):
            check(p, token.id)


def check(p: Progress, block_id: int) -> None:
    """Goes on where the join is met, or no branch is open any more. What it has gone on from takes up its next row."""
    while block_id not in p.leaving:
        token = p.tokens[block_id]
        total = _total(p, token)
        if not token.left and (token.done >= total or _is_met(p, token, total)):
            go_on(p, token)
            return
        over = token.left and p.state_of(token).each.order == "parallel"  # rows that come now are none of its business
        if over or not (_goes_by_rows(p, token) and _more_rows(p, token)):
            return


def go_on(p: Progress, token: Token) -> None:
    """The way on whose condition holds; the branches that are open stop, or go on by themselves."""
    total = _total(p, token)
    data = p.data(token, done=token.done, open=total - token.done, all=total)
    way = next((move for move in p.course.ways_on(token.state) if p.holds(move, data)), None)
    if way is None:
        p.stick(token, "choice.gap")
        return
    p.leave_by(token, way, ENOUGH if token.done < total else words("All of it is done.", "全部完成。"))


def parted(p: Progress, token: Token) -> Token:
    """What goes on, where the branches that are open, and the rows whose turn has not come, are done to their end meanwhile."""
    if p.state_of(token).join.rest == "cancel":
        return token
    while token.begun and _goes_by_rows(p, token) and _more_rows(p, token):
        token = p.tokens[token.id]
    token = p.tokens[token.id]
    if not _open(p, token):
        return token
    p.put(replace(token, left=True, seats=(), votes=(), claimed="", extra=0))
    p.last += 1
    p.passed[p.last] = p.passed.get(token.id, 0)
    return p.put(replace(token, id=p.last))


def wake(p: Progress) -> bool:
    """What the request has gone on from is over once all inside of it is done; what was held until then begins."""
    if not any(one.left or one.held for one in p.tokens.values()):
        return False
    over = [one for one in p.tokens.values() if one.left and not _open(p, one)]
    for token in over:
        p.tokens.pop(token.id)
    held = next((one for one in p.tokens.values() if one.held and not _is_held(p, one)), None)
    if held is not None:
        begin(p, held)
    return bool(over) or held is not None


def give_up(p: Progress, token: Token, why: Words) -> None:
    """Whatever is still open inside of the step that the token leaves."""
    if p.state_of(token).kind in Block:
        p.stop(_open(p, token), why)


def climbed(p: Progress, token: Token, move: Move) -> Token:
    """The token that takes the move: where it leads out of the block, that of the block, whose other branches stop."""
    if token.parent not in p.tokens:
        return token
    around = above(p.tokens, token)
    outer = next((one for one in around[1:] if one.state == move.target), None)
    while token.parent in p.tokens:
        block = p.tokens[token.parent]
        if outer is None and not (move.leaves and move.target not in p.course.inside(block.state)):
            break
        if outer is not None and outer.id == token.parent:
            break
        token = out_of(p, token, block)
    return token


def out_to(p: Progress, token: Token, state: str) -> Token:
    """The token that can stand in ``state``: its own, or that of the block around which holds it.

    Raises:
        NotAllowedHere: the request has gone on from that block, so that nothing of it can stand elsewhere.
    """
    stood = token.state
    while token.parent in p.tokens and state not in p.course.inside(p.tokens[token.parent].state):
        token = out_of(p, token, p.tokens[token.parent])
    if token.left:
        title = p.course.states[state].title or state
        raise NotAllowedHere(Problem("special.no-return", params={"state": title}), stood)
    return token


def out_of(p: Progress, token: Token, block: Token) -> Token:
    """The block's own token, whose other branches stop."""
    others = tuple(one for one in _open(p, block) if one.id != token.id)
    p.tokens.pop(token.id)
    p.clear(block, LEFT)
    p.stop((*others, *within(p.tokens.values(), token.id)), LEFT)
    return block


def _branches(p: Progress, token: Token) -> list[Move]:
    """What leads straight back is no branch."""
    around = {token.state, *(block.state for block in above(p.tokens, token))}
    return [move for move in p.course.moves(token.state).values() if move.branch and move.target not in around]


def _branch(p: Progress, block: Token, move: Move, row: int | None) -> None:
    p.say(Moved(block.state, move.target, move.key, None, Words(), branch=True))
    p.come(p.fresh(move.target, block.id, row), move.target)


def _goes_by_rows(p: Progress, token: Token) -> bool:
    return not token.sub and p.state_of(token).kind in ("loop", "process")


def _more_rows(p: Progress, token: Token) -> bool:
    """Those that have not begun: all of them, or the next one where they go in turn. Says whether one is done already."""
    state, branches = p.state_of(token), _branches(p, token)
    begun, rows = token.begun, _rows(p, token)
    ready = rows if state.each.order == "parallel" else min(rows, token.done + 1)
    if ready <= begun:
        return False
    token = p.put(replace(token, begun=ready))
    for row in range(begun, ready):
        if state.kind == "process":
            _call(p, token, state, row)
        else:
            _branch(p, token, branches[0], row)
    return p.tokens[token.id].done > token.done


def send_for(p: Progress, child: Token) -> bool:
    """The sub-request that this branch waits for is asked for; False, and it is stuck, where that cannot be said."""
    state = p.state_of(child)
    try:
        answers = dict(_given(p, child, state))
    except LogicError as wrong:
        p.stick(child, "rule.failed", str(wrong))
        return False
    p.put(replace(child, sub=PENDING, incident=""))
    p.ask(StartCase(state.key, child.visit, state.calls.process, answers, state.calls.waits))
    return True


def send_again(p: Progress, child: Token) -> None:
    """In the place of the one that was asked for before."""
    if child.sub not in ("", PENDING):
        p.ask(StopCase(child.sub))
    if send_for(p, child) and not p.state_of(child).calls.waits:
        join(p, child)


def _call(p: Progress, block: Token, state: State, row: int) -> None:
    """One sub-request; where nobody waits for it, it counts as done."""
    child = p.fresh(state.key, block.id, row if state.each.over else None)
    p.visits[state.key] += 1
    child = p.put(replace(child, visit=p.visits[state.key], sub=PENDING))
    p.say(Called("asked", state.key, state.calls.process))
    p.lasting = True
    if send_for(p, child) and not state.calls.waits:
        p.tokens.pop(child.id)
        there = p.tokens[block.id]
        p.put(replace(there, done=there.done + 1))


def _given(p: Progress, child: Token, state: State) -> Iterator[tuple[str, Any]]:
    data = p.data(child)
    for field, rule in state.calls.given.items():
        value = p.work_out(rule, data)
        if value is not None:
            yield field, value


def _rows(p: Progress, token: Token) -> int:
    each = p.state_of(token).each
    if p.state_of(token).kind == "loop" and not _branches(p, token):
        return 0
    if each.over:
        rows = p.answers.get(each.over)
        return len(rows) if isinstance(rows, list) else 0
    if each.times is None:
        return 1
    try:
        times = p.work_out(each.times, p.data(token))
    except LogicError:
        return 0
    return int(max(0, min(times, _MOST))) if isinstance(times, int | float) else 0


def _total(p: Progress, token: Token) -> int:
    """Rows may have been taken away since their branches began."""
    return max(_rows(p, token), token.begun) if _goes_by_rows(p, token) else token.begun


def _is_met(p: Progress, token: Token, total: int) -> bool:
    join = p.state_of(token).join
    match join.rule:
        case "all":
            return token.done >= total
        case "any":
            return token.done >= 1
        case "at_least":
            return token.done >= join.count
        case "when":
            data = p.data(token, done=token.done, open=total - token.done, all=total)
            try:
                return truthy(p.work_out(join.when, data))
            except LogicError:
                return False


def _is_held(p: Progress, token: Token) -> bool:
    """Something of its last visit still goes on; that of another row is none of its business."""
    return any(
        one.left and (one.state, one.parent, one.row) == (token.state, token.parent, token.row)
        for one in p.tokens.values()
    )


def _open(p: Progress, block: Token) -> tuple[Token, ...]:
    """Its branches that have not come to an end."""
    return tuple(one for one in p.tokens.values() if one.parent == block.id)


_MOST = 1000
"""So many branches at the most are worked through by a number."""
