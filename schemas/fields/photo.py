"""Photos, taken now or chosen."""

from typing import Final

from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.fields.parts.attached import MOST, Attached
from schemas.model.form import Field
from schemas.words import words

CAMERA: Final = Field(
    "camera",
    "choice",
    words("A phone opens", "手机上打开"),
    options={
        "choices": (
            Choice("environment", words("The camera at its back", "后置摄像头")),
            Choice("user", words("The camera at its front", "前置摄像头")),
        )
    },
)
"""Without it, a phone offers to choose a file as well."""


class Photo(Attached):
    """Made smaller before it is sent, unless ``full_size`` is asked for."""

    key = "photo"
    title = words("Photo", "照片")
    icon = "camera"
    widget = True
    options = asking(MOST, CAMERA, Field("full_size", "yes_no", words("Send in full size", "上传原图")))

    def accept(self, field: Field) -> str:
        return "image/*"
