"""The last step of every import: pages with questions become a process that can be read, saved and published."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from builder.editing.blank import blank
from builder.editing.naming import slug
from builder.exchange.conversion_report import MOST_QUESTIONS, Carried, Ledger, refused
from schemas.document import Unreadable, dump, load
from schemas.lint import lint
from schemas.messages.problem_words import say
from schemas.model.assignment import Who
from schemas.model.form import Field, Form, Page, Section
from schemas.model.process import ContactFields, Process
from schemas.problem import Problem
from schemas.words import LANGUAGES, Words, words

REVIEWERS: Final = "reviewers"
RULE: Final = ("", "form", "rules")
"""The first steps of a pointer to a rule of a document."""
NOBODY_FILLS: Final = words(
    "it is required, but nobody may fill it in, so it is not required here.", "必填但任何人都不能填写，此处改为非必填。"
)
NAMES: Final = ("field", "page", "section")


def assemble(key: str, title: Words, pages: Iterable[Page], ledger: Ledger, about: Words | None = None) -> Carried:
    """A process with these pages and one step, at which reviewers agree or refuse.

    Options that do not fit their type and rules that cannot work are taken out, and noted.

    Raises:
        Unreadable: nothing is asked at all, which comes with what was left out, or more than anybody answers.
    """
    form = Form(tuple(_fillable(page, ledger) for page in pages if any(page.fields)))
    if not form.fields:
        raise Unreadable((*refused("import.no-questions").problems, *ledger.lost))
    if len(form.fields) > MOST_QUESTIONS:
        raise refused("import.too-many", limit=MOST_QUESTIONS)
    named = slug(key, joint="-") or "process"
    begun = blank(named, title or Words({LANGUAGES[0]: named}))
    first, *rest = begun.flow.states
    flow = replace(begun.flow, states=(replace(first, who=(Who("group", REVIEWERS),)), *rest))
    process = replace(
        begun,
        form=form,
        flow=flow,
        about=about or Words(),
        groups={REVIEWERS: words("Reviewers", "审批人")},
        contact=_contact(form, ledger),
    )
    ledger.note("import.steps")
    return sound(process, ledger)


def _fillable(page: Page, ledger: Ledger) -> Page:
    """Of what nobody may ever fill in, nothing is asked."""
    sections = tuple(
        replace(section, fields=tuple(_unasked(one, ledger) for one in section.fields)) for section in page.sections
    )
    return replace(page, sections=sections)


def _unasked(one: Field, ledger: Ledger) -> Field:
    if not (one.required and one.locked) or one.default is not None or one.set is not None or one.compute is not None:
        return one
    ledger.note("import.changed", one.key, name=one.title or one.key, what=NOBODY_FILLS)
    return one.with_(required=False)


def sound(process: Process, ledger: Ledger) -> Carried:
    """The process without what no document may say."""
    document = dump(_fitting(process, ledger))
    while rules := _broken(document, ledger):
        document["form"]["rules"] = [one for at, one in enumerate(document["form"]["rules"]) if at not in rules]
    return Carried(load(document), tuple(ledger.lost))


def _contact(form: Form, ledger: Ledger) -> ContactFields:
    """Where exactly one e-mail is asked for, it is that of whoever asks."""
    asked = [one for one in form.fields.values() if one.type == "email"]
    if len(asked) != 1:
        return ContactFields()
    ledger.note("import.contact", asked[0].key, name=asked[0].title or asked[0].key)
    return ContactFields(email=asked[0].key)


def _fitting(process: Process, ledger: Ledger) -> Process:
    """With every field such as it can be read again; all of them are looked at only where something is wrong."""
    if _reads(process):
        return process
    pages = tuple(
        replace(
            page,
            sections=tuple(
                replace(section, fields=tuple(_fitted(process, one, ledger) for one in section.fields))
                for section in page.sections
            ),
        )
        for page in process.form.pages
    )
    return replace(process, form=replace(process.form, pages=pages))


def _fitted(process: Process, one: Field, ledger: Ledger) -> Field:
    one = one.with_(columns=tuple(_fitted(process, column, ledger) for column in one.columns))
    alone = one.with_(columns=tuple(Field(column.key) for column in one.columns))
    if _reads(_only(process, alone)):
        return one
    for name, value in one.options.items():
        others = {key: kept for key, kept in one.options.items() if key != name}
        if _reads(_only(process, alone.with_(options=others))):
            ledger.note("import.option", one.key, name=one.title or one.key, option=name, value=_written(value))
            return one.with_(options=others)
    ledger.note("import.option", one.key, name=one.title or one.key, option=words("options", "选项"), value="…")
    return one.with_(options={})


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _only(process: Process, one: Field) -> Process:
    bare = Field(one.key, one.type, one.title, options=one.options, columns=one.columns)
    return replace(process, form=Form((Page("page", sections=(Section("section", fields=(bare,)),)),)))


def _reads(process: Process) -> bool:
    try:
        load(dump(process))
    except Unreadable:
        return False
    return True


def _broken(document: Mapping[str, Any], ledger: Ledger) -> frozenset[int]:
    """The numbers of the rules that cannot work, noted."""
    process, found = load(document), dict[int, Problem]()
    rules = document["form"].get("rules", [])
    for problem in lint(process, document):
        if problem.severity == "error" and (at := _rule_of(problem, rules)) is not None:
            found.setdefault(at, problem)
    for at, problem in found.items():
        key = next(rules[at][name] for name in NAMES if name in rules[at])
        title = process.form.fields[key].title if key in process.form.fields else Words()
        why = Words({lang: say(problem, lang) for lang in LANGUAGES})
        ledger.note("import.rule", key, name=title or key, why=why)
    return frozenset(found)


def _rule_of(problem: Problem, rules: list[Any]) -> int | None:
    """The number of the rule that a problem is about; of rules that wait for one another the last."""
    steps = problem.path.split("/")
    if tuple(steps[: len(RULE)]) == RULE and len(steps) > len(RULE):
        return int(steps[len(RULE)])
    circle = problem.params.get("fields", ()) if problem.code == "rule.cycle" else ()
    inside = [at for at, rule in enumerate(rules) if _called(rule) & set(circle)]
    return inside[-1] if inside else None


def _called(rule: Mapping[str, Any]) -> set[str]:
    """What a circle may call that which a rule is about: a field, its table, a page or a section."""
    field = str(rule.get("field", ""))
    return {field, field.partition(".")[0], f"page:{rule.get('page')}", f"section:{rule.get('section')}"} - {""}
