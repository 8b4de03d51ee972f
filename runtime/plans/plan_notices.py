"""Whom a plan tells of what: who is to do something, whose days have moved, who is booked twice."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from runtime.access import Actor
from runtime.notices import tidings
from runtime.notices.tidings import Tidings
from runtime.people.roster import PERSON
from runtime.planning import plan_words
from runtime.plans.planned import Preview
from runtime.store.notices.outbox import Message
from runtime.store.plans.bookings import PlanTask
from runtime.store.plans.project_rows import Project
from schemas.words import Words, words

TASKS: Final = "/plan-tasks"
MOST_LINES: Final = 20


def of_change(
    actor: Actor, project: Project, found: Preview, fresh: Iterable[tuple[str, str]], now: datetime
) -> list[Message]:
    """To each person one message of what is new for them and one of what has moved; nobody is told what they did themselves."""
    new: dict[str, list[str]] = {}
    for person, activity in sorted(fresh):
        new.setdefault(person, []).append(activity)
    messages: list[Message] = []
    for person, activities in new.items():
        lines = [_assigned(found, key) for key in activities]
        heading = words("You are to do something in “{project}”", "“{project}”有任务分配给您").formatted(
            project=project.name
        )
        messages += _tell(actor, project, person, heading, lines, now)
    for person, lines in _moved(found, new).items():
        heading = words("Dates have moved in “{project}”", "“{project}”的日期有变动").formatted(project=project.name)
        messages += _tell(actor, project, person, heading, lines, now)
    return [*messages, *_to_lead(actor, project, found, now)]


def can_begin(actor: Actor, project: Project, person: str, titles: Iterable[str], now: datetime) -> list[Message]:
    """What it waited for is done."""
    heading = words("You can begin in “{project}”", "“{project}”中有任务可以开始了").formatted(project=project.name)
    lines = [words("“{title}”", "“{title}”").formatted(title=title) for title in titles]
    return _tell(actor, project, person, heading, lines, now)


def ending(workspace: str, person: str, tasks: Iterable[PlanTask], now: datetime) -> list[Message]:
    """A reminder, before the end."""
    lines = [
        words(
            "“{title}” in “{project}” ends on {at}, {done} % done", "“{project}”的“{title}”于{at}结束，已完成 {done}%"
        ).formatted(title=one.title, project=one.project, at=plan_words.day(one.ends), done=one.done)
        for one in tasks
    ]
    heading = words("It ends soon", "任务即将到期")
    news = Tidings(heading, tuple(lines[:MOST_LINES]), TASKS)
    return tidings.tell(workspace, news, [PERSON + person], now)


def _to_lead(actor: Actor, project: Project, found: Preview, now: datetime) -> list[Message]:
    if not found.fresh or not project.lead_id:
        return []
    heading = words("Somebody is booked twice in “{project}”", "“{project}”出现资源冲突").formatted(
        project=project.name
    )
    lines = [plan_words.conflict(one) for one in found.fresh]
    return _tell(actor, project, project.lead_id, heading, lines, now, also_self=True)


def _tell(
    actor: Actor,
    project: Project,
    person: str,
    heading: Words,
    lines: list[Words],
    now: datetime,
    *,
    also_self: bool = False,
) -> list[Message]:
    if PERSON + person == actor.party and not also_self:
        return []
    path = f"/projects/{project.id}" if also_self else TASKS
    return tidings.tell(project.workspace, Tidings(heading, tuple(lines[:MOST_LINES]), path), [PERSON + person], now)


def _assigned(found: Preview, key: str) -> Words:
    row = found.after.by_id[key]
    when = plan_words.days(row.begins, row.ends)
    return words("“{title}”, {when}", "“{title}”，{when}").formatted(title=row.activity.title, when=when)


def _moved(found: Preview, new: dict[str, list[str]]) -> dict[str, list[Words]]:
    lines: dict[str, list[Words]] = {}
    for one in found.difference.moved:
        if not one.after.activity.is_done:
            for share in one.after.activity.people:
                if one.id not in new.get(share.resource, ()):
                    lines.setdefault(share.resource, []).append(plan_words.moved(one))
    return lines
