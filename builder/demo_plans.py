"""The projects of the demo: two plans that share a person, so that a change of one books them twice."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from runtime.access import Actor
from runtime.planning.delta import Delta
from runtime.planning.plan import Activity, After, Resource, Share
from runtime.plans import plan_tasks, projects, replanning
from runtime.plans.plan_tasks import Report
from runtime.plans.replanning import Replan
from runtime.store.connection.database import Connection
from runtime.store.customers import customers
from runtime.store.ids import new_id

_DAY = re.compile(r"\{day ([+-]\d+)\}")


def begin(tx: Connection, actor: Callable[[str], Actor], story: Mapping[str, Any], now: datetime) -> None:
    """Each with its plan, and with the work that was reported so far. ``actor`` is somebody of the story by their key."""
    admin = actor("li.na")
    for one in story["material"]:
        projects.keep_resource(tx, admin, Resource(new_id(now), one["title"], "material", one["capacity"]))
    for one in story["projects"]:
        at = now - timedelta(days=one["days_ago"])
        lead = actor(one["lead"])
        customer = customers.customer_named(tx, admin.workspace, one["customer"], new_id(at), at)
        said = {
            "name": one["name"],
            "customer": customer,
            "lead": lead.email,
            "members": [actor(key).email for key in one["members"]],
            "begins": at.date().isoformat(),
            "budget": one["budget"],
        }
        project = projects.begin(tx, lead, said, at)
        add = tuple(_activity(raw, actor, now.date()) for raw in one["activities"])
        replanning.replan(tx, lead, Replan(project.id, Delta(add=add), why=one["why"]), at)
        for raw in one["activities"]:
            if "done" in raw:
                by = actor(raw["people"][0]) if raw.get("people") else lead
                done = Report(project.id, raw["id"], raw["done"], raw.get("operation", ""), raw.get("result", ""))
                plan_tasks.report(tx, by, done, now - timedelta(days=2))


def dated(value: Any, today: date) -> Any:
    """What the story says of days, as ``{day +3}``, in the days of now."""
    match value:
        case str():
            found = _DAY.fullmatch(value)
            return (today + timedelta(days=int(found[1]))).isoformat() if found else value
        case list():
            return [dated(one, today) for one in value]
        case dict():
            return {key: dated(one, today) for key, one in value.items()}
        case _:
            return value


def _activity(raw: Mapping[str, Any], actor: Callable[[str], Actor], today: date) -> Activity:
    start = dated(raw.get("start"), today)
    return Activity(
        raw["id"],
        raw["title"],
        raw.get("parent", ""),
        date.fromisoformat(start) if start else None,
        raw.get("days", 1),
        tuple(After(key) for key in raw.get("after", ())),
        tuple(Share(actor(key).id, raw.get("percent", 100)) for key in raw.get("people", ())),
        kind=raw.get("kind", ""),
        fixed=raw.get("fixed", False),
    )
