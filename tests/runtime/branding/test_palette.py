"""Whatever colour a workspace chooses, everybody can read what stands in it and on it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.branding import palette
from runtime.branding.palette import READABLE, contrast

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
TOKENS = Path(__file__).parents[3] / "frontend/css/tokens.css"


@given(COLOURS)
def test_every_colour_becomes_readable_in_both_lights(colour: str) -> None:
    made = palette.accent(colour)
    for shades, grounds in ((made.light, ("#ffffff", "#fbfaf8", "#f4f1ec")), (made.dark, ("#1c1f23", "#15171a"))):
        for ground in (*grounds, shades.soft, shades.on):
            assert contrast(shades.accent, ground) >= READABLE
        assert contrast(shades.strong, shades.on) >= READABLE


@given(COLOURS)
def test_a_colour_that_can_be_read_stays_as_it_was_chosen(colour: str) -> None:
    made = palette.accent(colour)
    if made.adjusted:
        assert contrast(colour, made.light.soft) < contrast(made.light.accent, made.light.soft)
    assert palette.accent(made.light.accent).light.accent == made.light.accent


def test_what_is_too_light_by_day_is_right_at_night() -> None:
    made = palette.accent("#ffd400")
    assert made.adjusted
    assert made.dark.accent == "#ffd400"


def test_our_own_colour_needs_no_help() -> None:
    assert not palette.accent(palette.OURS).adjusted


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    written = TOKENS.read_text("utf-8")
    assert f"--accent: light-dark({palette.OURS}" in written
    for name, at in (("paper", 1), ("sunken", 2)):
        assert f"--{name}: light-dark({palette._PAPERS[at]}, {palette._NIGHTS[at]})" in written


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#0B6E6E", "#0b6e6e"),
        ("0b6e6e", "#0b6e6e"),
        (" #abc ", "#aabbcc"),
        ("", None),
        ("teal", None),
        ("#12345", None),
        ("#fff;} body{}", None),
    ],
)
def test_a_colour_is_read_as_people_write_it(text: str, colour: str | None) -> None:
    assert palette.read_colour(text) == colour


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@given(COLOURS)
def test_the_style_sheet_holds_colours_and_nothing_else(colour: str) -> None:
    sheet = palette.stylesheet(colour)
    assert sheet.count("{") == sheet.count("}") == 3
    assert set(sheet) <= set("abcdefghijklmnopqrstuvwxyz0123456789-:;#(),{}@ \n")
