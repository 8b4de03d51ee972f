"""Customers out of files and into files: looked at first, written at once, and the same file twice is once."""

import csv
from io import StringIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runtime.access import Denied
from runtime.asking import Rejected
from runtime.customers import own_fields
from runtime.formats.sheet_writing import write_csv, write_workbook
from runtime.spreadsheets import customer_export, customer_import
from runtime.spreadsheets.customer_rows import Plan
from runtime.store.customers import customer_lists, customers
from runtime.store.customers.customer_lists import Wanted
from runtime.store.operations import audit
from tests.runtime.office import World

ROWS = (
    ("客户名称", "类型", "客户经理", "联系人", "电子邮箱", "联系电话", "专人", "Branch", "Fax"),
    ("Mill", "供应商", "lea@team.example", "Mia Stone", "MIA@mill.example", "+49 30 5550", "", "Steel", "1"),
    ("Mill", "", "", "Tom", "tom@mill.example", "", "是", "", ""),
    ("Oak  Hall", "Customer", "Bo", "", "", "", "", "food", ""),
)


@pytest.fixture
def own(world: World) -> World:
    fields = [{"title": "Branch", "type": "choice", "choices": "Food, Steel"}, {"title": "Since", "type": "date"}]
    with world.database.writing() as tx:
        assert not own_fields.keep(tx, world.actor("ada"), "customer", {"fields": fields}).problems
    return world


def sheet(rows: Any, *, workbook: bool = False) -> tuple[str, bytes]:
    if workbook:
        return "c.xlsx", write_workbook({"Customers": rows})
    return "c.csv", "".join(write_csv(rows)).encode()


def bring(world: World, rows: Any, *, workbook: bool = False) -> Plan:
    with world.database.writing() as tx:
        plan = customer_import.look(tx, world.actor("ada"), *sheet(rows, workbook=workbook), world.now)
        customer_import.carry_out(tx, world.actor("ada"), plan, world.now)
    return plan


def kept(world: World) -> list[Any]:
    with world.database.reading() as tx:
        return customer_lists.with_contacts(tx, world.workspace, "", 100)


@pytest.mark.parametrize("workbook", [False, True])
def test_what_a_sheet_says_is_kept_and_said_again_it_is_nothing_new(own: World, workbook: bool) -> None:  # noqa: FBT001 -- a parameter
    plan = bring(own, ROWS, workbook=workbook)
    assert [row.what for row in plan.rows] == ["new", "new", "new"]
    assert [one.key for one in plan.columns][-1] == ""
    (mill, keeper, people), (oak, _, nobody) = sorted(kept(own), key=lambda one: one[0].name)
    assert (mill.name, mill.kind, keeper, dict(mill.own)) == (
        "Mill",
        "supplier",
        "lea@team.example",
        {"branch": "Steel"},
    )
    assert {one.email: one.name for one in people} == {"mia@mill.example": "Mia Stone", "tom@mill.example": "Tom"}
    assert mill.contact_id == next(one.id for one in people if one.name == "Tom")
    assert (oak.name, oak.kind, nobody, oak.own["branch"]) == ("Oak Hall", "customer", [], "Food")
    before = kept(own)
    again = bring(own, ROWS, workbook=workbook)
    assert {row.what for row in again.rows} == {"same"}
    assert (again.brings, again.customers, again.contacts) == (0, (), ())
    assert kept(own) == before


WRONG = {
    "customers.no-name": {"客户名称": ""},
    "customers.kind": {"类型": "reseller"},
    "customers.keeper": {"客户经理": "nobody@team.example"},
    "customers.no-address": {"电子邮箱": ""},
    "answer.not-an-email": {"电子邮箱": "no address"},
    "answer.not-a-choice": {"Branch": "Wool"},
    "customers.elsewhere": {"电子邮箱": "known@elsewhere.example"},
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_wrong_is_said_with_its_row_and_column_and_nothing_of_it_is_written(own: World, code: str) -> None:
    bring(own, (("Customer", "E-mail"), ("Elsewhere", "known@elsewhere.example")))
    row = tuple({**dict(zip(ROWS[0], ROWS[1], strict=True)), **WRONG[code]}.values())
    plan = bring(own, (ROWS[0], row, ROWS[3]))
    (wrong,) = plan.wrong
    assert wrong.number == 2
    assert [(heading, problem.code) for heading, problem in wrong.problems] == [(next(iter(WRONG[code])), code)]
    assert {customer.name for customer, _, _ in kept(own)} == {"Elsewhere", "Oak Hall"}


def test_two_rows_may_not_say_two_things_of_one(own: World) -> None:
    rows = (("Customer", "Kind", "Notes"), ("Mill", "supplier", ""), ("Mill", "partner", ""), ("Mill", "", "Later."))
    plan = bring(own, rows)
    assert [row.what for row in plan.rows] == ["new", "wrong", "changed"]
    assert [problem.code for _, problem in plan.wrong[0].problems] == ["customers.twice"]
    ((mill, _, _),) = kept(own)
    assert (mill.kind, mill.note) == ("supplier", "Later.")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken"])
def test_what_is_no_list_of_customers_is_refused(own: World, content: bytes) -> None:
    with own.database.writing() as tx, pytest.raises(Rejected):
        customer_import.look(tx, own.actor("ada"), "c.csv", content, own.now)


def test_only_administrators(own: World) -> None:
    with own.database.writing() as tx:
        with pytest.raises(Denied):
            customer_import.look(tx, own.actor("lea"), *sheet(ROWS), own.now)
        with pytest.raises(Denied):
            list(customer_export.rows(tx, own.actor("lea"), "en"))


@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
def test_what_is_taken_away_can_be_brought_in_and_changes_nothing(own: World, lang: str) -> None:
    bring(own, ROWS)
    with own.database.reading() as tx:
        told = list(customer_export.rows(tx, own.actor("ada"), lang))
    assert len(told) == 4
    before = kept(own)
    plan = bring(own, told)
    assert {row.what for row in plan.rows} == {"same"}, plan.rows
    assert kept(own) == before


def test_formulas_are_texts_in_what_is_taken_away(own: World) -> None:
    bring(own, (("Customer",), ("=1+1",)))
    with own.database.reading() as tx:
        said = "".join(write_csv(customer_export.rows(tx, own.actor("ada"), "en")))
    assert list(csv.reader(StringIO(said)))[1][0] == "'=1+1"


NAMES = st.sampled_from(["Blue Mill GmbH", "blue mill", "ＢＬＵＥ Mill, Ltd.", "Blümill"])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES, min_size=1, max_size=4, unique=True))
def test_whatever_is_looked_at_leaves_nothing_behind(own: World, names: list[str]) -> None:
    with own.database.reading() as tx:
        before = len(list(audit.everything(tx)))
    with own.database.writing() as tx:
        plan = customer_import.look(
            tx, own.actor("ada"), *sheet((("Customer",), *((name,) for name in names))), own.now
        )
    assert plan.brings == len(names)
    with own.database.reading() as tx:
        assert customer_lists.listed(tx, own.workspace, Wanted(), 10) == []
        assert len(list(audit.everything(tx))) == before
        assert customers.all_named(tx, own.workspace, names) == {}
