"""Conditions of BPMN as rules, with the questions that they read: a file of BPMN asks for variables, and has no form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from builder.exchange.conversion_report import Keys, Ledger
from builder.exchange.expressions.expression import Answer, Call, Literally, Named, Sort, Tree, Unsayable
from builder.exchange.expressions.expression_logic import Speaker
from builder.exchange.expressions.feel_reading import FEEL, parse_feel
from schemas.fields.parts.alternatives import Choice
from schemas.model.form import Field, Form, Page, Rule, Section
from schemas.words import LANGUAGES, Words, words

_WORDS: Final = {
    "eq": "=",
    "ne": "!=",
    "gt": ">",
    "ge": ">=",
    "lt": "<",
    "le": "<=",
    "&&": " and ",
    "||": " or ",
    "==": "=",
}
_FOREIGN: Final = re.compile(
    r"==|&&|\|\||\b(?:eq|ne|gt|ge|lt|le)\b|\"[^\"]*\"|'[^']*'|!\s*(?P<denied>[A-Za-z_][\w.]*)|!(?=\s*\()"
)
_WRAPPED: Final = re.compile(r"^[$#]\{(.*)\}$", re.DOTALL)
OTHER: Final = words("Something else", "其他")
READ: Final = words("a condition reads it", "有条件用到它")
PLAIN: Final = {"number": "number", "boolean": "yes_no", "text": "text"}
CJK: Final = re.compile("[\u3400-\u9fff]")


@dataclass
class Variable:
    """What conditions say of a variable: what it is compared with."""

    sort: Sort = "text"
    values: dict[str, None] = field(default_factory=dict)


def said_in(text: str) -> Words:
    """A text of a file that does not say in which language it is."""
    return Words({LANGUAGES[1] if CJK.search(text) else LANGUAGES[0]: text} if text else {})


class Conditions:
    """Reads all conditions first, since the questions come of all of them; then each is a rule."""

    def __init__(self) -> None:
        self.variables: dict[str, Variable] = {}
        self.keys = Keys()
        self.asked: dict[str, Field] = {}

    def hear(self, text: str) -> None:
        try:
            self._look(_tree(text))
        except Unsayable:
            return

    def rule(self, text: str) -> Rule:
        """The condition as JSON Logic.

        Raises:
            Unsayable: it cannot be said here.
        """
        names = {name: Named(self.keys.of[name], one.sort, needed=True) for name, one in self.variables.items()}
        return Speaker(names, FEEL).rule(_tree(text))

    def form(self, ledger: Ledger) -> Form:
        """A page that asks for every variable."""
        fields = [*self.asked.values()]
        for name, variable in self.variables.items():
            if name in self.keys.of:
                continue
            key = self.keys.free(name)
            fields.append(_question(key, name, variable))
            kind = fields[-1].type
            ledger.note("import.guessed", key, name=name, type=_called(kind), why=READ)
        page = Page("page", words("Your request", "申请内容"), (Section("section", fields=tuple(fields)),))
        return Form((page,))

    def ask(self, name: str, title: str, kind: str, options: dict[str, Any], *, required: bool) -> None:
        """A question that the file itself asks."""
        if name in self.asked:
            return
        key = self.keys.free(name)
        self.asked[name] = Field(key, kind, said_in(title or name), required=required, options=options)
        sorts: dict[str, Sort] = {"number": "number", "yes_no": "boolean"}
        self.variables[name] = Variable(sorts.get(kind, "text"))

    def _look(self, tree: Tree) -> None:
        for one in _parts(tree):
            if isinstance(one, Answer):
                self.variables.setdefault(one.name, Variable("boolean"))
        for one in _parts(tree):
            if isinstance(one, Call):
                self._compared(one)

    def _compared(self, call: Call) -> None:
        names = [one.name for one in call.given if isinstance(one, Answer)]
        values = [one.value for one in _parts(call) if isinstance(one, Literally)] if len(call.given) <= PAIR else []
        if call.name in ("and", "or", "not") or not names:
            return
        for name in names:
            variable = self.variables[name]
            if any(isinstance(value, str) for value in values):
                variable.sort = "text"
                variable.values.update({str(value): None for value in values if value != ""})
            elif not any(isinstance(value, bool) for value in values):
                variable.sort = "number"


PAIR: Final = 2


def _question(key: str, name: str, variable: Variable) -> Field:
    if variable.sort != "text" or not variable.values:
        return Field(key, PLAIN.get(variable.sort, "text"), said_in(name), required=True)
    choices = [Choice(value, said_in(value)) for value in variable.values]
    other = [] if "other" in variable.values else [Choice("other", OTHER)]
    return Field(key, "choice", said_in(name), required=True, options={"choices": (*choices, *other)})


def _called(kind: str) -> Words:
    return {
        "number": words("a number", "数字"),
        "yes_no": words("yes or no", "是或否"),
        "choice": words("one choice", "单选"),
    }.get(kind, words("a text", "文本"))


def _parts(tree: Tree) -> Iterator[Tree]:
    yield tree
    if isinstance(tree, Call):
        for one in tree.given:
            yield from _parts(one)


def _tree(text: str) -> Tree:
    """FEEL, with or without its sign before it, and what other engines write in ``${…}``."""
    plain = text.strip().removeprefix("=").strip()
    found = _WRAPPED.match(plain)
    if found is None:
        return parse_feel(plain)
    return parse_feel(_FOREIGN.sub(_translated, found[1].strip()))


def _translated(found: re.Match[str]) -> str:
    said = found[0]
    if said[0] in "\"'":
        return '"' + said[1:-1].replace('"', "") + '"'
    if said[0] == "!":
        return f"not({found['denied']})" if found["denied"] else "not"
    return _WORDS[said]
