"""Templates and addresses are compiled once for all the houses that tests open in one process.

That is most of what opening a house costs, and says the same each time.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Kept(BytecodeCache):
    """By template and by what it says, so that one that has changed is compiled anew."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._codes.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


def once(build: Callable[..., Any]) -> Callable[..., Any]:
    """What builds an address is decided by the rule alone, whichever house it is of."""
    built: dict[tuple[Any, ...], Any] = {}

    @wraps(build)
    def kept(rule: Rule, append_unknown: bool = True) -> Any:  # noqa: FBT001, FBT002 -- as it is called
        key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in built:
            built[key] = build(rule, append_unknown)
        return built[key]

    return kept


KEPT: Final = Kept()
Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": KEPT}
Rule._compile_builder = once(Rule._compile_builder)  # type: ignore[method-assign]
