"""Every problem as a sentence, in every language of the product."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.messages.acting_words import ACTING_WORDS
from schemas.messages.body_words import BODY_WORDS
from schemas.messages.branch_words import BRANCH_WORDS
from schemas.messages.complaints import ANSWER_WORDS
from schemas.messages.customer_words import CUSTOMER_WORDS
from schemas.messages.document_words import DOCUMENT_WORDS
from schemas.messages.exchange_words import EXCHANGE_WORDS
from schemas.messages.formula_words import FORMULA_WORDS
from schemas.messages.lint_words import LINT_WORDS
from schemas.messages.meeting_words import MEETING_WORDS
from schemas.messages.office_words import OFFICE_WORDS
from schemas.messages.planning_words import PLANNING_WORDS
from schemas.messages.twin_words import TWIN_WORDS
from schemas.problem import Problem
from schemas.words import Words

PARTS: Final = (
    DOCUMENT_WORDS,
    LINT_WORDS,
    MEETING_WORDS,
    BRANCH_WORDS,
    CUSTOMER_WORDS,
    ANSWER_WORDS,
    ACTING_WORDS,
    OFFICE_WORDS,
    BODY_WORDS,
    EXCHANGE_WORDS,
    FORMULA_WORDS,
    PLANNING_WORDS,
    TWIN_WORDS,
)
CODES: Final[Mapping[str, Words]] = {code: text for part in PARTS for code, text in part.items()}

if len(CODES) < sum(map(len, PARTS)):
    raise TypeError("the code of a problem has words twice")


def say(problem: Problem, lang: str) -> str:
    """The problem in one language; its bare code where nobody has written words for it.

    A form may have a sentence of its ``own`` for it.
    """
    own = problem.params.get("own")
    if isinstance(own, Words) and own:
        return own.in_(lang)
    text = CODES.get(problem.code)
    return text.in_(lang).format_map(_Spoken(problem.params, lang)) if text else problem.code


def to_json(problem: Problem, lang: str) -> dict[str, Any]:
    """``{"severity", "code", "path", "message"}``, and ``"example"`` and ``"repair"`` where there are any."""
    said = {"severity": problem.severity, "code": problem.code, "path": problem.path, "message": say(problem, lang)}
    shown = {} if problem.example is None else {"example": problem.example}
    return {**said, **shown, **({"repair": [*problem.repair]} if problem.repair else {})}


class _Spoken(dict[str, Any]):
    """What fills the places of a sentence, in one language. A place that nothing fills stays visible as "…"."""

    def __init__(self, params: Mapping[str, Any], lang: str) -> None:
        super().__init__({name: one.in_(lang) if isinstance(one, Words) else one for name, one in params.items()})

    def __missing__(self, name: str) -> str:
        return "…"
