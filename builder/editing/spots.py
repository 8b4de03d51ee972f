"""Where rules stand in a process: each has a spot, from which it is read and where another is put."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from builder.editing.flow_edits import on_moves, on_state
from builder.editing.form_edits import find_field, in_currency, on_field
from builder.editing.group_edits import on_page, on_section, section_of
from builder.editing.refusal import cannot, known
from schemas.checks.lint_rules import names_of
from schemas.logic import kind_of
from schemas.model.flow import State
from schemas.model.form import Field, Jump, Page, Remark, Rule
from schemas.model.process import Process
from schemas.rules import currencies
from schemas.words import Words, words

PLAIN: Final = ("show", "require", "lock", "set", "limit", "default", "compute")
REMARKS: Final = ("warn", "refuse")
STATED: Final = ("join", "times", "deed", "given")
VALUES: Final = frozenset({"set", "limit", "default", "compute", "times", "deed", "given"})
"""Rules that come to a value, where the others hold or do not."""

TITLES: Final[Mapping[str, Words]] = {
    "show": words("Asked only when", "显示条件"),
    "require": words("Must be answered when", "必填条件"),
    "lock": words("Locked when", "只读条件"),
    "set": words("Set by itself to", "自动赋值"),
    "limit": words("Choices offered", "限定选项"),
    "default": words("Filled in beforehand with", "默认值"),
    "compute": words("Worked out as", "计算公式"),
    "warn": words("Warns when", "提醒条件"),
    "refuse": words("Refused when", "拒绝条件"),
    "jump": words("Goes on elsewhere when", "跳转条件"),
    "when": words("Possible only when", "可用条件"),
    "join": words("Goes on when", "继续条件"),
    "times": words("How often", "办理次数"),
    "deed": words("Is set to", "设为"),
    "given": words("Is given", "传入内容"),
}


@dataclass(frozen=True)
class Spot:
    """Where one rule stands.

    ``of`` is "field", "page", "section", "move" or "state", ``key`` which one (a move: ``state.move``, what a sub-request
    is given: ``state.field``), ``kind`` what the rule decides. ``at`` counts the remarks of a field, the jumps of a page
    and the deeds of a step; one behind the last is new.
    """

    of: str
    key: str
    kind: str
    at: int = 0

    @property
    def is_value(self) -> bool:
        return self.kind in VALUES

    @property
    def in_flow(self) -> bool:
        return self.of in ("move", "state")

    @property
    def step(self) -> str:
        """The step whose rule it is, or whose way on."""
        return self.key.partition(".")[0] if self.in_flow else ""


@dataclass(frozen=True)
class Ruled:
    """The rule of a spot, with what it says beside it: the sentence of a remark, the page that a jump leads to."""

    rule: Rule = None
    text: Words = Words()  # noqa: RUF009 -- as immutable as a string
    to: str = ""


def ruled(process: Process, spot: Spot) -> Ruled:
    """What stands there now.

    Raises:
        CannotEdit: there is no such place.
    """
    match spot:
        case Spot("field", key, kind) if kind in (*PLAIN, *REMARKS):
            return ruled_field(find_field(process, key), spot)
        case Spot("page", key, "show"):
            return Ruled(known(process.form.pages, key).show)
        case Spot("page", key, "jump"):
            jump = dict(enumerate(known(process.form.pages, key).jumps)).get(spot.at)
            return Ruled(jump.when, to=jump.to) if jump else Ruled()
        case Spot("section", key, "show"):
            return Ruled(section_of(process, key).show)
        case Spot("move", key, "when"):
            source, _, move = key.partition(".")
            return Ruled(known(process.flow.moves_from(source), move).when)
        case Spot("state", _, kind) if kind in STATED:
            return Ruled(_ruled_state(known(process.flow.states, spot.step), spot))
        case _:
            raise cannot("edit.unknown", key=spot.key)


def _ruled_state(state: State, spot: Spot) -> Rule:
    match spot.kind:
        case "join":
            return state.join.when
        case "times":
            return state.each.times
        case "deed" if spot.at < len(state.deeds) and state.deeds[spot.at].set:
            return state.deeds[spot.at].to
        case "given" if spot.key.partition(".")[2] in state.calls.given:
            return state.calls.given[spot.key.partition(".")[2]]
        case _:
            raise cannot("edit.unknown", key=spot.key)


def ruled_field(one: Field, spot: Spot) -> Ruled:
    """Of a field or a column at hand."""
    if spot.kind in PLAIN:
        return Ruled(getattr(one, spot.kind))
    found = dict(enumerate(one.remarks)).get(spot.at)
    return Ruled(found.when, found.text) if found else Ruled()


RESULTS: Final[Mapping[str, str]] = {"number": "number", "boolean": "yes_no"}
"""As what a computed value is shown, by the kind of what its rule comes to; otherwise it is a text."""


def _shown_as(process: Process, key: str) -> Process:
    """A computed value of which nobody has said what it is: a sum is a number, a sum of money is money."""
    one = find_field(process, key)
    if one.type != "computed" or one.compute is None or "result" in one.options:
        return process
    result = RESULTS.get(kind_of(one.compute, names_of(process.form)))
    if result == "number" and currencies.of_money(process.form, key):
        result = "money"
    said = {"options": {**one.options, "result": result}} if result else {}
    return in_currency(on_field(process, key, lambda one: (one.with_(**said),)), key)


@dataclass(frozen=True)
class SetRule:
    """Puts a rule where the spot is, or takes it away where ``made`` has none."""

    spot: Spot
    made: Ruled

    def on(self, process: Process) -> Process:
        spot, made = self.spot, self.made
        match spot:
            case Spot("field", key, kind) if kind in PLAIN:
                return _shown_as(on_field(process, key, lambda one: (one.with_(**{kind: made.rule}),)), key)
            case Spot("field", key, kind) if kind in REMARKS:
                return on_field(process, key, lambda one: (self._remarked(one),))
            case Spot("page", key, "show"):
                return on_page(process, key, lambda page: replace(page, show=made.rule))
            case Spot("page", key, "jump"):
                return on_page(process, key, self._jumping)
            case Spot("section", key, "show"):
                return on_section(process, key, lambda section: replace(section, show=made.rule))
            case Spot("move" | "state"):
                return self._in_flow(process)
            case _:
                raise cannot("edit.unknown", key=spot.key)

    def _in_flow(self, process: Process) -> Process:
        ruled(process, self.spot)
        if self.spot.of == "state":
            return on_state(process, self.spot.step, self._stated)
        move = self.spot.key.partition(".")[2]
        return on_moves(process, self.spot.step, move, lambda one: (replace(one, when=self.made.rule),))

    def _stated(self, state: State) -> State:
        rule, at = self.made.rule, self.spot.at
        match self.spot.kind:
            case "join":
                return replace(state, join=replace(state.join, rule="all" if rule is None else "when", when=rule))
            case "times":
                return replace(state, each=replace(state.each, times=rule))
            case "deed":
                return replace(state, deeds=_put(state.deeds, at, replace(state.deeds[at], to=rule)))
            case _:
                given = {**state.calls.given, self.spot.key.partition(".")[2]: rule}
                kept = {key: one for key, one in given.items() if one is not None}
                return replace(state, calls=replace(state.calls, given=kept))

    def _remarked(self, one: Field) -> Field:
        remark = Remark(self.made.rule, self.made.text, stops=self.spot.kind == "refuse")
        return one.with_(remarks=_put(one.remarks, self.spot.at, remark if self.made.rule is not None else None))

    def _jumping(self, page: Page) -> Page:
        jump = Jump(self.made.to, self.made.rule) if self.made.rule is not None else None
        return replace(page, jumps=_put(page.jumps, self.spot.at, jump))


def _put(row: tuple[Any, ...], at: int, one: Any) -> tuple[Any, ...]:
    return (*row[:at], *(() if one is None else (one,)), *row[at + 1 :])
