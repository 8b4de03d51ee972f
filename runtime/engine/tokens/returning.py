"""Sending back: to an earlier step, from which it goes all the way again, or straight back."""

from runtime.engine.events import Jumped
from runtime.engine.outcome import NotAllowedHere
from runtime.engine.position import Party, Position, Token, above
from runtime.engine.tokens import blocks
from runtime.engine.tokens.machine import Course, Walker
from runtime.engine.tokens.progress import Progress
from schemas.model.flow import Asking
from schemas.problem import Problem
from schemas.words import words


def earlier(course: Course, position: Position, token: Token) -> tuple[str, ...]:
    """The steps that it may be sent back to, in the order drawn: where it has been, or before the branches began that it stands in.

    Never into another branch, nor into those of a step that is over.
    """
    state = course.states[token.state]
    if state.kind not in Asking or "return" not in state.permits:
        return ()
    found = frozenset[str]().union(*_levels(course, position, token)) - {token.state}
    return tuple(key for key in course.states if key in found and position.visits.get(key))


def send_back(p: Progress, token: Token, by: Party, to: str, *, straight: bool) -> None:
    """Straight back only where the branch is still the same one then.

    Raises:
        NotAllowedHere: it may not be sent back to there.
    """
    position = p.position
    if to not in earlier(p.course, position, token):
        raise NotAllowedHere(Problem("special.no-return", params={"state": to}), token.state)
    walker = Walker(token.state)
    p.course.jump(walker, to)
    p.clear(token, words("It was sent back.", "已退回。"))
    p.remember(by, token.state)
    out = token
    for steps in _levels(p.course, position, token):
        if to in steps:
            break
        out = blocks.out_of(p, out, p.tokens[out.parent])
    straight = straight and out.id == token.id
    p.say(Jumped("returned", token.state, walker.state, by, "back" if straight else "again"))
    if not straight:
        p.agreed = {}
    p.come(out, walker.state, token.state if straight else "")


def leads_back(course: Course, around: tuple[str, ...], token: Token) -> bool:
    """Whether what was sent back can go straight back, where the steps with branches ``around`` it are these."""
    back = course.states.get(token.back)
    return back is not None and "return" in back.permits and token.state in course.before(around, back.key)


def _levels(course: Course, position: Position, token: Token) -> list[frozenset[str]]:
    """What comes before on its own line, on that of the block around, and so on, as long as they stand where the request does."""
    blocks_ = above({one.id: one for one in position.tokens}, token)
    chain = (token.state, *(block.state for block in blocks_))
    gone = next((number for number, block in enumerate(blocks_, 1) if block.left), len(chain))
    return [course.before(chain[number + 1 :], chain[number]) for number in range(gone)]
