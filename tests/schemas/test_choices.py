"""Alternatives of all kinds: trees written as lines, pictures, what else may be typed, and text with formats."""

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.fields.kind import Refused
from schemas.fields.markdown import as_html
from schemas.fields.parts.alternatives import MOST_OF_A_PICTURE, Choice, is_picture
from schemas.fields.parts.branches import MOST_LEVELS, follow, levels_of, paths_of, tree_of
from schemas.fields.registry import TYPES, offered
from schemas.model.form import Field
from schemas.words import words

TWO = (Choice("web", words("Website", "网站")), Choice("app", words("App", "应用")))


def test_lines_are_a_tree() -> None:
    tree = tree_of(
        "hardware = Hardware | 硬件\n  laptop\n\n      deep\n\tphone = Phone\nsoftware\n  hardware\nhardware\n  tablet"
    )
    assert list(paths_of(tree)) == [
        ("hardware", "laptop", "deep"),
        ("hardware", "phone"),
        ("hardware", "tablet"),
        ("software", "hardware"),
    ]
    assert tree[0].called("zh-Hans") == "硬件"
    assert tree[0].children[0].called("zh-Hans") == "laptop"


@given(st.text(st.sampled_from("ab =|\t\n　"), max_size=60))
def test_every_text_is_some_tree(text: str) -> None:
    tree = tree_of(text)
    assert levels_of(tree) <= MOST_LEVELS
    for path in paths_of(tree):
        assert len(follow(tree, path)) == len(path)


def test_a_tree_is_not_too_deep_to_be_drawn() -> None:
    assert levels_of(tree_of("\n".join("  " * depth + "x" for depth in range(3000)))) == MOST_LEVELS


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_what_else_may_be_typed_is_said_to_any_validator(kind: str) -> None:
    options: dict[str, Any] = {"choices": TWO, "other": True}
    schema = TYPES[kind].schema(Field("x", kind, options=options))
    right, wrong = ("a kiosk", 5) if kind == "choice" else (["web", "a kiosk"], ["web", 5])
    judge = jsonschema.Draft202012Validator(schema)
    assert judge.is_valid(right)
    assert not judge.is_valid(wrong)
    closed = jsonschema.Draft202012Validator(TYPES[kind].schema(Field("x", kind, options={"choices": TWO})))
    assert not closed.is_valid(right)


def test_one_that_goes_alone_is_named_by_its_words_too() -> None:
    asked = Field("x", "choices", options={"choices": TWO, "alone": "网站"})
    with pytest.raises(Refused, match="goes-alone") as refused:
        TYPES["choices"].read(asked, ["app", "web"])
    assert refused.value.params["choice"].in_("en") == "Website"


@pytest.mark.parametrize(
    "image",
    [
        "https://example.com/a.png",
        "data:image/svg+xml;base64,PHN2Zz4=",
        "data:image/png;base64,<script>",
        "data:image/png;base64," + "A" * (MOST_OF_A_PICTURE * 2),
        5,
    ],
)
def test_a_picture_is_small_and_travels_with_the_document(image: Any) -> None:
    with pytest.raises(Refused, match="picture") as refused:
        TYPES["image_choice"].from_schema({"type": "string", "oneOf": [{"const": "a", "x-formloom": {"image": image}}]})
    assert refused.value.at == ("oneOf", 0, "x-formloom", "image")
    assert is_picture("data:image/webp;base64,UklGRg==")


@pytest.mark.parametrize(
    ("kind", "options", "places"),
    [
        ("choice", {}, [""]),
        ("choices", {}, ["/items"]),
        ("matrix", {}, ["/propertyNames", "/additionalProperties"]),
        ("matrix", {"several": True}, ["/propertyNames", "/additionalProperties/items"]),
        ("image_choice", {"several": True}, ["/items"]),
        ("text", {}, []),
    ],
)
def test_alternatives_are_found_where_they_stand(kind: str, options: dict[str, Any], places: list[str]) -> None:
    asked = Field("x", kind, options={"choices": TWO, "rows": TWO, **options})
    assert [at for at, _ in offered(asked)] == places
    schema = TYPES[kind].schema(asked)
    for at, choices in offered(asked):
        found = schema
        for step in at.split("/")[1:]:
            found = found[step]
        assert [one["const"] for one in found["oneOf"]] == [one.const for one in choices]


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("<img src=x onerror=alert(1)>", "<img"),
        ("![who](https://example.com/who.png)", "<img"),
        ("[go](javascript:alert(1))", "href"),
        ("[go](data:text/html,x)", "href"),
        ("# Heading", "<h1"),
        ('<a href="https://example.com" class="x">', "<a"),
    ],
)
def test_formatted_text_is_safe_on_a_page(text: str, absent: str) -> None:
    assert absent not in as_html(text)


def test_a_link_in_formatted_text_says_nothing_of_where_it_stood() -> None:
    assert 'rel="noopener nofollow"' in as_html("[go](https://example.com)")
