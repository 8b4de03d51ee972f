"""Pictures are written anew: only what can be seen stays, not where it was taken nor what else was hidden in the file."""

from contextlib import suppress
from pathlib import Path
from threading import Semaphore
from typing import Any, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from runtime.files.contents.unfit import Unfit

MOST_PIXELS: Final = 40_000_000
"""Of all frames together."""
MOST_FRAMES: Final = 1000
_MOVING: Final = frozenset({"GIF", "WEBP", "PNG"})
_NOTHING_BESIDE: Final[dict[str, Any]] = dict.fromkeys(("exif", "icc_profile", "xmp", "comment"), b"")
"""Said outright, because what is not said is taken over from the picture that was read."""
_HOW: Final[dict[str, dict[str, Any]]] = {"JPEG": {"quality": 90}, "WEBP": {"quality": 90}}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # the library itself refuses twice as many, in later frames as well

_at_once = Semaphore(2)  # one picture may take 160 MB while it is open


def rewrite(path: Path, kind: str) -> None:
    """Over itself, upright, in the same format; ``kind`` is the library's name of it.

    Raises:
        Unfit: it is none, it is broken, or too large to open.
    """
    fresh = path.with_name(f"{path.name}.fresh")
    try:
        with _at_once, Image.open(path, formats=[kind]) as image:
            _write(image, kind, fresh)
        fresh.replace(path)
    except (Unfit, Image.DecompressionBombError) as refused:
        raise refused if isinstance(refused, Unfit) else _too_large() from refused
    except UnidentifiedImageError as unknown:
        raise Unfit("file.kind") from unknown
    except Exception as broken:  # the library's readers raise whatever they stumble over
        raise Unfit("file.damaged") from broken
    finally:
        fresh.unlink(missing_ok=True)


def _write(image: Image.Image, kind: str, fresh: Path) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _too_large()
    how = {**_NOTHING_BESIDE, **_HOW.get(kind, {})}
    if kind in _MOVING and getattr(image, "is_animated", False):
        _count(image)
        image.save(fresh, kind, save_all=True, **how)
        return
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    image.save(fresh, kind, **how)


def _count(image: Image.Image) -> None:
    """Raises Unfit where the frames together are too many; those of a broken end are passed over by the library."""
    frames = pixels = 0
    with suppress(EOFError):
        while True:
            image.seek(frames)
            frames, pixels = frames + 1, pixels + image.width * image.height
            if frames > MOST_FRAMES or pixels > MOST_PIXELS:
                raise _too_large()
    image.seek(0)


def _too_large() -> Unfit:
    return Unfit("file.too-many-pixels", limit=MOST_PIXELS // 1_000_000)
