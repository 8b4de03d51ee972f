"""Projects with plans for the screens about them: one in full swing, one that wants the same people, one of 200 rows, one just begun."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from runtime import lifecycle
from runtime.access import Actor
from runtime.lifecycle import Submission
from runtime.planning.delta import Delta, Lengthen
from runtime.planning.plan import Activity, After, Need, Resource, Share
from runtime.plans import plan_tasks, projects, replanning
from runtime.plans.plan_tasks import Report
from runtime.plans.replanning import Replan
from runtime.processes import deployment
from runtime.store.connection.database import Connection
from runtime.store.plans import resources
from schemas.document import load

LONG = "Training of the night shift, and of the people who come in at the weekend and are not on site before"


def swing(people: tuple[str, str, str]) -> tuple[Activity, ...]:
    """Work breakdown, milestones, people and material; ``people`` by id."""
    one, two, three = people
    return (
        Activity("spec", "Requirements"),
        Activity("talk", "Interviews in the warehouse", "spec", days=3, people=(Share(one),), kind="preparation"),
        Activity("write", "Write the specification", "spec", days=6, after=(After("talk"),), people=(Share(two),)),
        Activity("agreed", "Specification agreed", "spec", days=0, after=(After("write"),)),
        Activity("build", "Build"),
        Activity("model", "Data model", "build", days=4, after=(After("agreed"),), people=(Share(one, 50), Share(two))),
        Activity("orders", "Import of orders", "build", days=8, after=(After("model"),), people=(Share(two, 80),)),
        Activity("labels", "Labels and printing", "build", days=5, after=(After("model"),), people=(Share(three),)),
        Activity("trial", "Scanner on trial", "build", days=5, after=(After("labels"),), material=(Need("scanner", 4),)),
        Activity("intro", "Introduction"),
        Activity("test", "Test with the client", "intro", days=4, after=(After("orders"), After("trial")), people=(Share(one),)),
        Activity("train", LONG, "intro", days=3, after=(After("test", "ss", 2),), people=(Share(three, 50),)),
        Activity("live", "Go-live", "intro", days=0, after=(After("test"), After("train"))),
    )  # fmt: skip


def many(count: int, person: str) -> tuple[Activity, ...]:
    """So many in groups of ten, each after the one before."""
    found: list[Activity] = []
    for number in range(count):
        group = f"g{number // 10}"
        if number % 10 == 0:
            found.append(Activity(group, f"Part {number // 10 + 1}"))
        else:
            after = (After(f"a{number - 1}"),) if number % 10 > 1 else ()
            days = 0 if number % 10 == 9 else 1 + number * 7 % 9
            who = (Share(person, 2),) if days else ()
            found.append(Activity(f"a{number}", f"Piece of work {number}", group, days=days, after=after, people=who))
    return tuple(found)


def begun(
    tx: Connection, actor: Actor, name: str, activities: tuple[Activity, ...], now: datetime, ago: int = 14
) -> str:
    """The id of a project that began so many days ago."""
    begins = (now - timedelta(days=ago)).date().isoformat()
    made = projects.begin(tx, actor, {"name": name, "begins": begins, "budget": "250000"}, now)
    if activities:
        replanning.replan(tx, actor, Replan(made.id, Delta(add=activities), why="As agreed at the beginning"), now)
    return made.id


def everything(tx: Connection, actor: Actor, people: tuple[str, str, str], now: datetime) -> Mapping[str, str]:
    """By name: ``swing``, ``other``, ``many``, ``empty``."""
    resources.keep(tx, actor.workspace, Resource("scanner", "Hand-held scanner", "material", 3))
    main = begun(tx, actor, "Warehouse scanners for Harbour Foods", swing(people), now)
    for key, done in (("talk", 100), ("write", 100), ("model", 40)):
        plan_tasks.report(tx, actor, Report(main, key, done, "Done as planned.", "Two questions are open."), now)
    replanning.replan(tx, actor, Replan(main, Delta(lengthen=(Lengthen("labels", 3),)), why="Two kinds of labels"), now)
    other = Activity("portal", "Portal for suppliers, second part", days=15, people=(Share(people[2]),))
    return {
        "swing": main,
        "other": begun(tx, actor, "Portal for suppliers", (other,), now, 3),
        "many": begun(tx, actor, "Move of the head office", many(200, people[0]), now, 60),
        "empty": begun(tx, actor, "A new web shop", (), now, 0),
    }


def wanting(tx: Connection, actor: Actor, who: str, project: str, row: Mapping[str, Any], now: datetime) -> str:
    """A request whose steps go into the plan of a project: somebody (by key) is still filling them in. Its id."""
    deployment.deploy(tx, actor.workspace, load(document(who)), actor.party, now)
    said = {"project": project, "steps": [row]}
    return lifecycle.submit(tx, Submission(actor, "plan-change", said), now).case_id


def document(who: str) -> dict[str, Any]:
    """Somebody plans, somebody agrees; then the plan changes, and the request waits until all of it is done."""
    columns = {
        "title": {"type": "string", **said("What is done", "做什么")},
        "begins": {"type": "string", "format": "date", **said("Begins", "开始")},
        "days": {"type": "number", **said("Working days", "工作日数")},
        "responsible": {"type": "string", **said("Who", "负责人", type="person")},
        "after": {"type": "string", **said("After", "前置")},
    }
    steps = {"type": "object", "properties": columns, "required": ["title"]}
    asked, open_ = [{"person": who}], {"project": "edit", "steps": "edit"}
    return {
        "format": "formloom/1",
        "key": "plan-change",
        "title": {"en": "Change of a plan", "zh-Hans": "计划变更"},
        "number": "PC-{seq:3}",
        "form": {
            "schema": {
                "type": "object",
                "properties": {
                    "project": {"type": "object", **said("Project", "项目", type="project")},
                    "steps": {"type": "array", "items": steps, **said("Steps", "步骤", type="table")},
                },
            }
        },
        "flow": {
            "initial": "plan",
            "states": [
                {"key": "plan", "kind": "task", "title": titled("Plan it", "制定计划"), "who": asked, "fields": open_},
                {"key": "confirm", "kind": "task", "title": titled("Confirm it", "确认"), "who": asked},
                {
                    "key": "put",
                    "kind": "action",
                    "title": titled("Into the plan", "写入计划"),
                    "deeds": [{"plan": {"project": "project", "steps": "steps"}}],
                },
                {"key": "done", "kind": "wait", "title": titled("Until it is done", "等待完成")},
                {"key": "closed", "kind": "end", "title": titled("Closed", "已结束")},
            ],
            "moves": [
                {"key": "send", "from": "plan", "to": "confirm", "title": titled("Send", "提交")},
                {"key": "yes", "from": "confirm", "to": "put", "title": titled("Yes", "同意")},
                {"key": "on", "from": "put", "to": "done", "title": titled("On", "继续")},
                {
                    "key": "all",
                    "from": "done",
                    "to": "closed",
                    "title": titled("All done", "全部完成"),
                    "message": "plan-done",
                    "keeps": True,
                },
            ],
        },
    }


def titled(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh-Hans": zh}


def said(en: str, zh: str, **more: str) -> dict[str, Any]:
    """The title of a field, and of what type it is."""
    return {"title": en, "x-formloom": {"title": {"zh-Hans": zh}, **more}}
