"""What is counted with each change is what the journal says afterwards."""

import json
import random
import re
from copy import deepcopy
from typing import Any

import pytest

from runtime.access import Denied
from runtime.background import clock
from runtime.lifecycle import Decision, NotAllowedHere, Rejected
from runtime.processes import deployment
from runtime.proof import counting_anew
from runtime.rescue import case_migration
from runtime.rescue.case_migration import Carried, Passengers
from runtime.store.insight import counts
from runtime.store.insight.counts import CaseFigures, StepFigures
from runtime.store.missing import Missing
from schemas.document import load
from tests.runtime.cases.test_whatever_is_done import ALL, DRAWN, SEED, Office, permissive, settle_in
from tests.runtime.office import CHANGE, World


def counted(world: World, case_id: str) -> tuple[CaseFigures, list[StepFigures]]:
    with world.database.reading() as tx:
        return counts.of_cases(tx, world.workspace, [case_id])[0], counts.steps_of(tx, world.workspace, [case_id])


@pytest.mark.parametrize("number", DRAWN)
def test_whatever_is_done_is_counted_as_the_journal_tells_it(world: World, number: int) -> None:
    document = permissive(deepcopy(DRAWN[number]))
    office = Office(world, random.Random(SEED * 1000 + number), document["key"], settle_in(world, document))  # noqa: S311 -- no secret
    done: list[str] = []
    for act in [Office.submit, *office.rng.choices(ALL, k=25)]:
        done.append(act.__name__)
        try:
            act(office)
        except (NotAllowedHere, Rejected, Denied, Missing):
            done[-1] += " refused"
    found = counting_anew.recount(world.database, write=False)
    assert found.cases > 0
    assert found.wrong == (), done


@pytest.fixture
def sized(world: World) -> World:
    """The change with a size, which the analysis says and the board may say anew."""
    document = deepcopy(CHANGE)
    sizes = [{"const": one, "title": one.upper()} for one in ("s", "l")]
    document["form"]["schema"]["properties"]["size"] = {"type": "string", "title": "Size", "oneOf": sizes}
    document["flow"]["fill"]["size"] = "hide"
    for state in document["flow"]["states"][:2]:
        state["fields"]["size"] = "edit"
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(document), "person:x", world.now)
    return world


def test_an_answer_that_is_all_that_changes_is_counted(sized: World) -> None:
    case_id = sized.submit().case_id
    for who, move, raw in (("lea", "send", {"price": 1, "size": "s"}), ("bo", "approve", {"size": "l"})):
        task = sized.task(case_id, sized.party(who))
        sized.carry_out(Decision(sized.actor(who), task.id, move, raw=raw, key=who))
    assert counted(sized, case_id)[0].said["size"] == "l"
    assert counting_anew.recount(sized.database, write=False).wrong == ()


def renamed(board: str) -> dict[str, Any]:
    """The change, whose board is called so and asks the same people."""
    document: dict[str, Any] = json.loads(re.sub(r'"board"(?=[,}])', f'"{board}"', json.dumps(CHANGE)))
    document["flow"]["states"][1]["who"] = [{"group": "board"}]
    return document


def test_what_a_move_to_another_version_ends_is_counted_under_its_name_there(world: World) -> None:
    """The board is called otherwise, begins again, and is another team's."""
    case_id = world.at_board()
    world.wait(hours=3)
    world.decide(case_id, "bo", "approve")
    document = renamed("panel")
    document["flow"]["states"][1] |= {"who": [{"group": "leads"}], "decide": {"rule": "all"}}
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(document), "person:x", world.now)
    wanted = Passengers(world.actor("ada"), "change", 1, 2, names={"board": "panel"})
    assert case_migration.carry_all(world.database, wanted, world.now) == Carried(1)
    world.wait(hours=2)
    world.decide(case_id, "lea", "approve")
    told = [(one.state, one.how, one.team, one.party, one.lasted) for one in counted(world, case_id)[1]]
    assert told[2:] == [
        ("panel", "retried", "leads", "", 180),
        ("panel", "retried", "leads", world.party("bo"), 180),
        ("panel", "approve", "leads", "", 120),
        ("panel", "approve", "leads", world.party("lea"), 120),
    ]
    assert told[0][:3] == ("analysis", "send", "leads")
    assert counting_anew.recount(world.database, write=False).wrong == ()


@pytest.mark.parametrize(
    ("days", "still", "called", "then", "late"),
    [(1, 0, "board", 5, False), (4, 0, "board", 5, False), (2, 1, "board", 5, True), (4, 0, "panel", 0, False)],
)
def test_a_step_is_late_by_the_deadlines_that_it_has_when_it_is_left(
    world: World, days: int, still: int, called: str, then: int, *, late: bool
) -> None:
    """After a move to a version that knows only the first of them, or none; where it may be called otherwise."""
    case_id = world.at_board()
    world.wait(days=days)
    clock.fire_due(world.database, world.now)
    document = renamed(called)
    board = document["flow"]["states"][1]
    board["deadlines"] = board["deadlines"][:still]
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(document), "person:x", world.now)
    wanted = Passengers(world.actor("ada"), "change", 1, 2, names={"board": called})
    assert case_migration.carry_all(world.database, wanted, world.now) == Carried(1)
    assert {task.due_at for task in world.tasks(case_id)} == {None}
    world.wait(days=then)
    for who in ("bo", "bea"):
        world.decide(case_id, who, "approve")
    assert [one.late for one in counted(world, case_id)[1] if one.state == called] == [late, False, False]
    assert counting_anew.recount(world.database, write=False).wrong == ()
