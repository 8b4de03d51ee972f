"""Pictures that are drawn on the spot."""

import io
from typing import Final

import segno
from markupsafe import Markup

_LARGEST_DOT: Final = 16
"""Pixels of a square of the code: enough for a poster, and a PNG of a few kilobytes."""


def qr(address: str) -> Markup:
    """The address as an SVG that a phone's camera reads, without any style of its own."""
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=2, svgclass="qr", lineclass=None, omitsize=True)
    return Markup(drawn)  # noqa: S704 -- segno draws squares; no text of the address stands in it


def qr_file(address: str, kind: str) -> bytes:
    """The same to keep and print: ``kind`` is svg or png. With the quiet edge that the standard asks for."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind=kind, scale=_LARGEST_DOT, border=4)
    return out.getvalue()
