"""What the columns of a file of customers mean, guessed from what stands above them, in either language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from runtime.formats.sheets import Cell, text_of
from schemas.model.form import Field, Form
from schemas.words import Words, words

Of = Literal["customer", "contact"]

SPEAKS: Final = "speaks"
"""Whether the contact of a row speaks for the customer."""

_CALLED: Final[Mapping[tuple[Of, str], str]] = {
    (
        "customer",
        "name",
    ): "customer|customer name|company|company name|organisation|organization|account|client|supplier|"
    "客户|客户名称|公司|公司名称|企业名称|单位|单位名称|供应商|供应商名称|名称",
    ("customer", "kind"): "kind|type|customer type|category|客户类型|类型|类别",
    ("customer", "keeper"): "account manager|owner|looked after by|sales|客户经理|负责人|销售|跟进人",
    ("customer", "note"): "note|notes|remark|remarks|comment|备注|说明",
    ("contact", "name"): "contact|contact name|contact person|person|full name|联系人|联系人姓名|姓名",
    (
        "contact",
        "email",
    ): "e-mail|email|mail|e-mail address|email address|contact e-mail|contact email|邮箱|电子邮箱|邮件|联系邮箱",
    ("contact", "phone"): "phone|telephone|tel|mobile|phone number|contact phone|电话|手机|手机号|联系电话",
    ("contact", "lang"): "language|lang|语言",
    ("contact", SPEAKS): "speaks for them|main contact|designated contact|primary contact|专人|指定联系人|主要联系人",
}
_EITHER: Final = "name"
"""Of the customer, unless another column says that already: then of the contact."""

TITLES: Final[Mapping[tuple[Of, str], Words]] = {
    ("customer", "name"): words("Customer", "客户名称"),
    ("customer", "kind"): words("Kind", "类型"),
    ("customer", "keeper"): words("Account manager", "客户经理"),
    ("customer", "note"): words("Notes", "备注"),
    ("contact", "name"): words("Contact", "联系人"),
    ("contact", "email"): words("E-mail", "电子邮箱"),
    ("contact", "phone"): words("Telephone", "电话"),
    ("contact", "lang"): words("Language", "语言"),
    ("contact", SPEAKS): words("Main contact", "专人"),
}
"""As our own files call them."""


@dataclass(frozen=True)
class Column:
    """Column ``at`` is headed ``heading`` and says ``key`` of the customer or of the contact; nothing where ``key`` is empty."""

    at: int
    heading: str
    of: Of = "customer"
    key: str = ""


def guessed(header: Sequence[Cell], own: Mapping[str, Form]) -> tuple[Column, ...]:
    """Every column that has a heading, each meaning at most once."""
    names = {at: text for at, cell in enumerate(header) if (text := text_of(cell).rstrip("*＊ "))}
    known = dict(_known(own))
    found: dict[int, tuple[Of, str]] = {}
    for at, name in names.items():
        meant = known.get(name.casefold())
        if meant is not None and meant not in found.values():
            found[at] = meant
    for at, name in names.items():
        if at not in found and name.casefold() == _EITHER:
            is_taken = ("customer", "name") in found.values()
            said: tuple[Of, str] = ("contact" if is_taken else "customer", "name")
            if said not in found.values():
                found[at] = said
    return tuple(Column(at, name, *found.get(at, ("customer", ""))) for at, name in names.items())


def chosen(columns: Sequence[Column], said: Mapping[int, str], own: Mapping[str, Form]) -> tuple[Column, ...]:
    """The columns as somebody says what they mean: ``customer.name`` by the number of the column, or nothing; else as guessed."""
    offered = meanings(own)
    nothing: tuple[Of, str] = ("customer", "")
    meant = {at: offered.get(word, nothing) for at, word in said.items()}
    return tuple(Column(one.at, one.heading, *meant.get(one.at, (one.of, one.key))) for one in columns)


def twice(columns: Sequence[Column]) -> list[Column]:
    """Those that mean what an earlier one means already."""
    meant = [(one.of, one.key) for one in columns]
    return [one for at, one in enumerate(columns) if one.key and meant[at] in meant[:at]]


def meanings(own: Mapping[str, Form]) -> dict[str, tuple[Of, str]]:
    """Everything that a column can mean, by the word that a page posts."""
    kinds: tuple[Of, ...] = ("customer", "contact")
    keys = {of: [*(key for kind, key in TITLES if kind == of), *own[of].fields] for of in kinds}
    return {f"{of}.{key}": (of, key) for of in kinds for key in keys[of]}


def title(column: Column, own: Mapping[str, Form]) -> Words | str:
    """What a column means, as a person reads it."""
    fixed = TITLES.get((column.of, column.key))
    field: Field | None = own[column.of].fields.get(column.key)
    return fixed or (field.title if field else "")


def _known(own: Mapping[str, Form]) -> Iterator[tuple[str, tuple[Of, str]]]:
    """Own fields first, so that what we call something takes nothing away from them."""
    for meant, names in _CALLED.items():
        yield from ((name, meant) for name in names.split("|"))
    kinds: tuple[Of, ...] = ("contact", "customer")
    for of in kinds:
        for key, one in own[of].fields.items():
            yield from ((name.casefold(), (of, key)) for name in (key, *one.title.values()) if name)
