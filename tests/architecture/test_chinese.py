"""Chinese: one word for one thing, as docs/words.md has it, and the marks of its own writing."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

HAN = "[\u4e00-\u9fff]"
SLIPS: Mapping[str, str] = {
    "half-width mark": rf"{HAN}[,;:!?](?![/\w])|[,;!?]{HAN}|{HAN}\.(?!\w)",
    "half-width bracket": rf"{HAN} ?\(|\){HAN}",
    "no space beside Latin": rf"{HAN}[A-Za-z]|[A-Za-z]{HAN}",
    "no space beside a digit": rf"{HAN}(?<![年月])[0-9]|[0-9](?![年月日]){HAN}",
    "space beside a full-width mark": r" [，。；：？！、）]|[，。；：？！、（] ",
    "two dots too many": "…{2}|\\.{3}",
    "你": "你",
}


def spoken(thing: Any) -> Iterator[str]:
    """The Chinese in a document."""
    match thing:
        case {"zh-Hans": str(said), **others}:
            yield said
            yield from spoken(others)
        case dict():
            for part in thing.values():
                yield from spoken(part)
        case list():
            for part in thing:
                yield from spoken(part)


def said_in(tree: ast.Module) -> Iterator[str]:
    """The second of each ``words("…", "…")``."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="words"), args=[_, ast.Constant(value=str(said))]):
                yield said


@pytest.fixture(scope="module")
def texts(root: Path, modules: Mapping[Path, ast.Module]) -> frozenset[str]:
    """All that the product says in Chinese."""
    with (root / "translations/zh_Hans/LC_MESSAGES/messages.po").open("rb") as file:
        screens = [one.string for one in read_po(file, locale="zh_Hans") if one.id]
    documents = [*(root / "schemas/gallery").glob("*.json"), root / "builder/demo.json"]
    return frozenset(
        [
            *(said for one in screens for said in ([one] if isinstance(one, str) else one)),
            *(said for tree in modules.values() for said in said_in(tree)),
            *(said for path in documents for said in spoken(json.loads(path.read_text(encoding="utf-8")))),
            *(path.read_text(encoding="utf-8") for path in (root / "templates/messages").glob("*.zh-Hans.txt")),
        ]
    )


@pytest.fixture(scope="module")
def unused(root: Path) -> tuple[str, ...]:
    """The last column of docs/words.md."""
    rows = re.findall(r"^\|.*\|(.*)\|$", (root / "docs/words.md").read_text(encoding="utf-8"), re.MULTILINE)[2:]
    return tuple(word for row in rows for word in row.strip().split("、") if word)


def test_one_thing_has_one_word(texts: frozenset[str], unused: tuple[str, ...]) -> None:
    assert len(unused) > 20
    assert [(word, said) for word in unused for said in texts if word in said] == []


@pytest.mark.parametrize("slip", SLIPS)
def test_it_is_written_as_chinese_is(texts: frozenset[str], slip: str) -> None:
    plain = [
        re.sub(
            r"%\(\w+\)s|\{[{%].*?[%}]\}|\{\w*(?::\w+)?\}|\S+@\S+|https?:\S+", "\N{OBJECT REPLACEMENT CHARACTER}", said
        )
        for said in texts
    ]
    assert [said for said in plain if re.search(SLIPS[slip], said)] == []
