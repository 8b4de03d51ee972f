"""The Try tab: the draft walked by anybody, with a clock that can be pushed; and its form alone."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from builder.drafts import drafts
from builder.drafts.drafts import Draft
from builder.editing.edits import ChangeProcess
from builder.publishing import publishing
from builder.rehearsal import walk_script
from builder.rehearsal.walk_script import CannotKeep, Stood, Trod
from builder.web.frame import desk
from builder.web.frame.lines import read_title
from builder.web.rehearsal import preview, walk_posts
from builder.web.rehearsal.walk_posts import Typed
from runtime.access import Permission
from runtime.engine.position import Party
from runtime.processes import deployment
from runtime.rehearsal import rehearsal_letters, rehearsal_scene
from runtime.rehearsal.cast import CONTACT, REQUESTER, Cast
from runtime.rehearsal.rehearsal import rehearse
from runtime.rehearsal.rehearsal_scene import Scene
from runtime.store.people import people
from runtime.web.cases.wish_forms import MANNERS
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from schemas.model.process import Process

pages = Blueprint("try_tab", __name__)
BACK, AGAIN, BE = "back", "again", "be"
NOTHING = Typed()


@pages.get("/design/<draft_id>/try")
@open_to(Permission.DESIGN)
def index(draft_id: str) -> ResponseReturnValue:
    """A walk that begins, or with ``test=N`` the walk of one of the document's own tests."""
    process = _process(draft_id)
    number = request.args.get("test", -1, type=int)
    script = process.tests[number] if 0 <= number < len(process.tests) else None
    plain = {key: value for key, value in (script or {}).items() if key not in ("title", "expect")}
    return _show(draft_id, process, Trod(plain or None, request.args.get("people") == walk_script.REAL))


@pages.post("/design/<draft_id>/try")
@open_to(Permission.DESIGN)
def walk(draft_id: str) -> ResponseReturnValue:
    """One act more, or one less. Nothing is written: the page carries the walk."""
    process, posted = _process(draft_id), request.form
    trod = walk_script.read(posted.get("walk", ""), real=posted.get("people") == walk_script.REAL)
    do, me = posted.get("do", ""), posted.get("me", "")
    if do in (BACK, AGAIN):
        return _show(draft_id, process, trod.back() if do == BACK else Trod(None, trod.real))
    if do == BE:
        return _show(draft_id, process, trod, me)
    if not publishing.runs(process):
        return _show(draft_id, process, trod)
    after, typed = walk_posts.next_line(trod, _stood(process, trod), posted, me or _first_filer(trod))
    if after.is_full:
        flash(_("This walk is as long as a page can carry. Keep it as a test, or begin again."), "error")
        after = trod
    return _show(draft_id, process, after, me, typed)


@pages.post("/design/<draft_id>/try/kept")
@open_to(Permission.DESIGN)
def keep(draft_id: str) -> ResponseReturnValue:
    """The walk becomes a test of the document: a step of the draft like any other, which can be undone."""
    process, posted = _process(draft_id), request.form
    trod = walk_script.read(posted.get("walk", ""), real=posted.get("people") == walk_script.REAL)
    if trod.script is None or not publishing.runs(process):
        return _show(draft_id, process, trod), desk.UNMENDED
    title = read_title(posted, "title") or walk_script.title_of(process, rehearse(process, trod.script))
    try:
        test = walk_script.as_test(process, trod, _stood(process, trod), title)
    except CannotKeep:
        flash(_("This walk depends on who is in the groups here, so it cannot be kept with the document."), "error")
        return _show(draft_id, process, trod, posted.get("me", "")), desk.UNMENDED

    def shown(_late: Draft | None) -> str:
        return str(_show(draft_id, process, trod, posted.get("me", "")))

    return desk.edited(
        draft_id,
        lambda process: ChangeProcess({"tests": (*process.tests, test)}),
        shown,
        lambda _process: _("The walk is kept as a test. Undo takes it away again."),
    )


@pages.get("/design/<draft_id>/try/form")
@open_to(Permission.DESIGN)
def form(draft_id: str) -> ResponseReturnValue:
    """The form as a client meets it on a phone, and as each step's people meet it."""
    return desk.page(
        "builder/rehearsal/try_form.html", draft_id, "try", state=request.args.get("state", ""), preview=preview
    )


@pages.post("/design/<draft_id>/try/form")
@open_to(Permission.DESIGN)
def fill(draft_id: str) -> ResponseReturnValue:
    """What the form makes of these answers: what is asked then, what is computed, what is missing. Nothing is kept."""
    state = request.form.get("_state", "")
    return desk.page(
        "builder/rehearsal/try_form.html", draft_id, "try", state=state, preview=preview, posted=request.form
    )


def _process(draft_id: str) -> Process:
    with shell.reading() as tx:
        return drafts.get(tx, shell.actor(), draft_id).process


def _stood(process: Process, trod: Trod) -> Stood:
    """Real people are looked up once more for every page: who is in a group is what is so now."""
    with shell.reading() as tx:
        workspace = shell.actor().workspace
        names = {f"person:{one.id}": one.name for one in people.everybody(tx, workspace) if one.active}
        directory = deployment.directory(tx, workspace)
        return walk_script.stand(process, trod, directory, names, shell.lang(), shell.now())


def _first_filer(trod: Trod) -> Party:
    return shell.actor().party if trod.real else REQUESTER


def _show(draft_id: str, process: Process, trod: Trod, me: Party = "", typed: Typed = NOTHING) -> str:
    if not publishing.runs(process):
        return desk.page("builder/rehearsal/try_tab.html", draft_id, "try", stood=None, trod=trod)
    stood = _stood(process, trod)
    scene = stood.scene
    me = _who_now(process, trod, stood, me)
    turns = scene.turns(me) if trod.script is not None else ()
    return desk.page(
        "builder/rehearsal/try_tab.html",
        draft_id,
        "try",
        stood=stood,
        scene=scene,
        trod=trod,
        walk=walk_script.written(trod),
        me=me,
        others=_others(process, trod, stood),
        turns=turns,
        free=_free(scene, me, turns),
        lines=tuple(rehearsal_scene.lines(scene)),
        sent=tuple(rehearsal_letters.sent(scene, shell.lang())),
        typed=typed,
        drawn=lambda at: walk_posts.drawn(scene, at, typed),
        manners=MANNERS,
        only=lambda given, right: {key: one if one == right else "hide" for key, one in given.items()},
    )


def _who_now(process: Process, trod: Trod, stood: Stood, me: Party) -> Party:
    """Whoever was chosen as long as they may do something, then the first who is asked."""
    if trod.script is None:
        known = _others(process, trod, stood)
        return me if me in known else next(iter(known))
    chosen = request.form.get("do") == BE
    asked = any(me in todo.who for todo in stood.scene.todos)
    return me if me and (chosen or asked) else stood.scene.first() or me or stood.scene.walk.requester


def _others(process: Process, trod: Trod, stood: Stood) -> Mapping[Party, str]:
    """Everybody that one can be, by name."""
    lang = shell.lang()
    if trod.real:
        mine = shell.actor().party
        real = {mine: stood.names[mine], **stood.names} if mine in stood.names else dict(stood.names)
        return {**real, CONTACT: stood.called(CONTACT).in_(lang)}
    parties = [REQUESTER, CONTACT] if trod.script is None else [*stood.scene.parties(), *_cast(process)]
    return {party: stood.called(party).in_(lang) for party in dict.fromkeys(parties)}


def _cast(process: Process) -> list[Party]:
    cast = Cast(process.flow)
    groups = [who.key for state in process.flow.states for who in state.who if who.kind == "group"]
    return [REQUESTER, *(party for key in dict.fromkeys(groups) for party in cast.group(key))]


def _free(scene: Scene, me: Party, turns: Any) -> tuple[str, ...]:
    """What they may do without being asked."""
    taken = {act for turn in turns for act in turn.acts}
    return tuple(act for act in scene.elsewhere(me) if act not in taken)
