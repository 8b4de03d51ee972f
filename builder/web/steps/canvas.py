"""The steps on a canvas: the same flow and the same panel as the cards, and what is drawn there by hand."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from builder.editing.edits import Edit
from builder.editing.flow_edits import ChangeMove, RemoveState, SetInitial
from builder.editing.new_ways import AddWay
from builder.editing.refusal import known
from builder.editing.step_places import PutState, Spur
from builder.web.frame import desk
from builder.web.frame.lines import read_title
from builder.web.steps import flow_page
from runtime.access import Permission
from runtime.web.frame.doors import open_to
from schemas.model.process import Process

pages = Blueprint("canvas", __name__)


@pages.get("/design/<draft_id>/canvas")
@open_to(Permission.DESIGN)
def index(draft_id: str) -> str:
    return flow_page.show(draft_id, request.args.get("state", ""))


@pages.post("/design/<draft_id>/canvas/ways")
@open_to(Permission.DESIGN)
def connect(draft_id: str) -> ResponseReturnValue:
    """A way from ``source`` to ``target``, called ``title`` or what such a way is usually called."""
    source, target = request.form.get("source", ""), request.form.get("target", "")
    title = read_title(request.form, "title")

    edit = AddWay(source, target, title)
    return desk.edited(draft_id, lambda _process: edit, lambda late: flow_page.show(draft_id, source, late))


@pages.post("/design/<draft_id>/canvas/places")
@open_to(Permission.DESIGN)
def put(draft_id: str) -> ResponseReturnValue:
    """The step ``state`` comes onto the way ``way``: ``STEP/KEY``, or ``/``, by which requests come in."""
    key, (source, _, way) = request.form.get("state", ""), request.form.get("way", "/").partition("/")
    edit = PutState(key, Spur(source, way))
    return desk.edited(draft_id, lambda _process: edit, lambda late: flow_page.show(draft_id, key, late))


@pages.post("/design/<draft_id>/canvas/ends")
@open_to(Permission.DESIGN)
def turn(draft_id: str) -> ResponseReturnValue:
    """The way ``way`` (as for `put`) leads to ``target`` from now on."""
    source, _, way = request.form.get("way", "/").partition("/")
    target = request.form.get("target", "")

    def made(_process: Process) -> Edit:
        return ChangeMove(source, way, {"target": target}) if source else SetInitial(target)

    return desk.edited(draft_id, made, lambda late: flow_page.show(draft_id, source, late))


@pages.post("/design/<draft_id>/canvas/removed")
@open_to(Permission.DESIGN)
def remove(draft_id: str) -> ResponseReturnValue:
    key = request.form.get("state", "")

    def said(process: Process) -> str:
        return desk.removed(known(process.flow.states, key).title, key)

    return desk.edited(
        draft_id, lambda _process: RemoveState(key), lambda late: flow_page.show(draft_id, "", late), said
    )
