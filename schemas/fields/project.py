"""A project whose plan is kept here."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import FieldType, Known, Refused
from schemas.fields.parts.named import read_named, schema_of
from schemas.model.form import Field
from schemas.words import words


class ProjectField(FieldType):
    """An answer is ``{"id", "number", "name"}``; only the id is believed, the rest is looked up and stays as it was then.

    An action may bring steps into the plan of the project that is named here.
    """

    key = "project"
    title = words("Project", "项目")
    icon = "folder-kanban"
    value = "object"
    family = "reference"
    widget = True
    inside = True
    base: ClassVar[Mapping[str, Any]] = schema_of("number", "name")

    def read(self, field: Field, raw: Any) -> dict[str, Any] | None:
        return read_named(raw, "answer.not-a-project", ("number", "name"))

    def confirm(self, field: Field, value: Any, known: Known) -> Any:
        found = known.project(value["id"])
        if found is None:
            raise Refused("answer.not-a-project")
        return dict(found)

    def show(self, field: Field, value: Any, lang: str) -> str:
        if not value:
            return ""
        return " ".join(text for text in (value.get("number"), value.get("name")) if text) or str(value["id"])
