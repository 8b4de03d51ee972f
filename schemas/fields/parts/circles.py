"""Of whom a question for a person may be answered with: everybody, or those of some groups and departments."""

from typing import Any, Final

from schemas.model.form import Field
from schemas.words import words

_KEYS: Final = words("Their keys, with commas between: ccb, finance", "填写标识，用逗号分隔，例如：ccb, finance")

GROUPS: Final = Field(
    "groups", "text", words("Only from these groups", "仅限这些小组"), _KEYS, options={"max_length": 500}
)
DEPARTMENTS: Final = Field(
    "departments",
    "text",
    words("Only from these departments, and those below them", "仅限这些部门及其下级"),
    _KEYS,
    options={"max_length": 500},
)


def keys_in(text: Any) -> tuple[str, ...]:
    """The keys that an option lists."""
    listed = str(text or "").replace("，", ",").replace("、", ",").split(",")
    return tuple(dict.fromkeys(key for one in listed if (key := one.strip())))


def circle_of(asked: Field) -> dict[str, frozenset[str]]:
    """The ``groups`` and ``departments`` that the field is held to, as `Known.person` takes them."""
    return {name: frozenset(keys_in(asked.options.get(name))) for name in ("groups", "departments")}
