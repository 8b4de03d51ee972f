"""Something spoken or heard: recorded here, or a file."""

from schemas.fields.kind import asking
from schemas.fields.parts.attached import MOST, Attached
from schemas.model.form import Field
from schemas.words import words


class Audio(Attached):
    """``longest``: seconds after which a recording ends by itself."""

    key = "audio"
    title = words("Sound", "录音")
    icon = "mic"
    widget = True
    options = asking(
        MOST,
        Field(
            "longest",
            "number",
            words("Longest recording, in seconds", "最长录音（秒）"),
            options={"minimum": 5, "maximum": 3600, "decimals": 0},
        ),
    )

    def accept(self, field: Field) -> str:
        return "audio/*"
