"""How long a plan takes: worked out, checked for double bookings, changed, taken back. `python -m bench.plans`."""

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

from runtime.people import accounts
from runtime.planning import double_bookings
from runtime.planning.delta import Delta, Shift, apply
from runtime.planning.schedule import schedule
from runtime.plans import planned, projects, replanning
from runtime.plans.replanning import Replan
from runtime.store.connection.database import Database
from runtime.store.ids import new_id
from runtime.store.migrating import migrate
from runtime.store.people import workspaces
from tests.runtime.planning import random_plans
from tests.runtime.planning.random_plans import SPRING

ROUNDS = 10
NOW = datetime(2026, 2, 2, 8, tzinfo=UTC)


def timed(what: str, do: Callable[[], object]) -> None:
    """The shortest of some rounds, in CPU time."""
    took = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        do()
        took.append(time.process_time() - begun)
    print(f"{what:<55}{min(took) * 1000:8.1f} ms")


def pure(size: int) -> None:
    chance = Random(1)  # noqa: S311  # plans, no secrets
    people = random_plans.resources(chance)
    plan = random_plans.plan(chance, size)
    made = schedule(plan, SPRING)
    leaf = next(one.id for one in plan.activities if not plan.is_summary(one.id))
    timed(f"{size} activities worked out", lambda: schedule(plan, SPRING))
    timed(f"{size} activities, double bookings", lambda: double_bookings.conflicts([made], people))
    timed(f"{size} activities, one shifted", lambda: apply(plan, Delta(shift=(Shift(leaf, 2),)), SPRING))


def kept(size: int) -> None:
    """With the database: SQLite in a file."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/plans.db"
        migrate(url)
        database = Database(url, "only for the bench")
        workspace = new_id(NOW)
        with database.writing() as tx:
            workspaces.add(tx, workspaces.Workspace(workspace, "Bench"), NOW)
            lead = accounts.new_person(tx, workspace, "lead@bench.example", NOW, name="Lead", role="admin")
            actor = accounts.actor_of(lead)
            project = projects.begin(tx, actor, {"name": "Bench", "begins": "2026-02-02"}, NOW)
            chance = Random(1)  # noqa: S311  # plans, no secrets
            plan = random_plans.plan(chance, size)
            add = tuple(type(one)(**{**vars(one), "people": (), "material": (), "done": 0}) for one in plan.activities)
            replanning.replan(tx, actor, Replan(project.id, Delta(add=add)), NOW)
        leaf = next(one.id for one in plan.activities if not plan.is_summary(one.id))

        def look() -> None:
            with database.reading() as tx:
                planned.picture(tx, actor, project.id)

        def change() -> None:
            with database.writing() as tx:
                replanning.replan(tx, actor, Replan(project.id, Delta(shift=(Shift(leaf, 1),))), NOW)

        timed(f"{size} activities read and worked out", look)
        timed(f"{size} activities, one shifted and kept", change)
        database.close()


if __name__ == "__main__":
    for count in (100, 500, 2000):
        pure(count)
    kept(500)
