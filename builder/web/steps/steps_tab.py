"""The Steps tab: the flow as cards in a column, with a panel for the step that is open."""

from collections.abc import Mapping
from typing import Final, Literal

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from builder.editing.edits import AddGroup, Edit
from builder.editing.flow_edits import (
    ChangeFlow,
    ChangeMove,
    ChangeState,
    MoveMove,
    MoveState,
    RemoveMove,
    RemoveState,
    SetInitial,
    SetRights,
)
from builder.editing.new_steps import KIND_TITLES, AddBranch, AddState
from builder.editing.new_ways import AddWay, AddWayToNew
from builder.editing.refusal import cannot, known
from builder.editing.step_places import AddStateOn, Spur
from builder.web.frame import desk, panels
from builder.web.frame.lines import read_title, read_who
from builder.web.steps import flow_page, step_lines, step_panels
from runtime.access import Permission
from runtime.web.frame.doors import open_to
from schemas.format.flow_reading import WITHDRAWING
from schemas.model.flow import StateKind
from schemas.model.process import Process

pages = Blueprint("steps_tab", __name__)
NEW_TARGETS: Final[Mapping[str, Literal["task", "approval", "end"]]] = {
    "new:task": "task",
    "new:approval": "approval",
    "new:end": "end",
}


@pages.get("/design/<draft_id>/steps")
@open_to(Permission.DESIGN)
def index(draft_id: str) -> str:
    return flow_page.show(draft_id, request.args.get("state", ""))


@pages.post("/design/<draft_id>/states")
@open_to(Permission.DESIGN)
def add(draft_id: str) -> ResponseReturnValue:
    kind, title = _kind(request.form.get("kind", "")), read_title(request.form, "title")
    after, way = request.form.get("after", ""), request.form.get("way", "")

    def opens(before: Process, now: Process) -> str:
        """The new step, whose title is what is typed next."""
        key = next((key for key in now.flow.by_key if key not in before.flow.by_key), "")
        return flow_page.address(draft_id, state=key, new=1)

    made: Edit = AddState(kind, title, after)
    if way or after == flow_page.BEGIN:
        made = AddStateOn(kind, Spur(after, way) if way else Spur(), title)
    return desk.edited(draft_id, lambda _process: made, lambda late: flow_page.show(draft_id, "", late), opens=opens)


def _kind(asked: str) -> StateKind:
    return next((kind for kind in KIND_TITLES if kind == asked), "task")


@pages.post("/design/<draft_id>/states/<key>")
@open_to(Permission.DESIGN)
def change(draft_id: str, key: str) -> ResponseReturnValue:
    do = request.form.get("do", "save")

    def made(process: Process) -> Edit:
        state = known(process.flow.states, key)
        if do == "save":
            return ChangeState(key, step_panels.state_changes(process, state, request.form))
        if do == "rights":
            return SetRights(key, panels.rights_said(process, request.form))
        if do == "remove":
            return RemoveState(key)
        return SetInitial(key) if do == "initial" else MoveState(key, desk.STEPS.get(do, 0))

    said = (lambda process: desk.removed(known(process.flow.states, key).title, key)) if do == "remove" else None
    return desk.edited(draft_id, made, lambda late: flow_page.show(draft_id, key, late), said)


@pages.post("/design/<draft_id>/rights/<place>")
@open_to(Permission.DESIGN)
def rights(draft_id: str, place: str) -> ResponseReturnValue:
    """What is asked when the form is first filled (``fill``), and what the requester sees afterwards (``tracking``)."""

    def made(process: Process) -> Edit:
        return SetRights(place, panels.rights_said(process, request.form), "flow")

    return desk.edited(draft_id, made, lambda late: flow_page.show(draft_id, f":{place}", late))


@pages.post("/design/<draft_id>/fallback")
@open_to(Permission.DESIGN)
def fallback(draft_id: str) -> ResponseReturnValue:
    who = read_who(request.form, "who")
    edit = ChangeFlow({"fallback": who})
    return desk.edited(draft_id, lambda _process: edit, lambda late: flow_page.show(draft_id, ":fallback", late))


@pages.post("/design/<draft_id>/whole")
@open_to(Permission.DESIGN)
def whole(draft_id: str) -> ResponseReturnValue:
    """What holds for the whole flow: whether a request may be taken back, and who is told of what."""
    said = request.form.get("withdraw", "")
    notices = step_lines.read_notices(request.form, "end")
    withdraw = said if said in WITHDRAWING else WITHDRAWING[0]
    edit = ChangeFlow({"withdraw": withdraw, "notices": notices})
    return desk.edited(draft_id, lambda _process: edit, lambda late: flow_page.show(draft_id, ":whole", late))


@pages.post("/design/<draft_id>/states/<key>/branches")
@open_to(Permission.DESIGN)
def add_branch(draft_id: str, key: str) -> ResponseReturnValue:
    title = read_title(request.form, "title")

    def made(_process: Process) -> Edit:
        if not title:
            raise cannot("edit.no-title")
        return AddBranch(key, title)

    return desk.edited(draft_id, made, lambda late: flow_page.show(draft_id, key, late))


@pages.post("/design/<draft_id>/groups")
@open_to(Permission.DESIGN)
def add_group(draft_id: str) -> ResponseReturnValue:
    title = read_title(request.form, "title")

    def made(_process: Process) -> Edit:
        if not title:
            raise cannot("edit.no-title")
        return AddGroup(title)

    return desk.edited(draft_id, made, lambda late: flow_page.show(draft_id, "", late))


@pages.post("/design/<draft_id>/states/<source>/moves")
@open_to(Permission.DESIGN)
def add_move(draft_id: str, source: str) -> ResponseReturnValue:
    """``target`` is a step, or a new one of a kind: ``new:task``."""
    title, target = read_title(request.form, "title"), request.form.get("target", "")
    kind = NEW_TARGETS.get(target)
    made = AddWayToNew(source, kind, title) if kind else AddWay(source, target, title)

    def opens(before: Process, now: Process) -> str:
        """What is said next: of a way out of a choice when it is taken, of a new step what is done there."""
        new = next((key for key in now.flow.by_key if key not in before.flow.by_key), "")
        if new and now.flow.by_key[source].kind != "choice":
            return flow_page.address(draft_id, state=new, new=1)
        there = {move.key for move in before.flow.moves_from(source)}
        way = next((move.key for move in now.flow.moves_from(source) if move.key not in there), "")
        if now.flow.by_key[source].kind == "choice":
            return url_for("rule_page.index", draft_id=draft_id, of="move", key=f"{source}.{way}", kind="when")
        return flow_page.address(draft_id, state=source, way=way)

    return desk.edited(
        draft_id, lambda _process: made, lambda late: flow_page.show(draft_id, source, late), opens=opens
    )


@pages.post("/design/<draft_id>/states/<source>/moves/<key>")
@open_to(Permission.DESIGN)
def change_move(draft_id: str, source: str, key: str) -> ResponseReturnValue:
    do = request.form.get("do", "save")

    def made(process: Process) -> Edit:
        move = known(process.flow.moves_from(source), key)
        if do == "save":
            return ChangeMove(source, key, step_panels.move_changes(process.flow, move, request.form))
        if do == "remove":
            return RemoveMove(source, key)
        return MoveMove(source, key, desk.STEPS.get(do, 0))

    return desk.edited(draft_id, made, lambda late: flow_page.show(draft_id, source, late))
