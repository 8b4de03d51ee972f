"""Where rules stand in a process: each has a spot, from which it is read and where another is put."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from builder.flow_edits import on_moves
from builder.form_edits import find_field, on_field
from builder.group_edits import on_page, on_section, section_of
from builder.refusal import cannot, known
from schemas.form import Field, Jump, Page, Remark, Rule
from schemas.process import Process
from schemas.words import Words, words

PLAIN: Final = ("show", "require", "lock", "set", "limit", "default", "compute")
REMARKS: Final = ("warn", "refuse")
VALUES: Final = frozenset({"set", "limit", "default", "compute"})
"""Rules that come to a value, where the others hold or do not."""

TITLES: Final[Mapping[str, Words]] = {
    "show": words("Asked only when", "显示条件"),
    "require": words("Must be answered when", "必填条件"),
    "lock": words("Locked when", "锁定条件"),
    "set": words("Set by itself to", "自动赋值"),
    "limit": words("Choices offered", "限定选项"),
    "default": words("Filled in beforehand with", "默认值"),
    "compute": words("Worked out as", "计算公式"),
    "warn": words("Warns when", "提醒条件"),
    "refuse": words("Refused when", "拒绝条件"),
    "jump": words("Goes on elsewhere when", "跳转条件"),
    "when": words("Possible only when", "可用条件"),
}


@dataclass(frozen=True)
class Spot:
    """Where one rule stands.

    ``of`` is "field", "page", "section" or "move", ``key`` which one (a move: ``state.move``), ``kind`` what the rule
    decides. ``at`` counts the remarks of a field and the jumps of a page; one behind the last is new.
    """

    of: str
    key: str
    kind: str
    at: int = 0

    @property
    def is_value(self) -> bool:
        return self.kind in VALUES


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
        case _:
            raise cannot("edit.unknown", key=spot.key)


def ruled_field(one: Field, spot: Spot) -> Ruled:
    """Of a field or a column at hand."""
    if spot.kind in PLAIN:
        return Ruled(getattr(one, spot.kind))
    found = dict(enumerate(one.remarks)).get(spot.at)
    return Ruled(found.when, found.text) if found else Ruled()


@dataclass(frozen=True)
class SetRule:
    """Puts a rule where the spot is, or takes it away where ``made`` has none."""

    spot: Spot
    made: Ruled

    def on(self, process: Process) -> Process:
        spot, made = self.spot, self.made
        match spot:
            case Spot("field", key, kind) if kind in PLAIN:
                return on_field(process, key, lambda one: (one.with_(**{kind: made.rule}),))
            case Spot("field", key, kind) if kind in REMARKS:
                return on_field(process, key, lambda one: (self._remarked(one),))
            case Spot("page", key, "show"):
                return on_page(process, key, lambda page: replace(page, show=made.rule))
            case Spot("page", key, "jump"):
                return on_page(process, key, self._jumping)
            case Spot("section", key, "show"):
                return on_section(process, key, lambda section: replace(section, show=made.rule))
            case Spot("move", key, "when"):
                source, _, move = key.partition(".")
                return on_moves(process, source, move, lambda one: (replace(one, when=made.rule),))
            case _:
                raise cannot("edit.unknown", key=spot.key)

    def _remarked(self, one: Field) -> Field:
        remark = Remark(self.made.rule, self.made.text, stops=self.spot.kind == "refuse")
        return one.with_(remarks=_put(one.remarks, self.spot.at, remark if self.made.rule is not None else None))

    def _jumping(self, page: Page) -> Page:
        jump = Jump(self.made.to, self.made.rule) if self.made.rule is not None else None
        return replace(page, jumps=_put(page.jumps, self.spot.at, jump))


def _put(row: tuple[Any, ...], at: int, one: Any) -> tuple[Any, ...]:
    return (*row[:at], *(() if one is None else (one,)), *row[at + 1 :])
