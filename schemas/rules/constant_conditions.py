"""What a condition comes to, whatever is answered: known without trying only where it reads nothing."""

from typing import Any

from schemas.logic import LogicError, evaluate
from schemas.logic.coercion import truthy
from schemas.model.form import Rule

READING = frozenset({"var", "missing", "missing_some"})


def always(condition: Rule) -> bool:
    """Holds for every answer; no condition does."""
    return condition is None or _outcome(condition) is True


def never(condition: Rule) -> bool:
    """Holds for no answer."""
    return condition is not None and _outcome(condition) is False


def _outcome(condition: Rule) -> bool | None:
    if _reads(condition):
        return None
    try:
        return truthy(evaluate(condition, {}))
    except LogicError:
        return False


def _reads(rule: Any) -> bool:
    if isinstance(rule, dict):
        return bool(READING & rule.keys()) or any(_reads(one) for one in rule.values())
    return isinstance(rule, list) and any(_reads(one) for one in rule)
