"""What somebody has told the guide, understood: from the answers of its pages to what a process is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from builder.editing.naming import key_for
from builder.guide.guide_examples import in_all_languages
from builder.guide.guide_questions import MANAGER, NEW, PAGES, House, parties
from builder.guide.guide_said import Condition, Said, choices_in, conditions_of, rows_of
from schemas.filling.answers import Checker, Reading
from schemas.model.assignment import Who
from schemas.model.voting import Decide
from schemas.problem import Problem, pointer
from schemas.words import Words


@dataclass(frozen=True)
class Question:
    title: Words
    kind: str
    required: bool = False
    choices: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Judge:
    """``name`` is what a person or group is called; a group decides by its rule."""

    who: Who
    name: Words
    decide: Decide = field(default_factory=Decide)


@dataclass(frozen=True)
class Case:
    """``of`` the answer to a question, with the amount that it must be above."""

    of: Condition
    judge: Judge
    amount: float = 0


@dataclass(frozen=True)
class Wishes:
    """``groups`` are those that the process names, ``members`` the people (by key) of those that are new."""

    title: Words
    questions: tuple[Question, ...]
    by: Literal["people", "clients", "both"]
    judges: tuple[Judge, ...]
    refused: Literal["back", "end", "both"]
    days: int = 0
    tells: bool = False
    cases: tuple[Case, ...] = ()
    work: Words = field(default_factory=Words)
    worker: Judge | None = None
    told: tuple[Judge, ...] = ()
    groups: Mapping[str, Words] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    me: str = ""


def read(said: Said, house: House, page: str) -> Reading:
    """The answers of one page, with everything that is wrong with them."""
    form = PAGES[page](said, house)
    checker = Checker(form)
    raw = {key: value for key, value in said.get(page, {}).items() if key in form.fields}
    reading = checker.read(raw, checker.writable)
    return replace(reading, problems=(*reading.problems, *_too_few(reading, house)))


def first_open(said: Said, house: House) -> str | None:
    """The first page that is not answered well yet; None where all are."""
    return next((page for page in PAGES if page not in said or read(said, house, page).problems), None)


def wishes(said: Said, house: House, lang: str) -> Wishes:
    """What is meant by answers of which every page is well answered. ``lang`` is that of what was typed."""
    clean = {page: read(said, house, page).answers for page in PAGES}
    people = _People(house, clean, lang)
    ending, time = clean["ending"], clean["time"]
    return Wishes(
        title=in_all_languages(clean["title"]["title"], lang),
        questions=tuple(_question(row, lang) for row in rows_of(clean, "questions", "questions")),
        by=clean["filling"]["by"],
        judges=tuple(people.judge(row) for row in rows_of(clean, "deciding", "steps")),
        refused=clean["refusing"]["then"],
        days=int(time.get("days") or 0),
        tells=time.get("late") == "tell",
        cases=tuple(people.cases()),
        work=in_all_languages(ending["work"], lang) if ending.get("work") else Words(),
        worker=people.judge({"who": ending["worker"]}) if ending.get("worker") else None,
        told=tuple(people.judge({"who": one}) for one in ending.get("told") or ()),
        groups=people.groups,
        members=people.members,
        me=house.me,
    )


def _question(row: Mapping[str, Any], lang: str) -> Question:
    choices = tuple(in_all_languages(one, lang) for one in choices_in(row)) if row["kind"] == "choice" else ()
    return Question(in_all_languages(row["title"], lang), row["kind"], bool(row.get("required")), choices)


class _People:
    """Lines as people and groups; a group that is called as one before is that one."""

    def __init__(self, house: House, clean: Said, lang: str) -> None:
        self.groups: dict[str, Words] = {}
        self.members: dict[str, tuple[str, ...]] = {}
        self._house, self._clean, self._lang = house, clean, lang
        self._called = {text: key for key, title in house.groups.items() for text in title.values()}

    def judge(self, row: Mapping[str, Any]) -> Judge:
        kind, _, key = row["who"].partition(":")
        if kind == MANAGER:
            return Judge(Who("manager"), parties({}, self._house)[MANAGER])
        if kind == "person":
            return Judge(Who("person", key), Words({self._lang: self._house.people.get(key, key)}))
        key = self._new(row) if kind == NEW else key
        title = self.groups.setdefault(key, self._house.groups.get(key, Words()))
        return Judge(Who("group", key), title, _decide(row))

    def cases(self) -> Iterator[Case]:
        there = conditions_of(self._clean)
        for row in rows_of(self._clean, "further", "conditions"):
            yield Case(there[row["when"]], self.judge(row), row.get("amount") or 0)

    def _new(self, row: Mapping[str, Any]) -> str:
        name = row["name"]
        key = self._called.get(name)
        if key is None:
            title = Words({self._lang: name})
            key = key_for(title, "group", {*self._house.groups, *self.groups}, joint="-")
            self._called[name] = key
            self.groups[key] = title
        if key not in self._house.groups:
            self.members[key] = tuple(dict.fromkeys((*self.members.get(key, ()), *row["members"])))
        return key


def _decide(row: Mapping[str, Any]) -> Decide:
    match row.get("rule"):
        case "all":
            return Decide("all", one_rejection_ends=True)
        case "at_least":
            return Decide("at_least", count=int(row["count"]))
        case _:
            return Decide("any")


def _too_few(reading: Reading, house: House) -> Iterator[Problem]:
    """Rows in which more people must agree than there are."""
    for name, rows in reading.answers.items():
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            if not isinstance(row, Mapping) or row.get("rule") != "at_least":
                continue
            there = len(row.get("members") or ()) or house.sizes.get(str(row.get("who")).removeprefix("group:"), 0)
            if there and isinstance(row.get("count"), int | float) and row["count"] > there:
                yield Problem("guide.too-few", pointer(name, number, "count"), {"count": there})
