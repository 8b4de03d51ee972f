"""From one state to the next: by a drawn move, back into a block, out of one, or past all that needs nobody."""

from runtime.engine.events import Jumped, Moved
from runtime.engine.position import Party, Token
from runtime.engine.tokens import arrival, blocks
from runtime.engine.tokens.machine import Walker
from runtime.engine.tokens.progress import Progress
from schemas.model.flow import Move
from schemas.words import Words, words


def go(p: Progress, token: Token, move: Move, by: Party | None, why: Words) -> None:
    """The token takes a move."""
    walker = Walker(move.source)
    p.course.walk(walker, move)
    p.clear(token, why or p.course.done_by(move.source, move.key))
    p.announce(token, p.state_of(token), move)
    blocks.give_up(p, token, words("The whole step was left.", "整个步骤已离开。"))
    if token.back and move.vote != "against" and p.course.states[move.target].kind != "end":
        _straight_back(p, token, move, by)
        return
    token = blocks.climbed(p, token, move)
    block = p.tokens.get(token.parent)
    joins = block is not None and block.state == move.target
    over = token.left and not _ends_all(p, move)
    p.say(Moved(move.source, walker.state, move.key, by, why, joins=joins or over))
    if over:
        p.tokens.pop(token.id)
    elif joins:
        blocks.join(p, token)
    else:
        p.come(token, move.target)


def settle(p: Progress) -> None:
    """Whatever has come to a state is dealt with, and so on, until everything waits for somebody or something."""
    while p.leaving or p.coming or blocks.wake(p):
        if p.leaving:
            there, move, why = p.next_to_leave()
            if there is not None:
                go(p, blocks.parted(p, there), move, None, why)
        elif p.coming:
            there = p.next_to_arrive()
            if there is not None:
                arrival.arrive(p, there)
    arrival.finish(p)


def _ends_all(p: Progress, move: Move) -> bool:
    """What leaves a step that the request has long gone on from has nowhere to go, unless it ends everything."""
    target = p.course.states[move.target]
    return target.kind == "end" and target.ends == "all"


def _straight_back(p: Progress, token: Token, move: Move, by: Party | None) -> None:
    walker = Walker(move.source)
    p.course.jump(walker, token.back)
    p.say(Jumped("straight_back", move.source, walker.state, by))
    p.come(token, walker.state)
