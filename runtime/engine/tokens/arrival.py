"""What a token finds in the state that it has come to."""

from collections.abc import Iterable
from dataclasses import replace

from runtime.engine.effects import Announce, Effect, IssuePaper, OpenTask, Record, Tell
from runtime.engine.events import Ended, Entered, Issued, Planned, Set, Voted
from runtime.engine.position import Party, Side, Token, Vote
from runtime.engine.tokens import blocks, plan_wish
from runtime.engine.tokens.progress import Progress
from runtime.engine.votes import assignees, tally, tally_words
from runtime.engine.votes.assignees import Asking
from schemas.logic import LogicError
from schemas.model.flow import Move, PlanDeed, State
from schemas.words import Words, words

NOBODY = "step.nobody"


def arrive(p: Progress, token: Token) -> None:
    """Asks people, or goes on by itself, or waits, or ends."""
    state = p.state_of(token)
    if p.course.announces("enter", state.key):
        p.ask(Announce("enter", state.key))
    match state.kind:
        case "task" | "approval":
            ask(p, token)
        case "choice":
            _choose(p, token)
        case "parallel" | "inclusive" | "loop" | "process":
            _begin_block(p, token, state)
        case "wait":
            _wait(p, token)
        case "action":
            _act(p, token, state)
        case "end":
            _end(p, token, state)


def asking(p: Progress, token: Token) -> Asking:
    return Asking(p.course.flow, p.state_of(token), p.facts_of(token), p.acted, p.now)


def ask(p: Progress, token: Token) -> None:
    """Whoever is found is asked; where a rule has spoken for all of them, it is decided at once."""
    state = p.state_of(token)
    found = assignees.find(asking(p, token))
    token = p.put(token.seated(found.seats, incident="" if found.seats else NOBODY))
    absent = tuple(party for seat in found.seats for party in seat.instead)
    p.say(
        Entered(
            state.key, token.asked, tally_words.rule(state, token), found.fallback, visit=token.visit, absent=absent
        )
    )
    if found.seats:
        token = _ruled(p, token, state)
        if not decided(p, token):
            p.ask(*opened(state, token, tally.pending(state, token)))
    p.set_timers(token)
    _kept(p, token)


def opened(state: State, token: Token, parties: Iterable[Party]) -> tuple[Effect, ...]:
    """One pooled to-do for a task, one for each person in an approval; and word of it."""
    parties = tuple(parties)
    if not parties:
        return ()
    alone = state.kind == "approval"
    pools = [(party,) for party in parties] if alone else [parties]
    return (*(OpenTask(token.state, pool, token.visit) for pool in pools), Tell("task", parties, token.state))


def decided(p: Progress, token: Token, *, closing: bool = False) -> bool:
    """Whether the votes decide it; then it leaves."""
    state = p.state_of(token)
    side = tally.verdict(state, token, closing=closing) if state.kind == "approval" else None
    return side is not None and goes(p, token, side, tally_words.counted(state, token, side, closing=closing))


def goes(p: Progress, token: Token, side: Side, said: Words) -> bool:
    """It leaves by the move that most of those on the side that has won have chosen. False where there is none."""
    move = _chosen(p, token, side)
    if move is None:
        p.stick(token, "step.cannot-decide")
        return False
    p.leave_by(token, move, said)
    return True


def _ruled(p: Progress, token: Token, state: State) -> Token:
    """Those who count as having agreed already. What is asked again here is asked again of everybody."""
    agreed = {p.facts.requester} if state.if_requester == "skip" else set()
    if state.if_acted == "skip":
        agreed |= {party for earlier, parties in p.agreed.items() if earlier != state.key for party in parties}
    ready = [seat.party for seat in token.seats if seat.party in agreed]
    if not ready:
        return token
    if state.kind == "task":
        way = next((move for move in p.course.ways_on(state.key) if p.open_to(token, move)), None)
        if way:
            p.leave_by(token, way, words("Whoever is asked has agreed before.", "办理人此前已同意。"))
            p.put(replace(token, seats=()))
        return p.tokens[token.id]
    move = next((move for move in p.course.moves(state.key).values() if move.vote == "for"), None)
    if move is None:
        return token
    for party in ready:
        token = p.put(replace(token, votes=(*token.votes, Vote(party, move.key, p.now, "for", ruled=True))))
        p.say(Voted(state.key, party, move.key, tally_words.standing(state, token), ruled=True))
    return token


def _chosen(p: Progress, token: Token, side: Side) -> Move | None:
    """Of the moves of the side that has won, the one with the most votes; of equals the newest, else the first drawn."""
    moves = {key: move for key, move in p.course.moves(token.state).items() if move.vote == side}
    weights = {seat.party: seat.weight for seat in token.seats}
    score = dict.fromkeys(moves, (0, 0))
    for number, vote in enumerate(token.votes, 1):
        if vote.move in score:
            score[vote.move] = (score[vote.move][0] + weights.get(vote.party, 0), number)
    return moves[max(score, key=score.__getitem__)] if score else None


def _choose(p: Progress, token: Token) -> None:
    """Going on to the "otherwise" where a condition fails would send the case a way that nobody decided."""
    data, ways = p.data(token), p.course.ways_on(token.state)
    try:
        way = next((move for move in ways if p.course.holds(move, data)), None)
    except LogicError as wrong:
        p.stick(token, "rule.failed", str(wrong))
        return
    if way is None:
        p.stick(token, "choice.gap")
    else:
        p.leave_by(token, way, _why(way, alone=len(ways) == 1))


def _why(way: Move, *, alone: bool) -> Words:
    """Why it went this way and no other; where there is no other there is nothing to say."""
    if way.when is None and alone:
        return Words()
    if way.when is None:
        return words("No other condition holds.", "不满足其他任何条件。")
    return words("The condition “{way}” holds.", "满足条件“{way}”。").formatted(way=way.title or way.key)


def _begin_block(p: Progress, token: Token, state: State) -> None:
    if state.who:
        found = assignees.find(asking(p, token))
        token = p.put(replace(token, seats=found.seats))
        p.ask(*opened(state, token, token.asked))
    p.say(Entered(state.key, token.asked, words("Its parts begin.", "各分支开始。"), visit=token.visit))
    p.set_timers(token)
    _kept(p, token)
    if token.id not in p.leaving:
        blocks.begin(p, token)


def _wait(p: Progress, token: Token) -> None:
    p.say(Entered(token.state, (), words("It waits.", "等待中。"), visit=token.visit))
    _kept(p, token)
    if token.id not in p.leaving:
        p.set_timers(token)


def _kept(p: Progress, token: Token) -> None:
    """A message that came before."""
    if not p.kept or token.id in p.leaving:
        return
    for move in p.course.moves(token.state).values():
        if move.message in p.kept and token.id in p.tokens and p.open_to(token, move):
            kept = list(p.kept)
            kept.remove(move.message)
            p.kept = tuple(kept)
            p.leave_by(token, move, words("The message had come before.", "所需消息此前已收到。"))
            return


def _act(p: Progress, token: Token, state: State) -> None:
    """What one deed sets, the next one reads."""
    changes: dict[str, tuple[object, object]] = {}
    try:
        for number, deed in enumerate(state.deeds):
            data = p.data(token)
            if deed.set:
                value = p.work_out(deed.to, data)
                changes[deed.set] = (p.answers.get(deed.set), value)
                p.answer(deed.set, value)
            if deed.record:
                p.lasting = True
                p.ask(Record(deed.record, {key: p.work_out(rule, data) for key, rule in deed.fields.items()}))
            if deed.issue:
                p.lasting = True
                p.ask(IssuePaper(state.key, number))
                p.say(Issued(state.key, deed.issue.key, deed.issue.title))
            if deed.plan and not _plan(p, token, deed.plan):
                return
    except LogicError as wrong:
        p.stick(token, "rule.failed", str(wrong))
        return
    if changes:
        p.say(Set(state.key, changes))
    _choose(p, token)


def _plan(p: Progress, token: Token, deed: PlanDeed) -> bool:
    """Whether it goes on: what cannot be done waits for somebody to solve it, and nothing of the plan has changed.

    Where no project is named there is no plan to change.
    """
    wish = plan_wish.of(deed, p.answers, p.work_out(deed.delay, p.data(token)))
    if wish is None:
        return True
    found = p.facts.plans(wish, p.now)
    if found.stuck:
        p.stick(token, found.stuck, found.detail)
        return False
    p.lasting = True
    p.ask(wish)
    called = str(wish.project.get("name") or wish.project.get("id"))
    p.say(Planned(token.state, called, found.said, found.double_booked))
    return True


def _end(p: Progress, token: Token, state: State) -> None:
    """An end of everything, or of one branch."""
    if state.ends == "branch" and token.parent in p.tokens:
        blocks.join(p, token)
    else:
        p.reached = state.outcome or state.key
        p.tokens.pop(token.id)
    if state.ends == "all":
        p.stop(tuple(p.tokens.values()), words("The request has ended.", "申请已结束。"))
    finish(p)


def finish(p: Progress) -> None:
    """The case has ended if nothing of it goes on."""
    if p.tokens or p.coming or p.ended:
        return
    p.ended = p.reached
    p.say(Ended(p.ended))
    ends = (state for state in p.course.flow.states if state.kind == "end")
    state = next((one.key for one in ends if (one.outcome or one.key) == p.ended), p.course.flow.initial)
    p.ask(Tell("ended", (p.facts.requester,), state))
    if p.course.announces("end", state):
        p.ask(Announce("end", state))
