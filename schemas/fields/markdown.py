"""Text with headings, lists and links, written and kept as Markdown."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import nh3
from markdown_it import MarkdownIt

from schemas.fields.kind import FieldType, asking
from schemas.fields.lengths import MAX_LENGTH
from schemas.fields.spelling import clean
from schemas.form import Field
from schemas.words import words

_TAGS: Final = frozenset(
    {"a", "blockquote", "br", "code", "em", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong", "ul"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)
"""What may stand on a page. No pictures: they would tell their sender who reads."""
_LEVELS: Final = {"h1": "h4", "h2": "h5", "h3": "h6", "h4": "h6", "h5": "h6"}
"""A heading in an answer stands below those of the page."""

_READER: Final = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
_READER.disable("image")


def as_html(text: str) -> str:
    """Safe to put on a page as it is."""
    tokens = _READER.parse(text)
    for token in tokens:
        token.tag = _LEVELS.get(token.tag, token.tag) if token.type.startswith("heading") else token.tag
    html = _READER.renderer.render(tokens, _READER.options, {})
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    )


def as_text(text: str) -> str:
    """The words alone, a line for each block."""
    lines = ("".join(_said(one) for one in token.children or ()) for token in _READER.parse(text) if token.children)
    return "\n".join(line for line in lines if line)


def _said(token: Any) -> str:
    return "\n" if token.type in {"softbreak", "hardbreak"} else token.content


class Markdown(FieldType):
    key = "markdown"
    title = words("Formatted text", "富文本")
    icon = "letter-text"
    value = "text"
    family = "text"
    widget = True
    base: ClassVar[Mapping[str, Any]] = {"type": "string", "contentMediaType": "text/markdown"}
    keywords: ClassVar[Mapping[str, str]] = {"max_length": "maxLength"}
    options = asking(
        MAX_LENGTH,
        Field(
            "rows",
            "number",
            words("Height in lines", "高度（行）"),
            options={"minimum": 2, "maximum": 40, "decimals": 0},
        ),
    )

    def read(self, field: Field, raw: Any) -> str | None:
        return clean(raw) or None

    def html(self, value: Any) -> str:
        """An answer as HTML that is safe to put on a page as it is."""
        return as_html(value) if isinstance(value, str) else ""

    def show(self, field: Field, value: Any, lang: str) -> str:
        return as_text(value) if value else ""
