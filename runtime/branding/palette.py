"""All that a page needs of a colour, from the one that a workspace chooses: readable for everybody, in both lights."""

import colorsys
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

READABLE: Final = 4.5
"""The contrast of text and its ground that everybody can read, by WCAG 2.2 AA."""

OURS: Final = "#0b6e6e"
"""The accent of the house itself, as `frontend/css/tokens.css` has it."""

_PAPERS: Final = ("#ffffff", "#fbfaf8", "#f4f1ec")
_NIGHTS: Final = ("#1c1f23", "#15171a", "#101214")
"""What text stands on in the light and in the dark, as `frontend/css/tokens.css` has it."""

_WRITTEN = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_STEP: Final = 0.01

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Shades:
    """``strong`` is for what is pressed, ``soft`` lies under text of the accent, ``on`` is text on the accent."""

    accent: str
    strong: str
    soft: str
    on: str


@dataclass(frozen=True)
class Accent:
    """``chosen`` as it was said; ``light.accent`` differs where that could not be read."""

    chosen: str
    light: Shades
    dark: Shades

    @property
    def adjusted(self) -> bool:
        return self.light.accent != self.chosen


def read_colour(text: str) -> str | None:
    """``#aabbcc`` of what somebody writes; None where it is no colour."""
    found = _WRITTEN.fullmatch(text.strip())
    if not found:
        return None
    digits = found[1].lower()
    return "#" + ("".join(one * 2 for one in digits) if len(digits) == len("abc") else digits)


def contrast(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def accent(chosen: str) -> Accent:
    """The shades of a colour: itself if white can be read on it, else the nearest of its kind on which it can."""
    light = next(shades for shade in _darker(chosen) if _reads(shades := _in_light(shade), _PAPERS))
    dark = next(shades for shade in _lighter(chosen) if _reads(shades := _in_dark(shade), _NIGHTS))
    return Accent(chosen, light, dark)


@lru_cache(maxsize=64)
def stylesheet(chosen: str) -> str:
    """What takes the place of the accent in `frontend/css/tokens.css`."""
    made = accent(chosen)
    pairs = {
        "accent": (made.light.accent, made.dark.accent),
        "accent-strong": (made.light.strong, made.dark.strong),
        "accent-soft": (made.light.soft, made.dark.soft),
        "on-accent": (made.light.on, made.dark.on),
        "focus": (made.light.accent, made.dark.accent),
    }
    plain = "".join(f"--{name}:{light};" for name, (light, _dark) in pairs.items())
    both = "".join(f"--{name}:light-dark({light},{dark});" for name, (light, dark) in pairs.items())
    return f":root{{{plain}}}\n@supports (color:light-dark(#000,#fff)){{:root{{{both}}}}}\n"


def _reads(shades: Shades, grounds: tuple[str, ...]) -> bool:
    """Whether the accent can be read on every ground of the page, and everything on the accent."""
    under = (*grounds, shades.soft, shades.on)
    return all(contrast(shades.accent, one) >= READABLE for one in under) and all(
        contrast(shades.strong, one) >= READABLE for one in (shades.on, shades.soft)
    )


def _in_light(shade: str) -> Shades:
    return Shades(shade, _lit(shade, -0.07), _mixed(shade, "#ffffff", 0.1), "#ffffff")


def _in_dark(shade: str) -> Shades:
    return Shades(shade, _lit(shade, 0.1), _mixed(shade, "#15171a", 0.16), _mixed(shade, "#000000", 0.12))


def _darker(colour: str) -> Iterator[str]:
    yield colour
    yield from _towards(colour, -_STEP)


def _lighter(colour: str) -> Iterator[str]:
    yield colour
    yield from _towards(colour, _STEP)


def _towards(colour: str, step: float) -> Iterator[str]:
    """Step by step to black or to white, which everything can be read on."""
    for count in range(1, round(1 / _STEP) + 1):
        yield _lit(colour, step * count)


def _lit(colour: str, by: float) -> str:
    """The same hue, lighter or darker."""
    hue, light, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    return _hex(colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light + by)), saturation))


def _mixed(colour: str, ground: str, share: float) -> str:
    """So much of the colour, the rest of the ground."""
    first, second = _rgb(colour), _rgb(ground)
    red, green, blue = (one * share + other * (1 - share) for one, other in zip(first, second, strict=True))
    return _hex((red, green, blue))


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _rgb(colour)]  # noqa: PLR2004 -- where sRGB bends
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(parts: Rgb) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
