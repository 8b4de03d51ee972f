"""The kinds of file that are taken, by the end of the name. What a browser would run (HTML, SVG) is not among them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from runtime.files.contents import archives, boxes, images, plain_text, signatures
from runtime.files.contents.labels import ending
from runtime.files.contents.unfit import Unfit

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Kind:
    """``media_type``: how it is served. ``check`` raises Unfit where the content is another, and may write it anew."""

    media_type: str
    check: Callable[[Path], None]


def _picture(media_type: str, name: str) -> Kind:
    return Kind(media_type, partial(images.rewrite, kind=name))


_WEBM: Final = signatures.beginning(rb"\x1a\x45\xdf\xa3.{0,60}(webm|matroska)")
_OGG: Final = signatures.beginning(rb"OggS\0")
_MP3: Final = signatures.beginning(rb"\xff[\xf2\xf3\xfa\xfb]", rb"ID3[\x02-\x04]")

KINDS: Final[Mapping[str, Kind]] = {
    ".pdf": Kind("application/pdf", signatures.pdf),
    ".png": _picture("image/png", "PNG"),
    ".jpg": _picture("image/jpeg", "JPEG"),
    ".jpeg": _picture("image/jpeg", "JPEG"),
    ".gif": _picture("image/gif", "GIF"),
    ".webp": _picture("image/webp", "WEBP"),
    ".heic": Kind("image/heic", boxes.still),
    ".docx": Kind(f"{_OFFICE}.wordprocessingml.document", archives.holding("[Content_Types].xml", "word")),
    ".xlsx": Kind(f"{_OFFICE}.spreadsheetml.sheet", archives.holding("[Content_Types].xml", "xl")),
    ".pptx": Kind(f"{_OFFICE}.presentationml.presentation", archives.holding("[Content_Types].xml", "ppt")),
    ".odt": Kind(f"{_OPEN}.text", archives.open_document("text")),
    ".ods": Kind(f"{_OPEN}.spreadsheet", archives.open_document("spreadsheet")),
    ".odp": Kind(f"{_OPEN}.presentation", archives.open_document("presentation")),
    ".zip": Kind("application/zip", archives.check),
    ".doc": Kind("application/msword", signatures.office("WordDocument")),
    ".xls": Kind("application/vnd.ms-excel", signatures.office("Workbook", "Book")),
    ".ppt": Kind("application/vnd.ms-powerpoint", signatures.office("PowerPoint Document")),
    ".mp4": Kind("video/mp4", boxes.moving),
    ".m4v": Kind("video/mp4", boxes.moving),
    ".mov": Kind("video/quicktime", boxes.moving),
    ".webm": Kind("video/webm", _WEBM),
    ".weba": Kind("audio/webm", _WEBM),
    ".m4a": Kind("audio/mp4", boxes.moving),
    ".mp3": Kind("audio/mpeg", _MP3),
    ".ogg": Kind("audio/ogg", _OGG),
    ".opus": Kind("audio/ogg", _OGG),
    ".wav": Kind("audio/wav", signatures.riff(b"WAVE")),
    ".txt": Kind("text/plain", plain_text.check),
    ".md": Kind("text/plain", plain_text.check),
    ".csv": Kind("text/csv", plain_text.check),
}

PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What may be shown in the page, because we have written it anew."""

TEXTS: Final = frozenset({"text/plain", "text/csv"})
"""What can be read in the page."""


def kind_of(label: str) -> Kind:
    """By the end of a cleaned name. Raises Unfit: no such kind is taken."""
    found = KINDS.get(ending(label).lower())
    if found is None:
        raise Unfit("file.kind")
    return found
