"""The page about the types of field says what they are now, and shows each."""

import pytest

from builder.commands.field_guide import PATH, written
from schemas.fields.registry import TYPES

LARGEST = 30 * 1024


def test_the_page_is_fresh() -> None:
    assert PATH.read_text(encoding="utf-8") == written(), "run: python -m builder.commands.field_guide"


@pytest.mark.parametrize("key", TYPES)
def test_there_is_a_small_picture_of_every_type(key: str) -> None:
    picture = PATH.with_name("fields") / f"{key}.png"
    assert 0 < len(picture.read_bytes()) <= LARGEST, "run: make pictures"


def test_there_is_a_picture_of_nothing_else() -> None:
    assert {path.stem for path in PATH.with_name("fields").iterdir()} == set(TYPES)
