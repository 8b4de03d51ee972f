"""Two who have changed the same document: what each has changed is taken, where both have changed one thing somebody is asked.

Documents are compared as they are written. What has a key (a field, a step, a move, a choice, a language of a title) is
compared part by part, wherever it stands; a condition, a rule or a test is one thing, of which no half can be taken.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Final

from schemas.document import Unreadable, dump, load
from schemas.model.process import Process

Json = Any
ABSENT: Final = object()
_WHOLE: Final = frozenset({"when", "deeds", "each", "given", "taken", "rules", "tests"})
"""Of these an entry is taken as one of the two has it."""


Settle = Callable[[str, Json, Json], Json]
"""What is taken of a place (a JSON Pointer) that both have changed, mine and theirs; it may raise `Crossed`."""


class Crossed(Exception):
    """Both have changed ``place``: a JSON Pointer, empty where they only do not fit together."""

    def __init__(self, place: str = "") -> None:
        super().__init__(place)
        self.place = place


def merged(base: Process, mine: Process, theirs: Process) -> Process:
    """What ``mine`` has changed of ``base``, on top of what ``theirs`` has.

    Raises:
        Crossed: both have changed the same thing, each in their own way.
    """
    return settled(base, mine, theirs, _crossed)


def settled(base: Process, mine: Process, theirs: Process, settle: Settle) -> Process:
    """The same, where ``settle`` says what is taken of what both have changed.

    Raises:
        Crossed: it does so, or what was taken does not fit together.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    try:
        return load(_value((dump(base), dump(mine), dump(theirs)), (), settle))
    except Unreadable as unreadable:
        raise Crossed from unreadable


def _crossed(place: str, _mine: Json, _theirs: Json) -> Json:
    raise Crossed(place)


def _value(three: tuple[Json, Json, Json], path: tuple[str, ...], settle: Settle) -> Json:
    base, mine, theirs = three
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    whole = bool(path) and (path[-1] in _WHOLE or (len(path) > 1 and path[-2] in _WHOLE))
    if isinstance(mine, dict) and isinstance(theirs, dict) and not whole:
        return _object((base if isinstance(base, dict) else {}, mine, theirs), path, settle)
    if isinstance(mine, list) and isinstance(theirs, list) and isinstance(base, list) and path[-1] != "when":
        before, ours, others = (_named(one) for one in (base, mine, theirs))
        if before is not None and ours is not None and others is not None:
            return _list((before, ours, others), path, settle)
    return settle("".join(f"/{part}" for part in path), mine, theirs)


def _object(
    three: tuple[Mapping[str, Json], Mapping[str, Json], Mapping[str, Json]], path: tuple[str, ...], settle: Settle
) -> dict[str, Json]:
    """In the order of theirs; what only mine has comes last."""
    _, mine, theirs = three
    found = {key: _value(_at(three, key), (*path, key), settle) for key in dict.fromkeys([*theirs, *mine])}
    return {key: value for key, value in found.items() if value is not ABSENT}


Named = Mapping[Hashable, Json]


def _at(three: tuple[Mapping[Any, Json], ...], name: Hashable) -> tuple[Json, Json, Json]:
    base, mine, theirs = (one.get(name, ABSENT) for one in three)
    return base, mine, theirs


def _list(three: tuple[Named, Named, Named], path: tuple[str, ...], settle: Settle) -> list[Json]:
    """In the order of whoever has changed it: mine before theirs."""
    base, mine, theirs = map(list, three)
    found = {name: _value(_at(three, name), (*path, _said(name)), settle) for name in _order(base, mine, theirs)}
    return [value for value in found.values() if value is not ABSENT]


def _order(base: Sequence[Hashable], mine: Sequence[Hashable], theirs: Sequence[Hashable]) -> list[Hashable]:
    """All names of both; those that only the other one has stand behind what they stood behind."""
    moved = [name for name in mine if name in base] != [name for name in base if name in mine]
    first, second = (mine, theirs) if moved else (theirs, mine)
    order = list(first)
    for at, name in enumerate(second):
        if name not in order:
            before = next((one for one in reversed(second[:at]) if one in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, name)
    return order


def _named(found: Sequence[Json]) -> Named | None:
    """Each entry by its name; None where one has none, or two have the same."""
    named = {_name(one): one for one in found}
    return None if None in named or len(named) < len(found) else named


def _name(entry: Json) -> Hashable:
    match entry:
        case str():
            return entry
        case {"from": str(start), "key": str(key)}:
            return (start, key)
        case {"key": str(key)} | {"const": str(key)} | {"scope": str(key)} | {"options": {"key": str(key)}}:
            return key
        case {"field": str(field), **said}:
            return (field, *sorted(map(str, said)))
        case {"title": {"en": str(title)}}:
            return title
        case _:
            return None


def _said(name: Hashable) -> str:
    return "/".join(map(str, name)) if isinstance(name, tuple) else str(name)
