"""In which order the fields of a form can be settled: what a rule reads comes before what the rule decides.

Only rules that decide about a value count: ``show`` (also of the page and the section around a field, and the jumps
over them), ``compute``, ``set`` and ``lock``. ``require``, ``limit`` and remarks decide nothing that another rule
could read, so that of two fields each may be required while the other is blank.
"""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import Final

from schemas.fields.registry import TYPES
from schemas.logic import names
from schemas.model.form import Field, Form, Jump, Page, Section
from schemas.problem import Problem

Needs = Mapping[str, frozenset[str]]
"""Of every key, the keys that come before it."""

_ARROW: Final = " → "


class CyclicRules(ValueError):
    """Rules that wait for one another: nothing can be settled. ``problems`` name every field concerned."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(one.params["cycle"] for one in problems))
        self.problems = problems


def order(form: Form) -> tuple[str, ...]:
    """The keys of all fields, each after those that its rules read, and of all groups that can be skipped.

    Raises:
        CyclicRules: there is no such order.
    """
    return _sorted(_form_needs(form))


def column_order(table: Field) -> tuple[str, ...]:
    """The keys of a table's columns, each after those of the same row that its rules read.

    Raises:
        CyclicRules: there is no such order.
    """
    return _sorted(_needs(_columns(table)), f"{table.key}.")


def cycles(form: Form) -> tuple[Problem, ...]:
    """Every ``rule.cycle`` that must be cut: each field that waits for itself is in one of them.

    ``fields`` are the keys in order (columns as ``table.column``), each reading the next and the last the first;
    ``cycle`` says the same as text. A cycle is given by its shortest way.
    """
    found = list(_cycles(_form_needs(form)))
    for table in form.fields.values():
        found.extend(_cycles(_needs(_columns(table)), f"{table.key}."))
    return tuple(found)


Leaps = tuple[tuple[str, Jump], ...]
"""Jumps over a page, each with the page that it starts from."""


def page_key(page: Page) -> str:
    """What rules and their results call a page."""
    return f"page:{page.key}"


def section_key(section: Section) -> str:
    """What rules and their results call a section."""
    return f"section:{section.key}"


def leaps(form: Form) -> Iterator[tuple[str, Page | Section, Leaps]]:
    """Every page and section that can be skipped, in the order asked, with the jumps over it.

    A jump that leads back, to its own page or nowhere passes over nothing.
    """
    place = {page.key: at for at, page in enumerate(form.pages)}
    for at, page in enumerate(form.pages):
        over = tuple(
            (page_key(start), jump) for start in form.pages[:at] for jump in start.jumps if place.get(jump.to, -1) > at
        )
        if over or page.show is not None:
            yield page_key(page), page, over
        yield from ((section_key(one), one, ()) for one in page.sections if one.show is not None)


def groups_of(form: Form) -> Mapping[str, tuple[str, ...]]:
    """Of every field, and of every section, the groups around it that can be skipped."""
    ruled = {key for key, _, _ in leaps(form)}
    around: dict[str, tuple[str, ...]] = {}
    for page in form.pages:
        outer = (page_key(page),) if page_key(page) in ruled else ()
        for section in page.sections:
            key = section_key(section)
            around[key] = outer
            inner = (*outer, key) if key in ruled else outer
            around.update((one.key, inner) for one in section.fields)
    return {key: groups for key, groups in around.items() if groups}


def _form_needs(form: Form) -> Needs:
    around, known = groups_of(form), form.fields.keys()
    groups: dict[str, frozenset[str]] = {}
    for key, group, over in leaps(form):
        read = names(group.show).union(*(names(jump.when) for _, jump in over))
        starts = {start for start, _ in over} & groups.keys()
        groups[key] = (read & known) | starts | frozenset(around.get(key, ()))
    fields = {key: one | frozenset(around.get(key, ())) for key, one in _needs(form.fields).items()}
    return {**groups, **fields}


def _columns(table: Field) -> Mapping[str, Field]:
    return {column.key: column for column in table.columns}


def _needs(fields: Mapping[str, Field]) -> Needs:
    return {key: _reads(field) & fields.keys() for key, field in fields.items()}


def _reads(field: Field) -> frozenset[str]:
    """The names that decide about the field; of a table, also those that its columns read outside of the row."""
    kind = TYPES.get(field.type)
    worked = kind.worked(field).values() if kind else ()
    rules = (field.show, field.compute, field.set, field.lock)
    own = frozenset(chain.from_iterable(map(names, rules)))
    own |= frozenset(chain.from_iterable(map(names, worked))) - {field.key}
    inside = frozenset(chain.from_iterable(map(_reads, field.columns)))
    return own | (inside - _columns(field).keys())


def _sorted(needs: Needs, within: str = "") -> tuple[str, ...]:
    try:
        return tuple(TopologicalSorter(needs).static_order())
    except CycleError:
        raise CyclicRules(tuple(_cycles(needs, within))) from None


def _cycles(needs: Needs, within: str = "") -> Iterator[Problem]:
    place = {key: at for at, key in enumerate(needs)}
    seen: set[tuple[str, ...]] = set()
    for key in needs:
        way = _way_back(key, needs)
        first = min(range(len(way)), key=lambda at: place[way[at]], default=0)
        way = way[first:] + way[:first]
        if way and way not in seen:
            seen.add(way)
            fields = [within + one for one in way]
            yield Problem("rule.cycle", params={"fields": fields, "cycle": _ARROW.join([*fields, fields[0]])})


def _way_back(start: str, needs: Needs) -> tuple[str, ...]:
    """The shortest way from the key through what it needs to itself, without the arrival; empty if there is none."""
    came_from: dict[str, str] = {}
    frontier = [start]
    while frontier and start not in came_from:
        reached = [(one, key) for key in frontier for one in sorted(needs[key])]
        frontier = []
        for one, key in reached:
            if one not in came_from:
                came_from[one] = key
                frontier.append(one)
    way = [start]
    while start in came_from and came_from[way[-1]] != start:
        way.append(came_from[way[-1]])
    return (start, *reversed(way[1:])) if start in came_from else ()
