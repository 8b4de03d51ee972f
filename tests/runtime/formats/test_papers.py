"""Papers: what stands on them, read by an independent reader; the same bytes each time; no text is ever markup."""

import hashlib
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pypdf
import pytest

from runtime.formats.papers import (
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Notice,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Signature,
    Table,
    pdf,
)
from schemas.words import words

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SUM = Table(
    (Column(words("Kind of cost", "成本类别"), share=2), Column(words("Amount", "金额"), right=True)),
    (
        (words("Labour", "人工"), "1,200.00"),
        (Cell(words("Total", "合计"), bold=True), Cell("1,350.50", "warn", bold=True)),
    ),
)
DOT = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="4"/></svg>'
BLOCKS = (
    Heading(words("Impact", "影响评估")),
    Paragraph(words("Line one\nLine two", "第一行\n第二行")),
    Facts(((words("Customer", "客户"), "蓝湖科技有限公司"),)),
    SUM,
    Notice(words("Over the budget", "超出预算"), "bad"),
    Picture(DOT, "dot", 10),
    PageBreak(),
    Signature(words("For the customer", "客户签字"), "王伟", "2026-11-24"),
)


def paper(*blocks: Block, **more: Any) -> Paper:
    told = {"title": words("Change impact report", "变更影响报告"), "number": "CR-2026-0042", "house": "蓝海 Ltd"}
    return Paper(blocks=blocks, now=NOW, **{**told, **more})


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def told(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(content).pages)


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("en", ["Change impact report", "Impact", "Line one\nLine two", "Labour", "Total", "Over the budget", "Date"]),
        ("zh-Hans", ["变更影响报告", "影响评估", "第一行\n第二行", "人工", "合计", "超出预算", "客户签字", "日期"]),
    ],
)
def test_all_that_was_written_stands_there_in_both_languages(lang: str, shown: list[str]) -> None:
    made = pdf(paper(*BLOCKS, subtitle="S", note="N"), lang)
    text = told(made)
    for one in (*shown, "CR-2026-0042", "蓝海 Ltd", "蓝湖科技有限公司", "1,350.50", "王伟", "2026-11-24"):
        assert one in text
    pages = [page.extract_text() for page in read(made).pages]
    says = {"en": "Page {} of 2", "zh-Hans": "第 {} 页，共 2 页"}[lang]
    assert [says.format(number) in page for number, page in enumerate(pages, 1)] == [True, True]


def test_every_font_that_is_used_is_in_the_file() -> None:
    made = read(pdf(paper(*BLOCKS), "zh-Hans"))
    fonts = [font for page in made.pages for font in page["/Resources"]["/Font"].values()]
    inner = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts]
    assert inner
    assert all({"/FontFile2", "/FontFile3"} & set(one) for one in inner)


def test_the_same_paper_of_the_same_moment_is_the_same_file() -> None:
    def seal(one: Paper, lang: str = "en") -> str:
        return hashlib.sha256(pdf(one, lang)).hexdigest()

    first = seal(paper(*BLOCKS))
    assert first == seal(paper(*BLOCKS))
    assert first != seal(paper(*BLOCKS[:-1]))
    assert first != seal(paper(*BLOCKS), "zh-Hans")
    later = Paper("T", BLOCKS, NOW + timedelta(seconds=1))
    assert seal(Paper("T", BLOCKS, NOW)) != seal(later)


MARKUP = [
    '#panic("x")',
    "*bold* _it_ $x^2$ `raw` = head",
    '"); #read("/etc/passwd") //',
    "{page} {pages} <label> @ref \\ #let",
    '{"kind":"page"}',
    "</script><b>&amp;",
    "a\x00b\x1f\ud800c",
]


@pytest.mark.parametrize("text", MARKUP)
def test_no_text_is_markup(text: str) -> None:
    row = Table((Column(text), Column(text, right=True)), ((text, Cell(text, "good")),))
    made = pdf(
        paper(
            Heading(text),
            Paragraph(text),
            Facts(((text, text),)),
            row,
            Notice(text),
            Signature(text, text, text),
            title=text,
            number=text,
            house=text,
            subtitle=text,
            note=text,
        ),
        "en",
    )
    plain = "".join(letter for letter in text if letter.isprintable())
    seen = "".join(told(made).split())
    assert seen.count("".join(plain.split())) >= 12


def test_a_long_word_stays_on_the_paper_and_whole() -> None:
    word = "x" * 170
    text = read(pdf(paper(Paragraph(word), Facts((("a", word),))), "en")).pages[0].extract_text()
    assert word not in text
    assert text.replace("\n", "").count(word) == 2


def test_a_long_table_repeats_its_head() -> None:
    rows = tuple((f"row {number}", str(number)) for number in range(200))
    pages = read(pdf(paper(Table(SUM.columns, rows)), "en")).pages
    assert len(pages) > 4
    assert all("Kind of cost" in page.extract_text() for page in pages)
