"""What stands on the canvas of a flow, and where: the automatic layout, with words for eyes and for ears."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from builder.editing.new_steps import KIND_TITLES
from builder.exchange.flow_drawing import INSIDE, LABEL, LEADING, LINES, MANNERS, SMALL, TITLE, WIDE
from builder.exchange.text_widths import shortened, width_of, wrapped
from builder.web.frame import sentences
from runtime.web.frame import phrases, shell
from schemas.layout.flow_layout import BEGIN, ROUND, lay_out, way_key
from schemas.layout.shapes import Box, Knot, Line, Link, Plan
from schemas.model.flow import Move, State
from schemas.model.process import Process

PLUS: Final = 22.0
"""What the plus behind the words of a way takes."""
BEFORE: Final = 4.0
"""Between the words of a way and its plus."""
HIGH: Final = 84.0
"""The least height of a step, so that a finger finds it."""


@dataclass(frozen=True)
class Card:
    """A step. ``said`` is all of it in words: kind, title, who, where it leads."""

    key: str
    box: Box
    manner: str
    kind: str
    icon: str
    lines: tuple[str, ...]
    who: str
    said: str
    top: float
    untested: bool

    @property
    def ends(self) -> bool:
        return self.manner == "end"


@dataclass(frozen=True)
class Road:
    """A way: ``path`` and ``head`` are drawn, ``plus`` is where a step is put on it, ``name`` says it in words."""

    key: str
    source: str
    target: str
    path: str
    head: str
    label: str
    label_at: tuple[float, float]
    plus: tuple[float, float]
    back: bool
    untested: bool
    name: str


@dataclass(frozen=True)
class Drawing:
    """``cards`` in the order in which they are read: from left to right, from top to bottom."""

    cards: tuple[Card, ...]
    roads: tuple[Road, ...]
    begin: Box
    width: float
    height: float


def drawn(process: Process, people: Mapping[str, str], missed: Collection[str] = ()) -> Drawing:
    """``people``: names by key. ``missed``: states, and ways as ``state/move``, that no test comes by."""
    return _Drafter(process, people, missed, shell.lang()).drawn()


@dataclass(frozen=True)
class _Drafter:
    process: Process
    people: Mapping[str, str]
    missed: Collection[str]
    lang: str

    def drawn(self) -> Drawing:
        flow = self.process.flow
        faces = {state.key: self._face(state) for state in flow.states}
        labels = {way_key(move): self._label(move) for move in flow.moves}
        plan = self._plan(faces, labels)
        cards = [self._card(state, plan.boxes[state.key], *faces[state.key]) for state in flow.states]
        moves = {way_key(move): move for move in flow.moves}
        return Drawing(
            tuple(sorted(cards, key=lambda card: (card.box.x, card.box.y))),
            tuple(self._road(line, moves.get(line.key), labels.get(line.key, "")) for line in plan.lines),
            plan.boxes[BEGIN],
            plan.width,
            plan.height,
        )

    def _plan(self, faces: Mapping[str, tuple[tuple[str, ...], str]], labels: Mapping[str, str]) -> Plan:
        flow = self.process.flow
        knots = [Knot(BEGIN, ROUND, ROUND)]
        knots += [Knot(key, WIDE, _height(lines, who)) for key, (lines, who) in faces.items()]
        links = [Link(BEGIN, BEGIN, flow.initial, PLUS)]
        for move in flow.moves:
            key = way_key(move)
            links.append(Link(key, move.source, move.target, width_of(labels[key], SMALL) + BEFORE + PLUS))
        return lay_out(knots, links)

    def _face(self, state: State) -> tuple[tuple[str, ...], str]:
        """The lines of its title, and who is asked."""
        lines = wrapped(self.title(state), TITLE, WIDE - 2 * INSIDE - 12, LINES)
        return tuple(lines), shortened(self._who(state), SMALL, WIDE - 2 * INSIDE - 20)

    def _who(self, state: State) -> str:
        return str(_(", ")).join(phrases.said(sentences.who(self.process, one, self.people)) for one in state.who)

    def title(self, state: State) -> str:
        return state.title.in_(self.lang) or state.key

    def _label(self, move: Move) -> str:
        return shortened(self._name(move), SMALL, LABEL)

    def _name(self, move: Move) -> str:
        return move.title.in_(self.lang) or move.key

    def _card(self, state: State, box: Box, lines: tuple[str, ...], who: str) -> Card:
        used = (len(lines) + 1 + bool(who)) * LEADING
        kind = KIND_TITLES[state.kind].in_(self.lang)
        return Card(
            state.key,
            box,
            MANNERS[state.kind],
            kind,
            state.kind,
            lines,
            who,
            self._said(state, kind),
            box.middle - used / 2,
            state.key in self.missed,
        )

    def _said(self, state: State, kind: str) -> str:
        flow = self.process.flow
        said = [f"{kind} · {self.title(state)}"]
        said += [_("begins here")] * (state.key == flow.initial)
        said += [_("asked: %(who)s", who=self._who(state))] * bool(state.who)
        said += [_("not tested yet")] * (state.key in self.missed)
        said += [self._leads(move) for move in flow.moves_from(state.key) if move.target in flow.by_key]
        return str(_("; ")).join(said)

    def _leads(self, move: Move) -> str:
        step = self.title(self.process.flow.by_key[move.target])
        said = str(_("“%(way)s” leads to %(step)s", way=self._name(move), step=step))
        return str(_("%(said)s (not tested yet)", said=said)) if way_key(move) in self.missed else said

    def _road(self, line: Line, move: Move | None, label: str) -> Road:
        y = line.points[0][1]
        behind = line.label[0] + (width_of(label, SMALL) + BEFORE if label else 0)
        return Road(
            line.key or "/",
            line.source,
            line.target,
            " ".join(f"{'L' if at else 'M'}{px:g} {py:g}" for at, (px, py) in enumerate(line.points)),
            "M{:g} {:g}l-9 -5v10z".format(*line.points[-1]),
            label,
            line.label,
            (behind + PLUS / 2, y),
            line.back,
            line.key in self.missed,
            self._called(line, move),
        )

    def _called(self, line: Line, move: Move | None) -> str:
        states = self.process.flow.by_key
        target = self.title(states[line.target])
        if move is None:
            return str(_("At the beginning, before %(step)s", step=target))
        way, step = self._name(move), self.title(states[move.source])
        return str(_("“%(way)s”: %(step)s → %(target)s", way=way, step=step, target=target))


def _height(lines: tuple[str, ...], who: str) -> float:
    return max(HIGH, (len(lines) + 1 + bool(who)) * LEADING + 2 * INSIDE)
