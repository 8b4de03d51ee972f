"""Conditions as FEEL, as far as it says the same plainly."""

import json
from collections.abc import Callable
from typing import Any, Final

from schemas.model.form import Rule

_SIGNS: Final = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "and": "and", "or": "or"}
_PLAIN: Final[Callable[[str], bool]] = str.isidentifier


def feel(rule: Rule) -> str:
    """The condition; empty where FEEL would say something else, or nothing that others read."""
    match rule:
        case {"var": str(name)} if _PLAIN(name) and name.isascii():
            return name
        case {"!": [inside]} | {"!": dict(inside)}:
            said = feel(inside)
            return f"not({said})" if said else ""
        case dict() if len(rule) == 1:
            ((word, given),) = rule.items()
            return _joined(word, given)
        case None:
            return "null"
        case bool() | int() | float() | str():
            return json.dumps(rule, ensure_ascii=False)
        case _:
            return ""


def _joined(word: str, given: Any) -> str:
    if word not in _SIGNS or not isinstance(given, list):
        return ""
    said = [feel(one) for one in given]
    if not all(said) or (word not in ("and", "or") and len(said) != 2):  # noqa: PLR2004 -- a left and a right side
        return ""
    inner = [f"({one})" if " or " in one and word == "and" else one for one in said]
    return f" {_SIGNS[word]} ".join(inner)
