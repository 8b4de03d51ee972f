"""The answers of a case, with what actions and sub-requests have given."""

from collections.abc import Iterable, Mapping
from typing import Any

from runtime.engine.effects import Answer, Effect
from schemas.filling.answers import Checker


def answers_after(checker: Checker, before: Mapping[str, Any], effects: Iterable[Effect]) -> Mapping[str, Any]:
    """What follows from them by the form's own rules is worked out anew."""
    given = [effect for effect in effects if isinstance(effect, Answer)]
    if not given:
        return before
    answers = dict(before)
    for effect in given:
        if effect.value is None:
            answers.pop(effect.field, None)
        else:
            answers[effect.field] = effect.value
    return checker.read({}, frozenset(), answers).answers
