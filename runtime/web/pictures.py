"""Pictures that are drawn on the spot."""

import segno
from markupsafe import Markup


def qr(address: str) -> Markup:
    """The address as an SVG that a phone's camera reads, without any style of its own."""
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=2, svgclass="qr", lineclass=None, omitsize=True)
    return Markup(drawn)  # noqa: S704 -- segno draws squares; no text of the address stands in it
