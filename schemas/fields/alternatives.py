"""The alternatives of a choice, in memory and as JSON Schema's ``oneOf``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from schemas.fields.kind import EXTRA, Refused
from schemas.form import Field
from schemas.words import LANGUAGES, Words, read_words, words


@dataclass(frozen=True, slots=True)
class Choice:
    """One alternative: what is kept, and what a person reads.

    A field holds a tuple of them in ``options["choices"]``; one that offers nothing yet has no such option.
    """

    const: str
    title: Words = field(default_factory=Words)


CHOICES: Final = Field(
    "choices",
    "table",
    words("Choices", "选项"),
    columns=(
        Field("const", "text", words("Kept as", "存储值"), required=True),
        Field("title", "text", words("Title", "显示文字")),
    ),
)
"""The option as a question. What a field holds is a tuple of `Choice`, whose titles are in several languages."""


def look(*ways: Choice) -> Field:
    """The option of a type that can be drawn in several ways."""
    return Field("look", "choice", words("Look", "外观"), options={"choices": ways})


def choices_of(asked: Field) -> tuple[Choice, ...]:
    return tuple(asked.options.get("choices", ()))


def title_of(asked: Field, const: Any, lang: str) -> str:
    """What the alternative is called; what was kept itself where it is none of them (any more)."""
    found = next((one for one in choices_of(asked) if one.const == const), None)
    return (found and found.title.in_(lang)) or str(const)


def write_choices(asked: Field) -> dict[str, Any]:
    """``{"oneOf": […]}``, or nothing at all for no choices, since an empty ``oneOf`` is no JSON Schema."""
    written = [_write(one) for one in choices_of(asked)]
    return {"oneOf": written} if written else {}


def read_choices(written: Mapping[str, Any]) -> dict[str, Any]:
    """``{"choices": (…)}`` from ``oneOf`` or a plain ``enum``, or nothing where neither stands.

    Raises:
        Refused: `document.choices`, at the one that is no text.
    """
    keyword = next((one for one in ("oneOf", "enum") if one in written), None)
    if keyword is None or written[keyword] == []:
        return {}
    if not isinstance(written[keyword], list):
        raise Refused("document.choices", keyword)
    read = _read_const if keyword == "enum" else _read
    return {"choices": tuple(read(one, keyword, index) for index, one in enumerate(written[keyword]))}


def _write(choice: Choice) -> dict[str, Any]:
    first, *_ = LANGUAGES
    others = {lang: text for lang, text in choice.title.items() if lang != first}
    return {
        "const": choice.const,
        **({"title": choice.title[first]} if first in choice.title else {}),
        **({EXTRA: {"title": others}} if others else {}),
    }


def _read(raw: Any, *at: str | int) -> Choice:
    if not isinstance(raw, dict) or not isinstance(raw.get("const"), str):
        raise Refused("document.choices", *at)
    others = raw.get(EXTRA, {})
    try:
        first = read_words(raw.get("title"))
        return Choice(raw["const"], Words({**first, **read_words(others.get("title"))}))
    except (AttributeError, TypeError) as wrong:
        raise Refused("document.choices", *at) from wrong


def _read_const(raw: Any, *at: str | int) -> Choice:
    if not isinstance(raw, str):
        raise Refused("document.choices", *at)
    return Choice(raw, Words({LANGUAGES[0]: raw}))
