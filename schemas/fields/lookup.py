"""What a linked request answered, or stands in the record of a customer or contact, shown here."""

from schemas.fields.computed import Computed
from schemas.fields.kind import asking
from schemas.model.form import Field
from schemas.words import words

_KEY = {"max_length": 80}


class LookUp(Computed):
    """The value of ``field`` in the request or the record that the question ``from`` names; `schemas.model.form` makes it a rule."""

    key = "lookup"
    title = words("From what is linked", "取自关联记录")
    icon = "search"
    family = "reference"
    options = asking(
        Field(
            "from",
            "text",
            words("From which question?", "取自哪个字段？"),
            words(
                "The key of the question that names a request, a customer or a contact.",
                "填写关联申请、客户或客户联系人字段的标识。",
            ),
            required=True,
            options=_KEY,
        ),
        Field(
            "field",
            "text",
            words("Which of its answers?", "取哪一项内容？"),
            words("It must be among those that are shown there.", "须在该字段显示的内容之中。"),
            required=True,
            options=_KEY,
        ),
        *Computed.options.fields.values(),
    )
