"""Projects in the workspace of the tests, made by the doors that people use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from runtime.planning.delta import Delta
from runtime.planning.plan import Activity, Share
from runtime.plans import plan_tasks, planned, projects, replanning
from runtime.plans.plan_tasks import Report
from runtime.plans.planned import Picture
from runtime.plans.replanning import Replan, Replanned
from runtime.store.notices import outbox
from runtime.store.plans.bookings import PlanTask
from runtime.store.plans.project_rows import Project
from runtime.store.tables.tables import OUTBOX
from tests.runtime.office import World


@dataclass
class PlanOffice:
    """``lea`` leads what is begun here, ``bo`` and ``bea`` belong to it."""

    world: World
    made: list[Project] = field(default_factory=list)

    def begin(self, name: str = "Portal", **said: Any) -> Project:
        asked = {"name": name, "lead": "lea@team.example", "members": ["bo@team.example", "bea@team.example"], **said}
        self.world.wait(seconds=1)
        with self.world.database.writing() as tx:
            project = projects.begin(tx, self.world.actor("lea"), asked, self.world.now)
        self.made.append(project)
        return project

    def person(self, name: str) -> str:
        return self.world.people[name].id

    def activity(self, key: str, *people: str, percent: int = 100, **more: Any) -> Activity:
        shares = tuple(Share(self.person(name), percent) for name in people)
        return Activity(key, more.pop("title", key.title()), people=shares, **more)

    def replan(self, project: Project, by: str = "lea", version: int | None = None, **delta: Any) -> Replanned:
        self.world.wait(seconds=1)
        more = {key: delta.pop(key) for key in ("why", "stop_if_double_booked") if key in delta}
        with self.world.database.writing() as tx:
            asked = Replan(project.id, Delta(**delta), version, **more)
            return replanning.replan(tx, self.world.actor(by), asked, self.world.now)

    def undo(self, project: Project, version: int) -> Replanned:
        with self.world.database.writing() as tx:
            return replanning.undo(tx, self.world.actor("lea"), project.id, version, self.world.now)

    def picture(self, project: Project, by: str = "lea") -> Picture:
        with self.world.database.reading() as tx:
            return planned.picture(tx, self.world.actor(by), project.id)

    def days(self, project: Project) -> dict[str, tuple[str, str]]:
        return {row.id: (f"{row.begins:%m-%d}", f"{row.ends:%m-%d}") for row in self.picture(project).plan.rows}

    def report(self, project: Project, activity: str, by: str, done: int, **said: Any) -> None:
        self.world.wait(seconds=1)
        with self.world.database.writing() as tx:
            plan_tasks.report(tx, self.world.actor(by), Report(project.id, activity, done, **said), self.world.now)

    def tasks(self, who: str) -> list[PlanTask]:
        with self.world.database.reading() as tx:
            return plan_tasks.mine(tx, self.world.actor(who))

    def told(self, who: str) -> list[Mapping[str, Any]]:
        """The news for somebody, oldest first."""
        with self.world.database.reading() as tx:
            rows = tx.execute(OUTBOX.select().where(OUTBOX.c.kind == "tidings").order_by(OUTBOX.c.id))
            found = [outbox.read(row) for row in rows]
        return [one.payload for one in found if one.payload["to"] == self.world.party(who)]
