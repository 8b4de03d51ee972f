"""The rules of a question of an XLSForm: its expressions in JSON Logic, and bounds that are no more than options."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from builder.exchange.conversion_report import Ledger
from builder.exchange.expressions.expression import Answer, Call, Literally, Named, Said, Tree, Unsayable
from builder.exchange.expressions.expression_functions import XPATH
from builder.exchange.expressions.expression_logic import Speaker, as_sort
from builder.exchange.expressions.xpath_reading import parse
from builder.exchange.xlsform.xlsform_lines import Line
from schemas.fields.registry import TYPES
from schemas.model.form import Field, Remark, Rule
from schemas.words import Words, words

ROLES: Final[Mapping[str, Words]] = {
    "relevant": words("condition", "显示条件"),
    "constraint": words("check", "校验"),
    "required": words("condition for being required", "必填条件"),
    "read_only": words("condition for being locked", "只读条件"),
    "calculation": words("calculation", "计算"),
    "default": words("default", "默认值"),
    "choice_filter": words("filter of choices", "选项筛选"),
    "repeat_count": words("count of rows", "重复次数"),
}
YES: Final = frozenset({"yes", "true", "true()", "1"})
NO: Final = frozenset({"no", "false", "false()", "0", ""})
_BOUNDS: Final[Mapping[str, str]] = {">=": "minimum", ">": "minimum", "<=": "maximum", "<": "maximum"}
_BEYOND: Final[Mapping[str, int]] = {">": 1, "<": -1}
"""From what a whole number must be beyond to what it may be."""
_COUNTED: Final[Mapping[tuple[str, str], str]] = {
    ("string-length", "<="): "max_length",
    ("string-length", ">="): "min_length",
    ("count-selected", "<="): "max_choices",
    ("count-selected", ">="): "min_choices",
}
_RESULTS: Final[Mapping[str, str]] = {"number": "number", "boolean": "yes_no"}
UNCHECKED: Final = words("The answer does not pass the check of the form.", "内容未通过表单校验。")


@dataclass
class Phrases:
    """Says the expressions of a survey. ``names`` are its questions."""

    ledger: Ledger
    names: dict[str, Named] = field(default_factory=dict)

    def speaker(self, line: Line) -> Speaker:
        own = line["name"]
        return Speaker(self.names, XPATH, own, self.names[own].table if own in self.names else "")

    def rule(self, line: Line, column: str) -> Rule:
        """None where there is nothing, or nothing that can be said."""
        said = self.said(line, column)
        return said.rule if said else None

    def said(self, line: Line, column: str) -> Said | None:
        if not line[column]:
            return None
        try:
            tree = parse(line[column])
            return Said(self.speaker(line).rule(tree), self.speaker(line).said(tree).sort)
        except Unsayable as why:
            self.lost(line, column, why)
            return None

    def lost(self, line: Line, column: str, why: Unsayable) -> None:
        params = {"name": line["name"], "role": ROLES[column], "why": why.why, "expression": line[column]}
        self.ledger.note("import.expression", *line.place(column), **params)

    def flag(self, line: Line, column: str) -> tuple[bool, Rule]:
        """Of a column that holds yes, no, or a condition."""
        said = line[column].lower()
        return (said in YES, None) if said in YES | NO else (False, self.rule(line, column))

    def ruled(self, line: Line, one: Field, usual: str) -> Field:
        """The question with everything that its line says of when and how it is answered."""
        required, require = self.flag(line, "required")
        locked, lock = self.flag(line, "read_only")
        one = one.with_(
            show=self.rule(line, "relevant"),
            required=required,
            require=require,
            locked=one.locked or locked,
            lock=lock,
            default=one.default if one.default is not None else self._default(line, one),
        )
        one = self._calculated(line, one) if line["calculation"] else one
        return self._checked(line, one, usual) if line["constraint"] else one

    def _default(self, line: Line, one: Field) -> Rule:
        said = line["default"]
        if not said:
            return None
        if "(" in said or "${" in said:
            return self.rule(line, "default")
        kind = TYPES[one.type].value_of(one)
        if kind == "list":
            return said.split()
        if kind == "boolean":
            return True
        return as_sort(said, "number") if kind == "number" else said if kind == "text" else None

    def _calculated(self, line: Line, one: Field) -> Field:
        """What is only worked out is computed; what people may see asked keeps its type, and is set."""
        said = self.said(line, "calculation")
        if said is None:
            return one
        if one.type != "computed":
            return one.with_(set=said.rule)
        result = _RESULTS.get(said.sort)
        return one.with_(compute=said.rule, options={**one.options, **({"result": result} if result else {})})

    def _checked(self, line: Line, one: Field, usual: str) -> Field:
        message = line.texts("constraint_message", usual)
        try:
            tree = parse(line["constraint"])
            options = bounds(tree, one)
            if options is not None:
                return one.with_(options={**one.options, **options}, message=message)
            answer = {"var": one.key}
            stops = {"and": [{"!=": [answer, None]}, {"!": [self.speaker(line).rule(tree)]}]}
        except Unsayable as why:
            self.lost(line, "constraint", why)
            return one
        return one.with_(remarks=(*one.remarks, Remark(stops, message or UNCHECKED, stops=True)))


def bounds(tree: Tree, one: Field) -> dict[str, Any] | None:
    """The options that say a whole constraint: ``. >= 0 and . <= 120``, ``regex(., '…')``; None for any other."""
    parts = tree.given if isinstance(tree, Call) and tree.name == "and" else (tree,)
    if len(parts) > 1 and isinstance(parts[0], Call) and parts[0].name == "and":
        parts = (*parts[0].given, *parts[1:])
    found: dict[str, Any] = {}
    for part in parts:
        said = _bound(part, one)
        if said is None or found.keys() & said.keys():
            return None
        found |= said
    return found if found.keys() <= TYPES[one.type].options.fields.keys() else None


def _bound(part: Tree, one: Field) -> dict[str, Any] | None:
    match part:
        case Call("regex", (Answer(""), Literally(str(pattern)))):
            whole = pattern.startswith("^") and pattern.endswith("$")
            return {"pattern": pattern if whole else f"^(?:{pattern})$"}
        case Call(sign, (Call(counted, (Answer(""),)), Literally(int(limit)))) if (counted, sign) in _COUNTED:
            return {_COUNTED[counted, sign]: limit}
        case Call(sign, (Answer(""), Literally(int() | float() as limit))) if sign in _BOUNDS:
            step = _BEYOND.get(sign, 0)
            fits = not step or (one.options.get("decimals") == 0 and isinstance(limit, int))
            return {_BOUNDS[sign]: limit + step} if fits else None
        case _:
            return None


def together(*rules: Rule) -> Rule:
    """All of them, where there are any."""
    given = [rule for rule in rules if rule is not None]
    return {"and": given} if len(given) > 1 else next(iter(given), None)


def shown_within(one: Field, show: Rule) -> Field:
    """The question under the condition of the group that it stands in."""
    return replace(one, show=together(show, one.show))
