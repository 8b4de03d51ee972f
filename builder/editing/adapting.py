"""A process made one's own: in the languages that are wanted, with other people, under another title and key.

The same choices make the same of every version of a template, so that what a template has changed can be told from what
was changed here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from schemas.fields.parts.circles import keys_in
from schemas.model.assignment import Who
from schemas.model.form import Field, Form
from schemas.model.process import Process
from schemas.words import LANGUAGES, Words, read_words, write_words

NEW: Final = ""
LATER: Final = "later"
"""What may become of a group besides somebody of the workspace: made here, or named only, until somebody decides."""
CIRCLES: Final[Mapping[str, str]] = {"groups": "group", "departments": "department"}
"""Options of a question that hold it to some people, and whom they name."""
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Choices:
    """What is empty stays as it is.

    ``people``: whom the document names (``group:ccb``, ``person:KEY``, ``department:KEY``) to who takes their place, to
    `NEW` or to `LATER`. ``called``: the titles of groups that take a place.
    """

    languages: tuple[str, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    called: Mapping[str, Words] = field(default_factory=dict)
    title: Words = field(default_factory=Words)
    key: str = ""

    @property
    def open(self) -> frozenset[str]:
        """Keys of groups that are named and not made yet."""
        return frozenset(who.partition(":")[2] for who, one in self.people.items() if one == LATER)


def choices_to_json(choices: Choices) -> dict[str, Any]:
    return {
        "languages": list(choices.languages),
        "people": dict(choices.people),
        "called": {who: write_words(title) for who, title in choices.called.items()},
        "title": write_words(choices.title),
        "key": choices.key,
    }


def choices_of_json(raw: Mapping[str, Any]) -> Choices:
    """What was written."""
    called = {who: read_words(title) for who, title in raw["called"].items()}
    return Choices(tuple(raw["languages"]), raw["people"], called, read_words(raw["title"]), raw["key"])


def languages_in(process: Process) -> tuple[str, ...]:
    """Every language that anything of it is written in, the product's own first."""
    found = {tag for text in _found(process, Words) for tag in text}
    return tuple(sorted(found, key=lambda tag: (tag not in LANGUAGES, tag)))


def named_people(process: Process) -> tuple[str, ...]:
    """Everybody whom the document names, groups first: ``group:ccb``, ``person:li.na``, ``department:sales``."""
    whos = [f"{who.kind}:{who.key}" for who in _found(process.flow, Who) if who.kind in ("group", "person")]
    groups = [f"group:{key}" for key in process.groups]
    circles = [
        f"{kind}:{key}"
        for one in _every_field(process)
        for option, kind in CIRCLES.items()
        for key in keys_in(one.options.get(option))
    ]
    there = dict.fromkeys((*groups, *whos, *circles))
    return tuple(sorted(there, key=lambda one: ("group", "person", "department").index(one.partition(":")[0])))


def adapted(process: Process, choices: Choices) -> Process:
    """The process with these choices made."""
    places = {who: one for who, one in choices.people.items() if one not in (NEW, LATER, who)}
    made: Process = _rewritten(process, lambda text: _kept(text, choices.languages), lambda who: _placed(who, places))
    key = choices.key or process.key
    calls = {process.key: key}
    states = tuple(
        replace(one, calls=replace(one.calls, process=calls.get(one.calls.process, one.calls.process)))
        for one in made.flow.states
    )
    return replace(
        made,
        key=key,
        title=_kept(choices.title, choices.languages) or made.title,
        groups=_groups(made.groups, places, choices.called),
        flow=replace(made.flow, states=states),
        form=_circled(made.form, places),
        tests=tuple(_test(one, places, choices.languages) for one in made.tests),
    )


def _kept(text: Words, languages: tuple[str, ...]) -> Words:
    """A text that is in none of the languages stays: better a foreign word than none."""
    left = Words({tag: one for tag, one in text.items() if tag in languages})
    return left or text


def _placed(who: Who, places: Mapping[str, str]) -> Who:
    kind, _, key = places.get(f"{who.kind}:{who.key}", "").partition(":")
    return Who("group" if kind == "group" else "person", key) if key else who


def _groups(groups: Mapping[str, Words], places: Mapping[str, str], called: Mapping[str, Words]) -> dict[str, Words]:
    left = {key: title for key, title in groups.items() if f"group:{key}" not in places}
    come = (who for who in places.values() if who.startswith("group:"))
    return {**left, **{who.removeprefix("group:"): called.get(who, Words()) for who in dict.fromkeys(come)}}


def _circled(form: Form, places: Mapping[str, str]) -> Form:
    """A question for people may be held to groups and departments; nobody takes their place but one of their kind."""
    if not places:
        return form

    def option(name: str, value: Any) -> Any:
        kind = CIRCLES[name]
        found = [places.get(f"{kind}:{key}", f"{kind}:{key}") for key in keys_in(value)]
        kept = (
            one if one.startswith(f"{kind}:") else f"{kind}:{key}"
            for one, key in zip(found, keys_in(value), strict=True)
        )
        return ", ".join(dict.fromkeys(one.partition(":")[2] for one in kept))

    def options(held: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            name: option(name, one) if name in CIRCLES and isinstance(one, str) else one for name, one in held.items()
        }

    made: Form = _with_options(form, options)
    return made


def _with_options(value: Any, options: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> Any:
    if isinstance(value, tuple):
        return tuple(_with_options(one, options) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {one.name: _with_options(getattr(value, one.name), options) for one in fields(value)}
    if isinstance(changes.get("options"), Mapping):
        changes["options"] = options(changes["options"])
    return replace(value, **changes)


def _test(test: Mapping[str, Any], places: Mapping[str, str], languages: tuple[str, ...]) -> dict[str, Any]:
    """With the people of the new places: ``group:ccb#1`` is the first of a group, a person is only one."""
    made = dict(test)
    if isinstance(test.get("title"), Mapping):
        made["title"] = write_words(_kept(read_words(test["title"]), languages))
    if "as" in test:
        made["as"] = _party(test["as"], places)
    if "steps" in test:
        made["steps"] = [_step(one, places) for one in test["steps"]]
    return made


def _step(step: Mapping[str, Any], places: Mapping[str, str]) -> dict[str, Any]:
    made = dict(step)
    if "as" in step:
        made["as"] = _party(step["as"], places)
    if isinstance(step.get("to"), list):
        made["to"] = [_party(one, places) for one in step["to"]]
    return made


def _party(said: Any, places: Mapping[str, str]) -> Any:
    who, number, nth = str(said).partition("#")
    place = places.get(who)
    if place is None:
        return said
    return f"{place}{number}{nth}" if place.startswith("group:") else place


def _rewritten(value: Any, text: Callable[[Words], Words], who: Callable[[Who], Who]) -> Any:
    """The same thing with every text and everybody who is named in it put otherwise; nobody is named twice in a row."""
    match value:
        case Words():
            return text(value)
        case Who():
            return who(value)
        case tuple():
            found = tuple(_rewritten(one, text, who) for one in value)
            is_about_people = found != value and any(isinstance(one, Who) for one in found)
            return tuple(dict.fromkeys(found)) if is_about_people else found
        case Mapping():
            return {key: _rewritten(one, text, who) for key, one in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(
                value, **{one.name: _rewritten(getattr(value, one.name), text, who) for one in fields(value)}
            )
        case _:
            return value


def _found(value: Any, kind: type[Thing]) -> Iterator[Thing]:
    if isinstance(value, kind):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _found(one, kind)
    elif isinstance(value, Mapping):
        yield from _found(tuple(value.values()), kind)
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _found(tuple(getattr(value, one.name) for one in fields(value)), kind)


def _every_field(process: Process) -> Iterator[Field]:
    for one in process.form.fields.values():
        yield one
        yield from one.columns
