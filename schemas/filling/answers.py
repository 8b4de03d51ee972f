"""An answer to a form: read, completed by the rules, and checked, with everything wrong said at once."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import jsonschema_rs

from schemas.fields.kind import Known, Refused
from schemas.fields.registry import type_of
from schemas.filling.complaining import complaint, problem, remarks_of
from schemas.filling.places import Place, is_typed, place_of, places
from schemas.filling.rights import Opened, demanded, writable
from schemas.filling.visible import Settled, settle
from schemas.model.form import Field, Form
from schemas.problem import Problem, pointer
from schemas.rules.context_names import EARLIER, counted, mentioned
from schemas.words import LANGUAGES, Words, words

_COUNTED: Final = {"rows": "rows", "files": "files", "list": "choices"}
_CODES: Final[Mapping[str, str]] = {
    "minimum": "too-small",
    "maximum": "too-large",
    "minLength": "too-short",
    "maxLength": "too-long",
    "pattern": "wrong-form",
    "oneOf": "not-a-choice",
    "uniqueItems": "twice",
    "minItems": "too-few-{counted}",
    "maxItems": "too-many-{counted}",
}
_MOST_STRANGERS: Final = 20
_SHOWN_ANYHOW: Final = frozenset({"computed", "lookup", "text", "long_text", "hidden"})
"""Types that can show whatever a rule gives them."""


@dataclass(frozen=True)
class Reading:
    """What came of an answer.

    ``answers`` is the whole of it: what was there before, what was written now, and what the rules computed;
    blank and hidden fields are not in it. ``shown`` and ``required`` hold field keys, and cells as
    ``items/0/reason``. Where there are ``problems`` nothing of it may be kept; ``remarks`` are only to be read first.
    """

    answers: dict[str, Any]
    shown: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Found:
    """What reading has found so far: clean values by field, refusals by path, and keys that nobody asked for."""

    values: dict[str, Any]
    wrong: dict[str, Problem] = field(default_factory=dict)
    strangers: list[tuple[str | int, ...]] = field(default_factory=list)


class Checker:
    """Everything about a form that is worth working out once.

    The validator takes no ``$ref`` from anywhere and matches patterns in linear time. Only bounds are asked of it:
    what is required depends on the rules, and what a type refuses it has refused before.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.asked = {key: one for key, one in form.fields.items() if type_of(one).value != "none"}
        self.writable = frozenset(key for key, one in self.asked.items() if is_typed(one) and not one.locked)
        self._ruled = [one for one in self.asked.values() if any(map(_is_ruled, (one, *one.columns)))]
        self._locked = [key for key, one in self.asked.items() if is_typed(one) and one.locked]
        self.mentioned = mentioned(form)
        self.counted = counted(form) & self.asked.keys()
        self._validator = jsonschema_rs.Draft202012Validator(
            {"properties": {key: _bounds(self.asked[key]) for key in self.writable}},
            offline=True,
            pattern_options=jsonschema_rs.RegexOptions(),
        )

    def read(
        self,
        raw: Any,
        opened: Opened,
        before: Mapping[str, Any] | None = None,
        known: Known | None = None,
        around: Mapping[str, Any] | None = None,
        kept: Mapping[str, Any] | None = None,
    ) -> Reading:
        """Writes the writable keys of ``raw`` over ``before`` and settles the rules.

        ``opened`` are those keys, or the rights of a step, which may demand more than the form does. ``raw`` holds posted
        texts or JSON values by field key; a key that it lacks keeps its answer, and a blank one loses it. One that may
        not be written is passed over in silence. Without ``known`` a person or a file is believed by its shape. What
        the house itself gives is asked for where there is no ``before``. ``around`` is what else the rules may read;
        ``kept`` what locked fields keep, if not ``before``.
        """
        there = {key: value for key, value in (before or {}).items() if key in self.asked}
        open_ = writable(opened) & self.writable
        mine = {key: one for key, one in self.asked.items() if key in open_}
        if not isinstance(raw, Mapping):
            return Reading(there, problems=(Problem("answer.type", params={"field": words("The answer", "内容")}),))
        found = _Found({key: value for key, value in there.items() if key not in mine or key not in raw})
        found.strangers.extend((str(key),) for key in raw if key not in self.form.fields)
        for key, asked in mine.items():
            if key in raw:
                _read_field(found, asked, raw[key], known)
        if before is None and known:
            found.values.update(self._by_house(known))
        if kept:
            found.values.update({key: kept[key] for key in self._locked if key in kept})
        was = there if kept is None else kept
        settled = settle(self.form, found.values, self._around(found, around, known), was, demanded(opened))
        values, unfit = self._fitting(settled, there, known, mine)
        answers = {key: value for key, value in values.items() if key in mine}
        wrong = {**self._out_of_bounds(answers), **unfit, **found.wrong}
        asked_now = [one for one in places(mine.values(), answers) if one.path in settled.shown]
        problems = [one for place in asked_now for one in complaint(place, settled, wrong.get(place.path), known)]
        remarks = tuple(one for place in asked_now for one in remarks_of(place, settled))
        return Reading(values, settled.shown, settled.required, (*_unknown(found.strangers), *problems), remarks)

    def fits(self, key: str, value: Any) -> bool:
        """Can this field be answered with this, as far as can be said without looking outside?"""
        asked = self.asked.get(key)
        if asked is None or (asked.columns and not isinstance(value, list)):
            return False
        try:
            found = [one for one in places([asked], {key: value}) if not (one.blank or one.asked.columns)]
            for place in found:
                type_of(place.asked).read(place.asked, place.value)
        except (Refused, TypeError, AttributeError):
            return False
        return not self._out_of_bounds({key: value})

    def _by_house(self, known: Known) -> dict[str, Any]:
        given = {
            key: type_of(one).filled(one, known) for key, one in self.asked.items() if type_of(one).given == "house"
        }
        return {key: value for key, value in given.items() if value is not None}

    def _around(
        self, found: "_Found", around: Mapping[str, Any] | None, known: Known | None
    ) -> Mapping[str, Any] | None:
        """What the rules may read besides, with the counts of like answers that they ask for."""
        if not known or not self.counted:
            return around
        there = {key: found.values[key] for key in self.counted if key in found.values}
        return {**(around or {}), EARLIER: {key: known.earlier(key, value) for key, value in there.items()}}

    def _fitting(
        self, settled: Settled, there: Mapping[str, Any], known: Known | None, mine: Container[str]
    ) -> tuple[dict[str, Any], dict[str, Problem]]:
        """What can be kept of what was settled; and by path what rules gave to a field of ``mine`` that takes no such."""
        unfit = list(self._unfit(settled, there, known))
        typed = {one.path: said for one, said in unfit if is_typed(one.asked) and one.path.partition("/")[0] in mine}
        return _without(settled.values, [one.path for one, _ in unfit if one.path not in typed]), typed

    def _unfit(
        self, settled: Settled, there: Mapping[str, Any], known: Known | None
    ) -> Iterator[tuple[Place, Problem]]:
        """What a rule gave to a field that does not take it: a date that is none. Nobody could show it again."""
        for place in places(self._ruled, settled.values):
            is_kept = place.path not in settled.locked or there.get(place.path) == place.value
            if place.blank or not _is_ruled(place.asked) or (is_kept and place.asked.compute is None):
                continue
            try:
                kind = type_of(place.asked)
                value = kind.read(place.asked, place.value)
                if known and value is not None:
                    kind.confirm(place.asked, value, known)
            except Refused as refused:
                yield place, problem(place, refused.code, **refused.params)

    def _out_of_bounds(self, values: Mapping[str, Any]) -> dict[str, Problem]:
        wrong: dict[str, Problem] = {}
        for error in self._validator.iter_errors(values):
            place = place_of(self.asked, error.instance_path)
            wrong.setdefault(place.path, _out_of_bound(place, error))
        return wrong


def _is_ruled(asked: Field) -> bool:
    return type_of(asked).key not in _SHOWN_ANYHOW and (asked.compute is not None or asked.set is not None)


def _without(values: Mapping[str, Any], paths: Sequence[str]) -> dict[str, Any]:
    """The answers without those at the paths; of a table its row goes on without the cell."""
    kept = {key: value for key, value in values.items() if key not in paths}
    for path in paths:
        table, _, place = path.partition("/")
        if place:
            row, _, column = place.partition("/")
            rows = [dict(one) for one in kept[table]]
            rows[int(row)].pop(column, None)
            kept[table] = rows
    return kept


def _bounds(asked: Field) -> dict[str, Any]:
    """The type's own schema, with nothing in it about what is required or computed."""
    schema = type_of(asked).schema(asked)
    if not asked.columns:
        return schema
    columns = {one.key: _bounds(one) for one in asked.columns if is_typed(one)}
    return {**schema, "items": {"properties": columns}}


def _read_field(found: _Found, asked: Field, raw: Any, known: Known | None) -> None:
    value = _read_one(found, Place(asked.key, asked), raw, known)
    if type_of(asked).value == "rows" and value is not None:
        value = [_read_row(found, asked, index, row, known) for index, row in enumerate(value)]
    if value is not None:
        found.values[asked.key] = value


def _read_row(found: _Found, table: Field, index: int, raw: Mapping[str, Any], known: Known | None) -> dict[str, Any]:
    columns = {one.key: one for one in table.columns}
    found.strangers.extend((table.key, index, str(key)) for key in raw if key not in columns)
    row = {
        key: _read_one(found, Place(f"{table.key}/{index}/{key}", one, table=table, row=index), raw[key], known)
        for key, one in columns.items()
        if key in raw and is_typed(one) and not one.locked
    }
    return {key: value for key, value in row.items() if value is not None}


def _read_one(found: _Found, place: Place, raw: Any, known: Known | None) -> Any:
    kind = type_of(place.asked)
    if raw is None:
        return None
    try:
        value = kind.read(place.asked, raw)
        return kind.confirm(place.asked, value, known) if known and value is not None else value
    except Refused as refused:
        found.wrong[place.path] = problem(place, refused.code, **refused.params)
        return None


def _out_of_bound(place: Place, error: jsonschema_rs.ValidationError) -> Problem:
    kind = type_of(place.asked)
    keyword, limit = error.kind.name, getattr(error.kind, "limit", None)
    code = _CODES.get(keyword, "type").format(counted=_COUNTED.get(kind.value, "rows"))
    if keyword in {"minimum", "maximum"}:
        limit = Words({lang: kind.show(place.asked, limit, lang) for lang in LANGUAGES})
    return problem(place, f"answer.{code}", **({} if limit is None else {"limit": limit}))


def _unknown(places: list[tuple[str | int, ...]]) -> Iterator[Problem]:
    for steps in islice(places, _MOST_STRANGERS):
        plain = [str(step).encode(errors="replace").decode() for step in steps]
        name = "/".join(plain)[:100]
        yield Problem("answer.unknown-field", pointer(*plain), {"name": name, "field": words(name)})
