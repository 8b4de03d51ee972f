"""Templates: no inline script or style, every word translated, every icon drawn."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
ATTRIBUTE = re.compile(r"""[\w-]+=(?:"[^"]*"|'[^']*')|\w+(?:-\w+)+""")
WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = {"alt", "aria-label", "placeholder", "title"}
NAMES = {"Formloom"}
"""What is the same in every language."""

LANGUAGES = ("zh_Hans",)


class Page(HTMLParser):
    """What a template holds once its Jinja is gone: elements with their attributes, and words."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(JINJA.sub("", source))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.elements.append((tag, held))
        self.words += [held[name] for name in SPOKEN & held.keys()]

    def handle_data(self, data: str) -> None:
        if self.lasttag not in {"script", "style"} or not self.rawdata:
            self.words.append(data)


def pages(templates: Mapping[Path, str]) -> Iterator[tuple[Path, Page]]:
    return ((path, Page(source)) for path, source in templates.items())


def test_nothing_is_inline(templates: Mapping[Path, str]) -> None:
    def inline(tag: str, held: Mapping[str, str]) -> bool:
        script = tag == "script" and "src" not in held and held.get("type") != "application/json"
        return script or tag == "style" or "style" in held or any(name.startswith(("on", "hx-on")) for name in held)

    found = [f"{path}: <{tag}>" for path, page in pages(templates) for tag, held in page.elements if inline(tag, held)]
    assert found == []


def reads_like_words(text: str) -> bool:
    """Not so: attributes and class names, which macros write as text."""
    words = set(WORD.findall(ATTRIBUTE.sub(" ", text))) - NAMES
    return len(words) > 1 or any(not word.islower() for word in words)


def test_every_word_goes_through_translation(templates: Mapping[Path, str]) -> None:
    bare = [
        f"{path}: {words.strip()}" for path, page in pages(templates) for words in page.words if reads_like_words(words)
    ]
    assert bare == []


def messages(root: Path) -> set[str]:
    """Every text that templates and views pass to gettext."""
    mapping, options = parse_mapping_cfg(io.StringIO((root / "babel.cfg").read_text(encoding="utf-8")))
    keywords = {**DEFAULT_KEYWORDS, "lazy": None}
    found = extract_from_dir(root, mapping, options, keywords, directory_filter=ours)
    return {one[2] if isinstance(one[2], str) else one[2][0] for one in found}


def ours(folder: str) -> bool:
    return not Path(folder).name.startswith((".", "_")) and Path(folder).name != "node_modules"


def catalogue(root: Path, lang: str) -> Catalog:
    with (root / "translations" / lang / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_is_translated(root: Path, lang: str) -> None:
    known = catalogue(root, lang)
    done = {
        one.id if isinstance(one.id, str) else one.id[0]
        for one in known
        if one.id and not one.fuzzy and all([one.string] if isinstance(one.string, str) else one.string)
    }
    used = messages(root)
    assert sorted(used - done) == []
    assert sorted(done - used) == []


def places(texts: str | tuple[str, ...] | list[str]) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|\{\w+\}", texts if isinstance(texts, str) else " ".join(texts)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_translations_fill_the_same_places(root: Path, lang: str) -> None:
    """All of those that the original's singular or plural has."""
    wrong = [one.id for one in catalogue(root, lang) if one.id and one.string and places(one.string) != places(one.id)]
    assert wrong == []


def test_every_icon_is_drawn(root: Path, templates: Mapping[Path, str]) -> None:
    built = json.loads((root / "static/manifest.json").read_text(encoding="utf-8"))
    there = json.loads((root / "static" / built["icons.json"]).read_text(encoding="utf-8"))
    used = {name for source in templates.values() for name in re.findall(r"""\bicon\(["']([a-z0-9-]+)["']""", source)}
    assert used - there.keys() == set()
