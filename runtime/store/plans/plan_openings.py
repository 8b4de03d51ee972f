"""A project with what stands beside its plan: which requests have brought something, and what was done of one activity."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, String, Subquery, Text, cast, literal, null, select, true, union_all

from runtime.store.missing import Missing
from runtime.store.plans import project_rows
from runtime.store.plans.plan_changes import WorkDone
from runtime.store.plans.project_rows import Project
from runtime.store.tables.columns import Moment
from runtime.store.tables.tables import ACTIVITY, CASE_FILE, WORK_DONE


@dataclass(frozen=True)
class Opening:
    """``numbers`` of the requests, by their ids; ``work`` newest first."""

    project: Project
    numbers: Mapping[str, str]
    work: tuple[WorkDone, ...]


def opening(tx: Connection, workspace: str, project_id: str, activity_id: str = "", limit: int = 10) -> Opening:
    """In one read.

    Raises:
        Missing: there is no such project.
    """
    beside = _beside(workspace, project_id, activity_id, limit)
    asked = project_rows.selecting(workspace, project_id, beside.c, beside, true())
    rows = [*tx.execute(asked)]
    if not rows:
        raise Missing(project_id)
    work = sorted((row for row in rows if row.part == "work"), key=lambda row: row.beside, reverse=True)
    return Opening(
        project_rows.read(tx, rows[0], beside.c),
        {row.beside: row.said for row in rows if row.part == "case"},
        tuple(
            WorkDone(workspace, row.beside, project_id, activity_id, row.at, row.by, row.said, *_told(row))
            for row in work
        ),
    )


def _told(row: Any) -> tuple[int, str, str]:
    return row.done, row.operation, row.result


def _beside(workspace: str, project_id: str, activity_id: str, limit: int) -> Subquery:
    nothing = cast(null(), Text)
    brought = select(ACTIVITY.c.case_id).where(
        ACTIVITY.c.workspace_id == workspace, ACTIVITY.c.project_id == project_id
    )
    cases = select(
        literal("case").label("part"),
        CASE_FILE.c.id.label("beside"),
        CASE_FILE.c.number.label("said"),
        cast(null(), Moment).label("at"),
        cast(null(), String(40)).label("by"),
        cast(null(), Integer).label("done"),
        nothing.label("operation"),
        nothing.label("result"),
    ).where(CASE_FILE.c.workspace_id == workspace, CASE_FILE.c.id.in_(brought))
    if not activity_id:
        return cases.subquery()
    here = (WORK_DONE.c.workspace_id == workspace, WORK_DONE.c.project_id == project_id)
    newest = (
        select(WORK_DONE)
        .where(*here, WORK_DONE.c.activity_id == activity_id)
        .order_by(WORK_DONE.c.id.desc())
        .limit(limit)
        .subquery()
    )
    work = select(
        literal("work"),
        newest.c.id,
        newest.c.by_name,
        newest.c.at,
        newest.c.by,
        newest.c.done,
        newest.c.operation,
        newest.c.result,
    )
    return union_all(cases, work).subquery()
