"""The choices of an XLSForm, and which of them are offered when: a filter becomes a limit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from builder.exchange.conversion_report import Ledger
from builder.exchange.expressions.expression import TOO_LONG, Tree, Unsayable
from builder.exchange.expressions.expression_logic import Speaker
from builder.exchange.xlsform.xlsform_lines import Line, Lines
from schemas.fields.parts.alternatives import Choice
from schemas.model.form import Rule
from schemas.words import words

KNOWN: Final = ("list_name", "name", "label")
MOST_CASES: Final = 300
"""Different conditions of one filter."""
OTHER: Final = "other"
OTHER_TITLE: Final = words("Other", "其他")


@dataclass(frozen=True)
class Offer:
    """A choice, and what its line says of it besides."""

    choice: Choice
    columns: Mapping[str, str]


class Offers:
    """The lists of choices by name."""

    def __init__(self, lines: Lines, usual: str, ledger: Ledger) -> None:
        self._lists: dict[str, list[Offer]] = {}
        for line in lines.lines:
            self._take(line, usual, ledger)

    def __contains__(self, name: str) -> bool:
        return name in self._lists

    def choices(self, name: str) -> tuple[Choice, ...]:
        return tuple(offer.choice for offer in self._lists.get(name, ()))

    def limit(self, name: str, filtered: Tree, speaker: Speaker) -> Rule:
        """Which choices the filter leaves, as a rule: every choice under the condition that its own columns make of it.

        Raises:
            Unsayable: the filter cannot be said.
        """
        cases: dict[str, tuple[Rule, list[str]]] = {}
        for offer in self._lists.get(name, ()):
            condition = replace(speaker, columns=offer.columns).rule(filtered)
            _, consts = cases.setdefault(json.dumps(condition), (condition, []))
            consts.append(offer.choice.const)
        if len(cases) > MOST_CASES:
            raise Unsayable(TOO_LONG)
        return {"merge": [{"if": [condition, consts, []]} for condition, consts in cases.values()]}

    def _take(self, line: Line, usual: str, ledger: Ledger) -> None:
        listed, const = line["list_name"], line["name"]
        if not listed or not const:
            ledger.note(
                "import.left-out", *line.place("name"), name=const or line["label"], what=words("choice", "选项")
            )
            return
        if line.media():
            ledger.note("import.media", *line.place("name"), name=const)
        offers = self._lists.setdefault(listed, [])
        if any(one.choice.const == const for one in offers):
            ledger.note("import.left-out", *line.place("name"), name=const, what=words("a choice twice", "重复的选项"))
            return
        offers.append(Offer(Choice(const, line.texts("label", usual)), line.cells))


def with_other(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices and one more, where the question asks for it and they have none."""
    return choices if any(one.const == OTHER for one in choices) else (*choices, Choice(OTHER, OTHER_TITLE))


def parameters(said: str) -> dict[str, Any]:
    """``start=0 end=10 step=1``, with commas or semicolons between as well."""
    pairs = (
        pair.partition("=")
        for pair in said.replace(",", " ").replace(";", " ").replace(" =", "=").replace("= ", "=").split()
    )
    return {name.strip().lower(): value.strip() for name, parted, value in pairs if parted}
