"""Plain text: nothing but letters, and no page or picture in disguise."""

import codecs
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from runtime.files.contents.unfit import Unfit

ENCODINGS: Final = ("utf-8", "gb18030")
_PIECE: Final = 1 << 16
_CONTROLS: Final = re.compile(r"[\0-\x08\x0e-\x19\x1c-\x1f\x7f]")
_ELSE: Final = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)\b|%PDF-)", re.IGNORECASE
)


def check(path: Path) -> None:
    """Raises Unfit: it is no text, or one that a browser might take for a page."""
    with path.open("rb") as content:
        if _ELSE.match(content.read(_PIECE)):
            raise Unfit("file.kind")
    if not any(_reads(path, encoding) for encoding in ENCODINGS):
        raise Unfit("file.kind")


def beginning(opened: Callable[[], BinaryIO], letters: int) -> str:
    """So many letters of a text that was checked, whatever it was written in."""
    for encoding in ENCODINGS:
        try:
            with opened() as content, io.TextIOWrapper(content, encoding) as text:
                return text.read(letters)
        except UnicodeDecodeError:
            continue
    return ""


def _reads(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as content:
        try:
            while piece := content.read(_PIECE):
                if _CONTROLS.search(decoder.decode(piece)):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
