"""The flow as others read it: a picture that is well-formed and holds its words, and Mermaid that Mermaid draws."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from playwright.sync_api import Browser, Page

from builder.exchange.flow_drawing import draw
from builder.exchange.mermaid_writing import write_mermaid
from builder.exchange.text_widths import shortened, width_of, wrapped
from builder.gallery import gallery
from schemas.document import load
from schemas.model.flow import Flow, Move, State
from schemas.model.process import Process
from schemas.words import LANGUAGES, words
from tests.front import FRONT
from tests.patterns.guide import document_of, patterns
from tests.schemas.strategies import processes

ROOT = Path(__file__).parents[3]
SVG = "{http://www.w3.org/2000/svg}"
KNOWN = [gallery.ready(key) for key in FRONT] + [load(document_of(one)) for one in patterns()]
NASTY = (
    'end "quoted" | -->',
    "<script>alert(1)</script> & more",
    "`code` #35; {a} [b] (c)",
    "中文，很长的标题；在此",
    "%% no \\ yes",
)


def odd() -> Process:
    """Titles that could mean something to whoever reads them."""
    states = tuple(State(f"s{at}", "task", words(title, title)) for at, title in enumerate(NASTY))
    moves = tuple(Move(f"m{at}", f"s{at}", f"s{at + 1}", words(title, title)) for at, title in enumerate(NASTY[:-1]))
    flow = Flow("s0", (*states, State("end", "end")), (*moves, Move("m", "s4", "end")))
    return replace(gallery.ready("expense"), title=words(NASTY[0], NASTY[3]), flow=flow)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("process", KNOWN, ids=lambda one: one.key)
def test_a_picture_names_every_step_and_draws_every_way(process: Process, lang: str) -> None:
    root = fromstring(draw(process, lang))  # noqa: S314 -- our own
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title about")
    about = root.findtext(f"{SVG}desc") or ""
    assert all((state.title.in_(lang) or state.key) in about for state in process.flow.states)
    assert len(root.findall(f"{SVG}g")) == len(process.flow.states)
    ways = [one for one in root.iter(f"{SVG}path") if "way" in (one.get("class") or "")]
    assert len(ways) == len(process.flow.moves) + 1
    assert "prefers-color-scheme: dark" in (root.findtext(f"{SVG}style") or "")


@settings(max_examples=12)
@given(processes())
def test_whatever_a_flow_says_its_picture_is_well_formed(process: Process) -> None:
    for lang in LANGUAGES:
        fromstring(draw(process, lang))  # noqa: S314 -- our own


def test_no_words_run_out_of_their_box(browser: Browser) -> None:
    """As a real browser measures them, in both languages, on all that the gallery has."""
    page = browser.new_page()
    for process in (*KNOWN[: len(FRONT)], odd()):
        for lang in LANGUAGES:
            page.set_content(draw(process, lang))
            out = page.evaluate(
                """() => [...document.querySelectorAll("g")].flatMap(box => {
                  const frame = box.querySelector("rect").getBoundingClientRect();
                  return [...box.querySelectorAll("text")].filter(text => {
                    const said = text.getBoundingClientRect();
                    return said.left < frame.left || said.right > frame.right || said.top < frame.top || said.bottom > frame.bottom;
                  }).map(text => text.textContent);
                })"""
            )
            assert out == []
    page.close()


@pytest.mark.browser
def test_the_browser_makes_a_png_of_it(browser: Browser) -> None:
    """The page's own script, on the file as it is given away."""
    site, button = "http://pictures.test/", '<button data-as-png="flow" data-name="x.png">PNG</button>'
    script = (ROOT / "frontend/src/designer/picture.js").read_text("utf-8")
    served = {
        "": ("text/html", f'<img id="flow" src="flow.svg">{button}<script type="module" src="picture.js"></script>'),
        "flow.svg": ("image/svg+xml", draw(KNOWN[0], "zh-Hans")),
        "picture.js": ("text/javascript", script),
    }
    page = browser.new_page()
    page.route(f"{site}**", lambda route: route.fulfill(**_answer(served, route.request.url.removeprefix(site))))
    page.goto(site)
    with page.expect_download() as download:
        page.click("button")
    content = download.value.path().read_bytes()
    assert download.value.suggested_filename == "x.png"
    assert content.startswith(b"\x89PNG")
    assert len(content) > 20_000
    page.close()


def _answer(served: Mapping[str, tuple[str, str]], path: str) -> dict[str, Any]:
    kind, body = served.get(path, ("text/plain", ""))
    return {"content_type": kind, "body": body}


@pytest.fixture(scope="module")
def mermaid(browser: Browser) -> Iterator[Page]:
    """A page with the real package."""
    page = browser.new_page()
    page.add_script_tag(path=ROOT / "frontend/node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js")
    page.evaluate("mermaid.initialize({startOnLoad: false, securityLevel: 'strict'})")
    yield page
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("process", [*KNOWN[: len(FRONT)], odd()], ids=lambda one: one.key)
def test_mermaid_draws_every_step_and_way(process: Process, mermaid: Page) -> None:
    for lang in LANGUAGES:
        drawn = mermaid.evaluate(
            """async text => {
              const { svg } = await mermaid.render("flow", text);
              const root = new DOMParser().parseFromString(svg, "text/html");
              return {
                steps: [...root.querySelectorAll(".node")].map(one => one.textContent.trim()),
                ways: root.querySelectorAll(".edgePaths path").length,
              };
            }""",
            write_mermaid(process, lang),
        )
        titles = [" ".join((state.title.in_(lang) or state.key).split()) for state in process.flow.states]
        assert sorted(filter(None, drawn["steps"])) == sorted(titles)
        assert drawn["ways"] == len(process.flow.moves) + 1


@pytest.mark.browser
def test_mermaid_reads_every_pattern(mermaid: Page) -> None:
    texts = [write_mermaid(process, "en") for process in KNOWN[len(FRONT) :]]
    kinds = mermaid.evaluate("texts => Promise.all(texts.map(text => mermaid.parse(text)))", texts)
    assert {kind["diagramType"] for kind in kinds} == {"flowchart-v2"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Analysis",
        "需要客户补充说明的变更申请单",
        "A very long title that says much too much for one box",
        "x" * 90,
        "😀" * 30,
    ],
)
def test_words_are_parted_where_there_is_no_room(text: str) -> None:
    lines = wrapped(text, 14, 150, 3)
    assert 1 <= len(lines) <= 3
    assert all(width_of(line, 14) <= 150 for line in lines)
    assert "".join(lines).replace(" ", "").rstrip("…") in text.replace(" ", "")
    assert width_of(shortened(text, 12, 60), 12) <= 60
