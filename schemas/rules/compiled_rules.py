"""The rules of a form as plain JSON, in the order in which they are settled: for `visible`, and for the browser."""

import weakref
from collections.abc import Iterator, Mapping
from typing import Final, Required, TypedDict

from schemas.fields.computed import Computed
from schemas.fields.kind import Value
from schemas.fields.parts.amounts import Amount
from schemas.fields.registry import type_of
from schemas.model.form import Field, Form, Rule
from schemas.rules.rule_order import column_order, groups_of, leaps, order

RULES: Final = ("show", "require", "compute", "lock", "set", "limit")
"""The rules of a field that come to one value; its remarks are a list of them."""

_TEXTS: Final = frozenset({"text", "person"})


class Leap(TypedDict, total=False):
    """A jump that passes over a page; ``origin`` is the page that it starts from, where that can be skipped itself."""

    when: Required[Rule]
    origin: str


class Entry(TypedDict, total=False):
    """What the rules need to know of a field, of a column, or of a page or section that a rule may skip.

    A key that does not apply is missing. ``within`` are the page and the section to be skipped with, ``takes`` is the
    kind of value that ``set`` or ``compute`` may give (a text can be computed from anything), ``remarks`` the conditions of the field's remarks by their place,
    ``worked`` the parts of the answer that are worked out, in order, once the ``typed`` ones are there.
    """

    key: Required[str]
    group: bool
    leapt: list[Leap]
    within: list[str]
    show: Rule
    compute: Rule
    set: Rule
    takes: Value
    lock: Rule
    limit: Rule
    decimals: int
    required: bool
    require: Rule
    soft: bool
    remarks: list[Rule]
    columns: list["Entry"]
    typed: list[str]
    worked: list["Worked"]


class Worked(TypedDict):
    """A part of an answer that a rule works out."""

    part: str
    rule: Rule


class Compiled(TypedDict):
    """The rules of a form as plain JSON, in the order in which they are settled."""

    fields: list[Entry]


_COMPILED: Final[dict[int, Compiled]] = {}


def compiled(form: Form, demanded: frozenset[str] = frozenset()) -> Compiled:
    """The form's rules for `visible.settle` here and in the browser, worked out once for each form; not to be changed.

    ``demanded`` are fields that have to be answered here, where they are shown, whatever the form says of them.

    Raises:
        CyclicRules: the rules wait for one another.
    """
    known = _COMPILED.get(id(form))
    if known is None:
        known = _COMPILED[id(form)] = {"fields": list(_entries(form))}
        weakref.finalize(form, _COMPILED.pop, id(form), None).atexit = False
    return {"fields": [_demanding(one, demanded) for one in known["fields"]]} if demanded else known


def hideable(form: Form) -> frozenset[str]:
    """The fields that a rule of theirs, of their page or of their section may hide."""
    return frozenset(entry["key"] for entry in compiled(form)["fields"] if "show" in entry or "within" in entry)


def _demanding(entry: Entry, demanded: frozenset[str]) -> Entry:
    """What the form only wishes for is demanded as well."""
    return {**entry, "required": True, "soft": False} if entry["key"] in demanded else entry


def _entries(form: Form) -> Iterator[Entry]:
    groups, within = _groups(form), groups_of(form)
    for key in order(form):
        yield groups[key] if key in groups else _entry(form.fields[key], within.get(key, ()))


def _groups(form: Form) -> Mapping[str, Entry]:
    """The pages and sections that can be skipped."""
    within, found = groups_of(form), {}
    for key, group, over in leaps(form):
        entry = found[key] = Entry(key=key, group=True)
        if group.show is not None:
            entry["show"] = group.show
        if key in within:
            entry["within"] = list(within[key])
        if over:
            entry["leapt"] = [
                Leap(when=jump.when, origin=origin) if origin in found else Leap(when=jump.when)
                for origin, jump in over
            ]
    return found


def _entry(field: Field, within: tuple[str, ...] = ()) -> Entry:
    entry = Entry(key=field.key)
    if within:
        entry["within"] = list(within)
    if field.show is not None:
        entry["show"] = field.show
    if field.remarks:
        entry["remarks"] = [remark.when for remark in field.remarks]
    if field.compute is not None:
        entry["compute"] = field.compute
        if (takes := type_of(field).value_of(field)) not in _TEXTS:
            entry["takes"] = takes
        _round(entry, field)
        return entry
    _demand(entry, field)
    _steer(entry, field)
    if worked := type_of(field).worked(field):
        entry["typed"] = list(type_of(field).parts(field))
        entry["worked"] = [Worked(part=part, rule=rule) for part, rule in worked.items()]
    if field.columns:
        columns = {column.key: column for column in field.columns}
        entry["columns"] = [_entry(columns[key]) for key in column_order(field)]
    return entry


def _demand(entry: Entry, field: Field) -> None:
    if field.required:
        entry["required"] = True
    if field.require is not None:
        entry["require"] = field.require
    if field.soft and (field.required or field.require is not None):
        entry["soft"] = True


def _steer(entry: Entry, field: Field) -> None:
    """What else may say which answer a person can give."""
    if field.set is not None:
        entry["set"] = field.set
        entry["takes"] = type_of(field).value_of(field)
        _round(entry, field)
    if field.locked or field.lock is not None:
        entry["lock"] = True if field.locked else field.lock
    if field.limit is not None:
        entry["limit"] = field.limit


def _round(entry: Entry, field: Field) -> None:
    kind = type_of(field)
    result = kind.result(field) if isinstance(kind, Computed) else kind
    if isinstance(result, Amount) and (decimals := result.decimals(field)) is not None:
        entry["decimals"] = decimals
