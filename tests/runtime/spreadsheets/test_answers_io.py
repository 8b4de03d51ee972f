"""Requests as tables, out and in: the same door, the same checks, and never a formula."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest

from runtime.access import Denied
from runtime.asking import Rejected
from runtime.formats.sheet_writing import write_csv, write_workbook
from runtime.formats.sheets import read_sheets, text_of
from runtime.processes import deployment
from runtime.spreadsheets import answers_in, answers_out
from runtime.spreadsheets.answers_in import Mode, Report, Undone
from runtime.store.cases import cases
from runtime.store.missing import Missing
from schemas.fields.parts.alternatives import Choice
from schemas.model.form import Field, Form, Page, Section
from schemas.words import words
from tests.runtime.office import MONDAY, World

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIELDS = (
    Field("client_name", title=words("Name", "姓名")),
    Field("client_email", "email", words("E-mail", "邮箱")),
    Field("wish", title=words("Wish", "愿望"), required=True),
    Field("price", "number", words("Price", "价格"), options={"minimum": 0}),
    Field(
        "colour",
        "choice",
        words("Colour", "颜色"),
        options={"choices": (Choice("r", words("Red", "红色")), Choice("b", words("Blue", "蓝色")))},
    ),
    Field(
        "extras",
        "choices",
        words("Extras", "附加"),
        options={
            "choices": (Choice("g", words("Gift wrap", "礼品包装")), Choice("c", words("Card, by hand", "手写卡片")))
        },
    ),
    Field("day", "date", words("Day", "日期")),
    Field("agreed", "yes_no", words("Agreed", "已同意")),
    Field(
        "items",
        "table",
        words("Items", "明细"),
        columns=(Field("what", title=words("What", "名称")), Field("count", "number", words("Count", "数量"))),
    ),
    Field("secret", title=words("Our margin", "利润")),
)
FULL = {
    "client_name": "Mia",
    "client_email": "mia@client.example",
    "wish": "=1+1",
    "price": 12.5,
    "colour": "b",
    "extras": ["g", "c"],
    "day": "2026-05-01",
    "agreed": True,
    "items": [{"what": "Door", "count": 2}, {"what": "+Key", "count": 3}],
}


@pytest.fixture
def office(world: World) -> World:
    """The office with a form that asks for a bit of everything."""
    form = Form((Page("page", sections=(Section("section", fields=FIELDS),)),))
    flow = replace(world.process.flow, fill={"secret": "hide"}, tracking={})
    process = replace(world.process, form=form, flow=flow, summary=())
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, process, "person:x", MONDAY + timedelta(seconds=1))
    return world


def table(world: World, lang: str = "en") -> list[list[Any]]:
    with world.database.reading() as tx:
        found = answers_out.answers(tx, world.actor("dan"), "change")
        return [list(row) for row in answers_out.rows(tx, world.actor("ada"), found, lang, SHANGHAI)]


def workbook(world: World) -> bytes:
    with world.database.reading() as tx:
        found = answers_out.answers(tx, world.actor("dan"), "change")
        return write_workbook(answers_out.sheets(tx, world.actor("ada"), found, "en", SHANGHAI))


def brought(world: World, content: bytes, mode: Mode = "good", name: str = "rows.csv") -> Report:
    try:
        with world.database.writing() as tx:
            read = answers_in.read_table(tx, world.actor("dan"), "change", name, content)
            return answers_in.bring_in(tx, world.actor("dan"), "change", read, mode, world.now)
    except Undone as undone:
        return undone.report


def all_cases(world: World) -> list[cases.Case]:
    with world.database.reading() as tx:
        found = cases.of_process(tx, world.workspace, "change", "", 1000)
    return sorted(found, key=lambda one: one.number)


def lines(text: Iterator[str]) -> list[list[str]]:
    return list(csv.reader(StringIO("".join(text).removeprefix("\ufeff"))))


@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
def test_every_request_is_a_row_with_titles_above(office: World, lang: str) -> None:
    receipt = office.submit(office.actor("lea"), FULL)
    head, row = table(office, lang)
    assert head[7:] == [one.title[lang] for one in FIELDS]
    said = dict(zip(head, row, strict=True))
    assert row[0] == receipt.number
    assert row[4].isoformat() == "2026-03-02T17:00:00+08:00"
    assert (said[FIELDS[2].title[lang]], said[FIELDS[3].title[lang]]) == ("=1+1", 12.5)
    assert said[FIELDS[4].title[lang]] == {"en": "Blue", "zh-Hans": "蓝色"}[lang]
    assert said[FIELDS[8].title[lang]] == "Door | 2\n+Key | 3"


def test_no_cell_is_a_formula(office: World) -> None:
    office.submit(office.actor("lea"), {**FULL, "client_name": "@SUM(A1)", "wish": "\t=cmd|' /C calc'!A0"})
    written = lines(write_csv(table(office)))
    assert not [cell for row in written for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert "'@SUM(A1)" in written[1]
    assert "".join(write_csv([["a;=1+1;b", "-5; -6"]])).endswith("a;'=1+1;b,'-5; -6\r\n"), "also where ; parts cells"
    with ZipFile(BytesIO(workbook(office))) as book:
        assert all(b"<f>" not in book.read(name) for name in book.namelist())


def test_tables_have_sheets_of_their_own(office: World) -> None:
    receipt = office.submit(office.actor("lea"), FULL)
    first, second = read_sheets("x.xlsx", workbook(office))
    assert len(first.rows) == 2
    assert [[text_of(cell) for cell in row] for row in second.rows] == [
        ["Number", "What", "Count"],
        [receipt.number, "Door", "2"],
        [receipt.number, "+Key", "3"],
    ]


def test_old_answers_keep_their_column(office: World) -> None:
    """What a later form does not ask any more is still there."""
    office.submit(office.actor("lea"), FULL)
    form = Form((Page("page", sections=(Section("section", fields=FIELDS[1:3]),)),))
    process = replace(office.process, form=form, summary=())
    with office.database.writing() as tx:
        deployment.deploy(tx, office.workspace, process, "person:x", MONDAY + timedelta(seconds=2))
    head, row = table(office)
    assert head[7:9] == ["E-mail", "Wish"]
    assert row[head.index("Colour")] == "Blue"


def test_only_who_may_open_every_request_takes_them_away(office: World) -> None:
    office.submit(office.actor("lea"), FULL)
    with office.database.reading() as tx:
        designer, found = office.actor("dan"), answers_out.answers(tx, office.actor("dan"), "change")
        for taken in answers_out.sheets(tx, designer, found, "en", SHANGHAI).values():
            with pytest.raises(Denied):
                next(taken)


def test_only_who_designs_may_bring_in(office: World) -> None:
    with office.database.reading() as tx:
        for who in (office.actor("lea"), office.visitor):
            with pytest.raises(Denied):
                answers_out.answers(tx, who, "change")
            with pytest.raises(Denied):
                answers_in.read_table(tx, who, "change", "x.csv", b"Wish\nx")
        with pytest.raises(Missing):
            answers_out.answers(tx, office.actor("dan"), "nothing")


CSV = """Wish,Price,颜色,Extras,Day,Agreed,Number,Nonsense,Our margin
A door,12.5,Blue,"Gift wrap; Card, by hand",2026-05-01,yes,1,x,3
,3,Red,,,,2,,
A key,many,Green,,tomorrow,maybe,3,,
A lock,,红色,礼品包装、手写卡片,2026/5/2,否,4,,
"""


def test_a_try_keeps_nothing_and_says_what_is_wrong_with_which_row(office: World) -> None:
    report = brought(office, CSV.encode(), "try")
    assert (report.kept, all_cases(office)) == (0, [])
    assert [line.row for line in report.good] == [2, 5]
    assert report.table.unread == ("Nonsense", "Our margin")
    said = {line.row: {(column, one.code) for column, one in line.problems} for line in report.bad}
    assert said == {
        3: {("Wish (A)", "answer.required")},
        4: {
            ("Price (B)", "answer.not-a-number"),
            ("颜色 (C)", "answer.not-a-choice"),
            ("Day (E)", "answer.not-a-date"),
            ("Agreed (F)", "answer.not-yes-or-no"),
        },
    }


def test_the_good_rows_alone_or_all_or_none(office: World) -> None:
    assert brought(office, CSV.encode(), "all").kept == 0
    assert all_cases(office) == []
    assert brought(office, CSV.encode(), "good").kept == 2
    first, second = all_cases(office)
    wanted = {"wish": "A door", "price": 12.5, "colour": "b", "extras": ["g", "c"], "day": "2026-05-01", "agreed": True}
    assert first.answers == wanted
    assert second.answers["extras"] == ["g", "c"]
    assert "secret" not in first.answers


def test_the_same_file_twice_is_taken_in_once(office: World) -> None:
    content = b"Wish\nA door\nA key\n"
    assert brought(office, content, "all").kept == 2
    again = brought(office, content, "all")
    assert (again.kept, [line.repeated for line in again.lines]) == (0, [True, True])
    assert brought(office, content + b"A lock\n", "try").fresh == 3
    assert len(all_cases(office)) == 2


def test_what_was_taken_away_can_be_brought_in(office: World) -> None:
    office.submit(office.actor("lea"), FULL)
    report = brought(office, workbook(office), "all", "rows.xlsx")
    assert (report.kept, report.bad, report.table.unread) == (1, (), ("Our margin",))
    first, second = all_cases(office)
    assert second.answers == first.answers


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.csv", b"", "sheet.empty"),
        ("x.csv", b"Colour of the sky\nblue\n", "rows.no-column"),
        ("x.csv", b"Wish\n" + b"x\n" * 1001, "rows.too-many"),
        ("x.csv", b"Wish\n" + b"x\n" * 30_000, "sheet.too-many-rows"),
        ("x.xlsx", b"PK\x03\x04 and no more", "sheet.broken"),
        ("x.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 100, "sheet.old"),
    ],
)
def test_what_is_no_table_is_said_in_words(office: World, name: str, content: bytes, code: str) -> None:
    with pytest.raises(Rejected) as wrong:
        brought(office, content, "try", name)
    assert wrong.value.problems[0].code == code
