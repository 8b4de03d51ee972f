"""What the places of a request do by themselves, side by side: as `runtime.engine` has it, with questions instead of answers.

Where it depends on answers how it goes on, a question is put, and the same is played again with each answer to it.
"""

from collections.abc import Iterable
from typing import Any

from schemas.model.flow import Block, Move, State
from schemas.proof.paths.hops import BEHIND, Hop, Roads
from schemas.proof.paths.standings import Asked, Counts, Happened, Question, Standing, Token, above, numbered


class Play:
    """One step of a standing, with the answers to what is asked in it; the methods are those of the engine."""

    def __init__(
        self, roads: Roads, standing: Standing, answers: Iterable[Any] = (), quiet: frozenset[str] = frozenset()
    ) -> None:
        self.roads, self.flow, self._quiet = roads, roads.flow, quiet
        self.tokens: dict[int, Token] = {one.id: one for one in standing.tokens}
        self.coming: dict[int, None] = dict.fromkeys(standing.coming)
        self.leaving: dict[int, Hop] = dict(standing.leaving)
        self.rows: dict[int, int] = dict(standing.rows)
        self.last = max(self.tokens, default=0)
        self.aside = False  # somebody walked alone has come back: how it goes on is seen where they go in order
        self._answers = list(answers)
        self._entered: set[str] = set()
        self._taken: set[Hop] = set()

    @property
    def happened(self) -> Happened:
        return Happened(frozenset(self._entered), frozenset(self._taken))

    @property
    def standing(self) -> Standing:
        return numbered(self.tokens, self.coming, self.leaving, self.rows)

    def begin(self) -> None:
        self.come(self._fresh(Token(0, self.flow.initial)), self.flow.initial)

    def take(self, id_: int, hop: Hop) -> bool:
        """Somebody takes a way, or time does, with whatever answers."""
        for one in (self.tokens[id_], *above(self.tokens, self.tokens[id_])):
            if self._is_quiet(one.parent):
                self._put(one._replace(acted=True))
        token = self.tokens[id_]
        if token.sub:
            self._join(token)
        elif hop.move is None:
            self._send_back(token, hop.target)
        else:
            self._go(token, self.flow.moves[hop.move], hop)
        self._grow()
        return True

    def sent_back(self, token: Token, to: str) -> Token | None:
        """The token that stands at the earlier step then: its own, or that of a step with branches around it."""
        while to not in self.roads.ways.line(token.state):
            block = self.tokens.get(token.parent)
            if block is None or block.left:
                return None
            token = block
        return token

    def step(self) -> bool:
        """One of what has come to somewhere, or leaves; False where everything waits for somebody."""
        if self.leaving:
            id_ = next(iter(self.leaving))
            hop = self.leaving.pop(id_)
            if id_ in self.tokens:
                self._go(self._parted(self.tokens[id_]), self.flow.moves[hop.move or 0], hop)
        elif self.coming:
            id_ = next(iter(self.coming))
            del self.coming[id_]
            if id_ in self.tokens:
                self._arrive(self.tokens[id_])
        else:
            return self._wake()
        return True

    def come(self, token: Token, state: str) -> None:
        self._entered.add(state)
        self.leaving.pop(token.id, None)
        self.coming[token.id] = None
        acted = token.acted and self._is_quiet(token.parent)
        self._put(Token(token.id, state, token.parent, token.row, number=token.number, acted=acted))

    def _ask(self, question: Question) -> Any:
        if not self._answers:
            raise Asked(question)
        return self._answers.pop(0)

    def _state(self, token: Token) -> State:
        return self.flow.by_key[token.state]

    def _put(self, token: Token) -> Token:
        self.tokens[token.id] = token
        return token

    def _fresh(self, token: Token) -> Token:
        self.last += 1
        return self._put(token._replace(id=self.last))

    def _stop(self, tokens: Iterable[Token]) -> None:
        for token in list(tokens):
            self._stop(self._open(token.id))
            self.tokens.pop(token.id, None)

    def _open(self, block: int) -> list[Token]:
        return [one for one in self.tokens.values() if one.parent == block]

    def _send_back(self, token: Token, to: str) -> None:
        there = self.sent_back(token, to) or token
        self._stop(self._open(there.id))
        self.come(there, to)

    def _go(self, token: Token, move: Move, hop: Hop) -> None:
        if self._state(token).kind in Block:
            self._stop(self._open(token.id))
        token = self._climbed(token, move)
        block = self.tokens.get(token.parent)
        target = self.flow.by_key[move.target]
        self._taken.add(hop)
        if token.left and not (target.kind == "end" and target.ends == "all"):
            self.tokens.pop(token.id)
        elif block is not None and block.state == move.target:
            self._join(token)
        else:
            self.come(token, move.target)

    def _climbed(self, token: Token, move: Move) -> Token:
        if token.parent not in self.tokens:
            return token
        around = above(self.tokens, token)
        outer = next((one for one in around[1:] if one.state == move.target), None)
        while token.parent in self.tokens:
            block = self.tokens[token.parent]
            if outer is None and not (move.leaves and move.target not in self.roads.ways.inside[block.state]):
                break
            if outer is not None and outer.id == token.parent:
                break
            self._stop(self._open(block.id))
            token = block
        return token

    def _is_quiet(self, id_: int) -> bool:
        return id_ in self.tokens and self.tokens[id_].state in self._quiet

    def _arrive(self, token: Token) -> None:
        state = self._state(token)
        if state.kind == "action":
            self.rows = {}
        if state.kind in ("choice", "action"):
            self._leave(token, self._ask(Question("ways", state.key)))
        elif state.kind in Block:
            self._begin(token)
        elif state.kind == "end":
            self._end(token, state)

    def _leave(self, token: Token, hop: Hop | None) -> None:
        if hop is None:
            self._put(token._replace(stuck=True))
        else:
            self.leaving.setdefault(token.id, hop)

    def _end(self, token: Token, state: State) -> None:
        if state.ends == "branch" and token.parent in self.tokens:
            self._join(token)
        else:
            self.tokens.pop(token.id)
        if state.ends == "all":
            self.tokens = {}

    def _begin(self, token: Token) -> None:
        state = self._state(token)
        if state.join.rest == "hold" and self._is_held(token):
            self._put(token._replace(held=True))
            return
        token = self._put(token._replace(held=False))
        if _goes_by_rows(token, state):
            self._more_rows(token)
        else:
            all_ = self._branches(token)
            ways = [hop for hop in all_ if state.kind == "parallel" or self._begins(state, hop)]
            token = self._put(token._replace(begun=len(ways)))
            for number, hop in enumerate(ways):
                self._branch(token, hop, None, number if state.key in self._quiet else 0)
        self._check(token.id)

    def _begins(self, state: State, hop: Hop) -> bool:
        move = self.flow.moves[hop.move or 0]
        return move.when is None or bool(self._ask(Question("branch", state.key, hop=hop)))

    def _branches(self, token: Token) -> list[Hop]:
        """What leads straight back is no branch."""
        around = {token.state, *(block.state for block in above(self.tokens, token))}
        return [hop for hop in self.roads.out[token.state] if self.roads.begins(hop) and hop.target not in around]

    def _branch(self, block: Token, hop: Hop, row: int | None, number: int = 0) -> None:
        self._taken.add(hop)
        self.come(self._fresh(Token(0, hop.target, block.id, row, number=number)), hop.target)

    def _join(self, child: Token) -> None:
        self._stop(self._open(child.id))
        self.tokens.pop(child.id, None)
        block = self.tokens[child.parent]
        others = (one for one in self._open(block.id) if one.number < child.number and not one.acted)
        self.aside |= child.acted and any(others)
        self._put(block._replace(done=block.done + 1, acted=block.acted or child.acted))
        self._check(block.id)

    def _grow(self) -> None:
        for id_ in [one.id for one in self.tokens.values() if _goes_by_rows(one, self._state(one))]:
            token = self.tokens.get(id_)
            if token and not (token.held or token.left or token.stuck or id_ in self.coming) and self._more_rows(token):
                self._check(id_)

    def _check(self, id_: int) -> None:
        while id_ not in self.leaving:
            token = self.tokens[id_]
            state = self._state(token)
            total = self._total(token)
            if not token.left and (token.done >= total or self._is_met(token, total)):
                counts = Counts(token.done, total - token.done, total)
                self._leave(token, self._ask(Question("ways", state.key + BEHIND, counts)))
                return
            over = token.left and state.each.order == "parallel"
            if over or not _goes_by_rows(token, state) or not self._more_rows(token):
                return

    def _total(self, token: Token) -> int:
        return max(self._rows(token), token.begun) if _goes_by_rows(token, self._state(token)) else token.begun

    def _is_met(self, token: Token, total: int) -> bool:
        join = self._state(token).join
        if join.rule == "when" and join.when is not None:
            return bool(self._ask(Question("met", token.state, Counts(token.done, total - token.done, total))))
        return {"any": token.done >= 1, "at_least": token.done >= join.count}.get(join.rule, False)

    def _more_rows(self, token: Token) -> bool:
        begun, rows = token.begun, self._rows(token)
        ready = rows if self._state(token).each.order == "parallel" else min(rows, token.done + 1)
        if ready <= begun:
            return False
        token = self._put(token._replace(begun=ready))
        for row in range(begun, ready):
            if self._state(token).kind == "process":
                self._call(token, row)
            else:
                self._branch(token, self._branches(token)[0], row)
        return self.tokens[token.id].done > token.done

    def _call(self, block: Token, row: int) -> None:
        """A sub-request; where nobody waits for it, it counts as done."""
        state = self._state(block)
        child = self._fresh(Token(0, state.key, block.id, row if state.each.over else None, sub=True))
        if not state.calls.waits:
            self.tokens.pop(child.id)
            there = self.tokens[block.id]
            self._put(there._replace(done=there.done + 1))

    def _rows(self, token: Token) -> int:
        times = self._state(token).each.times
        if self._state(token).kind == "loop" and not self._branches(token):
            return 0
        if not self.roads.counts(self._state(token)):
            return 1 if times is None else max(0, int(times)) if isinstance(times, int | float) else 0
        if token.id not in self.rows:
            self.rows[token.id] = self._ask(Question("rows", token.state))
        return self.rows[token.id]

    def _parted(self, token: Token) -> Token:
        state = self._state(token)
        if state.join.rest == "cancel" or state.kind not in Block:
            return token
        while token.begun and _goes_by_rows(token, state) and self._more_rows(token):
            token = self.tokens[token.id]
        token = self.tokens[token.id]
        if not self._open(token.id):
            return token
        self._put(token._replace(left=True))
        return self._fresh(token)

    def _wake(self) -> bool:
        over = [one for one in self.tokens.values() if one.left and not self._open(one.id)]
        for token in over:
            self.tokens.pop(token.id)
        held = next((one for one in self.tokens.values() if one.held and not self._is_held(one)), None)
        if held is not None:
            self._begin(held)
        return bool(over) or held is not None

    def _is_held(self, token: Token) -> bool:
        same = (token.state, token.parent, token.row)
        return any(one.left and (one.state, one.parent, one.row) == same for one in self.tokens.values())


def _goes_by_rows(token: Token, state: State) -> bool:
    return not token.sub and state.kind in ("loop", "process")
