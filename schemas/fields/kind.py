"""What every type of field is made of."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from schemas.form import Field, Form
from schemas.words import Words

Value = Literal["text", "number", "boolean", "list", "rows", "files", "person", "none"]
"""What a rule sees of an answer. A date is text in ISO 8601; "none" holds no answer at all."""


class Refused(Exception):
    """An answer that cannot be read as this type; ``code`` and ``params`` become a Problem."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class FieldType(ABC):
    """One type of field: its options, its JSON Schema, and how an answer is read and shown.

    ``keywords`` maps an option to the JSON Schema keyword that says the same, so that the document writes it
    once, in the standard's word; other options stand under ``x-formloom``. ``icon`` is a lucide name.
    """

    key: ClassVar[str]
    title: ClassVar[Words]
    icon: ClassVar[str]
    value: ClassVar[Value]
    base: ClassVar[Mapping[str, Any]]
    options: ClassVar[Form] = Form()
    keywords: ClassVar[Mapping[str, str]] = {}

    def schema(self, field: Field) -> dict[str, Any]:
        """The JSON Schema 2020-12 of an answer, without title and description."""
        said = {self.keywords[name]: value for name, value in field.options.items() if name in self.keywords}
        return {**self.base, **said}

    @abstractmethod
    def read(self, field: Field, raw: Any) -> Any:
        """The clean answer from a posted text or a JSON value; None for a blank one.

        Raises:
            Refused: it cannot be one of these.
        """

    @abstractmethod
    def show(self, field: Field, value: Any, lang: str) -> str:
        """The answer as plain text for a person; empty for None."""
