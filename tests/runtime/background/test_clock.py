"""A deadline has one effect, never early, whoever sweeps."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from runtime import lifecycle
from runtime.background import clock
from runtime.engine import worktime
from runtime.files.storeroom import Folder
from runtime.hours import office_hours
from runtime.proof import verify
from runtime.store.cases import cases, journal
from runtime.store.connection.database import Database
from tests.runtime.office import World


def happened(world: World, case_id: str) -> list[str]:
    with world.database.reading() as tx:
        kinds = [entry.kind for entry in journal.of_case(tx, world.workspace, case_id)]
    return [kind for kind in kinds if kind in ("reminded", "escalated")]


def test_nothing_is_early_and_nothing_twice(world: World, tmp_path: Path) -> None:
    case_id = world.at_board()
    assert clock.fire_due(world.database, world.now + timedelta(days=1, seconds=-1)) == 0
    world.wait(days=1)
    assert clock.fire_due(world.database, world.now) == 1
    assert clock.fire_due(world.database, world.now) == 0
    assert happened(world, case_id) == ["reminded"]
    world.wait(days=2)
    assert clock.fire_due(world.database, world.now) == 1
    assert happened(world, case_id) == ["reminded", "escalated"]
    assert clock.fire_due(world.database, world.now + timedelta(days=1000)) == 0
    with world.database.reading() as tx:
        assert verify.verify(tx, Folder(tmp_path))["violations"] == []


def test_what_was_missed_is_made_up_for_in_order(world: World) -> None:
    case_id = world.at_board()
    world.wait(days=30)
    assert clock.fire_due(world.database, world.now) == 1
    assert happened(world, case_id) == ["reminded", "escalated"]


def test_a_step_that_is_left_takes_its_deadlines_along(world: World) -> None:
    case_id = world.at_board()
    world.decide(case_id, "bo", "approve")
    world.decide(case_id, "bea", "approve")
    assert clock.fire_due(world.database, world.now + timedelta(days=1000)) == 0
    assert happened(world, case_id) == []


def test_many_who_sweep_at_once_do_it_once(world: World) -> None:
    made = [world.at_board() for _ in range(10)]
    world.wait(days=1)
    barrier = Barrier(4)

    def sweep() -> int:
        barrier.wait()
        return clock.fire_due(world.database, world.now)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(sweep) for _ in range(4)]:
            done.result()
    assert [happened(world, case_id) for case_id in made] == [["reminded"]] * 10


def test_a_broken_case_is_put_off_says_so_and_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = world.at_board(), world.at_board()
    world.wait(days=1)
    elapse = lifecycle.elapse

    def stumble(tx: object, workspace: str, case_id: str, now: object) -> object:
        if case_id == broken:
            raise ZeroDivisionError
        return elapse(tx, workspace, case_id, now)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(lifecycle, "elapse", stumble)
        assert clock.fire_due(world.database, world.now) == 2
    assert (happened(world, broken), happened(world, sound)) == ([], ["reminded"])
    assert "ZeroDivisionError" in world.case(broken).incident
    with world.database.reading() as tx:
        assert cases.due(tx, world.now, 10) == []
    world.wait(minutes=10)
    assert clock.fire_due(world.database, world.now) == 1
    assert happened(world, broken) == ["reminded"]
    assert world.case(broken).incident == ""


@pytest.mark.parametrize(("zone", "opens"), [("UTC", 9), ("Asia/Shanghai", 1)])
def test_a_working_hour_is_counted_by_the_clock_of_the_installation(sqlite_url: str, zone: str, opens: int) -> None:
    sunday = datetime(2026, 11, 22, tzinfo=UTC)
    database = Database(sqlite_url, zone=zone)
    with database.reading() as tx:
        due = worktime.after(sunday, "PT1WH", office_hours.calendar(tx, "W"))
    database.close()
    assert due == datetime(2026, 11, 23, opens + 1, tzinfo=UTC)


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=-1)])
def test_a_clock_that_jumps_fires_nothing_twice(world: World, jump: timedelta) -> None:
    """Before the deadline, at it and after it; whoever sweeps after the jump believes the rows, not the clock."""
    case_id = world.at_board()
    world.wait(days=1)
    for moment in (world.now, world.now + jump, world.now, world.now + jump, world.now + timedelta(seconds=1)):
        clock.fire_due(world.database, moment)
    assert happened(world, case_id) == ["reminded"]
    for moment in (jump, timedelta(days=2), timedelta(days=2) + jump, timedelta(days=2)):
        clock.fire_due(world.database, world.now + moment)
    assert happened(world, case_id) == ["reminded", "escalated"]
    with world.database.reading() as tx:
        assert verify.verify(tx, Folder(Path("nowhere")))["violations"] == []


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_what_somebody_is_deciding_is_left_alone_and_fires_later(world: World) -> None:
    """Whoever sweeps does not wait for a case that another holds, and does the others meanwhile; SQLite has one writer."""
    held, free = world.at_board(), world.at_board()
    world.wait(days=1)
    with world.database.writing() as tx:
        cases.case_to_change(tx, world.workspace, held)
        assert clock.fire_due(world.database, world.now) == 1
    assert (happened(world, held), happened(world, free)) == ([], ["reminded"])
    assert clock.fire_due(world.database, world.now) == 1


def test_more_than_fit_into_one_commit_all_fire(world: World) -> None:
    made = [world.at_board() for _ in range(clock.TOGETHER + 5)]
    world.wait(days=1)
    assert clock.fire_due(world.database, world.now, limit=len(made) - 1) == len(made) - 1
    assert clock.fire_due(world.database, world.now) == 1
    assert [happened(world, case_id) for case_id in made] == [["reminded"]] * len(made)
