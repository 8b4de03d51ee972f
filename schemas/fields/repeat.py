"""A section that may be filled in several times."""

from schemas.fields.kind import asking
from schemas.fields.table import Table
from schemas.model.form import Field
from schemas.words import words


class Repeat(Table):
    """A table whose rows are drawn as cards, each with its questions below one another. ``row_title`` heads every card."""

    key = "repeat"
    title = words("Repeated section", "可重复分组")
    icon = "copy-plus"
    options = asking(
        *Table.options.fields.values(),
        Field("row_title", "text", words("What one of them is called", "每组名称"), options={"max_length": 60}),
    )
