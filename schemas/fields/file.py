"""Files of any kind."""

from schemas.fields.kind import asking
from schemas.fields.parts.attached import MOST, Attached
from schemas.model.form import Field
from schemas.words import words


class Files(Attached):
    """``accept`` is a list as HTML has it: ``.pdf, image/*``. ``shrink``: photos are made smaller before they are sent."""

    key = "file"
    title = words("Files", "附件")
    icon = "paperclip"
    options = asking(
        MOST,
        Field("accept", "text", words("Kinds accepted", "允许的类型"), options={"max_length": 300}),
        Field("shrink", "yes_no", words("Make photos smaller before they are sent", "上传前压缩照片")),
    )
