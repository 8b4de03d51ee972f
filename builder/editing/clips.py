"""What is copied out of one process and pasted into another: fields, or a step with its ways.

What has a key that is taken gets another, and what it says of itself follows. What it looks at and the other process does
not have stays as it is, and is named; only a way that would lead nowhere leads on, and that is said as well.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Final, Literal

from builder.editing.blank import blank
from builder.editing.flow_edits import forward, with_flow
from builder.editing.form_edits import find_field, placed
from builder.editing.group_edits import taken
from builder.editing.naming import unique
from builder.editing.refusal import known
from schemas.document import dump, load
from schemas.logic.mentions import SCOPED
from schemas.logic.mentions import names as names_in
from schemas.model.assignment import Who
from schemas.model.flow import Deadline, Deed, Each, Flow, Move, State
from schemas.model.form import Field, Form, Page, Rule, Section
from schemas.model.process import ContactFields, FigureFields, Process
from schemas.rules.context_names import rules_of
from schemas.words import Words, read_words, words, write_words

BEGIN: Final = ":begin"
_READ: Final = words(
    "It looks at “{name}”, which is not in this process: change that, or add it.",
    "其中引用了“{name}”，但本流程中没有该项，请修改引用或补充。",
)
_LED: Final = words(
    "“{move}” led to “{step}”, which is not in this process: it leads to “{onward}” now.",
    "“{move}”原本通往“{step}”，但本流程中没有该步骤，现改为通往“{onward}”。",
)


@dataclass(frozen=True)
class Clip:
    """``process`` holds nothing but what was copied; ``called`` says what that looks at is called where it comes from."""

    kind: Literal["field", "state"]
    process: Process
    called: Mapping[str, Words] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(self.process.form.fields.values()) if self.kind == "field" else ()

    @property
    def title(self) -> Words:
        """Of the first thing in it."""
        first: Field | State = self.fields[0] if self.kind == "field" else self.process.flow.states[0]
        return first.title or words(first.key, first.key)


def written(clip: Clip) -> str:
    called = {key: write_words(title) for key, title in clip.called.items()}
    return json.dumps({"kind": clip.kind, "process": dump(clip.process), "called": called}, ensure_ascii=False)


def read(text: str) -> Clip:
    """As it was written."""
    raw = json.loads(text)
    return Clip(raw["kind"], load(raw["process"]), {key: read_words(title) for key, title in raw["called"].items()})


def clip_fields(process: Process, keys: Sequence[str]) -> Clip:
    """Raises CannotEdit: there is no such field (any more)."""
    found = tuple(find_field(process, key) for key in keys)
    form = Form((Page("clip", sections=(Section("clip-1", fields=found),)),))
    empty = replace(process, form=form, flow=blank("clip", Words()).flow)
    return _called(process, Clip("field", _bare(empty)))


def clip_state(process: Process, key: str) -> Clip:
    """Raises CannotEdit: there is no such step (any more)."""
    state, moves = known(process.flow.states, key), process.flow.moves_from(key)
    used = {who.key for who in _inside((state, moves), Who) if who.kind == "group"}
    groups = {name: title for name, title in process.groups.items() if name in used}
    alone = replace(process, form=Form(), flow=Flow(key, (state,), moves))
    return _called(process, Clip("state", replace(_bare(alone), groups=groups)))


def _bare(process: Process) -> Process:
    return replace(
        process,
        contact=ContactFields(),
        summary=(),
        figures=FigureFields(),
        follows=(),
        reports=(),
        tests=(),
        groups={},
        about=Words(),
    )


def _called(process: Process, clip: Clip) -> Clip:
    names = {**{one.key: one.title for one in process.flow.states}, **{key: one.title for key, one in _asked(process)}}
    wanted = {*_reads(clip), *(move.target for move in clip.process.flow.moves)}
    return replace(clip, called={key: names[key] for key in sorted(wanted) if names.get(key)})


def _asked(process: Process) -> Iterator[tuple[str, Field | Page]]:
    yield from ((page.key, page) for page in process.form.pages)
    yield from process.form.fields.items()


@dataclass(frozen=True)
class PasteFields:
    """At the end of a page, or behind ``after``."""

    clip: Clip
    page: str
    after: str = ""

    def on(self, process: Process) -> Process:
        names: dict[str, str] = {}
        for one in self.clip.fields:
            names[one.key] = unique(one.key, taken(process.form) | set(names.values()))
        after = self.after
        for one in self.clip.fields:
            process = placed(process, _follows(one, names), self.page, after=after)
            after = names[one.key]
        return process


@dataclass(frozen=True)
class PasteState:
    """Behind ``after`` (or at the very beginning), whose way on leads to it."""

    clip: Clip
    after: str

    def on(self, process: Process) -> Process:
        flow, copied = process.flow, self.clip.process.flow
        state = copied.states[0]
        key = unique(state.key, flow.by_key, joint="-")
        onward = self._onward(flow)
        there = {**{one: one for one in flow.by_key}, state.key: key}
        ways = tuple(replace(one, source=key, target=there.get(one.target, onward)) for one in copied.moves)
        at = 0 if self.after == BEGIN else flow.states.index(known(flow.states, self.after)) + 1
        led = None if self.after == BEGIN else forward(flow, self.after)
        moves = tuple(replace(one, target=key) if one is led else one for one in flow.moves)
        made = replace(state, key=key)
        grown = replace(process, groups={**self.clip.process.groups, **process.groups})
        return with_flow(
            grown,
            states=(*flow.states[:at], made, *flow.states[at:]),
            moves=(*moves, *ways),
            initial=key if self.after == BEGIN else flow.initial,
        )

    def _onward(self, flow: Flow) -> str:
        """Where ways lead on to whose own step is not here."""
        if self.after == BEGIN:
            return flow.initial
        led = forward(flow, self.after)
        return led.target if led else self.after


Paste = PasteFields | PasteState


def told(process: Process, paste: Paste) -> tuple[Words, ...]:
    """What the pasted thing looks at or leads to that this process, into which it is pasted, does not have."""
    clip, flow = paste.clip, process.flow
    here = {*flow.by_key, *(key for key, _ in _asked(process)), *(one.key for one in clip.fields)}
    said = [_READ.formatted(name=_name(clip, key)) for key in sorted(_reads(clip) - here)]
    if isinstance(paste, PasteState):
        onward = flow.by_key[paste._onward(flow)].title  # noqa: SLF001 -- of the same module
        own = clip.process.flow.states[0].key
        for move in clip.process.flow.moves:
            if move.target not in {*flow.by_key, own}:
                called = move.title or words(move.key, move.key)
                said.append(_LED.formatted(move=called, step=_name(clip, move.target), onward=onward))
    return tuple(said)


def _name(clip: Clip, key: str) -> Words:
    return clip.called.get(key) or words(key, key)


def _reads(clip: Clip) -> set[str]:
    """The keys of fields, pages and steps that it looks at."""
    if clip.kind == "field":
        form = clip.process.form
        own = {column.key for one in form.fields.values() for column in one.columns}
        linked = {str(one.options.get("from", "")) for one in form.fields.values() if one.type == "lookup"}
        return ({*_roots(rules_of(form)), *linked} - own) - {"", *form.fields}
    state, moves = clip.process.flow.states[0], clip.process.flow.moves
    named = {who.key for who in _inside((state, moves), Who) if who.kind == "field"}
    timed = {one.since for one in _inside(state, Deadline)}
    rows = {one.over for one in _inside(state, Each)}
    done = {one.set for one in _inside(state, Deed)}
    steps = {*state.not_who_did} - {state.key}
    parts: tuple[State | Move, ...] = (state, *moves)
    ruled = _roots(rule for part in parts for rule in _rules(part))
    return {*named, *timed, *rows, *done, *steps, *state.fields, *ruled} - {"", "*"}


def _rules(part: State | Move) -> Sequence[Rule]:
    """The conditions of a step or a way."""
    if isinstance(part, Move):
        return [part.when]
    deeds = [rule for one in part.deeds for rule in (one.to, *one.fields.values())]
    return [part.join.when, part.each.times, *deeds, *part.calls.given.values()]


def _roots(rules: Iterable[Rule]) -> set[str]:
    """What rules read, without what lies inside of it or around the form."""
    found = (name for rule in rules if rule is not None for name in names_in(rule))
    return {name for name in found if not name.startswith("@")}


def _inside(value: Any, kind: type) -> Iterator[Any]:
    if isinstance(value, kind):
        yield value
    elif is_dataclass(value):
        for one in fields(value):
            yield from _inside(getattr(value, one.name), kind)
    elif isinstance(value, tuple):
        for part in value:
            yield from _inside(part, kind)


def _follows(one: Field, names: Mapping[str, str]) -> Field:
    """The field under its new key, with rules that look at the others by theirs."""
    rules = ("show", "require", "compute", "lock", "set", "limit", "default")
    changed = {name: _renamed(getattr(one, name), names) for name in rules if getattr(one, name) is not None}
    linked = one.options.get("from", "")
    options = {**one.options, "from": names[linked]} if one.type == "lookup" and linked in names else one.options
    return one.with_(
        key=names.get(one.key, one.key),
        options=options,
        remarks=tuple(replace(said, when=_renamed(said.when, names)) for said in one.remarks),
        columns=tuple(_follows(column, {**names, column.key: column.key}) for column in one.columns),
        **changed,
    )


def _renamed(rule: Any, names: Mapping[str, str]) -> Any:
    match rule:
        case {"var": str(path)} if len(rule) == 1:
            return {"var": _path(path, names)}
        case {"var": [str(path), *rest]} if len(rule) == 1:
            return {"var": [_path(path, names), *rest]}
        case dict() if len(rule) == 1 and next(iter(rule)) in SCOPED:
            ((operator, given),) = rule.items()  # what stands over the elements of a list reads those
            return {operator: [_renamed(given[0], names), *given[1:]]} if isinstance(given, list) and given else rule
        case dict():
            return {name: _renamed(part, names) for name, part in rule.items()}
        case list():
            return [_renamed(part, names) for part in rule]
        case _:
            return rule


def _path(path: str, names: Mapping[str, str]) -> str:
    root, dot, rest = path.partition(".")
    return f"{names.get(root, root)}{dot}{rest}"
