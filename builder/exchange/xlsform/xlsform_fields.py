"""The questions of an XLSForm as fields: what is asked, with its choices, in rows where it repeats."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from builder.exchange.conversion_report import Keys, Ledger, chosen, nearest, type_words
from builder.exchange.expressions.expression import Named, Sort, Unsayable
from builder.exchange.expressions.expression_logic import as_sort
from builder.exchange.expressions.xpath_reading import parse
from builder.exchange.xlsform.xlsform_choices import OTHER, Offers, parameters, with_other
from builder.exchange.xlsform.xlsform_lines import Line
from builder.exchange.xlsform.xlsform_rules import Phrases, shown_within, together
from builder.exchange.xlsform.xlsform_tree import Group, Question
from builder.exchange.xlsform.xlsform_types import TODAY, WIDTHS, Likeness
from schemas.fields.registry import TYPES
from schemas.model.form import Field, Rule
from schemas.words import Words, words

SORTS: Final[dict[str, Sort]] = {
    "text": "text",
    "number": "number",
    "boolean": "boolean",
    "list": "list",
    "rows": "rows",
}
DATED: Final = frozenset({"date", "datetime"})
PARAMETERS: Final = {"start": "minimum", "end": "maximum", "step": "step"}
SPECIFY: Final = words("Please specify", "请说明")
NO_LIST: Final = words("its list of choices is not in the file.", "文件中没有它的选项列表。")
OF_A_FILE: Final = words("its choices stand in another file.", "选项位于另一个文件中。")
FIXED_ONLY: Final = words("it must be a fixed number", "须为固定数字")


@dataclass
class Asking:
    """Makes fields of questions. ``meet`` all of them first, since a rule may read what comes later."""

    ledger: Ledger
    offers: Offers
    usual: str
    keys: Keys = field(default_factory=Keys)
    keys_of: dict[int, str] = field(default_factory=dict)
    """By the number of the line."""
    phrases: Phrases = field(init=False)

    def __post_init__(self) -> None:
        self.phrases = Phrases(self.ledger)

    def meet(self, group: Group, table: str = "") -> None:
        """Give everything a key, and note what its answers are."""
        for one in group.inside:
            if isinstance(one, Question):
                self._meet(one, table)
            elif one.kind != "repeat":
                self.meet(one, table)
            elif not table:
                key = self._key(one.line, one.name) if one.line else ""
                self.phrases.names[one.name] = Named(key, "rows")
                self.meet(one, key)

    def _meet(self, one: Question, table: str) -> None:
        key, kind = self._key(one.line, one.name), self._kind(one.like, in_table=bool(table))
        sort = "date" if kind in DATED else SORTS.get(TYPES[kind].value, "any")
        means = {"OK": True, "yes": True, "no": False} if TYPES[kind].value == "boolean" else None
        named = Named(key, "any" if kind == "computed" else sort, table, means)
        if self.phrases.names.setdefault(one.name, named) is not named:
            return
        if kind == "computed" and (said := Phrases(Ledger(), self.phrases.names).said(one.line, "calculation")):
            self.phrases.names[one.name] = replace(named, sort=said.sort)

    def _key(self, line: Line, name: str) -> str:
        key = self.keys_of[line.number] = self.keys.free(name or "question")
        if key != name:
            self.ledger.note("import.flattened", *line.place("name"), name=name, key=key)
        return key

    def fields(self, one: Question | Group) -> Iterator[Field]:
        if isinstance(one, Group):
            yield from self._table(one)
        else:
            yield from self._asked(one, in_table=False)

    def _table(self, group: Group) -> Iterator[Field]:
        if group.line is None:
            return
        columns = tuple(self._columns(group, None))
        if not columns:
            self.ledger.note(
                "import.left-out", *group.line.place("type"), name=group.name, what=words("no question", "没有题目")
            )
            return
        yield Field(
            self.keys_of[group.line.number],
            "table",
            group.line.texts("label", self.usual),
            options=self._count(group.line),
            columns=columns,
            show=self.phrases.rule(group.line, "relevant"),
        )

    def _count(self, line: Line) -> dict[str, Any]:
        if line["repeat_count"].isdecimal():
            return {"min_rows": int(line["repeat_count"]), "max_rows": int(line["repeat_count"])}
        if line["repeat_count"]:
            self.phrases.lost(line, "repeat_count", Unsayable(FIXED_ONLY))
        return {}

    def _columns(self, group: Group, show: Rule) -> Iterator[Field]:
        for one in group.inside:
            if isinstance(one, Question):
                yield from (shown_within(column, show) for column in self._asked(one, in_table=True))
            elif one.kind == "repeat" and one.line:
                self.ledger.note("import.nested", *one.line.place("type"), name=one.name)
            elif one.line:
                yield from self._columns(one, together(show, self.phrases.rule(one.line, "relevant")))

    def _asked(self, one: Question, *, in_table: bool) -> Iterator[Field]:
        line, kind = one.line, self._kind(one.like, in_table=in_table)
        if in_table and not TYPES[kind].in_table:
            self.ledger.note("import.left-out", *line.place("type"), name=one.name, what=type_words(kind))
            return
        self._remark(one, kind)
        made = Field(
            self.keys_of[line.number],
            kind,
            line.texts("label", self.usual) or Words({self.usual: one.name}),
            self._help(line),
            options=chosen(kind, {**one.like.options, **self._options(one, kind)}),
            width=next((WIDTHS[word] for word in line["appearance"].lower().split() if word in WIDTHS), ""),
            message=line.texts("required_message", self.usual),
        )
        if kind == "note":
            yield Field(made.key, kind, made.title, options=made.options, show=self.phrases.rule(line, "relevant"))
            return
        made = made.with_(**TODAY) if one.kind == "today" else made
        made = self.phrases.ruled(line, made, self.usual)
        yield self._limited(one, made)
        if one.or_other:
            yield self._other(made)

    def _kind(self, like: Likeness, *, in_table: bool) -> str:
        if not in_table or TYPES[like.type].in_table:
            return like.type
        fitting = [kind for kind in like.types if kind in TYPES and TYPES[kind].in_table]
        return fitting[0] if fitting else like.type if TYPES[like.type].value == "none" else nearest("text")

    def _remark(self, one: Question, kind: str) -> None:
        """What is said of a question besides its rules."""
        line = one.line
        if kind != one.like.types[0] or not one.like.alike:
            self.ledger.note("import.type", *line.place("type"), type=one.kind, name=one.name, became=type_words(kind))
        if one.kind.endswith("_from_file"):
            self.ledger.note("import.changed", *line.place("type"), name=one.name, what=OF_A_FILE)
        elif "choices" in TYPES[kind].options.fields and kind != "computed" and one.listed not in self.offers:
            self.ledger.note("import.changed", *line.place("type"), name=one.name, what=NO_LIST)
        if line.media():
            self.ledger.note("import.media", *line.place("name"), name=one.name)
        if any("${" in text for column in ("label", "hint") for text in line.texts(column, self.usual).values()):
            self.ledger.note("import.piped", *line.place("label"), name=one.name)

    def _help(self, line: Line) -> Words:
        hint, guidance = line.texts("hint", self.usual), line.texts("guidance_hint", self.usual)
        return Words({tag: "\n".join(filter(None, (hint.get(tag), guidance.get(tag)))) for tag in {**hint, **guidance}})

    def _options(self, one: Question, kind: str) -> dict[str, Any]:
        choices = self.offers.choices(one.listed)
        said = parameters(one.line["parameters"])
        numbers = {PARAMETERS[name]: as_sort(value, "number") for name, value in said.items() if name in PARAMETERS}
        for name in said.keys() - PARAMETERS.keys():
            self.ledger.note(
                "import.cell", *one.line.place("parameters"), value=f"{name}={said[name]}", name="parameters"
            )
        offered = {"choices": with_other(choices) if one.or_other else choices} if choices else {}
        return offered | (numbers if kind != "rating" else {"maximum": numbers.get("maximum")})

    def _limited(self, one: Question, made: Field) -> Field:
        line = one.line
        if not line["choice_filter"]:
            return made
        try:
            limit = self.offers.limit(one.listed, parse(line["choice_filter"]), self.phrases.speaker(line))
        except Unsayable as why:
            self.phrases.lost(line, "choice_filter", why)
            return made
        return made.with_(limit=limit)

    def _other(self, made: Field) -> Field:
        """What ``or_other`` asks for besides: which."""
        answer = {"var": made.key}
        is_other: Rule = {"in": [OTHER, answer]} if made.type == "choices" else {"==": [answer, OTHER]}
        return Field(self.keys.free(f"{made.key}_other"), "text", SPECIFY, show=together(made.show, is_other))
