"""The components of form-js and what they are here. The first of the named types that there is, is taken."""

from collections.abc import Mapping
from typing import Any, Final

from builder.exchange.xlsform.xlsform_types import Likeness

COMPONENTS: Final[Mapping[str, Likeness]] = {
    "textfield": Likeness(("text",)),
    "textfield.email": Likeness(("email",)),
    "textfield.phone": Likeness(("phone",)),
    "textarea": Likeness(("long_text",)),
    "number": Likeness(("number",)),
    "checkbox": Likeness(("yes_no",), {"look": "check"}),
    "checklist": Likeness(("choices",)),
    "taglist": Likeness(("choices",)),
    "radio": Likeness(("choice",), {"look": "radio"}),
    "select": Likeness(("choice",), {"look": "select"}),
    "datetime": Likeness(("datetime", "date")),
    "datetime.date": Likeness(("date",)),
    "datetime.time": Likeness(("time", "text")),
    "filepicker": Likeness(("file",)),
    "text": Likeness(("note",)),
    "expression": Likeness(("computed",)),
}
"""By type, and by type and what makes it another."""
OPTIONS: Final[Mapping[str, str]] = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "pattern": "pattern",
    "min": "minimum",
    "max": "maximum",
    "decimalDigits": "decimals",
    "increment": "step",
    "accept": "accept",
}
"""What a component says of its answers, in ``validate`` or by itself."""
NUMBERS: Final = frozenset({"min", "max", "increment"})
"""Those that may stand as texts, and are numbers."""
SAID_ELSEWHERE: Final = frozenset(
    {
        *("type", "key", "id", "label", "dateLabel", "timeLabel", "description", "layout", "values", "components"),
        *("path", "conditional", "validate", "defaultValue", "disabled", "readonly", "subtype", "text", "expression"),
        *("computeOn", "isRepeating", "allowAddRemove", "showOutline", "searchable", "multiple", "disallowPassedDates"),
        *("verticalAlignment", "defaultRepetitions", "nonCollapsible", *OPTIONS),
    }
)


def likeness(component: Mapping[str, Any]) -> Likeness | None:
    kind = str(component.get("type", "textfield"))
    validate = component.get("validate")
    special = component.get("subtype") or (validate.get("validationType") if isinstance(validate, dict) else None)
    return COMPONENTS.get(f"{kind}.{special}") or COMPONENTS.get(kind)
