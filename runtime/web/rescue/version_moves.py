"""Running requests move to another version of their process: what would happen, which ones, and how far it has come."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from runtime.access import Actor, Permission
from runtime.lifecycle import Rejected
from runtime.rescue import case_migration
from runtime.rescue.case_migration import Carried, Passengers, Prospect
from runtime.store.missing import Missing
from runtime.store.processes import processes
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from schemas.model.flow import State

pages = Blueprint("passages", __name__)

_NAME = "name-"
_NUMBER = re.compile("[0-9]{1,9}")
"""Of a version."""


@pages.get("/processes/<process_key>/running")
@open_to(Permission.ADMIN)
def show(process_key: str) -> ResponseReturnValue:
    return _page(process_key, request.args)


@pages.post("/processes/<process_key>/running")
@open_to(Permission.ADMIN)
def move(process_key: str) -> ResponseReturnValue:
    """The chosen ones, or all in rounds: what was done so far comes back with the page."""
    form = request.form
    wanted = wanted_of(shell.actor(), process_key, form)
    if wanted is None:
        return _page(process_key, form)
    everything = form.get("which") == "all"
    chosen = None if everything else form.getlist("case")
    try:
        done = case_migration.carry_all(
            shell.database(), wanted, shell.now(), chosen, form.get("after", "") if everything else ""
        )
    except Rejected as rejected:
        return _page(process_key, form, problems=rejected.problems), 422
    return _page(process_key, form, done)


def wanted_of(actor: Actor, process_key: str, said: Mapping[str, str]) -> Passengers | None:
    """None where nobody has said yet from which version to which. Raises BadRequest."""
    source, target = said.get("from", ""), said.get("to", "")
    if any(one and not _NUMBER.fullmatch(one) for one in (source, target)):
        raise BadRequest
    if not (source and target):
        return None
    names = {key.removeprefix(_NAME): value for key, value in said.items() if key.startswith(_NAME) and value}
    return Passengers(actor, process_key, int(source), int(target), said.get("state", ""), names)


def _page(process_key: str, said: Mapping[str, str], done: Carried | None = None, problems: Any = ()) -> str:
    actor, prospect = shell.actor(), None
    wanted = wanted_of(actor, process_key, said)
    with shell.reading() as tx:
        process = processes.process(tx, actor.workspace, process_key)
        if process is None:
            raise Missing(process_key)
        there = case_migration.running_by_version(tx, actor, process_key)
        if wanted and not problems:
            try:
                prospect = case_migration.look(tx, wanted, shell.now())
            except Rejected as rejected:
                problems = rejected.problems
    return render_template(
        "runtime/rescue/passages.html",
        process=process,
        there=there,
        wanted=wanted,
        prospect=prospect,
        homeless=_homeless(prospect, there, wanted) if prospect and wanted else (),
        done=done,
        moved=int(said.get("moved", "0") or 0) + (done.moved if done else 0),
        problems=problems,
        total=_total(there, wanted) if wanted else 0,
        name=_NAME,
    )


def _homeless(prospect: Prospect, there: Mapping[int, Mapping[str, int]], wanted: Passengers) -> tuple[State, ...]:
    """Steps where requests stand, or have been named before, and which the other version has not under that name."""
    old, new = prospect.way.old.course.states, prospect.way.new.course.states
    named = {*there.get(wanted.source, {}), *wanted.names}
    return tuple(state for key, state in old.items() if key in named and (key not in new or key in wanted.names))


def _total(there: Mapping[int, Mapping[str, int]], wanted: Passengers) -> int:
    states = there.get(wanted.source, {})
    return states.get(wanted.state, 0) if wanted.state else sum(states.values())
