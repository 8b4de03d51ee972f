"""A table with a header row: its columns become questions, of the kind that the header and the rows look like."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from builder.exchange.assembling import assemble
from builder.exchange.conversion_report import Carried, Keys, Ledger, chosen, nearest, refused, type_words
from runtime.formats.sheets import Cell, Sheet, address, text_of
from schemas.fields.kind import Refused
from schemas.fields.parts.alternatives import Choice
from schemas.fields.registry import TYPES
from schemas.model.form import Field, Page, Section
from schemas.words import LANGUAGES, Words, words

LOOKED_AT: Final = 500
"""Rows by which a column is judged."""
FEWEST_ROWS: Final = 4
"""Below that many answers nothing can be said of how many different ones there are."""
MOST_CHOICES: Final = 12
TIMES_EACH: Final = 2
"""How often a choice is given on the average, at least."""
LONG: Final = 80
"""Characters from which an answer is a long text."""

BY_HEADER: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (r"e-?mail|邮箱|邮件地址", ("email",)),
    (r"\b(tele)?phone\b|\bmobile\b|\btel\b|\bcell\b|电话|手机", ("phone",)),
    (r"\b(url|web ?site|link|homepage)\b|网址|链接", ("url", "text")),
    (r"\b(date ?time|timestamp)\b", ("datetime", "date")),
    (r"\b(date|day|birthday|deadline|due)\b|日期|生日|截止", ("date",)),
    (r"\b(amount|price|cost|total|fee|salary|budget)\b|金额|价格|单价|费用|预算|工资", ("money",)),
    (r"%|\b(percent(age)?|rate)\b|百分比|比例", ("percent",)),
    (r"\b(quantity|qty|count|number of|age|days|hours)\b|数量|人数|年龄|天数", ("number",)),
    (r"\b(remarks?|comments?|description|notes?|details?|reason)\b|备注|说明|描述|原因|意见", ("long_text",)),
    (r"\b(attachments?|files?)\b|附件|文件", ("file",)),
    (r"^(is|has|are|can)\b.*\?|\b(yes ?/ ?no)\b|是否", ("yes_no",)),
)
"""What the words of a header say, first match first, and the best type that there is for it."""

Judgement = tuple[str, dict[str, Any], Words]
BY_ITS_NAME: Final = words("its name says so.", "根据列名判断。")


def read_header(name: str, sheets: Sequence[Sheet]) -> Carried:
    """The process that asks for what the columns of the first sheet hold.

    Raises:
        Unreadable: there is no sheet with anything in it.
    """
    sheet = next((one for one in sheets if any(any(map(text_of, row)) for row in one.rows)), None)
    if sheet is None:
        raise refused("sheet.empty")
    ledger, keys = Ledger(), Keys()
    for other in sheets:
        if other is not sheet and any(any(map(text_of, row)) for row in other.rows):
            ledger.note("import.sheet", other.name, name=other.name)
    at = next(number for number, row in enumerate(sheet.rows) if any(map(text_of, row)))
    rows = sheet.rows[at + 1 : at + 1 + LOOKED_AT]
    fields = []
    for column, cell in enumerate(sheet.rows[at]):
        if header := text_of(cell):
            place = (sheet.name, address(column, at))
            fields.append(_field(header, [row[column] for row in rows if column < len(row)], keys, ledger, place))
    title = name.rpartition("/")[2].rpartition(".")[0] or sheet.name
    page = Page("page", sections=(Section("section", fields=tuple(fields)),))
    return assemble(title, _worded(title), (page,), ledger)


def _field(header: str, cells: Sequence[Cell], keys: Keys, ledger: Ledger, place: tuple[str, str]) -> Field:
    filled = [cell for cell in cells if text_of(cell)]
    said = header.rstrip("*＊ ").strip() or header
    kind, options, why = _judged(said, filled)
    ledger.note("import.guessed", *place, name=said, type=type_words(kind), why=why)
    key = keys.free(re.sub(r"[\s　]+", "_", said))
    return Field(key, kind, _worded(said), required=header != said, options=chosen(kind, options))


def _worded(text: str) -> Words:
    """In the language in whose letters it is written."""
    return Words({LANGUAGES[1] if re.search(r"[\u3400-\u9fff]", text) else LANGUAGES[0]: text})


def _judged(header: str, filled: Sequence[Cell]) -> Judgement:
    """By the cells first, since a name can mislead; by the header where there are none, or it says more."""
    named = next((nearest(*types) for pattern, types in BY_HEADER if re.search(pattern, header.lower())), "")
    if named and all(_reads(named, text_of(cell)) for cell in filled):
        return named, {}, BY_ITS_NAME
    if not filled:
        return "text", {}, words("there are no rows to judge by.", "没有可供判断的数据行。")
    return next((found for look in LOOKS if (found := look(filled))), None) or (
        "text",
        {},
        words("nothing else fits.", "没有更合适的类型。"),
    )


def _all_are(kind: str, *types: type) -> Callable[[Sequence[Cell]], Judgement | None]:
    def look(filled: Sequence[Cell]) -> Judgement | None:
        typed = bool(types) and all(isinstance(cell, types) for cell in filled)
        if typed or all(isinstance(cell, str) and _reads(kind, text_of(cell)) for cell in filled):
            return nearest(kind, "text"), {}, words("every row is one.", "每一行都是。")
        return None

    return look


def _moments(filled: Sequence[Cell]) -> Judgement | None:
    days = [cell for cell in filled if isinstance(cell, date)]
    if len(days) < len(filled):
        return None
    timed = any(isinstance(cell, datetime) and cell.time() != time() for cell in days)
    return nearest("datetime", "date") if timed else "date", {}, words("every row is one.", "每一行都是。")


def _numbers(filled: Sequence[Cell]) -> Judgement | None:
    if not all(_reads("number", text_of(cell)) for cell in filled) or any(_coded(text_of(cell)) for cell in filled):
        return None
    whole = all("." not in text_of(cell) for cell in filled)
    return "number", {"decimals": 0} if whole else {}, words("every row is one.", "每一行都是。")


def _coded(text: str) -> bool:
    """A number that begins with 0, or is as long as that of a card, is a name and not an amount."""
    digits = text.lstrip("+-")
    return (digits.startswith("0") and digits[1:2].isdigit()) or len(digits) > 12  # noqa: PLR2004 -- a thousand million million


def _choices(filled: Sequence[Cell]) -> Judgement | None:
    texts = list(dict.fromkeys(text_of(cell) for cell in filled))
    few = 1 < len(texts) <= MOST_CHOICES and len(filled) >= max(FEWEST_ROWS, TIMES_EACH * len(texts))
    if not few or any(len(text) > LONG for text in texts):
        return None
    why = words("there are only {n} different answers.", "只有 {n} 种不同的内容。").formatted(n=len(texts))
    return "choice", {"choices": tuple(Choice(text, _worded(text)) for text in texts)}, why


def _long(filled: Sequence[Cell]) -> Judgement | None:
    if not any(len(text_of(cell)) > LONG or "\n" in text_of(cell) for cell in filled):
        return None
    return "long_text", {}, words("there are long answers.", "内容较长。")


LOOKS: Final[tuple[Callable[[Sequence[Cell]], Judgement | None], ...]] = (
    _all_are("yes_no", bool),
    _moments,
    _all_are("date"),
    _all_are("datetime", datetime),
    _numbers,
    _all_are("email"),
    _all_are("time", time),
    _all_are("percent"),
    _choices,
    _long,
)
"""What is asked of the rows, in turn."""


def _reads(kind: str, text: str) -> bool:
    """Whether the type takes it for an answer of its own."""
    if kind not in TYPES:
        return False
    try:
        value = TYPES[kind].read(Field("cell", kind), text)
    except Refused:
        return False
    if kind == "percent":
        return text.endswith(("%", "％"))
    return value is not None and (kind != "yes_no" or not text.isdigit())
