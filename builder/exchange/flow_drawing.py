"""The picture of a flow, as SVG: light and dark, in the language of whoever looks, and readable by a screen reader."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from builder.editing.new_steps import KIND_TITLES
from builder.exchange.plain_xml import fit
from builder.exchange.text_widths import shortened, width_of, wrapped
from schemas.layout.flow_layout import BEGIN, lay_out_flow, way_key
from schemas.layout.shapes import Box, Line
from schemas.model.flow import Flow, Move, State
from schemas.model.process import Process
from schemas.words import words

WIDE: Final = 188.0
INSIDE: Final = 12.0
"""Between the side of a box and its words."""
TITLE, SMALL = 14.0, 11.5
"""Sizes of fonts."""
LEADING: Final = 18.0
LINES: Final = 3
LABEL: Final = 150.0
"""The most that the words of a way may take."""
ABOUT: Final = words("{title}: steps and ways. Steps: {steps}.", "{title}：流程步骤与流向。步骤：{steps}。")
OF: Final = words("{title} · steps", "{title} · 流程步骤")
UNTESTED: Final = words("Dashed: no test comes by: {missed}.", "虚线表示尚无测试经过：{missed}。")
BEGINS: Final = words("The form is sent", "提交表单")
STYLE: Final = """
svg { color-scheme: light dark; font-family: system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
.paper { fill: #fbfaf8; } .box { fill: #fff; stroke: #8d877d; stroke-width: 1.25; }
.title { fill: #1c1f23; font-size: 14px; font-weight: 600; } .kind, .label { fill: #585e65; font-size: 11.5px; }
.way { fill: none; stroke: #585e65; stroke-width: 1.5; } .head { fill: #585e65; }
.back { stroke: #653a9b; } .head-back { fill: #653a9b; } .label-back { fill: #653a9b; }
.people .mark { fill: #0b6e6e; } .block .mark { fill: #653a9b; } .alone .mark { fill: #815000; } .end .mark { fill: #50565d; }
.untested { stroke-dasharray: 5 4; } .begin { fill: #0b6e6e; } .end .box { stroke-width: 2.5; }
@media (prefers-color-scheme: dark) {
.paper { fill: #15171a; } .box { fill: #1c1f23; stroke: #727981; } .title { fill: #eceae6; } .kind, .label { fill: #a6abb1; }
.way { stroke: #a6abb1; } .head { fill: #a6abb1; } .back { stroke: #c7a6f2; } .head-back, .label-back { fill: #c7a6f2; }
.people .mark, .begin { fill: #4fc3bd; } .block .mark { fill: #c7a6f2; } .alone .mark { fill: #f0c36a; } .end .mark { fill: #a6abb1; }
}"""
MANNERS: Final = {
    **dict.fromkeys(("task", "approval"), "people"),
    **dict.fromkeys(("parallel", "inclusive", "loop", "process"), "block"),
    **dict.fromkeys(("choice", "wait", "action"), "alone"),
    "end": "end",
}


def draw(process: Process, lang: str, missed: Collection[str] = ()) -> str:
    """A whole SVG file. ``missed``: states, and ways as ``state/move``, that no test comes by; they are dashed."""
    return "\n".join(_Picture(process, lang, missed).drawn()) + "\n"


@dataclass(frozen=True)
class _Picture:
    process: Process
    lang: str
    missed: Collection[str]

    @property
    def flow(self) -> Flow:
        return self.process.flow

    def drawn(self) -> Iterator[str]:
        plan = lay_out_flow(self.flow, self._size, lambda move: width_of(self._label(move), SMALL))
        title = self.process.title.in_(self.lang) or self.process.key
        steps = ", ".join(self._title(state) for state in self.flow.states)
        size = f'width="{plan.width:g}" height="{plan.height:g}"'
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {plan.width:g} {plan.height:g}" '
            f'xml:lang={_quoted(self.lang)} role="img" aria-labelledby="title about">'
        )
        yield f'<title id="title">{_said(OF.in_(self.lang).format(title=title))}</title>'
        yield f'<desc id="about">{_said(ABOUT.in_(self.lang).format(title=title, steps=steps) + self._untested())}</desc>'
        yield f"<style>{STYLE}</style>"
        yield f'<rect class="paper" {size}/>'
        labels = {way_key(move): self._label(move) for move in self.flow.moves}
        yield from (_line(line, untested=line.key in self.missed) for line in plan.lines)
        for line in plan.lines:
            yield from _words(line, labels.get(line.key, ""))
        begin = plan.boxes[BEGIN]
        yield (
            f'<circle class="begin" cx="{begin.x + begin.width / 2:g}" cy="{begin.middle:g}" r="{begin.width / 2:g}">'
            f"<title>{_said(BEGINS.in_(self.lang))}</title></circle>"
        )
        for state in self.flow.states:
            yield from self._box(state, plan.boxes[state.key])
        yield "</svg>"

    def _box(self, state: State, box: Box) -> Iterator[str]:
        round_ = box.height / 2 if state.kind == "end" else 9
        area = f'x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"'
        box_class = "box untested" if state.key in self.missed else "box"
        yield f'<g class="{MANNERS[state.kind]}"><rect class="{box_class}" {area} rx="{min(round_, 28):g}"/>'
        lines = self._lines(state)
        top = box.middle - (len(lines) * LEADING + LEADING) / 2
        left = box.x + INSIDE + 8 * (state.kind == "end")
        yield f'<circle class="mark" cx="{left + 4:g}" cy="{top + 9:g}" r="4"/>'
        kind = KIND_TITLES[state.kind].in_(self.lang)
        yield f'<text class="kind" x="{left + 14:g}" y="{top + 13:g}">{_said(shortened(kind, SMALL, WIDE - 48))}</text>'
        for at, line in enumerate(lines, 1):
            yield f'<text class="title" x="{left:g}" y="{top + 14 + at * LEADING:g}">{_said(line)}</text>'
        yield "</g>"

    def _untested(self) -> str:
        """What is dashed, in words."""
        steps = [self._title(state) for state in self.flow.states if state.key in self.missed]
        ways = [move for move in self.flow.moves if way_key(move) in self.missed]
        titles = [
            f"{self._title(self.flow.by_key[move.source])} → {move.title.in_(self.lang) or move.key}" for move in ways
        ]
        return " " + UNTESTED.in_(self.lang).format(missed=", ".join((*steps, *titles))) if self.missed else ""

    def _size(self, state: State) -> tuple[float, float]:
        return WIDE, (len(self._lines(state)) + 1) * LEADING + 2 * INSIDE

    def _lines(self, state: State) -> list[str]:
        return wrapped(self._title(state), TITLE, WIDE - 2 * INSIDE - 12, LINES)

    def _title(self, state: State) -> str:
        return state.title.in_(self.lang) or state.key

    def _label(self, move: Move) -> str:
        return shortened(move.title.in_(self.lang) or move.key, SMALL, LABEL)


def _line(line: Line, *, untested: bool) -> str:
    back = (" back" if line.back else "") + (" untested" if untested else "")
    x, y = line.points[-1]
    path = " ".join(f"{'L' if at else 'M'}{px:g} {py:g}" for at, (px, py) in enumerate(line.points))
    head = f"M{x:g} {y:g}l-9 -5v10z"
    return f'<path class="way{back}" d="{path}"/><path class="head{"-back" if line.back else ""}" d="{head}"/>'


def _words(line: Line, said: str) -> Iterator[str]:
    if said:
        manner = "label label-back" if line.back else "label"
        yield f'<text class="{manner}" x="{line.label[0]:g}" y="{line.label[1]:g}">{_said(said)}</text>'


def _said(text: str) -> str:
    return escape(fit(text))


def _quoted(text: str) -> str:
    return quoteattr(fit(text))
