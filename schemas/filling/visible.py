"""What is asked, given what is answered: what is shown, required, computed, locked, limited and remarked.

One pass in the order of `rule_order`, then the rules that decide nothing another rule could read. A hidden field has no
value, so whoever reads it reads null. Unknown means no: where a rule has no result (`LogicError`), the field is hidden,
not required, not locked, without limit, remark or value. `frontend/src/rules.js` does the same in the browser with what
`compiled` says; tests/rules holds both to it.

- ``show`` of a page or section, and a jump over a page, hide every field in it.
- ``compute`` is the value, if it is of the field's own kind. Where ``set`` has a result of the field's own kind, that is the value, and the field is
  locked; where it has none, what was typed stays.
- Where parts of an answer are worked out, what is typed of it stays, and the others come of their rules.
- While ``lock`` holds, the field has the answer that it had before this filling.
- Of a sealed answer rules see only that it is there: ``true``. No rule writes one.
- ``limit`` gives the list of choices that are allowed; any other result allows all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Final

from schemas.fields.registry import type_of
from schemas.logic import LogicError, evaluate
from schemas.logic.coercion import truthy
from schemas.model.form import Form, Rule
from schemas.rules.compiled_rules import Compiled, Entry, compiled
from schemas.rules.rule_order import CyclicRules, cycles, order

__all__ = ["Compiled", "CyclicRules", "Entry", "Settled", "compiled", "cycles", "order", "settle"]

_ENOUGH: Final = Context(prec=400)
"""Digits for any float, rounded to any number of decimals."""
_NOTHING: Final[Mapping[str, Any]] = {}


@dataclass(frozen=True)
class Settled:
    """``values`` by field key, with what was computed and without what is hidden; blank answers stay as they came.

    ``shown``, ``required``, ``wanted`` (asked for, but not demanded) and ``locked`` hold field keys, and the cells of
    tables as ``items/0/amount`` (rows from 0). ``limited`` maps such places to the choices that are allowed.
    ``remarked`` holds places with the number of a remark of theirs: ``amount#0``. ``skipped`` are the groups that are
    not asked at all: ``page:cost``, ``section:risk``.
    """

    values: Mapping[str, Any]
    shown: frozenset[str]
    required: frozenset[str]
    wanted: frozenset[str] = frozenset()
    locked: frozenset[str] = frozenset()
    limited: Mapping[str, list[str]] = field(default_factory=dict)
    remarked: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()


def settle(
    form: Form,
    values: Mapping[str, Any],
    around: Mapping[str, Any] | None = None,
    kept: Mapping[str, Any] | None = None,
    demanded: frozenset[str] = frozenset(),
) -> Settled:
    """Settles the rules over answers by field key; answers to what the form does not ask are dropped.

    ``around`` is what else the rules may read (``@today``); ``kept`` are the answers before this filling. ``demanded``
    are fields that have to be answered here, whatever the form says of them.

    Raises:
        CyclicRules: the rules wait for one another.
    """
    entries = compiled(form, demanded)["fields"]
    answers = {key: values[key] for key in form.fields if key in values}
    sealed = [key for key, one in form.fields.items() if type_of(one).value == "sealed"]
    before = _masked(kept or _NOTHING, sealed)
    settling = _Settling({**(around or _NOTHING), **_masked(answers, sealed)}, before)
    for entry in entries:
        settling.group(entry) if entry.get("group") else settling.field(entry)
    settling.judge([entry for entry in entries if entry["key"] in settling.shown])
    found = {key: value for key, value in settling.scope.items() if key in form.fields}
    for key in sealed:
        if key in found:
            found[key] = (kept or _NOTHING)[key] if key in settling.locked else answers[key]
    return settling.settled(found)


def _masked(answers: Mapping[str, Any], sealed: Sequence[str]) -> Mapping[str, Any]:
    return {**answers, **{key: True for key in sealed if answers.get(key)}} if sealed else answers


@dataclass
class _Settling:
    """One pass: ``scope`` is what rules read, the rest what has been found so far."""

    scope: dict[str, Any]
    kept: Mapping[str, Any]
    shown: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    wanted: set[str] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)
    limited: dict[str, list[str]] = field(default_factory=dict)
    remarked: set[str] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)

    def group(self, entry: Entry) -> None:
        leapt = any(
            leap.get("origin") not in self.skipped and _holds(leap["when"], self.scope)
            for leap in entry.get("leapt", ())
        )
        if leapt or not self._asked(entry, self.scope):
            self.skipped.add(entry["key"])

    def field(self, entry: Entry) -> None:
        key = entry["key"]
        if not self._asked(entry, self.scope):
            self.scope.pop(key, None)
            return
        self.shown.add(key)
        if _fill(entry, self.scope, self.kept):
            self.locked.add(key)
        if "worked" in entry:
            _work(entry, self.scope)
        if _has_rows(entry, self.scope):
            self.scope[key] = list(self._rows(entry))

    def judge(self, entries: Sequence[Entry]) -> None:
        """What is required, limited and remarked, of the fields shown."""
        for entry in entries:
            self._judge(entry, entry["key"], self.scope)
            if not _has_rows(entry, self.scope):
                continue
            for index, (_, scope) in enumerate(_scopes(entry, self.scope)):
                for column in entry["columns"]:
                    path = f"{entry['key']}/{index}/{column['key']}"
                    if path in self.shown:
                        self._judge(column, path, scope)

    def settled(self, values: Mapping[str, Any]) -> Settled:
        return Settled(
            values,
            frozenset(self.shown),
            frozenset(self.required),
            frozenset(self.wanted),
            frozenset(self.locked),
            self.limited,
            frozenset(self.remarked),
            frozenset(self.skipped),
        )

    def _asked(self, entry: Entry, scope: Mapping[str, Any]) -> bool:
        if any(group in self.skipped for group in entry.get("within", ())):
            return False
        return "show" not in entry or _holds(entry["show"], scope)

    def _rows(self, table: Entry) -> Iterator[dict[str, Any]]:
        """The settled rows; which cells are shown and locked is noted."""
        own = [column["key"] for column in table["columns"]]
        before = self.kept.get(table["key"])
        for index, (row, scope) in enumerate(_scopes(table, self.scope)):
            kept = before[index] if isinstance(before, list) and index < len(before) else _NOTHING
            for column in table["columns"]:
                path = f"{table['key']}/{index}/{column['key']}"
                if not self._asked(column, scope):
                    scope.pop(column["key"], None)
                    continue
                self.shown.add(path)
                if _fill(column, scope, kept):
                    self.locked.add(path)
            yield {key: row[key] for key in row if key not in own} | {key: scope[key] for key in own if key in scope}

    def _judge(self, entry: Entry, path: str, scope: Mapping[str, Any]) -> None:
        if entry.get("required", False) or ("require" in entry and _holds(entry["require"], scope)):
            (self.wanted if entry.get("soft") else self.required).add(path)
        allowed = _result(entry["limit"], scope) if "limit" in entry else None
        if isinstance(allowed, list):
            self.limited[path] = [one for one in allowed if isinstance(one, str)]
        for number, when in enumerate(entry.get("remarks", ())):
            if _holds(when, scope):
                self.remarked.add(f"{path}#{number}")


def _fill(entry: Entry, scope: dict[str, Any], kept: Mapping[str, Any]) -> bool:
    """Puts the value of a field that is shown into ``scope``, and says whether it is locked."""
    key = entry["key"]
    if "compute" in entry:
        value = _result(entry["compute"], scope)
        fits = "takes" not in entry or _fits(entry["takes"], value)
        _put(scope, key, _computed(value, entry.get("decimals")) if fits else None)
    elif "set" in entry and (given := _given(entry, scope)) is not None:
        scope[key] = given
        return True
    elif "lock" in entry and _holds(entry["lock"], scope):
        _put(scope, key, kept.get(key))
        return True
    return False


def _work(entry: Entry, scope: dict[str, Any]) -> None:
    """Works out the other parts of an answer; each rule sees the field with the parts that are there by then."""
    key = entry["key"]
    there = scope.get(key)
    made = {part: there[part] for part in entry["typed"] if part in there} if isinstance(there, Mapping) else {}
    for one in entry["worked"]:
        scope[key] = dict(made)
        value = _result(one["rule"], scope)
        if _fits("number", value) or _fits("text", value):
            _put(made, one["part"], _computed(value, None))
    _put(scope, key, made or None)


def _put(scope: dict[str, Any], key: str, value: Any) -> None:
    scope.pop(key, None)
    if value is not None:
        scope[key] = value


def _has_rows(entry: Entry, scope: Mapping[str, Any]) -> bool:
    return bool(entry.get("columns")) and isinstance(scope.get(entry["key"]), list)


def _scopes(table: Entry, answers: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], dict[str, Any]]]:
    """Every row, and what its rules read: its own cells, also where they are blank, before the form's answers."""
    columns = [column["key"] for column in table["columns"]]
    outside = {key: value for key, value in answers.items() if key not in columns}
    for row in answers[table["key"]]:
        yield row, outside | {key: row[key] for key in columns if key in row}


_FITTING: Final[Mapping[str, Callable[[Any], bool]]] = {
    "text": lambda value: isinstance(value, str),
    "person": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "list": lambda value: bool(value) and isinstance(value, list) and all(isinstance(one, str) for one in value),
}


def _given(entry: Entry, scope: Mapping[str, Any]) -> Any:
    """What ``set`` comes to, where it is of the field's own kind; None for anything else."""
    value = _result(entry["set"], scope)
    if not _fits(entry["takes"], value):
        return None
    if isinstance(value, list):
        return [text for one in value if (text := _kept(one)) is not None] or None
    return _computed(value, entry.get("decimals"))


def _fits(kind: str, value: Any) -> bool:
    """Whether a rule may give it to a field of this kind; to those that are not in the list none gives anything."""
    return kind in _FITTING and _FITTING[kind](value)


def _holds(rule: Rule, scope: Mapping[str, Any]) -> bool:
    return truthy(_result(rule, scope))


def _result(rule: Rule, scope: Mapping[str, Any]) -> Any:
    """The result, or None where there is none: unknown means no."""
    try:
        return evaluate(rule, scope)
    except LogicError:
        return None


def _computed(value: Any, decimals: int | None) -> bool | float | str | None:
    """A number, rounded; a truth value; a text that can be kept; anything else is no value."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _rounded(value, decimals)
    return _kept(value) if isinstance(value, str) else None


def _kept(text: str) -> str | None:
    """Without halves of characters, which JavaScript can cut; blank is no value, and U+0000 can be stored nowhere."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if text and "\0" not in text else None


def _rounded(value: float, decimals: int | None) -> float:
    """Halves go away from zero, as people round who see 1.005, and not what the float holds beneath it."""
    if decimals is None or isinstance(value, int) or value.is_integer():
        return value
    rounded = float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _ENOUGH))
    return int(rounded) if rounded.is_integer() else rounded
