"""A house with very many counted requests of two years, loaded in bulk; and what was put in, to be counted plainly."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert

from runtime.engine import serialization
from runtime.engine.position import Position
from runtime.engine.worktime import Calendar
from runtime.hours import elapsed
from runtime.people import accounts
from runtime.processes import deployment
from runtime.store.connection.database import Database
from runtime.store.ids import new_id
from runtime.store.migrating import migrate
from runtime.store.people import workspaces
from runtime.store.people.people import Person
from runtime.store.tables.tables import CASE_FILE, CUSTOMER, FIGURE_CASE, FIGURE_STEP
from schemas import gallery
from schemas.document import load

BEGIN: Final = datetime(2024, 1, 1, tzinfo=UTC)
DAYS: Final = 730
CHANNELS: Final = ("web", "web", "web", "phone", "phone", "email", "in_person", "survey")
KINDS: Final = ("scope", "design", "quality", "schedule", "price")
OUTCOMES: Final = ("closed", "closed", "closed", "closed", "refused", "rejected", "ignored")
WAY: Final = (
    ("analysis", 300),
    ("board", 900),
    ("client", 1200),
    ("plan", 200),
    ("implementation", 2500),
    ("result", 120),
)
"""Steps, and about how many minutes by the clock each takes."""
UNASKED: Final = 0.4
BATCH: Final = 4_000
SECRET: Final = "only for the bench"  # noqa: S105 -- of a database that lives for a minute


@dataclass(frozen=True)
class Raw:
    """One request as it was made up: plain facts, of which nothing is counted yet."""

    opened: datetime
    closed: datetime | None
    answered: datetime
    outcome: str
    channel: str
    customer: str
    kind: str
    score: int | None
    hoped: int
    steps: tuple[tuple[str, datetime, datetime, bool, str], ...]


@dataclass(frozen=True)
class Counted:
    url: str
    workspace: str
    process: str
    admin: Person
    raw: list[Raw]


def filled(url: str, number: int) -> Counted:
    """The same requests each time."""
    migrate(url)
    database = Database(url, SECRET)
    with database.writing() as tx:
        workspace = new_id(BEGIN)
        workspaces.add(tx, workspaces.Workspace(workspace, "Bench"), BEGIN)
        admin = accounts.new_person(tx, workspace, "ada@team.example", BEGIN, name="Ada", role="admin")
        staff = [
            admin.id,
            *(accounts.new_person(tx, workspace, f"p{n}@team.example", BEGIN, name=f"P {n}").id for n in range(40)),
        ]
        process = load(gallery.document("customer-change"))
        version = deployment.deploy(tx, workspace, process, "person:x", BEGIN).id
        customers = [new_id(BEGIN) for _ in range(2_000)]
        tx.execute(
            insert(CUSTOMER),
            [
                {"workspace_id": workspace, "id": one, "name": f"Customer {at}", "created_at": BEGIN}
                for at, one in enumerate(customers)
            ],
        )
    raw = list(made_up(number, staff, customers))
    for start in range(0, number, BATCH):
        with database.writing() as tx:
            _load(
                tx,
                workspace,
                process.key,
                version,
                f"person:{admin.id}",
                list(enumerate(raw[start : start + BATCH], start)),
            )
    with database.writing() as tx:
        tx.exec_driver_sql("ANALYZE")
    database.close()
    return Counted(url, workspace, process.key, admin, raw)


def made_up(number: int, staff: list[str], customers: list[str]) -> Iterator[Raw]:
    """More and more over the years, quicker in the second; one of twelve is still open."""
    rng = random.Random(1)  # noqa: S311 -- no secret
    for _ in range(number):
        opened = BEGIN + timedelta(minutes=int(DAYS * 1440 * rng.random() ** 0.8))
        at, steps = opened, []
        pace = 1.0 if opened < BEGIN + timedelta(days=365) else 0.6
        for state, usual in WAY[: rng.choice((2, 4, 6, 6, 6))]:
            end = at + timedelta(minutes=int(rng.lognormvariate(0, 0.9) * usual * pace))
            steps.append((state, at, end, end - at > timedelta(minutes=3 * usual), rng.choice(staff)))
            at = end
        open_ = rng.random() < 1 / 12
        yield Raw(
            opened,
            None if open_ else at,
            steps[0][2],
            "" if open_ else rng.choice(OUTCOMES),
            rng.choice(CHANNELS),
            customers[int(len(customers) * rng.random() ** 3)],
            rng.choice(KINDS),
            None if open_ or rng.random() < UNASKED else rng.choice((2, 3, 4, 4, 5)),
            rng.choice((3, 4, 5)),
            tuple(steps[:-1] if open_ else steps),
        )


def _load(tx: Any, workspace: str, process: str, version: str, party: str, some: list[tuple[int, Raw]]) -> None:
    hours = Calendar()
    files, figures, steps = [], [], []
    for number, one in some:
        case_id = new_id(one.opened)
        files.append(_file(workspace, case_id, process, version, party, number, one))
        figures.append(_figures(workspace, case_id, process, one, hours))
        for seq, step in enumerate(one.steps, 3):
            steps += _steps(workspace, case_id, process, seq, step, hours)
    tx.execute(insert(CASE_FILE), files)
    tx.execute(insert(FIGURE_CASE), figures)
    tx.execute(insert(FIGURE_STEP), steps)


def _file(
    workspace: str, case_id: str, process: str, version: str, party: str, number: int, one: Raw
) -> dict[str, Any]:
    return {
        "workspace_id": workspace, "id": case_id, "number": f"CR-{number:06}", "process_key": process, "version_id": version,
        "title": {"en": "Customer change request", "zh-Hans": "客户需求变更"}, "summary": {"kind": one.kind}, "requester": party, "requester_name": "Ada",
        "filer": party, "filer_name": "Ada", "contact_id": None, "customer_id": one.customer, "channel": one.channel, "parent_id": None, "version": 9,
        "position": serialization.to_json(Position(ended=one.outcome)), "answers": {"kind": one.kind, "wish": f"A change of {one.kind} no. {number}"},
        "state": one.steps[-1][0] if one.steps else "analysis", "ended": one.outcome, "timers": [], "next_due": None, "incident": "",
        "stuck_since": None, "opened_at": one.opened, "closed_at": one.closed, "journal_count": 9, "journal_head": "", "calendar": 0,
        "tracking_hash": case_id,
    }  # fmt: skip


def _figures(workspace: str, case_id: str, process: str, one: Raw, hours: Calendar) -> dict[str, Any]:
    return {
        "workspace_id": workspace, "case_id": case_id, "process_key": process, "opened_on": elapsed.day(one.opened, hours),
        "closed_on": elapsed.day(one.closed, hours) if one.closed else None, "outcome": one.outcome, "channel": one.channel, "contact_id": None,
        "customer_id": one.customer, "took": elapsed.working(one.opened, one.closed, hours) if one.closed else None,
        "lasted": elapsed.by_clock(one.opened, one.closed) if one.closed else None, "response": elapsed.working(one.opened, one.answered, hours),
        "response_lasted": elapsed.by_clock(one.opened, one.answered), "late": any(step[3] for step in one.steps), "satisfaction": one.score,
        "expected": one.hoped, "goal": "", "said": {"kind": one.kind},
    }  # fmt: skip


def _steps(
    workspace: str,
    case_id: str,
    process: str,
    seq: int,
    step: tuple[str, datetime, datetime, bool, str],
    hours: Calendar,
) -> list[dict[str, Any]]:
    state, entered, left, late, who = step
    took, lasted = elapsed.working(entered, left, hours), elapsed.by_clock(entered, left)
    visit = {
        "workspace_id": workspace, "case_id": case_id, "seq": seq, "part": 0, "process_key": process, "state": state,
        "left_on": elapsed.day(left, hours), "entered_at": entered, "left_at": left, "how": "send", "to": "", "team": "pm", "party": "",
        "took": took, "lasted": lasted, "response": took, "response_lasted": lasted, "late": late,
    }  # fmt: skip
    return [
        visit,
        {**visit, "part": 1, "party": f"person:{who}", "response": None, "response_lasted": None, "late": False},
    ]
