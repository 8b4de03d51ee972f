"""Texts and numbers as they stand in a formula."""

import json
import re
from decimal import Decimal
from typing import Any, Final

_ESCAPES: Final = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\([\"\\/bfnrt”“])")
_MEANT: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_UNSEEN: Final = re.compile("[\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ud800-\udfff]")
"""What an eye would miss in a text, or no page can carry."""


def text_of(written: str) -> str:
    r"""What stands between the quotes; ``\"``, ``\n``, ``\u4e2d`` mean what they mean in JSON."""
    return _ESCAPES.sub(_meant, written[1:-1])


def _meant(escape: re.Match[str]) -> str:
    if escape[1]:
        return _MEANT.get(escape[1], escape[1])
    return str(json.loads(f'"{escape[0]}"'))


def number_of(written: str) -> float:
    """The number; ``5%`` is 0.05.

    Raises:
        ValueError: no computer keeps a number of that size.
    """
    if written[-1] in "%％":
        return _finite(float(Decimal(written[:-1]) / 100))
    return _finite(float(written)) if set(written) & set(".eE") else int(written)


def _finite(value: float) -> float:
    if abs(value) == float("inf"):
        raise ValueError("too large a number")
    return value


def as_json(value: Any) -> str:
    """A text in straight quotes, or any JSON, with what cannot be seen written out."""
    return _UNSEEN.sub(lambda one: f"\\u{ord(one[0]):04x}", json.dumps(value, ensure_ascii=False))
