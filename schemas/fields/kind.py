"""What every type of field is made of."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Protocol

from schemas.model.form import Field, Form, Page, Rule, Section
from schemas.words import LANGUAGES, Words

EXTRA = "x-formloom"
"""Where a property says what JSON Schema has no word for."""

Value = Literal["text", "number", "boolean", "list", "rows", "files", "person", "object", "sealed", "none"]
"""What a rule sees of an answer. A date is text in ISO 8601; an "object" has named parts; of what is "sealed" a rule
sees only whether it is there; "none" holds no answer at all."""

Family = Literal["text", "number", "choice", "time", "people", "place", "media", "reference", "layout", "house"]
"""Under which heading a designer finds a type."""


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of an "object" answer: what a rule sees of it, and whether it is posted as several values.

    ``choices`` are pairs of what is kept and its title, where it is one of a few.
    """

    value: Value = "text"
    several: bool = False
    title: Words = field(default_factory=Words)
    choices: tuple[tuple[str, Words], ...] = ()


class Refused(Exception):
    """An answer that cannot be read as this type; ``code`` and ``params`` become a Problem.

    ``at`` are the steps down to the part that is wrong, where it is not the whole.
    """

    def __init__(self, code: str, *at: str | int, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.at = at
        self.params = params


class Known(Protocol):
    """Facts from outside that an answer may name."""

    def person(self, key: str, groups: frozenset[str] = frozenset(), departments: frozenset[str] = frozenset()) -> Any:
        """The address of a person who may be named, by it or by their short key; None where there is nobody.

        With ``groups`` or ``departments`` (keys), somebody who is in one of them.
        """

    def file(self, key: str) -> Mapping[str, Any] | None:
        """``{"id", "name", "size", "type"}`` of a file that was sent to us, or None."""

    def department(self, key: str) -> str | None:
        """The key of a department that is called so, or has that key."""

    def customer(self, key: str) -> Mapping[str, Any] | None:
        """``{"id", "name"}`` of a customer with that id or name."""

    def contact(self, key: str) -> Mapping[str, Any] | None:
        """``{"id", "name", "email"}`` of a contact with that id or address."""

    def request(self, key: str) -> Mapping[str, Any] | None:
        """A request that may be read, by its id or number: ``{"id", "number", "process", "title", "values", "said"}``.

        ``values`` are its answers as far as they may be read, by field; ``said`` is the same for people, with the
        ``title`` of each field and its ``text``, both as words.
        """

    def project(self, key: str) -> Mapping[str, Any] | None:
        """``{"id", "number", "name"}`` of an open project with that id, number or name."""

    def taken(self, field: str, value: Any) -> bool:
        """Whether another request of the process has the same answer to a field."""

    def earlier(self, field: str, value: Any) -> int:
        """How many other requests of the process have the same answer to a field."""

    def seal(self, text: str) -> str:
        """The text as only those whom it is for can open it; what is sealed already stays as it is."""

    def metadata(self, name: str) -> str | None:
        """What the house itself knows of the filling: ``start``, ``end``, ``channel``, ``language``, ``user``, ``link``."""

    def serial(self, field: str, pattern: str) -> str | None:
        """The next number of a field's own count; None where none is due."""


class FieldType(ABC):
    """One type of field: its options, its JSON Schema, and how an answer is read and shown.

    ``base`` is the JSON Schema that every field of the type has. ``keywords`` maps an option to the JSON Schema
    keyword that says the same, so that the document writes it once, in the standard's word; all other options
    stand under ``x-formloom`` by their own names. ``icon`` is a lucide name.

    ``given`` says who gives the answer: somebody who types it, a rule, or the house itself, which is asked for it by
    ``filled`` once, when the request is made. ``widget``: the page brings a script for it. ``in_table``: it may be the
    column of a table.

    ``from_schema`` is the inverse of ``schema`` and ``extras`` together: for any field of the type
    ``from_schema({**schema(field), "x-formloom": extras(field)}) == field.options``.
    """

    key: ClassVar[str]
    title: ClassVar[Words]
    icon: ClassVar[str]
    value: ClassVar[Value]
    base: ClassVar[Mapping[str, Any]]
    options: ClassVar[Form] = Form()
    keywords: ClassVar[Mapping[str, str]] = {}
    family: ClassVar[Family] = "text"
    given: ClassVar[Literal["typed", "computed", "house"]] = "typed"
    widget: ClassVar[bool] = False
    in_table: ClassVar[bool] = True
    inside: ClassVar[bool] = False

    def parts(self, field: Field) -> Mapping[str, Part]:
        """The parts of an answer that has some, each with a control of its own, posted as ``key/part``."""
        return {}

    def readable(self, field: Field) -> Mapping[str, Part]:
        """The parts that rules may read: those that are asked, and those that are worked out."""
        return self.parts(field)

    def worked(self, field: Field) -> Mapping[str, Rule]:
        """The parts that rules work out once the others are there, in order; they read the field by its own key."""
        return {}

    def value_of(self, field: Field) -> Value:
        """What a rule sees of an answer to this very field."""
        return self.value

    def schema(self, field: Field) -> dict[str, Any]:
        """The JSON Schema 2020-12 of an answer, without title, description and ``x-formloom``."""
        said = {self.keywords[name]: value for name, value in field.options.items() if name in self.keywords}
        return {**self.base, **said}

    def extras(self, field: Field) -> dict[str, Any]:
        """The options that JSON Schema has no word for, as plain JSON: they stand in ``x-formloom``."""
        return {name: value for name, value in field.options.items() if name not in self.in_schema}

    def from_schema(self, written: Mapping[str, Any]) -> dict[str, Any]:
        """The options that a property of the document's schema says, unchecked.

        Raises:
            Refused: a part of it has not the shape that this type needs.
        """
        names = {keyword: name for name, keyword in self.keywords.items()}
        said = {names[keyword]: value for keyword, value in written.items() if keyword in names}
        extras = written.get(EXTRA, {})
        return said | {name: extras[name] for name in self.options.fields if name in extras and name not in said}

    @property
    def in_schema(self) -> frozenset[str]:
        """The names of the options that ``schema`` says."""
        return frozenset(self.keywords)

    @property
    def understood(self) -> frozenset[str]:
        """The JSON Schema keywords that ``from_schema`` reads or takes for granted; others have no meaning here."""
        return frozenset({*self.base, *self.keywords.values()})

    @property
    def extra_names(self) -> frozenset[str]:
        """The names of the options that may stand in ``x-formloom``."""
        return frozenset(self.options.fields) - self.in_schema

    @abstractmethod
    def read(self, field: Field, raw: Any) -> Any:
        """The clean answer from a posted text or a JSON value; None for a blank one.

        What the JSON Schema of the type says (bounds, lengths, choices) is not looked at here: the checker asks
        a validator for all fields at once.

        Raises:
            Refused: it cannot be one of these.
        """

    def confirm(self, field: Field, value: Any, known: Known) -> Any:
        """The answer once the facts from outside are looked up.

        Raises:
            Refused: what it names does not exist.
        """
        return value

    def filled(self, field: Field, known: Known) -> Any:
        """The answer that the house gives; None for none."""
        return None

    @abstractmethod
    def show(self, field: Field, value: Any, lang: str) -> str:
        """The answer as plain text for a person; empty for None."""

    def cell(self, field: Field, value: Any, lang: str) -> str | float:
        """The answer as the cell of a spreadsheet: a number where it is one, or else text."""
        return self.show(field, value, lang)

    def headings(self, field: Field) -> tuple[Words, ...]:
        """Over the columns that the answer takes in a table of requests."""
        return (field.title or Words({LANGUAGES[0]: field.key}),)

    def spread(self, field: Field, value: Any, lang: str) -> tuple[str | float, ...]:
        """The answer in those columns, which may be those of another version of the field."""
        return (self.cell(field, value, lang),)


def asking(*fields: Field) -> Form:
    """The options of a type, as a form of one page without headings."""
    return Form((Page("options", sections=(Section("options", fields=fields),)),))
