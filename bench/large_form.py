"""Forms to measure with: so many fields of all the usual kinds, and rules that follow from one another."""

from typing import Any

from schemas.fields.parts.alternatives import Choice
from schemas.model.form import Field, Form, Page, Remark, Section
from schemas.words import words

KINDS = ("text", "number", "choice", "yes_no", "money", "date", "choices", "long_text", "email", "percent")
CHOICES = tuple(Choice(f"c{number}", words(f"Choice {number}", f"选项 {number}")) for number in range(4))
ANSWERS = {
    "text": "Wang Fang",
    "number": "12",
    "choice": "c1",
    "yes_no": "true",
    "money": "1,200.50",
    "date": "2026-11-22",
    "choices": ["c0", "c2"],
    "long_text": "As agreed on the telephone.",
    "email": "li.na@example.com",
    "percent": "5",
}


def large_form(fields: int, rules: int) -> Form:
    """A page for every ten fields. Of six rules three show, one requires, one sets and one remarks."""
    asked = [_field(number, ruled=number >= fields - rules) for number in range(fields)]
    pages = range(0, fields, 10)
    return Form(tuple(_page(at // 10, asked[at : at + 10]) for at in pages))


def answer_to(form: Form) -> dict[str, Any]:
    """As a page posts it, with everything answered."""
    return {key: ANSWERS[one.type] for key, one in form.fields.items()}


def _page(number: int, fields: list[Field]) -> Page:
    title = words(f"Page {number + 1}", f"第 {number + 1} 页")
    return Page(f"page{number}", title, (Section(f"section{number}", fields=tuple(fields)),))


def _field(number: int, *, ruled: bool) -> Field:
    kind = KINDS[number % len(KINDS)]
    options = {"choices": CHOICES} if kind in {"choice", "choices"} else {}
    title = words(f"Question {number}", f"问题 {number}")
    return Field(f"f{number}", kind, title, options=options, **(_rules(number) if ruled else {}))


def _rules(number: int) -> dict[str, Any]:
    """About fields before: ten before is one of the same kind, and the first number and choice are read by all."""
    same, tenth = {"var": f"f{number - 10}"}, {"var": f"f{number - number % 10 - 10 + 1}"}
    shown = {"and": [{"!=": [same, None]}, {"or": [{">": [tenth, 0]}, {"==": [{"var": "f2"}, "c1"]}]}]}
    match number % 6:
        case 0 | 1 | 2:
            return {"show": shown}
        case 3:
            return {"require": shown}
        case 4:
            return {"set": {"if": [{">": [tenth, 1_000_000]}, same, None]}}
        case _:
            return {"remarks": (Remark({">": [tenth, 10]}, words("That is a lot.", "数值较大。")),)}
