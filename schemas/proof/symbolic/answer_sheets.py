"""The answers of a request at one moment: as they are settled, passed on, and written over. `schemas.filling.visible`, for the solver."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from schemas.fields.registry import type_of
from schemas.model.form import Field
from schemas.proof.symbolic import amounts_of
from schemas.proof.symbolic.premises import Setting, Sheet
from schemas.proof.symbolic.supposing import supposed
from schemas.proof.symbolic.unions import (
    NOTHING,
    Day,
    Guard,
    Number,
    Plain,
    Rows,
    Several,
    Text,
    Truth,
    Union,
    Unknown,
    Value,
    against,
    blank,
    both,
    chosen,
    either,
    gathered,
    only,
    under,
)
from schemas.rules.compiled_rules import Entry


class Empty:
    """Before anything is filled."""

    def value(self, key: str) -> Union:
        del key
        return NOTHING


class Merged:
    """What stands where several ways come together: of each the answers, under the condition that it was taken."""

    def __init__(self, ways: Sequence[tuple[Guard, Sheet]]) -> None:
        self._ways = ways
        self._known: dict[str, Union] = {}

    def value(self, key: str) -> Union:
        if key not in self._known:
            found = [(guard, sheet.value(key)) for guard, sheet in self._ways]
            same = all(one is found[0][1] for _, one in found)
            self._known[key] = (
                found[0][1] if same else gathered(pair for guard, union in found for pair in under(guard, union))
            )
        return self._known[key]


class Changed:
    """After a step has given fields itself; nothing is settled anew."""

    def __init__(self, before: Sheet, given: Mapping[str, Union]) -> None:
        self._before, self._given = before, given

    def value(self, key: str) -> Union:
        return self._given[key] if key in self._given else self._before.value(key)


class Filled:
    """After somebody has written ``writable``, and the rules were settled.

    ``maybe`` is whether they wrote at all: where it does not hold, the fields keep what they had, and are settled as well.
    None: of each field on its own. ``demanded`` is what they have to answer besides what the form requires.
    """

    def __init__(
        self,
        setting: Setting,
        before: Sheet,
        writable: frozenset[str],
        moment: str,
        maybe: Guard | None,
        demanded: frozenset[str] = frozenset(),
    ) -> None:
        self._setting, self._before, self._moment, self._maybe = setting, before, moment, maybe
        self.writable, self._demanded = writable, demanded
        self._known: dict[str, Union] = {}
        self._skips: dict[str, Guard] = {}

    def _read(self, path: str) -> Union:
        return self._setting.lookup(self, self._moment)(path)

    def value(self, key: str) -> Union:
        """What is kept: nothing where the field is not shown."""
        if key not in self._known:
            shown = self.shown(key)
            self._known[key] = chosen(shown, self._filled(key), NOTHING) if shown is not False else NOTHING
        return self._known[key]

    def typed(self, key: str) -> Union:
        """What is posted for it."""
        reckoning, field = self._setting.reckoning, self._setting.form.fields[key]
        if key in self.writable:
            fresh = supposed(reckoning, field, f"{key}#{self._moment}")
            written = self.written(key)
            return fresh if written is True else chosen(written, fresh, self._before.value(key))
        if isinstance(self._before, Empty):
            return self._at_first(field)
        return self._before.value(key)

    def written(self, key: str) -> Guard:
        """Whether it was written over here."""
        if self._maybe is not None:
            return self._maybe
        return self._setting.reckoning.ask(f"{key} written#{self._moment}")

    def shown(self, key: str) -> Guard:
        return self._asked(self._setting.entries.get(key, Entry(key=key)))

    def required(self, key: str) -> Guard:
        """Whether whoever writes here has to answer it."""
        entry = self._setting.entries[key]
        if key in self._demanded:
            return self.shown(key)
        if entry.get("soft"):
            return False
        demanded = True if entry.get("required") else self._holds(entry, "require")
        return both(self.shown(key), demanded)

    def complete(self, key: str) -> Guard:
        """What must hold of the field before anybody may go on."""
        field = self._setting.form.fields[key]
        reckoning = self._setting.reckoning
        stops = either(reckoning.holds(one.when, self._read) for one in field.remarks if one.stops)
        need = self.required(key)
        answered = True if need is False else either((against(need), against(blank(self.value(key)))))
        return both(answered, either((against(self.shown(key)), against(stops))), self._allowed(key))

    def _allowed(self, key: str) -> Guard:
        """One of the choices that a rule allows."""
        entry = self._setting.entries[key]
        if "limit" not in entry:
            return True
        kept = self._setting.reckoning
        return either(
            either(
                both(guard, when)
                for when, one in self.value(key)
                if not isinstance(one, Plain) or one.value in (None, *allowed.value)
            )
            if isinstance(allowed, Plain) and isinstance(allowed.value, list)
            else guard
            for guard, allowed in kept.union(entry["limit"], self._read)
        )

    def _asked(self, entry: Entry) -> Guard:
        inside = (self._skipped(group) for group in entry.get("within", ()))
        shown = self._holds(entry, "show") if "show" in entry else True
        return both(shown, against(either(inside)))

    def _skipped(self, group: str) -> Guard:
        if group not in self._skips:
            entry = self._setting.entries[group]
            leapt = either(
                both(
                    self._setting.reckoning.holds(leap["when"], self._read),
                    against(self._skipped(leap["origin"])) if "origin" in leap else True,
                )
                for leap in entry.get("leapt", ())
            )
            self._skips[group] = either((leapt, against(self._asked(entry))))
        return self._skips[group]

    def _holds(self, entry: Any, rule: str) -> Guard:
        return (
            self._setting.reckoning.truth(self._setting.reckoning.union(entry[rule], self._read))
            if rule in entry
            else False
        )

    def _filled(self, key: str) -> Union:
        entry: Any = self._setting.entries.get(key, Entry(key=key))
        kept = self._setting.reckoning
        if "compute" in entry:
            return self._fitting(entry, kept.union(entry["compute"], self._read), entry.get("takes", "any"))
        typed = self.typed(key)
        if "worked" in entry and len(entry["worked"]) and not entry["typed"]:
            return only(Unknown(f"{key}#{self._moment}"))
        if "set" in entry:
            given = self._fitting(entry, kept.union(entry["set"], self._read), entry["takes"])
            return chosen(blank(given), typed, given)
        if "lock" in entry:
            return chosen(self._holds(entry, "lock"), self._locked(key), typed)
        return typed

    def _locked(self, key: str) -> Union:
        return (
            self._at_first(self._setting.form.fields[key])
            if isinstance(self._before, Empty)
            else self._before.value(key)
        )

    def _at_first(self, field: Field) -> Union:
        """What is there before anybody writes: a default of the form, or what the house gives."""
        kept = self._setting.reckoning
        if type_of(field).given == "house" or (field.default is not None and (field.locked or field.lock is not None)):
            return supposed(kept, field, f"{field.key}#first")
        return NOTHING

    def _fitting(self, entry: Any, result: Union, takes: str) -> Union:
        return gathered((guard, _kept(value, takes, entry.get("decimals"))) for guard, value in result)


_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "number": (Number, Unknown),
    "boolean": (Truth, Unknown),
    "text": (Text, Day, Unknown),
    "person": (Text, Day, Unknown),
    "list": (Several, Rows, Unknown),
    "any": (Number, Truth, Text, Day, Unknown),
}


def _kept(value: Value, takes: str, decimals: int | None) -> Value:
    """What a rule may give to a field of a kind, rounded as the field is; nothing for anything else."""
    if isinstance(value, Plain):
        return _plainly_kept(value, takes)
    if not isinstance(value, _KINDS.get(takes, ())):
        return Plain(None)
    if isinstance(value, Number) and decimals is not None:
        return Number(amounts_of.rounded(value.term, decimals))
    return value


def _plainly_kept(value: Plain, takes: str) -> Value:
    known = value.value
    fits = {
        "number": isinstance(known, int | float) and not isinstance(known, bool) and abs(known) < float("inf"),
        "boolean": isinstance(known, bool),
        "text": isinstance(known, str) and known != "",
        "list": isinstance(known, list) and bool(known),
    }
    fits |= {"person": fits["text"], "any": fits["text"] or fits["number"] or fits["boolean"]}
    return value if fits.get(takes) else Plain(None)
