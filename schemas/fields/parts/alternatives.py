"""The alternatives of a choice, in memory and as JSON Schema's ``oneOf``."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from schemas.fields.kind import EXTRA, Family, FieldType, Refused
from schemas.fields.parts.spelling import clean
from schemas.model.form import Field
from schemas.words import LANGUAGES, Words, read_words, words


@dataclass(frozen=True, slots=True)
class Choice:
    """One alternative: what is kept, what a person reads, and a picture as a ``data:`` address.

    A field holds a tuple of them in ``options["choices"]``; one that offers nothing yet has no such option.
    """

    const: str
    title: Words = field(default_factory=Words)
    image: str = ""


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

OTHER: Final = Field("other", "yes_no", words("Something else may be typed", "可填写其他内容"))
SHUFFLED: Final = Field("shuffled", "yes_no", words("In random order", "随机排列"))

MOST_OF_A_PICTURE: Final = 50 * 1024
"""Bytes of the picture of one choice; it travels in the document and in every page."""
PICTURE: Final = r"data:image/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}"
"""What the address of one looks like."""

_PICTURE: Final = re.compile(PICTURE)
_OTHER_TITLE: Final = words("Something else", "其他")


class Offering(FieldType):
    """A type with alternatives among its options."""

    family: ClassVar[Family] = "choice"

    def offered(self, field: Field) -> Mapping[str, tuple[str, ...]]:
        """The options that hold them, and where in the schema of the field each stands, as steps to the ``oneOf``."""
        return {"choices": ()}

    @property
    def in_schema(self) -> frozenset[str]:
        return super().in_schema | self.offered(Field("")).keys()

    @property
    def understood(self) -> frozenset[str]:
        steps = (place[:1] or ("oneOf", "enum") for place in self.offered(Field("")).values())
        return super().understood.union(*steps)


def look(*ways: Choice) -> Field:
    """The option of a type that can be drawn in several ways."""
    return Field("look", "choice", words("Look", "外观"), options={"choices": ways})


def choices_of(asked: Field, option: str = "choices") -> tuple[Choice, ...]:
    return tuple(asked.options.get(option, ()))


def title_of(asked: Field, const: Any, lang: str, option: str = "choices") -> str:
    """What the alternative is called; what was kept itself where it is none of them (any more)."""
    found = next((one for one in choices_of(asked, option) if one.const == const), None)
    return (found and found.title.in_(lang)) or str(const)


def titles_of(asked: Field, consts: Iterable[Any], lang: str) -> str:
    between = "、" if lang.startswith("zh") else ", "
    return between.join(title_of(asked, one, lang) for one in consts)


def read_several(raw: Any) -> list[str] | None:
    """What was chosen, in order, from one text or a list of them; blanks are none.

    Raises:
        Refused: something else.
    """
    if not isinstance(raw, str | list):
        raise Refused("answer.type")
    chosen = [clean(one) for one in ([raw] if isinstance(raw, str) else raw)]
    return [one for one in chosen if one] or None


def write_choices(asked: Field, option: str = "choices") -> dict[str, Any]:
    """``{"oneOf": […]}``, or nothing at all for no choices, since an empty ``oneOf`` is no JSON Schema.

    Where something else may be typed, the last of them is whatever is none of the others.
    """
    choices = choices_of(asked, option)
    written = [_write(one) for one in choices]
    if written and asked.options.get(OTHER.key) is True:
        written.append({"title": _OTHER_TITLE["en"], "not": {"enum": [one.const for one in choices]}})
    return {"oneOf": written} if written else {}


def read_choices(written: Any, option: str = "choices") -> dict[str, Any]:
    """``{"choices": (…)}`` from ``oneOf`` or a plain ``enum``, or nothing where neither stands.

    Raises:
        Refused: `document.choices`, at the one that is no text; `document.picture`, at one that is none.
    """
    keyword = next((one for one in ("oneOf", "enum") if isinstance(written, Mapping) and one in written), None)
    if keyword is None or written[keyword] == []:
        return {}
    if not isinstance(written[keyword], list):
        raise Refused("document.choices", keyword)
    read = _read_const if keyword == "enum" else _read
    listed = [(index, one) for index, one in enumerate(written[keyword]) if not _is_other(one)]
    return {option: tuple(read(one, keyword, index) for index, one in listed)}


def read_within(written: Mapping[str, Any], keyword: str, option: str = "choices") -> dict[str, Any]:
    """As `read_choices`, from the schema under a keyword.

    Raises:
        Refused: as there, one step further down.
    """
    try:
        return read_choices(written.get(keyword), option)
    except Refused as refused:
        raise Refused(refused.code, keyword, *refused.at, **refused.params) from refused


def is_picture(text: str) -> bool:
    """Whether it is a picture in base64 that is small enough to travel with the form."""
    return len(text) <= MOST_OF_A_PICTURE * 4 // 3 + 64 and _PICTURE.fullmatch(text) is not None


def _is_other(written: Any) -> bool:
    return isinstance(written, Mapping) and "not" in written and "const" not in written


def _write(choice: Choice) -> dict[str, Any]:
    first, *_ = LANGUAGES
    others = {lang: text for lang, text in choice.title.items() if lang != first}
    extra = {**({"title": others} if others else {}), **({"image": choice.image} if choice.image else {})}
    return {
        "const": choice.const,
        **({"title": choice.title[first]} if first in choice.title else {}),
        **({EXTRA: extra} if extra else {}),
    }


def _read(raw: Any, *at: str | int) -> Choice:
    if not isinstance(raw, dict) or not isinstance(raw.get("const"), str):
        raise Refused("document.choices", *at)
    others = raw.get(EXTRA, {})
    try:
        first, image = read_words(raw.get("title")), others.get("image", "")
        title = Words({**first, **read_words(others.get("title"))})
    except (AttributeError, TypeError) as wrong:
        raise Refused("document.choices", *at) from wrong
    if image != "" and not (isinstance(image, str) and is_picture(image)):
        raise Refused("document.picture", *at, EXTRA, "image")
    return Choice(raw["const"], title, image)


def _read_const(raw: Any, *at: str | int) -> Choice:
    if not isinstance(raw, str):
        raise Refused("document.choices", *at)
    return Choice(raw, Words({LANGUAGES[0]: raw} if raw else {}))
