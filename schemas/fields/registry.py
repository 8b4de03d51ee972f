"""All types of field by their key."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from schemas.fields.address import Address
from schemas.fields.audio import Audio
from schemas.fields.barcode import Barcode
from schemas.fields.cascade import Cascade
from schemas.fields.choice import OneChoice
from schemas.fields.choices import Choices
from schemas.fields.computed import Computed
from schemas.fields.consent import Consent
from schemas.fields.contact import ContactField
from schemas.fields.customer import CustomerField
from schemas.fields.date import Date
from schemas.fields.date_range import DateRange
from schemas.fields.datetime import DateTime
from schemas.fields.department import DepartmentField
from schemas.fields.duration import Duration
from schemas.fields.email import Email
from schemas.fields.file import Files
from schemas.fields.grading import Grading
from schemas.fields.hidden import Hidden
from schemas.fields.image_choice import ImageChoice
from schemas.fields.kind import Family, FieldType
from schemas.fields.location import Location
from schemas.fields.long_text import LongText
from schemas.fields.lookup import LookUp
from schemas.fields.markdown import Markdown
from schemas.fields.matrix import Matrix
from schemas.fields.metadata import Metadata
from schemas.fields.money import Money
from schemas.fields.note import Note
from schemas.fields.number import Number
from schemas.fields.parts.alternatives import Choice, Offering, choices_of
from schemas.fields.people import People
from schemas.fields.percent import Percent
from schemas.fields.person import Person
from schemas.fields.phone import Phone
from schemas.fields.photo import Photo
from schemas.fields.project import ProjectField
from schemas.fields.ranking import Ranking
from schemas.fields.rating import Rating
from schemas.fields.repeat import Repeat
from schemas.fields.request import RequestField
from schemas.fields.scale import Scale
from schemas.fields.secret import Secret
from schemas.fields.serial import Serial
from schemas.fields.signature import Signature
from schemas.fields.slider import Slider
from schemas.fields.table import Table
from schemas.fields.text import Text
from schemas.fields.time import Time
from schemas.fields.url import Url
from schemas.fields.video import Video
from schemas.fields.yes_no import YesNo
from schemas.model.form import Field
from schemas.words import Words, words

FAMILIES: Final[Mapping[Family, Words]] = {
    "text": words("Text", "文字"),
    "number": words("Numbers", "数字"),
    "choice": words("Choices", "选择"),
    "time": words("Time", "时间"),
    "people": words("People", "人员"),
    "place": words("Places", "地点"),
    "media": words("Files and pictures", "文件与图片"),
    "reference": words("From elsewhere", "引用"),
    "layout": words("Groups and texts", "分组与说明"),
    "house": words("Filled in by itself", "自动填写"),
}
"""Under which headings a designer finds the types, in order."""


def registered(types: Iterable[FieldType]) -> Mapping[str, FieldType]:
    """The types by key, in order.

    Raises:
        TypeError: two have the same key.
    """
    found: dict[str, FieldType] = {}
    for one in types:
        if one.key in found:
            raise TypeError(f"two types of field are called {one.key}")
        found[one.key] = one
    return MappingProxyType(found)


_RESULTS: Final = (Text(), Number(), Money(), Percent(), YesNo(), OneChoice())
_CELLS: Final = registered(
    (
        *_RESULTS,
        LongText(),
        Markdown(),
        Barcode(),
        Choices(),
        Date(),
        Time(),
        DateTime(),
        DateRange(),
        Duration(),
        Rating(),
        Scale(),
        Slider(),
        Consent(),
        Url(),
        Email(),
        Phone(),
        Person(),
        People(),
        DepartmentField(),
        CustomerField(),
        ContactField(),
        RequestField(),
        ProjectField(),
        Files(),
        Photo(),
        Audio(),
        Video(),
        Signature(),
        Computed(registered(_RESULTS)),
        LookUp(registered(_RESULTS)),
    )
)

TYPES: Final[Mapping[str, FieldType]] = registered(
    (
        *_CELLS.values(),
        Secret(),
        Ranking(),
        Matrix(),
        Grading(),
        ImageChoice(),
        Cascade(),
        Address(),
        Location(),
        Table(_CELLS),
        Repeat(_CELLS),
        Note(),
        Hidden(),
        Serial(),
        Metadata(),
    )
)
"""Every type; the order is the one in which a designer is offered them."""


def offered(field: Field) -> Iterator[tuple[str, tuple[Choice, ...]]]:
    """The alternatives of a field, each bunch with the JSON Pointer to what holds its ``oneOf`` in the field's schema."""
    kind = TYPES.get(field.type)
    for option, steps in (kind.offered(field) if isinstance(kind, Offering) else {}).items():
        yield "".join(f"/{step}" for step in steps), choices_of(field, option)


def type_of(field: Field) -> FieldType:
    """The type of a field.

    Raises:
        KeyError: there is none of that name; `document` and `lint` complain before anybody asks here.
    """
    return TYPES[field.type]
