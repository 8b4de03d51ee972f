"""A workspace to look at: a dozen people, as many customers, and twenty requests that took the real way through the product."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from builder import demo_plans
from builder.gallery import gallery
from builder.publishing import publishing
from runtime import lifecycle
from runtime.access import Actor
from runtime.asking import Decision, Submission
from runtime.customers import own_fields
from runtime.engine import worktime
from runtime.hours import office_hours
from runtime.people import accounts
from runtime.store.cases import cases, tasks
from runtime.store.cases.tasks import Task
from runtime.store.connection.database import Connection, Database
from runtime.store.customers import customers, own_forms
from runtime.store.customers.customers import Contact, Customer
from runtime.store.forms import links
from runtime.store.ids import new_id
from runtime.store.notices import app_notices
from runtime.store.people import departments, people, workspaces
from runtime.store.people.departments import Department
from runtime.store.people.people import Group, Person
from runtime.store.people.workspaces import Workspace
from schemas import gallery as shelf
from schemas.document import load
from schemas.words import LANGUAGES, Words

STORY = Path(__file__).with_name("demo.json")
ABOUT_ONE_STEP = ("PT3WH", "PT8WH", "PT5WH", "PT12WH", "PT2WH")
"""How long the people of the story take for a step, one after another: at work, as people are."""


@dataclass(frozen=True)
class Guide:
    """How to get in: people with their one password, and the public links by process key."""

    people: tuple[Person, ...]
    password: str
    links: Mapping[str, str]


@dataclass(frozen=True)
class _Stage:
    workspace: str
    people: Mapping[str, Person]

    def actor(self, key: str) -> Actor:
        return accounts.actor_of(self.people[key])


def load_demo(database: Database, now: datetime) -> Guide:
    """Fill an empty database with the story, as if it had happened up to ``now``; one that is in use stays as it is."""
    story = json.loads(STORY.read_text("utf-8"))
    with database.writing() as tx:
        there = [one for one in workspaces.all_of_them(tx) if one.name == story["workspace"]]
        if there:
            return guide(tx, story, there[0].id)
        began = now - timedelta(days=60)
        stage = _settle(tx, story, began)
        _publish(tx, stage, story["processes"], began)
        demo_plans.begin(tx, stage.actor, story, now)
    for request in story["requests"]:
        # One transaction each, as in life: a long one would hold the only writer.
        with database.writing() as tx:
            told = demo_plans.dated(request, now.date())
            _live(tx, stage, told, now)
    with database.writing() as tx:
        app_notices.settle_down(tx, stage.workspace, now - timedelta(days=7))
        return guide(tx, story, stage.workspace)


def guide(tx: Connection, story: Mapping[str, Any], workspace: str) -> Guide:
    tokens = {
        key: found[0].token for key in story["processes"] if (found := links.of_process(tx, workspace, key)) != []
    }
    return Guide(tuple(people.everybody(tx, workspace)), story["password"], tokens)


def _settle(tx: Connection, story: Mapping[str, Any], now: datetime) -> _Stage:
    workspace = Workspace(new_id(now), story["workspace"])
    workspaces.add(tx, workspace, now)
    there: dict[str, Person] = {}
    for one in story["people"]:
        manager = there[one["manager"]].id if one["manager"] else None
        there[one["key"]] = accounts.new_person(
            tx,
            workspace.id,
            f"{one['key']}@{story['domain']}",
            now,
            name=one["name"],
            key=one["key"],
            role=one["role"],
            password=story["password"],
            lang=one["lang"],
            manager_id=manager,
        )
    titles = _titles(story["processes"])
    for key, members in story["groups"].items():
        group = Group(workspace.id, new_id(now), key, titles[key], tuple(there[member].id for member in members))
        people.add_group(tx, group)
    _divide(tx, story, there, now)
    _own_fields(tx, story, accounts.actor_of(there["li.na"]))
    for customer in story["customers"]:
        _welcome(tx, workspace.id, customer, there, now)
    return _Stage(workspace.id, there)


def _divide(tx: Connection, story: Mapping[str, Any], people_by_key: Mapping[str, Person], now: datetime) -> None:
    """Into departments, each with its head."""
    made: dict[str, Department] = {}
    for one in story["departments"]:
        parent, head = made.get(one["parent"]), people_by_key[one["head"]]
        title = Words(one["title"])
        fresh = Department(head.workspace, new_id(now), one["key"], title, parent.id if parent else None, head.id)
        made[one["key"]] = fresh
        departments.add(tx, fresh)
    for key, department in story["belong"].items():
        people.keep(tx, replace(people_by_key[key], department_id=made[department].id))


def _titles(processes: list[str]) -> Mapping[str, Words]:
    ready = [load(shelf.document(key)) for key in processes]
    return {key: title for process in ready for key, title in process.groups.items()}


def _own_fields(tx: Connection, story: Mapping[str, Any], admin: Actor) -> None:
    """What this house keeps of its customers, called by its name in each language."""
    for kind in own_forms.KINDS:
        rows = story["own_fields"].get(kind, ())
        for lang in LANGUAGES if rows else ():
            said = [{**row, "title": row["title"][lang]} for row in rows]
            own_fields.keep(tx, replace(admin, lang=lang), kind, {"fields": said})


def _welcome(
    tx: Connection, workspace: str, customer: Mapping[str, Any], there: Mapping[str, Person], now: datetime
) -> None:
    """A record as somebody would have kept it, with whoever speaks for it."""
    name, own = customer["name"], customer.get("own", {})
    keeper = there[customer["keeper"]].id if "keeper" in customer else None
    known = Customer(
        workspace,
        new_id(now),
        name,
        customer.get("kind", "customer"),
        own=own,
        note=customer.get("note", ""),
        keeper_id=keeper,
    )
    words = [str(value) for value in own.values()]
    customers.add_customer(tx, known, now, words)
    people = {
        one["email"]: Contact(
            workspace, new_id(now), one["email"], one["name"], one["phone"], name, known.id, one["lang"]
        )
        for one in customer["contacts"]
    }
    for made in people.values():
        customers.add(tx, made, now)
    if "speaks" in customer:
        customers.keep_customer(tx, replace(known, contact_id=people[customer["speaks"]].id), words)


def _publish(tx: Connection, stage: _Stage, processes: list[str], now: datetime) -> None:
    designer = stage.actor("zhang.wei")
    for key in processes:
        draft = gallery.clone(tx, designer, key, now)
        publishing.publish(tx, designer, draft.process, now)


def _live(tx: Connection, stage: _Stage, request: Mapping[str, Any], now: datetime) -> None:
    """Submit one request and take the steps that were taken until today."""
    calendar = office_hours.calendar(tx, stage.workspace)
    paces = islice(cycle(ABOUT_ONE_STEP), request["days_ago"], None)
    then = worktime.after(now - timedelta(days=request["days_ago"]), next(paces), calendar)
    case = lifecycle.submit(tx, _submission(tx, stage, request), min(then, now)).case_id
    for said in request["steps"]:
        then = worktime.after(then, next(paces), calendar)
        actor, task = _asked(tx, stage, case, said)
        decision = Decision(actor, task.id, said["do"], said.get("answers", {}), said.get("comment", ""))
        lifecycle.decide(tx, decision, min(then, now))


def _submission(tx: Connection, stage: _Stage, request: Mapping[str, Any]) -> Submission:
    process, answers, channel = request["process"], request["answers"], request["channel"]
    if request["as"] != "contact":
        behalf = bool(answers.get("client_email"))
        return Submission(stage.actor(request["as"]), process, answers, channel, behalf)
    link = links.of_process(tx, stage.workspace, process)[0]
    return Submission(Actor(stage.workspace, f"link:{link.id}", ""), process, answers, channel)


def _asked(tx: Connection, stage: _Stage, case: str, said: Mapping[str, Any]) -> tuple[Actor, Task]:
    """The open to-do of the person who acts, and that person."""
    if said["as"] == "contact":
        known = customers.contact(tx, stage.workspace, cases.case(tx, stage.workspace, case).contact_id or "")
        assert known is not None  # noqa: S101 -- a case of the story that asks its client has one
        actor = Actor(stage.workspace, f"contact:{known.id}", known.name, known.lang)
    else:
        actor = stage.actor(said["as"])
    mine = (one for one in tasks.of_case(tx, stage.workspace, case) if one.party == actor.party and one.open)
    return actor, next(one for one in mine if one.state == said["at"])
