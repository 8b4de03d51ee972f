"""What a linked request answered, shown here."""

from schemas.fields.computed import Computed
from schemas.fields.kind import asking
from schemas.form import Field
from schemas.words import words

_KEY = {"max_length": 80}


class LookUp(Computed):
    """The value of ``field`` in the request that the question ``from`` links; `schemas.form` makes it a rule."""

    key = "lookup"
    title = words("From the linked request", "取自关联申请")
    icon = "search"
    family = "reference"
    options = asking(
        Field(
            "from",
            "text",
            words("Which linked request?", "取自哪个关联申请？"),
            words("The key of the question that links it.", "填写“关联申请”字段的标识。"),
            required=True,
            options=_KEY,
        ),
        Field(
            "field",
            "text",
            words("Which of its answers?", "取哪一项内容？"),
            words("It must be among those that are shown there.", "须在该关联申请显示的内容之中。"),
            required=True,
            options=_KEY,
        ),
        *Computed.options.fields.values(),
    )
