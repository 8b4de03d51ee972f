"""Pictures of choices: drawn anew, so small that they travel in the document."""

import base64
import io
from typing import Final

from PIL import Image, ImageOps

from schemas.fields.parts.alternatives import MOST_OF_A_PICTURE

LARGEST: Final = 8 * 1024 * 1024
"""Bytes, as it is sent."""

_BOXES: Final = ((640, 480), (480, 360), (320, 240), (160, 120))
"""Pixels; the first in which the picture is small enough is taken."""
_MOST_PIXELS: Final = 40_000_000
_TAKEN: Final = ("PNG", "JPEG", "WEBP")


class NoPicture(Exception):
    """It is no picture that can be shown beside a choice."""


def as_address(content: bytes) -> str:
    """The ``data:`` address of a WebP with nothing in it but what can be seen.

    Raises:
        NoPicture: no PNG, JPEG or WebP, a broken one, or too large to open.
    """
    try:
        upright = _opened(content)
    except Exception as broken:  # the library's readers raise whatever they stumble over
        raise NoPicture from broken
    written = next(one for one in (_written(upright, box) for box in _BOXES) if len(one) <= MOST_OF_A_PICTURE)
    return f"data:image/webp;base64,{base64.b64encode(written).decode()}"


def _opened(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=_TAKEN) as sent:
        if len(content) > LARGEST or sent.width * sent.height > _MOST_PIXELS:
            raise NoPicture
        return ImageOps.exif_transpose(sent).convert("RGBA")


def _written(picture: Image.Image, box: tuple[int, int]) -> bytes:
    small = picture.copy()
    small.thumbnail(box)
    out = io.BytesIO()
    small.save(out, "WEBP", quality=75, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()
