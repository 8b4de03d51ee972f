"""A process as the workbook of an XLSForm, and what such a workbook cannot say."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from builder.editing.naming import slug, unique
from builder.exchange.conversion_report import Ledger
from builder.exchange.expressions.expression import Unsayable
from builder.exchange.expressions.xpath_writing import Asked, Paper
from builder.exchange.xlsform.xlsform_kinds import SAID, YES_NO, Kind, bound, kept, kind_of, languages, parameters
from builder.exchange.xlsform.xlsform_limits import Grouped, grouped
from runtime.formats.sheet_writing import write_workbook
from schemas.fields.parts.alternatives import choices_of
from schemas.fields.registry import TYPES
from schemas.filling.rights import demanded, of
from schemas.model.form import Field, Form, Page, Rule, Section
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.words import LANGUAGES, Words, words

FORMAT: Final = "XLSForm"
NAMED: Final = {"en": "English (en)", "zh-Hans": "中文 (zh)"}
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_SAID: Final[Mapping[str, Words]] = {
    "unique": words("that no two answers are alike", "内容不可重复"),
    "soft": words("that it may be left after a warning", "提醒后仍可留空"),
    "internal": words("that clients never see it", "客户不可见"),
    "total": words("the sum below a column", "列合计"),
    "width": words("how wide it is drawn", "显示宽度"),
    "placeholder": words("the example in the empty box", "输入提示"),
}
_OF_TABLES: Final[Mapping[str, Words]] = {
    "required": words("that it needs a row", "至少填写一行"),
    "require": words("when it needs a row", "何时至少填写一行"),
    "lock": words("when nobody may change it", "何时不可更改"),
    "help": words("the help", "填写说明"),
    "remarks": words("what is said beside it", "字段旁的提示"),
    "rows": words("the fewest and the most rows", "最少和最多行数"),
}
WARNING: Final = words("a warning", "提醒")
JUMP: Final = words("a jump to another page", "页面跳转")

Row = dict[str, str]


@dataclass(frozen=True)
class Workbook:
    """The file, and what could not be said in it."""

    content: bytes
    lost: tuple[Problem, ...]


def write_xlsform(process: Process) -> Workbook:
    sheet = _Survey(process.form, demanded(of(process.flow, process.form, None)))
    rows = [row for page in process.form.pages for row in sheet.page(page)]
    sheet.ledger.note("export.flow", format=FORMAT)
    settings: Row = {"form_title": process.title.in_(LANGUAGES[0]), "form_id": process.key, "style": "pages"}
    if sheet.languages:
        settings["default_language"] = NAMED.get(sheet.languages[0], sheet.languages[0])
    if process.title.get(LANGUAGES[1]):
        sheet.ledger.note(
            "export.left-out",
            format=FORMAT,
            name=process.title,
            what=words("the title in other languages", "其他语言的标题"),
        )
    sheets = {"survey": rows, "choices": sheet.choices, "settings": [settings]}
    return Workbook(_book(sheets), tuple(sheet.ledger.lost))


def _book(sheets: Mapping[str, list[Row]]) -> bytes:
    return write_workbook({name: _cells(rows) for name, rows in sheets.items()}, head=False)


def _cells(rows: list[Row]) -> Iterator[list[str]]:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    yield columns
    yield from ([row.get(column, "") for column in columns] for row in rows)


@dataclass
class _Survey:
    form: Form
    demanded: frozenset[str]
    """What must be answered when the form is first filled, whatever the form itself says."""
    ledger: Ledger = field(default_factory=Ledger)
    choices: list[Row] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """By key, of a column ``table.column``, of a group ``page:key``."""

    def __post_init__(self) -> None:
        self.languages = languages(self.form)
        self.paper = Paper(dict(self._asked()))

    def _asked(self) -> Iterator[tuple[str, Asked]]:
        for key, one in self.form.fields.items():
            if kind_of(one) is None:
                continue  # it is left out, so nobody can read it there
            yield key, self._known(one, key)
            for column in one.columns:
                yield f"{key}.{column.key}", self._known(column, f"{key}.{column.key}")

    def _known(self, one: Field, key: str) -> Asked:
        named = {choice.const: kept(choice.const) for choice in choices_of(one)} or None
        yes = "OK" if one.type == "consent" else "yes"
        return Asked(
            self._name(key, one.key), TYPES[one.type].value_of(one), one.type in ("date", "datetime"), yes, named
        )

    def _name(self, key: str, wanted: str) -> str:
        """What XML allows for a name, once in the survey."""
        if key not in self.names:
            fit = wanted if _NAME.fullmatch(wanted) else slug(wanted) or "question"
            self.names[key] = unique(fit, self.names.values())
            if self.names[key] != wanted and ":" not in key:
                self.ledger.note("export.renamed", key, format=FORMAT, name=wanted, became=self.names[key])
        return self.names[key]

    def page(self, page: Page) -> Iterator[Row]:
        if page.jumps:
            self.ledger.note("export.left-out", page.key, format=FORMAT, name=page.title or page.key, what=JUMP)
        inside = [row for section in page.sections for row in self.section(section)]
        if inside:
            yield from self._group("page", page, "field-list", inside)

    def section(self, section: Section) -> Iterator[Row]:
        inside = [row for one in section.fields for row in self.question(one, self.paper)]
        if inside and (section.title or section.show is not None):
            yield from self._group("section", section, "", inside)
        else:
            yield from inside

    def _group(self, what: str, one: Page | Section, look: str, inside: Iterable[Row]) -> Iterator[Row]:
        yield {
            "type": "begin_group",
            "name": self._name(f"{what}:{one.key}", one.key),
            **self._texts("label", one.title),
            "appearance": look,
            "relevant": self._said(one.show, self.paper, one, "relevant"),
        }
        yield from inside
        yield {"type": "end_group"}

    def question(self, one: Field, paper: Paper, key: str = "") -> Iterator[Row]:
        kind = kind_of(one)
        called = one.title or one.key
        if kind is None:
            self.ledger.note("export.left-out", one.key, format=FORMAT, name=called, what=TYPES[one.type].title)
            return
        if not kind.alike:
            params = {"type": TYPES[one.type].title, "name": called, "became": kind.type}
            self.ledger.note("export.type", one.key, format=FORMAT, **params)
        for name, what in _SAID.items():
            if getattr(one, name) and not (name == "soft" and not one.required):
                self.ledger.note("export.left-out", one.key, format=FORMAT, name=called, what=what)
        for name in sorted(one.options.keys() - (SAID if one.type != "computed" else SAID - {"choices"})):
            what = TYPES[one.type].options.fields[name].title
            self.ledger.note("export.left-out", one.key, format=FORMAT, name=called, what=what)
        if one.columns:
            yield from self._table(one, paper)
        else:
            yield self._row(one, kind, paper, key or one.key)

    def _table(self, one: Field, paper: Paper) -> Iterator[Row]:
        said = {
            "required": one.required or one.key in self.demanded,
            "require": one.require,
            "lock": one.lock,
            "help": one.help,
            "remarks": one.remarks,
        }
        said |= {"rows": one.options.get("min_rows") != one.options.get("max_rows")}
        for name, what in _OF_TABLES.items():
            if said[name]:
                self.ledger.note("export.left-out", one.key, format=FORMAT, name=one.title or one.key, what=what)
        columns = {column.key: self.paper.asked[f"{one.key}.{column.key}"] for column in one.columns}
        least, most = one.options.get("min_rows"), one.options.get("max_rows")
        yield {
            "type": "begin_repeat",
            "name": self.names[one.key],
            **self._texts("label", one.title or Words({LANGUAGES[0]: one.key})),
            "relevant": self._said(one.show, paper, one, "relevant"),
            "repeat_count": str(least) if least and least == most else "",
        }
        for column in one.columns:
            yield from self.question(column, paper.within(columns), f"{one.key}.{column.key}")
        yield {"type": "end_repeat"}

    def _row(self, one: Field, kind: Kind, paper: Paper, key: str) -> Row:
        row: Row = {"type": kind.type, "name": self.names[key], "appearance": kind.appearance}
        if kind.type not in ("hidden", "start", "end", "username"):
            row |= self._texts("label", one.title or Words({LANGUAGES[0]: one.key})) | self._texts("hint", one.help)
        filters = grouped(one.limit)
        if kind.type in ("select_one", "select_multiple", "rank"):
            row["type"] = f"{kind.type} {self._list(one, self.names[key], filters)}"
            row["choice_filter"] = self._filter(filters, one, paper)
        elif one.limit is not None:
            self._lost(one, "choice_filter", words("it has no choices there", "在那里没有选项"))
        must = key in self.demanded or (one.required and not one.soft)
        required = "yes" if must else self._said(one.require, paper, one, "required")
        calculation = self._said(one.compute if one.compute is not None else one.set, paper, one, "calculation")
        row |= {
            "required": required,
            "relevant": self._said(one.show, paper, one, "relevant"),
            "calculation": calculation,
            "parameters": parameters(one),
            "default": self._default(one, paper),
            "read_only": "yes" if one.locked else self._said(one.lock, paper, one, "read_only"),
        }
        if kind.type == "calculate" and not calculation:
            row["calculation"] = "''"
        return row | self._constraint(one, paper)

    def _constraint(self, one: Field, paper: Paper) -> Row:
        """Bounds, patterns and refusals; one message for all of them is all that there is."""
        own = Paper(paper.asked, one.key)
        parts = [part for name, value in one.options.items() if (part := bound(one, name, value))]
        texts = [one.message] if one.message else []
        for remark in one.remarks:
            if not remark.stops:
                self.ledger.note("export.left-out", one.key, format=FORMAT, name=one.title or one.key, what=WARNING)
                continue
            if said := self._said(_allowed(remark.when, one.key), own, one, "constraint"):
                parts.append(said)
                texts.append(remark.text)
        message = Words(
            {tag: " ".join(filter(None, (text.get(tag) for text in texts))) for text in texts for tag in text}
        )
        return {"constraint": " and ".join(parts), **(self._texts("constraint_message", message) if parts else {})}

    def _list(self, one: Field, name: str, filters: Grouped | None) -> str:
        """The list of the question's own choices; all that are answered with yes or no share one."""
        offered = choices_of(one)
        listed = name if offered else YES_NO
        if any(row["list_name"] == listed for row in self.choices):
            return listed
        if not offered:
            for const, title in (("yes", words("Yes", "是")), ("no", words("No", "否"))):
                self.choices.append({"list_name": YES_NO, "name": const, **self._texts("label", title)})
        for choice in offered:
            title = choice.title or Words({LANGUAGES[0]: choice.const})
            row = {"list_name": listed, "name": kept(choice.const), **self._texts("label", title)}
            self.choices.append(row | ({"case": filters.case_of(choice.const)} if filters else {}))
        return listed

    def _filter(self, filters: Grouped | None, one: Field, paper: Paper) -> str:
        if one.limit is None:
            return ""
        if filters is None:
            self._lost(one, "choice_filter", words("it is no list of cases", "不是按情况列出的选项"))
            return ""
        said = [self._said(rule, paper, one, "choice_filter") for rule in filters.conditions]
        return " or ".join(f"(case = '{number}' and {part})" for number, part in enumerate(said, 1) if part)

    def _default(self, one: Field, paper: Paper) -> str:
        if one.default is None:
            return ""
        if isinstance(one.default, list):
            return " ".join(kept(str(value)) for value in one.default)
        if isinstance(one.default, bool):
            return ("OK" if one.type == "consent" else "yes") if one.default else "no"
        if not isinstance(one.default, dict):
            return str(one.default)
        return self._said(one.default, paper, one, "default")

    def _said(self, rule: Rule, paper: Paper, one: Field | Section | Page, column: str) -> str:
        if rule is None:
            return ""
        try:
            return paper.write(rule)
        except Unsayable as why:
            self._lost(one, column, why.why)
            return ""

    def _lost(self, one: Field | Section | Page, column: str, why: Words) -> None:
        self.ledger.note("export.rule", one.key, format=FORMAT, name=one.title or one.key, rule=column, why=why)

    def _texts(self, column: str, text: Words) -> Row:
        """In every language of the form, since a column that lacks one shows a dash there."""
        if not text or not self.languages:
            return {}
        return {f"{column}::{NAMED.get(tag, tag)}": text.get(tag) or text.in_(LANGUAGES[0]) for tag in self.languages}


def _allowed(when: Rule, key: str) -> Rule:
    """What a refusal lets pass: where it says "is there, and not so", then that it is so."""
    match when:
        case {"and": [{"!=": [{"var": own}, None]}, {"!": [inside]}]} if own == key:
            return inside
        case _:
            return {"!": [when]}
