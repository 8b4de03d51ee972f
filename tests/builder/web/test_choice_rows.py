"""The lines of choices in the designer: read back in both languages, with pictures that are drawn anew."""

import io
import random

from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict

from builder.editing.choice_pictures import as_address
from builder.web.frame.choice_rows import lists_of, picture_problems, read_choices
from schemas.fields.parts.alternatives import Choice, is_picture
from schemas.model.form import Field
from schemas.words import words


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    """One that is hard to make small."""
    drawn = Image.frombytes("RGB", size, random.Random(7).randbytes(3 * size[0] * size[1]))  # noqa: S311 -- a picture, and no secret
    out = io.BytesIO()
    drawn.save(out, kind)
    return out.getvalue()


def sent(name: str, content: bytes) -> MultiDict[str, FileStorage]:
    return MultiDict({name: FileStorage(io.BytesIO(content), filename="a.png", name=name)})


def test_a_matrix_has_two_lists() -> None:
    one = Field("x", "matrix")
    assert list(lists_of(one)) == ["rows", "choices"]
    posted = MultiDict(
        {
            "rows.0.en": "Speed",
            "rows.0.zh-Hans": "速度",
            "rows.1.en": "",
            "choices.0.en": "Good",
            "choices.0.const": "g",
        }
    )
    read = read_choices(one, posted, MultiDict())
    assert read == {"rows": (Choice("speed", words("Speed", "速度")),), "choices": (Choice("g", words("Good")),)}


def test_a_picture_is_put_kept_and_taken_away() -> None:
    posted = MultiDict({"choices.0.en": "Oak", "choices.0.const": "oak"})
    one = Field("x", "image_choice")
    put = read_choices(one, posted, sent("choices.0.picture", picture()))
    assert is_picture(put["choices"][0].image)
    one = one.with_(options=put)
    assert read_choices(one, posted, MultiDict()) == put
    gone = read_choices(one, MultiDict({**posted, "choices.0.bare": "on"}), MultiDict())
    assert gone["choices"][0].image == ""


def test_a_large_picture_is_made_small_enough() -> None:
    for kind in ("PNG", "JPEG", "WEBP"):
        assert is_picture(as_address(picture(kind, (1600, 1200))))


def test_what_is_no_picture_is_said() -> None:
    one = Field("x", "image_choice")
    whole = picture()
    for content in (b"", b"<svg/>", whole[:60]):
        found = sent("choices.0.picture", content)
        assert [problem.code for problem in picture_problems(one, found)] == ["edit.no-picture"]
        posted = MultiDict({"choices.0.en": "Oak"})
        assert read_choices(one, posted, found)["choices"][0].image == ""
    assert not list(picture_problems(one, sent("choices.0.picture", whole)))
