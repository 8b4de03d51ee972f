"""What the solver has found, as answers: put before the rules as they are, and said in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from schemas import logic
from schemas.fields.registry import type_of
from schemas.filling.places import called
from schemas.filling.visible import settle
from schemas.logic import LogicError, evaluate
from schemas.logic.coercion import truthy
from schemas.model.form import Rule
from schemas.model.process import Process
from schemas.proof.ground import Ground
from schemas.proof.paths.journeys import Stop
from schemas.proof.solving import Found
from schemas.proof.symbolic.premises import DAY, ROW, Sheet
from schemas.proof.symbolic.supposing import Choosing
from schemas.proof.symbolic.unions import Number
from schemas.rules.context_names import ASKED
from schemas.words import LANGUAGES, Words, words

WITHOUT: Final = words("{field} left blank", "{field}未填")
WITH: Final = words("{field} = {value}", "{field} = {value}")
SUCH_AS: Final = words(", for example with {answers}", "，例如{answers}")
_BETWEEN: Final = {"zh-Hans": "、"}
_MOST: Final = 4
"""So many answers are said; more is no example any more."""


@dataclass(frozen=True)
class Example:
    """``answers`` as somebody gives them, and what rules ``read`` of them at the place that was asked about."""

    answers: Mapping[str, Any]
    read: Mapping[str, Any]

    def shuts(self, rules: Iterable[Rule]) -> bool:
        """Whether none of them holds, and that is certain."""
        return all(self.knows(rule) and not self.holds(rule) for rule in rules)

    def knows(self, rule: Rule) -> bool:
        """Whether it reads nothing that nobody can know beforehand."""
        return all(name in self.read for name in logic.names(rule) if name.startswith("@"))

    def holds(self, rule: Rule) -> bool:
        """By the evaluator that runs it."""
        if rule is None:
            return True
        try:
            return truthy(evaluate(rule, dict(self.read)))
        except LogicError:
            return False


def example(
    ground: Ground, found: Found, place: str, suits: Callable[[Example], bool] = bool, *, after: bool = False
) -> Example | None:
    """Of all with which a request of the model comes to the place, the first that suits; None where none does.

    ``after`` those have written who are asked there.
    """
    if found.model is None or found.journeys is None:
        return None
    choosing = Choosing(ground.setting.reckoning, found.model)
    stops = (stop for _, stop in found.journeys.standing(place) if choosing.holds(stop.here))
    shown = (_example(ground, stop, stop.after if after else stop.sheet, choosing) for stop in stops)
    return next((one for one in shown if one is not None and suits(one)), None)


def _example(ground: Ground, stop: Stop, sheet: Sheet, choosing: Choosing) -> Example | None:
    fields = ground.process.form.fields
    kept = {key: choosing.answer(sheet.value(key), fields[key]) for key in sorted(ground.deciding)}
    kept = {key: value for key, value in kept.items() if value is not None}
    answers = {key: value for key, value in kept.items() if fields[key].compute is None}
    read = ground.setting.lookup(sheet, stop.moment)
    around = {DAY: choosing.answer(read(DAY), fields[next(iter(fields))])} if fields else {}
    settled = settle(ground.process.form, answers, around, answers).values
    worked = (key for key in ground.deciding if type_of(fields[key]).worked(fields[key]))
    kept |= {key: settled[key] for key in worked if key in settled}
    if any(settled.get(key) != kept.get(key) for key in ground.deciding) and not ground.roads.gives:
        return None
    return Example(answers, {**kept, **around, **_around(ground, stop, sheet, choosing)})


def _around(ground: Ground, stop: Stop, sheet: Sheet, choosing: Choosing) -> Mapping[str, Any]:
    """What rules read there besides answers."""
    read = ground.setting.lookup(sheet, stop.moment)
    counted = {name: _amount(choosing, read(name)) for name in ("@done", "@open", "@all", ASKED)}
    visits = {key: _amount(choosing, read(f"@visits.{key}")) for key in ground.roads.flow.by_key}
    table = ground.setting.rows.get(stop.moment)
    columns = table.columns if table else ()
    row = {one.key: choosing.answer(ground.setting.cell(one, stop.moment), one) for one in columns}
    return {**counted, "@visits": visits, **({ROW: row} if table else {})}


def _amount(choosing: Choosing, union: Iterable[Any]) -> Any:
    return next((choosing.amount(value.term) for _, value in union if isinstance(value, Number)), None)


def in_words(process: Process, answers: Mapping[str, Any], about: Iterable[str]) -> Words:
    """Of the fields that it is about, what was answered; empty where it is about none."""
    fields = [process.form.fields[key] for key in process.form.fields if key in set(about)][:_MOST]
    said = {lang: [_said(one, answers.get(one.key), lang) for one in fields] for lang in LANGUAGES}
    return Words({lang: _BETWEEN.get(lang, ", ").join(parts) for lang, parts in said.items()}) if fields else Words()


def such_as(process: Process, answers: Mapping[str, Any], about: Iterable[str]) -> Words:
    """The same as the end of a sentence."""
    said = in_words(process, answers, about)
    return SUCH_AS.formatted(answers=said) if said else Words()


def _said(field: Any, value: Any, lang: str) -> str:
    name = called(field).in_(lang)
    if value is None:
        return WITHOUT.formatted(field=name).in_(lang)
    try:
        shown = type_of(field).show(field, value, lang)
    except (TypeError, ValueError, AttributeError, KeyError):
        shown = str(value)
    return WITH.formatted(field=name, value=shown).in_(lang)
