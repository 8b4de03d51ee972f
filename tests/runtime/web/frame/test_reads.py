"""What a page asks the database besides who has come: the first statement of each, which says what is new for them too."""

import re
from collections.abc import Callable

import pytest

from runtime.planning.delta import Delta
from runtime.planning.plan import After
from runtime.plans import planned, projects, replanning
from runtime.plans.replanning import Because
from runtime.store.cases import cases
from runtime.web.cases.inbox import TABS
from tests.runtime.acts import draw, permissive, wish
from tests.runtime.office import World
from tests.runtime.plans.plan_office import PlanOffice
from tests.runtime.proof.test_proofs import order, run_errands, sub_of
from tests.runtime.web.conftest import Visitor

Come = Callable[[str], Visitor]

__all__ = ["order"]
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def reads(visitor: Visitor, path: str, statements: list[str]) -> list[str]:
    """Of a page that is looked at again: what is kept in memory is there, what was new has been read."""
    visitor.get(path)
    statements.clear()
    assert visitor.get(path).status_code == 200
    session, *others = statements
    assert "person" in session
    return others


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_of_the_inbox_is_three_reads_at_the_most(
    world: World, sign_in: Come, statements: list[str], tab: str
) -> None:
    draw(world, permissive())
    for _ in range(3):
        case_id = world.at_board()
        wish(world, case_id, "bea", "copy", to=("bo@team.example",))
    world.decide(case_id, "bo", "approve")
    bo = sign_in("bo")
    for path in (f"/?tab={tab}", f"/?tab={tab}&after=2036-01-01T00:00:00Z~u"):
        said = reads(bo, path, statements)
        assert len(said) <= 3, said


@ON_SQLITE
def test_the_inbox_leads_to_ones_part_of_the_plans_and_reads_no_more_for_it(
    world: World, sign_in: Come, statements: list[str]
) -> None:
    """``bo`` has to-dos besides, ``bea`` may begin later, ``dan`` has nothing; what is of a closed project is nobody's."""
    office = PlanOffice(world)
    world.at_board()
    for name in ("Portal", "Closed"):
        project = office.begin(name)
        one, two = office.activity("one", "bo"), office.activity("two", "bea", after=(After("one"),))
        office.replan(project, add=(one, two))
    with world.database.writing() as tx:
        projects.change(tx, world.actor("lea"), project.id, {"status": "closed"}, world.now)
    for who, shown in (("bo", [["1"]]), ("bea", [[]]), ("dan", [])):
        visitor = sign_in(who)
        said = reads(visitor, "/", statements)
        assert len(said) <= 3, said
        links = re.findall(r'href="/plan-tasks">.*?</a>', visitor.get("/").text)
        assert [re.findall(r'class="count">(\d+)<', link) for link in links] == shown


def test_a_request_with_copies_and_others_beside_it_is_three_reads(
    world: World, order: str, sign_in: Come, statements: list[str]
) -> None:
    run_errands(world)
    sub = sub_of(world, order).id
    draw(world, permissive())
    copied = world.at_board()
    wish(world, copied, "bo", "copy", to=("dan@team.example",))
    for who, case_id in (("lea", order), ("ada", order), ("lea", sub), ("ada", sub), ("bo", copied), ("dan", copied)):
        visitor = sign_in(who)
        said = [one for one in reads(visitor, f"/requests/{case_id}", statements) if not _offers_people(one)]
        assert len(said) <= 3, said
    page = sign_in("ada").get(f"/requests/{order}").text
    assert f'href="/requests/{sub}"' in page
    assert f'href="/requests/{order}"' in sign_in("ada").get(f"/requests/{sub}").text
    assert "Dan" in sign_in("ada").get(f"/requests/{copied}").text


@ON_SQLITE
def test_projects_and_their_plans_are_three_reads_at_the_most(
    world: World, sign_in: Come, statements: list[str]
) -> None:
    """Whatever of it is looked at: with a request that has brought something, with a panel and its reports, with ways out."""
    office = PlanOffice(world)
    project, other = office.begin("Portal"), office.begin("Scanners")
    case_id = world.at_board()
    office.replan(project, add=(office.activity("a", "bo", days=3),))
    with world.database.writing() as tx:
        brought = Delta(add=(office.activity("b", "bo", case=case_id),))
        found = planned.preview(tx, world.actor("lea"), project.id, brought)
        replanning.carry_out(tx, world.actor("lea"), found, Because(case_id=case_id), world.now)
    office.replan(other, add=(office.activity("a", "bo", days=3),))
    office.report(project, "a", "bo", 40, operation="Half of it.")
    bo, here = sign_in("bo"), f"/projects/{project.id}"
    lists = ("", "?q=Portal", "?status=closed", "?status=all", "?q=Portal&status=all")
    pages = [f"/projects{query}" for query in lists] + ["/projects/people", "/plan-tasks"]
    plans = [f"{here}/plan{query}" for query in ("", "?as=table", "?activity=a", "?activity=b&as=table", "?solve=0")]
    for path in (*pages, *plans, f"{here}/board", f"{here}/board?by=people", f"{here}/history"):
        said = reads(bo, path, statements)
        assert len(said) <= 3, (path, said)
    page = bo.get(f"{here}/plan?activity=a").text
    assert "Half of it." in page
    with world.database.reading() as tx:
        assert cases.case(tx, world.workspace, case_id).number in page


def _offers_people(statement: str) -> bool:
    """Who there is to choose from, where the page has a form that asks for somebody."""
    return "FROM person" in statement and "outbox" not in statement
