"""A film, taken now or chosen."""

from schemas.fields.kind import asking
from schemas.fields.parts.attached import MOST, Attached
from schemas.fields.photo import CAMERA
from schemas.model.form import Field
from schemas.words import words


class Video(Attached):
    key = "video"
    title = words("Video", "视频")
    icon = "video"
    options = asking(MOST, CAMERA)

    def accept(self, field: Field) -> str:
        return "video/*"
