"""What the rules of a form read that is no answer of it: names that begin with "@"."""

from collections.abc import Iterator, Mapping
from typing import Final

from schemas.fields.kind import Value
from schemas.logic.mentions import paths
from schemas.model.form import Field, Form, Rule

EARLIER: Final = "@earlier"
"""How many requests of the process have the same answer: ``@earlier.email``."""

ASKED: Final = "@customer_requests_90d"
"""How many requests the customer has opened in the last 90 days, the one that it is about among them."""

AROUND: Final[Mapping[str, Value]] = {
    "@today": "text",
    "@lang": "text",
    "@person": "object",
    "@person.name": "text",
    "@person.email": "text",
    "@person.department": "text",
    "@customer": "object",
    "@customer.name": "text",
    "@customer.email": "text",
    "@customer.phone": "text",
    "@customer.company": "text",
    ASKED: "number",
    "@link": "object",
    EARLIER: "object",
}
"""What is known around a form, and of what kind it is. ``@person`` asks, ``@customer`` is for whom; ``@link`` holds
whatever the address of the form said."""


def mentioned(form: Form) -> frozenset[str]:
    """Every such name in full (``@person.email``), wherever a rule of the form reads it."""
    return frozenset(path for rule in rules_of(form) for path in paths(rule) if path.startswith("@"))


def counted(form: Form) -> frozenset[str]:
    """The fields of which a rule asks how often their answer was given before."""
    return frozenset(name.removeprefix(f"{EARLIER}.") for name in mentioned(form) if name.startswith(f"{EARLIER}."))


def rules_of(form: Form) -> Iterator[Rule]:
    """Every rule of the form, of its pages and sections, and of the columns of its tables."""
    for page in form.pages:
        yield page.show
        yield from (jump.when for jump in page.jumps)
        yield from (section.show for section in page.sections)
    for one in form.fields.values():
        yield from _of_field(one)


def _of_field(one: Field) -> Iterator[Rule]:
    yield from (one.show, one.require, one.compute, one.lock, one.set, one.limit, one.default)
    yield from (remark.when for remark in one.remarks)
    for column in one.columns:
        yield from _of_field(column)
