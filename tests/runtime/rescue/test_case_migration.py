"""Running requests go on by another version: looked at first, then moved, with all that was said and asked."""

import json
import threading
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from runtime import lifecycle
from runtime.access import Denied
from runtime.asking import Rejected
from runtime.background import clock
from runtime.files.storeroom import Folder
from runtime.lifecycle import NotAllowedHere, Rescue
from runtime.processes import deployment
from runtime.proof import verify
from runtime.rescue import case_migration
from runtime.rescue.case_migration import Carried, Passengers, Prospect
from runtime.store.cases import journal
from runtime.store.cases.journal import Entry
from schemas.document import load
from tests.runtime.office import ANSWERS, CHANGE, World

Document = dict[str, Any]


def state_of(document: Document, key: str) -> dict[str, Any]:
    return next(one for one in document["flow"]["states"] if one["key"] == key)


def publish(world: World, change: Callable[[Document], None]) -> None:
    document = deepcopy(dict(CHANGE))
    change(document)
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(document), "person:x", world.now)


def longer_deadline(document: Document) -> None:
    state_of(document, "board")["deadlines"] = [{"after": "P1D", "do": "remind"}, {"after": "P9D", "do": "escalate"}]


def three_agree(document: Document) -> None:
    state_of(document, "board")["decide"] = {"rule": "all"}


def renamed(document: Document) -> None:
    document["flow"] = json.loads(json.dumps(document["flow"]).replace('"board"', '"panel"'))
    state_of(document, "panel")["title"] = {"en": "Panel"}
    state_of(document, "panel")["who"] = [{"group": "board"}]


def no_secret(document: Document) -> None:
    schema = document["form"]["schema"]
    del schema["properties"]["secret"]
    schema["properties"]["price"] = {"type": "string", "title": "Price"}
    schema["properties"]["reason"] = {"type": "string", "title": "Reason"}
    schema["required"] = ["wish", "reason"]
    document["flow"]["states"] = json.loads(json.dumps(document["flow"]["states"]).replace('"secret"', '"price"'))


def other_kind(document: Document) -> None:
    board = state_of(document, "board")
    board["kind"] = "task"
    del board["decide"]


def passengers(world: World, by: str = "ada", **more: Any) -> Passengers:
    return Passengers(world.actor(by), "change", more.pop("source", 1), more.pop("target", 2), **more)


def look(world: World, **more: Any) -> Prospect:
    with world.database.reading() as tx:
        return case_migration.look(tx, passengers(world, **more), world.now)


def move(world: World, **more: Any) -> Carried:
    return case_migration.carry_all(world.database, passengers(world, **more), world.now)


def changes(prospect: Prospect) -> list[str]:
    return [one.in_("en") for fit in prospect.fits for one in fit.changes]


def problems(prospect: Prospect) -> list[str]:
    return [one.code for fit in prospect.fits for one in fit.problems]


def lines(world: World, case_id: str) -> list[Entry]:
    with world.database.reading() as tx:
        return journal.of_case(tx, world.workspace, case_id)


@pytest.fixture(autouse=True)
def proved(world: World, tmp_path: Path) -> Any:
    yield
    with world.database.reading() as tx:
        assert verify.verify(tx, Folder(tmp_path))["violations"] == []


def test_where_the_step_is_alike_people_keep_their_to_dos_and_their_votes(world: World) -> None:
    case_id = world.at_board()
    world.decide(case_id, "bo", "approve")
    before, tasks = lines(world, case_id), world.tasks(case_id)
    publish(world, longer_deadline)
    assert changes(look(world)) == [
        "“Board” has no deadline on Mar 5, 2026 09:00 any more.",
        "“Board” has a deadline on Mar 11, 2026 09:00.",
    ]
    world.wait(days=2)
    clock.fire_due(world.database, world.now)
    assert move(world) == Carried(1)
    after = lines(world, case_id)
    assert after[: len(before)] == before
    assert [(one.kind, one.body["from"], one.body["to"], one.by_name) for one in after[-1:]] == [
        ("migrated", 1, 2, "Ada")
    ]
    assert [one.id for one in world.tasks(case_id)] == [one.id for one in tasks]
    assert [one.deadline for one in world.case(case_id).timers] == [1]
    world.decide(case_id, "bea", "approve")
    assert world.case(case_id).state == "client"
    world.wait(days=20)
    assert [one.kind for one in lines(world, case_id)].count("reminded") == 1


def test_where_it_is_not_the_step_begins_again(world: World) -> None:
    case_id = world.at_board()
    world.decide(case_id, "bo", "approve")
    publish(world, three_agree)
    assert changes(look(world)) == ["“Board” begins again and asks Bea, Ben, Bo."]
    move(world)
    for name in ("bo", "bea"):
        world.decide(case_id, name, "approve")
    assert world.case(case_id).state == "board"
    world.decide(case_id, "ben", "approve")
    assert world.case(case_id).state == "client"


def test_a_step_that_is_called_otherwise_is_named_by_the_administrator(world: World) -> None:
    case_id = world.at_board()
    world.decide(case_id, "bo", "approve")
    publish(world, renamed)
    assert problems(look(world)) == ["carry.no-state"]
    refused = move(world)
    assert [(one[0], one[2].code) for one in refused.refused] == [(world.case(case_id).number, "carry.no-state")]
    assert changes(look(world, names={"board": "panel"}))[0] == "“Board” is called “Panel”."
    assert move(world, names={"board": "panel"}) == Carried(1)
    assert {one.state for one in world.tasks(case_id)} == {"panel"}
    assert len(world.tasks(case_id)) == 2
    world.decide(case_id, "bea", "approve")
    assert world.case(case_id).state == "client"


def test_answers_that_do_not_fit_are_said_beforehand_and_kept_in_the_journal(world: World) -> None:
    case_id = world.at_board()
    publish(world, no_secret)
    assert changes(look(world))[:2] == [
        "These answers do not fit and are lost: Price, Our margin.",
        "These answers would be missing: Reason.",
    ]
    move(world)
    assert set(world.case(case_id).answers) == {"client_name", "client_email", "client_company", "wish"}
    assert lines(world, case_id)[-1].body["changes"] == {"price": [100, None], "secret": ["a third", None]}


@pytest.mark.parametrize(("here", "said"), [("hide", True), ("read", True), ("require", False)])
def test_what_an_earlier_step_demands_by_now_is_missing(world: World, here: str, *, said: bool) -> None:
    """Unless whoever is asked now can still answer it."""
    world.at_board()

    def demands_papers(document: Document) -> None:
        state_of(document, "analysis")["fields"]["papers"] = "require"
        state_of(document, "board")["fields"]["papers"] = here

    publish(world, demands_papers)
    assert ("These answers would be missing: Papers." in changes(look(world))) is said


def test_a_step_of_another_kind_hinders(world: World) -> None:
    world.at_board()
    publish(world, other_kind)
    assert problems(look(world)) == ["carry.other-kind"]


def test_nobody_is_sent_where_nobody_would_be_asked(world: World) -> None:
    world.at_board()

    def for_strangers(document: Document) -> None:
        state_of(document, "board")["who"] = [{"group": "strangers"}]

    publish(world, for_strangers)
    assert problems(look(world)) == ["step.nobody"]


def test_only_those_who_stand_there_are_meant_and_only_administrators_may(world: World) -> None:
    world.at_board()
    world.submit()
    publish(world, longer_deadline)
    assert len(look(world).fits) == 2
    assert [fit.case.state for fit in look(world, state="analysis").fits] == ["analysis"]
    for refused in ({"by": "dan"}, {"by": "lea"}):
        with pytest.raises(Denied):
            look(world, **refused)
    for wrong in ({"names": {"nothing": "board"}}, {"names": {"board": "nothing"}}, {"target": 1}):
        with pytest.raises(Rejected):
            look(world, **wrong)


def test_it_is_moved_once_and_what_has_ended_stays(world: World) -> None:
    case_id, ended = world.at_board(), world.submit().case_id
    with world.database.writing() as tx:
        lifecycle.rescue(tx, Rescue(world.actor("ada"), ended, "cancel", "No more"), world.now)
    publish(world, longer_deadline)
    assert move(world) == Carried(1)
    with pytest.raises(NotAllowedHere), world.database.writing() as tx:
        lifecycle.carry(tx, passengers(world), case_id, world.now)
    assert move(world) == Carried()
    assert world.case(ended).version_id != world.case(case_id).version_id


MANY = 500


def of_three_versions(world: World) -> dict[str, list[Entry]]:
    """Requests and their journals, a quarter of them before the board, and the version that they are to move to published."""
    made: list[str] = []
    for change, count in ((None, 166), (longer_deadline, 167), (three_agree, 167)):
        if change:
            publish(world, change)
        made += [world.submit(raw={**ANSWERS, "wish": f"Wish {number}"}).case_id for number in range(count)]
    for case_id in made[::4]:
        world.decide(case_id, "lea", "send", raw={"price": 1})
    publish(world, renamed)
    return {case_id: lines(world, case_id) for case_id in made}


def vote(world: World, case_ids: list[str], broken: list[Exception]) -> None:
    """Two of the board agree; where the request has moved away under them, they are told."""
    for case_id in case_ids:
        for name in ("bo", "bea"):
            try:
                world.decide(case_id, name, "approve")
            except (NotAllowedHere, StopIteration):  # there is no such to-do any more
                continue
            except Exception as wrong:  # noqa: BLE001 -- whatever it is, the test says so
                broken.append(wrong)


def move_everything(world: World, source: int) -> Carried:
    wanted = passengers(world, source=source, target=4, names={"board": "panel"})
    moved = case_migration.carry_all(world.database, wanted, world.now)
    while moved.after:
        moved += case_migration.carry_all(world.database, wanted, world.now, after=moved.after)
    return moved


def test_five_hundred_of_three_versions_move_while_others_decide(world: World) -> None:
    """Whoever decides meanwhile is heard or told that it has moved; no history is altered, and nothing is lost."""
    before, broken = of_three_versions(world), []
    others = threading.Thread(target=vote, args=(world, list(before)[::4], broken))
    others.start()
    moved = sum((move_everything(world, source) for source in (1, 2, 3)), Carried())
    others.join()
    assert broken == []
    assert (moved.moved, moved.refused) == (MANY, ())
    for case_id, earlier in before.items():
        after = lines(world, case_id)
        assert after[: len(earlier)] == earlier
        assert [one.kind for one in after].count("migrated") == 1


def test_the_mapping_is_kept(world: World) -> None:
    case_id = world.at_board()
    publish(world, renamed)
    move(world, names={"board": "panel"})
    said: Mapping[str, Any] = next(one.body for one in lines(world, case_id) if one.kind == "migrated")
    assert said["mapping"] == {"board": "panel"}
