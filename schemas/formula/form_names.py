"""The names that the formulas of a form may use."""

from collections.abc import Iterator, Mapping
from typing import Final

from schemas.fields.registry import TYPES
from schemas.formula.titles import Names
from schemas.model.form import Field, Form
from schemas.rules.context_names import AROUND, ASKED, EARLIER
from schemas.words import Words, words

AROUND_TITLES: Final[Mapping[str, Words]] = {
    "@today": words("Today", "今天"),
    "@lang": words("Language of the page", "页面语言"),
    "@person": words("Who asks", "申请人"),
    "@person.name": words("Name of who asks", "申请人姓名"),
    "@person.email": words("E-mail of who asks", "申请人邮箱"),
    "@person.department": words("Department of who asks", "申请人部门"),
    "@customer": words("The customer", "客户"),
    "@customer.name": words("Name of the customer's contact", "客户联系人姓名"),
    "@customer.email": words("E-mail of the customer's contact", "客户联系人邮箱"),
    "@customer.phone": words("Phone of the customer's contact", "客户联系人电话"),
    "@customer.company": words("Company of the customer", "客户公司"),
    ASKED: words("Requests of the customer in the last 90 days", "客户近 90 天的申请数"),
    "@link": words("What the link says", "链接参数"),
    EARLIER: words("Earlier requests with the same answer", "此前填写相同内容的申请数"),
}


def names_of_form(form: Form, key: str = "") -> Names:
    """Fields, columns, parts, and what is known around the form; for the rules of a column also those of its row."""
    named = dict(_named(form.fields, ""))
    named |= {f"{EARLIER}.{one}": form.fields[one].title for one in form.fields}
    table = form.fields.get(key.rpartition(".")[0])
    row = dict(_named({one.key: one for one in table.columns}, "")) if table else {}
    return Names({**row, **{name: title for name, title in named.items() if name not in row}, **_around()})


def _around() -> Mapping[str, Words]:
    return {name: AROUND_TITLES.get(name, Words()) for name in AROUND}


def _named(fields: Mapping[str, Field], scope: str) -> Iterator[tuple[str, Words]]:
    for key, one in fields.items():
        yield scope + key, one.title
        kind = TYPES.get(one.type)
        for part, said in kind.readable(one).items() if kind else ():
            yield f"{scope}{key}.{part}", said.title
        yield from _named({column.key: column for column in one.columns}, f"{scope}{key}.")
