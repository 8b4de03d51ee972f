"""From an empty workspace to a published process, and one request through it: by mouse, by the keys alone, by touch.

Somebody who has never programmed asks ten things on two pages, makes three rules, and draws five steps with a branch, a
vote of two of three, a return and deadlines.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime.background import worker
from runtime.store.connection.database import Database
from runtime.store.ids import new_id
from runtime.store.people import people
from runtime.store.people.people import Group
from runtime.store.processes import processes
from schemas.document import loads
from schemas.model.voting import Decide
from schemas.words import words
from tests.journeys.hands import Finger, Hands, Keys, Mouse
from tests.journeys.house import House, move_in, served
from tests.journeys.looking import DESK, PHONE, Visit
from tests.journeys.travel import Designer
from tests.journeys.trip import travel

pytestmark = pytest.mark.browser
GROUPS = {
    "office": (words("Office", "办公室"), ("pia.moss", "tom.hill")),
    "board": (words("Board", "委员会"), ("ada.stone", "kai.berg", "mei.zhou")),
}


@pytest.fixture
def empty_house(migrated_file: Path, tmp_path: Path) -> Iterator[House]:
    """People and groups, and no process."""
    with served(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'house.db')}", tmp_path / "files") as opened:
        settle_in(opened.database)
        yield opened


def settle_in(database: Database) -> None:
    now = worker.now()
    with database.writing() as tx:
        workspace, there = move_in(tx, now)
        for key, (title, members) in GROUPS.items():
            ids = tuple(there[one].id for one in members)
            people.add_group(tx, Group(workspace.id, new_id(now), key, title, ids))


@pytest.mark.parametrize(
    ("kind", "device"), [(Mouse, DESK), (Keys, DESK), (Finger, PHONE)], ids=["mouse", "keys", "touch"]
)
def test_from_an_empty_workspace_to_a_process_that_is_used(
    empty_house: House,
    visit: Visit,
    capsys: pytest.CaptureFixture[str],
    kind: type[Hands],
    device: dict[str, Any],
) -> None:
    counted: Counter[str] = Counter()

    def come(who: str) -> Hands:
        page = visit(empty_house, who, **device)
        return kind(page, counted)

    hands = come("dora.lind")
    designer = Designer(hands.page, hands)
    designer.begin()
    designer.ask_everything()
    designer.make_rules()
    designer.draw_steps()
    designer.let_change("Correct it")
    designer.publish()
    built = dict(counted)
    travel(come)
    with capsys.disabled():
        print(f"\n{kind.__name__}: built with {built}, used with {dict(counted)} in all; farthest {hands.farthest}")  # noqa: T201 -- the count is what is looked for
    process_stands(empty_house)
    assert empty_house.verified()["violations"] == []


def process_stands(house: House) -> None:
    with house.database.reading() as tx:
        version = processes.current(tx, house.workspace, "new-process")
        assert version
    process = loads(version.document)
    form, flow = process.form, process.flow
    assert (len(form.fields), len(form.pages)) == (10, 2)
    assert (
        sum(one.show is not None or one.compute is not None or bool(one.remarks) for one in form.fields.values()) == 3
    )
    assert len([one for one in flow.states if one.kind != "end"]) == 5
    board = next(one for one in flow.states if one.kind == "approval" and one.decide.count == 2)
    assert board.decide == Decide("at_least", 2)
    assert [one.after for one in board.deadlines] == ["P3WD"]
