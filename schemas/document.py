"""A process as JSON, and back. Generous in reading, strict in writing; ``load(dump(p)) == p``."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, NoReturn

from schemas.format.addresses import Addresses
from schemas.format.flow_reading import read_flow
from schemas.format.flow_writing import write_flow
from schemas.format.form_reading import read_form
from schemas.format.form_writing import write_form
from schemas.format.plainness import stray, twice
from schemas.format.reading import Part
from schemas.format.report_reading import read_reports, write_reports
from schemas.format.script_reading import read_tests
from schemas.model.process import CHANNELS, CONTACT, FORMAT, ContactFields, FigureFields, Follow, Process
from schemas.problem import Problem
from schemas.upgrades import upgraded
from schemas.words import write_words

REQUIRED = ("format", "key", "title", "form", "flow")
OPTIONAL = (
    "$schema",
    "about",
    "category",
    "number",
    "contact",
    "summary",
    "figures",
    "follows",
    "reports",
    "groups",
    "tests",
)
FIGURES = ("satisfaction", "expected", "goal")
USUAL_NUMBER = "{seq:4}"


class Unreadable(Exception):
    """It is no document of a process; ``problems`` are all that is wrong with its shape."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{one.code} {one.path}" for one in self.problems))


def loads(text: str | bytes) -> Process:
    """The process that a JSON text says.

    Raises:
        Unreadable: it is no JSON, or not of the shape.
    """
    return load(parse(text))


def parse(text: str | bytes) -> Any:
    """JSON as the standard has it: finite numbers, every key once.

    Raises:
        Unreadable: it is not.
    """
    repeated: list[tuple[dict[str, Any], str]] = []
    try:
        raw = json.loads(text, object_pairs_hook=lambda pairs: _once(pairs, repeated), parse_constant=_no_number)
    except (ValueError, RecursionError) as wrong:
        raise Unreadable((Problem("document.not-json", "", {"reason": str(wrong)[:200]}),)) from wrong
    if repeated:
        raise Unreadable(twice(raw, repeated))
    return raw


def load(raw: Any) -> Process:
    """The process that plain JSON values say.

    Raises:
        Unreadable: they are not of the shape.
    """
    return _read(raw)


def addresses(raw: Mapping[str, Any]) -> Addresses:
    """Where the parts of the process stand in this document, as far as it has the shape of one."""
    return read_form(Part(upgraded(raw).get("form"), ("form",), []))[1]


def dump(process: Process) -> dict[str, Any]:
    """The document in today's format, with its keys in the order in which a person reads."""
    head = {"format": FORMAT, "key": process.key, "title": write_words(process.title)}
    contact = {name: getattr(process.contact, name) for name in CONTACT}
    said = {
        "about": write_words(process.about),
        "category": process.category,
        "number": process.number,
        "contact": {name: key for name, key in contact.items() if key},
        "summary": list(process.summary),
        "figures": {**process.figures.named, **({"by": list(process.figures.by)} if process.figures.by else {})},
        "follows": [_written(one) for one in process.follows],
        "reports": write_reports(process.reports),
        "groups": {key: write_words(title) for key, title in process.groups.items()},
    }
    return {
        **head,
        **{key: value for key, value in said.items() if value},
        "form": write_form(process.form),
        "flow": write_flow(process.flow),
        **({"tests": [dict(one) for one in process.tests]} if process.tests else {}),
    }


def dumps(process: Process) -> str:
    """The document as text for people and for git: two spaces, every letter as itself, a newline at the end."""
    return json.dumps(dump(process), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def fingerprint(process: Process) -> str:
    """SHA-256 in hexadecimal of the document as canonical JSON: equal for equal processes, in whatever order said."""
    canonical = json.dumps(
        _canonical(dump(process)), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return sha256(canonical.encode()).hexdigest()


def _read(raw: Any) -> Process:
    if strays := tuple(stray(raw)):
        raise Unreadable(strays)
    problems: list[Problem] = []
    part = Part(upgraded(raw) if isinstance(raw, dict) else raw, (), problems)
    if not part.is_a("object"):
        raise Unreadable(problems)
    if part.raw.get("format") != FORMAT:
        raise Unreadable((Problem("document.format", "/format", {"format": FORMAT}),))
    part.holds(*REQUIRED, optional=OPTIONAL)
    form, _ = read_form(part.part("form"))
    process = Process(
        key=part.name("key"),
        title=part.words("title"),
        form=form,
        flow=read_flow(part.part("flow")),
        number=part.pattern("number", USUAL_NUMBER),
        about=part.words("about"),
        category=part.text("category"),
        contact=_contact(part.part("contact")),
        summary=part.texts("summary"),
        figures=_figures(part.part("figures")),
        follows=tuple(_follow(one) for one in part.items("follows")),
        reports=read_reports(part),
        groups={one.own_key(): one.as_words() for _, one in part.part("groups").members()},
        tests=read_tests(part),
    )
    if problems:
        raise Unreadable(_each_once(problems))
    return process


def _contact(part: Part) -> ContactFields:
    if part.raw is None:
        return ContactFields()
    part.holds(optional=CONTACT)
    return ContactFields(**{name: part.text(name) for name in CONTACT})


def _figures(part: Part) -> FigureFields:
    if part.raw is None:
        return FigureFields()
    part.holds(optional=(*FIGURES, "by"))
    return FigureFields(**{name: part.text(name) for name in FIGURES}, by=part.texts("by"))


def _follow(part: Part) -> Follow:
    part.holds("process", optional=("title", "given", "channel"))
    return Follow(
        process=part.name("process"),
        title=part.words("title"),
        given=part.part("given").rules(),
        channel=part.one_of("channel", CHANNELS, CHANNELS[0]),
    )


def _written(one: Follow) -> dict[str, Any]:
    said = {"title": write_words(one.title), "given": dict(one.given)}
    channel = {} if one.channel == CHANNELS[0] else {"channel": one.channel}
    return {"process": one.process, **{key: value for key, value in said.items() if value}, **channel}


def _each_once(problems: Iterable[Problem]) -> Iterable[Problem]:
    """The first problem of each place, since what is no JSON Schema has other shapes wrong too."""
    found: dict[tuple[str, Any], Problem] = {}
    for one in problems:
        found.setdefault((one.path, one.params.get("key")), one)
    return found.values()


def _canonical(value: Any) -> Any:
    """5.0 and 5 are one number in JSON, and one in Python."""
    if isinstance(value, dict):
        return {key: _canonical(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _once(pairs: list[tuple[str, Any]], repeated: list[tuple[dict[str, Any], str]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated.extend((made, key) for key in made if keys.count(key) > 1)
    return made


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")
