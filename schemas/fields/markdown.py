"""Text with headings, lists and links, written and kept as Markdown."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from schemas.fields.kind import FieldType, asking
from schemas.fields.parts.spelling import clean
from schemas.fields.text_limits import MAX_LENGTH
from schemas.model.form import Field
from schemas.words import words

_TAGS: Final = frozenset(
    {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "s", "strong", "ul"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)
"""What may stand on a page. No pictures: they would tell their sender who reads."""

_READER: Final = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])


def _words_of_picture(_self: Any, tokens: Sequence[Token], at: int, *_: Any) -> str:
    return escapeHtml(tokens[at].content)


_READER.add_render_rule("image", _words_of_picture)


def as_html(text: str) -> str:
    """Safe to put on a page as it is."""
    tokens = _READER.parse(text)
    for token in (one for one in tokens if one.type in {"heading_open", "heading_close"}):
        token.tag = "p"  # how deep it would stand among the headings of a page, nobody knows who writes it
        token.attrs = {"class": "prose-heading"} if token.nesting > 0 else {}
    html = _READER.renderer.render(tokens, _READER.options, {})
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={"a": {"href"}, "ol": {"start"}, "p": {"class"}},
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
