"""What is the same whoever fills the form: its fields and rules, and what they read besides answers."""

from collections.abc import Callable, Mapping
from typing import Final, Protocol

import z3

from schemas.fields.registry import type_of
from schemas.logic import names
from schemas.model.form import Field, Form, Rule
from schemas.proof.symbolic.reckoning import Reckoning
from schemas.proof.symbolic.supposing import part, supposed
from schemas.proof.symbolic.unions import (
    NOTHING,
    Day,
    Guard,
    Number,
    Plain,
    Rows,
    Several,
    Union,
    Unknown,
    Value,
    against,
    blank,
    chosen,
    gathered,
    only,
    said,
    under,
)
from schemas.rules.compiled_rules import RULES, Entry, compiled
from schemas.rules.context_names import ASKED
from schemas.rules.rule_order import groups_of, leaps

DAY: Final = "@today"
ROW: Final = "@row"
COUNTS: Final = ("@done", "@open", "@all")


class Sheet(Protocol):
    """What stands as the answer to each field."""

    def value(self, key: str) -> Union: ...


class Setting:
    """The form, and all that is the same whoever fills it."""

    def __init__(self, form: Form, reckoning: Reckoning, once: frozenset[str]) -> None:
        """``once`` are the steps that a request enters once at the most."""
        self.form, self.reckoning, self._once = form, reckoning, once
        self.entries: Mapping[str, Entry] = {one["key"]: one for one in compiled(form)["fields"]}
        self._inside = groups_of(form)
        self._leaps = {key: (group, over) for key, group, over in leaps(form)}
        self._about: dict[str, frozenset[str]] = {}
        self._parts: dict[tuple[int, str, str, str], tuple[Sheet, Union]] = {}
        self.rows: dict[str, Field] = {}
        """Of a moment in a branch for one row, the table."""
        self.counts: dict[str, tuple[int, int, int]] = {}
        """Of a moment at which it is known how many branches are done, open, and all there are."""

    def about(self, key: str) -> frozenset[str]:
        """The fields that the rules of this one read, and the rules of those."""
        found: set[str] = set()
        waiting = list(self._read_by(key))
        while waiting:
            one = waiting.pop()
            if one not in found and one in self.form.fields:
                found.add(one)
                waiting += self._read_by(one)
        return frozenset(found)

    def _read_by(self, key: str) -> frozenset[str]:
        if key not in self._about:
            field = self.form.fields[key]
            rules = (
                [getattr(field, kind) for kind in RULES]
                + [*type_of(field).worked(field).values()]
                + [remark.when for remark in field.remarks if remark.stops]
            )
            for group in self._inside.get(key, ()):
                rules += self._of_group(group)
            self._about[key] = frozenset().union(*map(names, rules))
        return self._about[key]

    def _of_group(self, key: str) -> list[Rule]:
        if key not in self._leaps:
            return []
        group, over = self._leaps[key]
        return [
            group.show,
            *(jump.when for _, jump in over),
            *(one for start, _ in over for one in self._of_group(start)),
        ]

    def lookup(self, sheet: Sheet, moment: str) -> Callable[[str], Union]:
        """What a rule reads; ``moment`` names when, for all that is not an answer."""

        def read(path: str) -> Union:
            first, _, rest = path.partition(".")
            if first not in self.form.fields:
                return self._around(path, moment)
            if rest in type_of(self.form.fields[first]).worked(self.form.fields[first]):
                return self._worked(first, rest, sheet, moment)
            found = sheet.value(first)
            return self._part(self.form.fields[first], found, rest) if rest else found

        return read

    def _worked(self, key: str, part_: str, sheet: Sheet, moment: str) -> Union:
        """A part that a rule works out of the others; nothing where the field is not shown."""
        place = (id(sheet), key, part_, moment)
        if place not in self._parts:
            field = self.form.fields[key]
            read = self.lookup(sheet, moment)
            made = self.reckoning.union(type_of(field).worked(field)[part_], read)
            there = against(blank(sheet.value(key)))
            self._parts[place] = (sheet, chosen(there, made, NOTHING))
        return self._parts[place][1]

    def _around(self, path: str, moment: str) -> Union:
        if path == DAY:
            return only(Day(self._counted(f"{path}#{moment}", least=1)))
        if path in COUNTS and moment in self.counts:
            return only(Number(z3.RealVal(self.counts[moment][COUNTS.index(path)])))
        if path.startswith("@visits.") or path in (*COUNTS, ASKED):
            term = self._counted(f"{path}#{moment}", least=0)
            if path.removeprefix("@visits.") in self._once:
                self.reckoning.always.append(term <= 1)
            return only(Number(z3.ToReal(term)))
        first, _, rest = path.partition(".")
        column = next((one for one in self._columns(moment) if one.key == rest), None) if first == ROW else None
        return self.cell(column, moment) if column else only(Unknown(f"{path}#{moment}"))

    def _columns(self, moment: str) -> tuple[Field, ...]:
        return self.rows[moment].columns if moment in self.rows else ()

    def cell(self, column: Field, moment: str) -> Union:
        """What stands in a column of the row that the branch is about."""
        found = supposed(self.reckoning, column, f"@row.{column.key}#{moment}")
        if column.required and not column.soft and column.show is None and column.compute is None:
            self.reckoning.always.append(said(against(blank(found))))
        return found

    def _counted(self, name: str, least: int) -> z3.ArithRef:
        term = self.reckoning.amount(name, whole=True)
        self.reckoning.always.append(term >= least)
        return term

    def _part(self, field: Field, found: Union, rest: str) -> Union:
        parts: list[tuple[Guard, Value]] = []
        for guard, value in found:
            if isinstance(value, Unknown) and rest in type_of(field).parts(field):
                parts += under(guard, part(self.reckoning, field, rest, value.name))
            elif isinstance(value, Several | Rows) and rest == "length":
                parts.append((guard, Number(z3.ToReal(value.size))))
            elif isinstance(value, Plain) and value.value is None:
                parts.append((guard, value))
            else:
                parts.append((guard, Unknown(f"{field.key}.{rest}?{id(value)}")))
        return gathered(parts)
