"""A process made of what somebody has told the guide. Pure: the same wishes make the same document.

What the guide itself writes is in all languages of the product; what was typed stands in the language it was typed in.
"""

from dataclasses import replace
from typing import Final

from builder.guide.guide_flow import flow_of
from builder.guide.guide_form import CONTACT, form_of, keys_of
from builder.guide.guide_wishes import Wishes
from builder.rehearsal import walk_suggestions
from schemas.model.process import ContactFields, Process

NUMBER: Final = "{yyyy}-{seq:4}"
SHOWN: Final = 2
"""So many answers stand beside a request in lists."""
TELLING: Final = frozenset({"text", "money", "number", "date", "choice"})
"""Kinds whose answers say what a request is about."""


def drafted(wishes: Wishes, key: str) -> Process:
    """The document, without tests. It lints and proves without errors."""
    keys = keys_of(wishes)
    telling = [key for key, one in zip(keys, wishes.questions, strict=True) if one.kind in TELLING]
    return Process(
        key,
        wishes.title,
        form_of(wishes, keys),
        flow_of(wishes, keys),
        number=NUMBER,
        contact=CONTACT if wishes.by != "people" else ContactFields(),
        summary=tuple(telling[:SHOWN]),
        groups=wishes.groups,
    )


def with_tests(process: Process) -> Process:
    """With every test that can be suggested for it: each expects what came of it, and so passes."""
    return replace(process, tests=tuple(one.test for one in walk_suggestions.suggested(process).suggested))
