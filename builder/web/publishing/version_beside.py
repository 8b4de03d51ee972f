"""Two versions next to each other: rows of the form and of the flow, with what is new, gone or changed in each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from builder.editing.new_steps import KIND_TITLES
from builder.editing.spots import Ruled, Spot
from builder.web.frame import sentences as say
from schemas.fields.parts.alternatives import choices_of
from schemas.fields.registry import TYPES
from schemas.model.flow import Block, Flow, Move, State
from schemas.model.form import Field
from schemas.model.process import Process
from schemas.words import Words, words

Mark = Literal["same", "new", "gone", "changed"]
Said = Words | str

RIGHTS: Final[Mapping[str, Words]] = {
    "require": words("must be filled in", "必填"),
    "edit": words("may be changed", "可编辑"),
    "read": words("may be read", "只读"),
    "hide": words("is not shown", "不可见"),
}
REQUIRED: Final = words("Required", "必填")
ELSE: Final = words("Other settings of it", "其他设置")
_RULES: Final = ("show", "require", "lock", "set", "limit", "default", "compute")


@dataclass(frozen=True)
class Line:
    """One thing that is said of a part; ``new`` or ``gone`` where the other side does not say it."""

    text: Said
    mark: Mark = "same"


@dataclass(frozen=True)
class Side:
    title: Said
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Row:
    """``kind`` is page, section, field, or the kind of a step. A side that has it not is None."""

    kind: str
    mark: Mark
    old: Side | None
    new: Side | None


@dataclass(frozen=True)
class _Part:
    kind: str
    whole: Any
    title: Said
    lines: tuple[Said, ...]


def form_rows(old: Process, new: Process) -> list[Row]:
    return _rows(dict(_form_parts(old)), dict(_form_parts(new)))


def flow_rows(old: Process, new: Process, people: Mapping[str, str], processes: Mapping[str, Words]) -> list[Row]:
    """``people`` and ``processes`` are what they are called, by key."""
    before, after = (_flow_parts(one, people, processes) for one in (old, new))
    return _rows(dict(before), dict(after))


def _rows(old: Mapping[str, _Part], new: Mapping[str, _Part]) -> list[Row]:
    """In the order of the new one; what is gone stands where it stood."""
    return [_row(old.get(key), new.get(key)) for key in _merged(list(old), list(new))]


def _merged(old: list[str], new: list[str]) -> list[str]:
    found = list(new)
    for at, key in enumerate(old):
        if key not in found:
            before = next((one for one in reversed(old[:at]) if one in found), None)
            found.insert(found.index(before) + 1 if before is not None else 0, key)
    return found


def _row(old: _Part | None, new: _Part | None) -> Row:
    if old is None or new is None:
        there = new or old
        assert there is not None  # noqa: S101 -- a key is out of one of the two
        side = Side(there.title, tuple(Line(one) for one in there.lines))
        return Row(there.kind, "new", None, side) if new else Row(there.kind, "gone", side, None)
    mark: Mark = "same" if old.whole == new.whole else "changed"
    before = [Line(one, "same" if one in new.lines else "gone") for one in old.lines]
    after = [Line(one, "same" if one in old.lines else "new") for one in new.lines]
    if mark == "changed" and old.lines == new.lines and old.title == new.title:
        after.append(Line(ELSE, "changed"))
    return Row(new.kind, mark, Side(old.title, tuple(before)), Side(new.title, tuple(after)))


def _form_parts(process: Process) -> Iterator[tuple[str, _Part]]:
    for number, page in enumerate(process.form.pages, 1):
        whole = (page.title, page.show, page.jumps)
        lines = _ruled(process, page.show, Spot("page", page.key, "show"))
        called = page.title or words("Page {number}", "第 {number} 页").formatted(number=number)
        yield f"page {page.key}", _Part("page", whole, called, lines)
        for section in page.sections:
            if section.title:
                shown = _ruled(process, section.show, Spot("section", section.key, "show"))
                said = (section.title, section.show, section.columns)
                yield f"section {section.key}", _Part("section", said, section.title, shown)
            for field in section.fields:
                part = _Part("field", field, field.title or field.key, _field_lines(process, field))
                yield f"field {field.key}", part


def _ruled(process: Process, rule: Any, spot: Spot) -> tuple[Said, ...]:
    return () if rule is None else (say.rule(spot, Ruled(rule), process),)


def _field_lines(process: Process, field: Field) -> tuple[Said, ...]:
    offered = choices_of(field)
    rules = [_ruled(process, getattr(field, kind), Spot("field", field.key, kind)) for kind in _RULES]
    return (
        TYPES[field.type].title if field.type in TYPES else field.type,
        *((REQUIRED,) if field.required else ()),
        *((field.help,) if field.help else ()),
        *((_listed([one.title or one.const for one in offered]),) if offered else ()),
        *((_listed([one.title or one.key for one in field.columns]),) if field.columns else ()),
        *(one for some in rules for one in some),
    )


def _flow_parts(
    process: Process, people: Mapping[str, str], processes: Mapping[str, Words]
) -> Iterator[tuple[str, _Part]]:
    for state in process.flow.states:
        ways = process.flow.moves_from(state.key)
        lines = (*_step_lines(process, state, people, processes), *(_way(process, one) for one in ways))
        whole = (state, ways, state.key == process.flow.initial)
        yield state.key, _Part(state.kind, whole, state.title or state.key, lines)


def _step_lines(
    process: Process, state: State, people: Mapping[str, str], processes: Mapping[str, Words]
) -> Iterator[Said]:
    yield KIND_TITLES[state.kind]
    if state.who:
        asked = _listed([say.who(process, one, people) for one in state.who])
        yield words("Asked: {asked}", "办理人：{asked}").formatted(asked=asked)
    if state.help:
        yield state.help
    for kinds, said in _BY_KIND.items():
        if state.kind in kinds:
            yield from said(process, state, processes)
    yield from (say.deadline(process, one) for one in state.deadlines)
    for key, right in state.fields.items():
        yield words("{line}: {right}", "{line}：{right}").formatted(line=_line(process, key), right=RIGHTS[right])


def _block_lines(process: Process, state: State, processes: Mapping[str, Words]) -> Iterator[Said]:
    if said := say.each(process, state):
        yield said
    if state.kind == "process":
        yield say.calls(state.calls, processes)
    yield say.join(process, state)


_Saying = Callable[[Process, State, Mapping[str, Words]], Iterator[Said]]
_BY_KIND: Final[Mapping[tuple[str, ...], _Saying]] = {
    ("approval",): lambda _process, state, _processes: iter((say.decide(state.decide),)),
    Block: _block_lines,
    ("action",): lambda process, state, _processes: (say.deed(process, state, at) for at in range(len(state.deeds))),
    ("end",): lambda _process, state, _processes: iter((say.outcome(state),)),
}


def _way(process: Process, move: Move) -> Words:
    when = say.of_way(process, move.source, move.key)
    said = (
        words("{move} → {to}, if {when}", "{move} → {to}（当{when}）")
        if when
        else words("{move} → {to}", "{move} → {to}")
    )
    return said.formatted(move=move.title or move.key, to=_step(process.flow, move.target), when=when)


def _step(flow: Flow, key: str) -> Said:
    state = flow.by_key.get(key)
    return (state.title or key) if state else key


def _line(process: Process, key: str) -> Said:
    if key == "*":
        return words("Everything else", "其余字段")
    field = process.form.fields.get(key)
    page = next((one for one in process.form.pages if one.key == key), None)
    found = field or page
    return (found.title or key) if found else key


def _listed(said: list[Said]) -> Words:
    texts = [one if isinstance(one, Words) else words(one, one) for one in said]
    return words(", ".join(one.in_("en") for one in texts), "、".join(one.in_("zh-Hans") for one in texts))
