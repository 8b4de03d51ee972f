"""Home: what is to be done, what one has sent in, what one is shown, what one has done."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as lazy

from runtime.access import Permission
from runtime.forms import saving
from runtime.plans import plan_tasks
from runtime.store.plans.bookings import Part
from runtime.views import worklist
from runtime.views.worklist import Tab
from runtime.web.frame import shell
from runtime.web.frame.doors import SignedIn, open_to

pages = Blueprint("inbox", __name__)

TABS: dict[Tab, str] = {
    "todo": lazy("To do"),
    "mine": lazy("Started by me"),
    "watching": lazy("Watching"),
    "done": lazy("Done"),
}


@pages.get("/")
@open_to(SignedIn)
def index() -> ResponseReturnValue:
    wanted = request.args.get("tab", "todo")
    tab = next((known for known in TABS if known == wanted), None)
    if tab is None:
        return redirect(url_for("inbox.index"))
    actor = shell.actor()
    with shell.reading() as tx:
        shown = worklist.inbox(tx, actor, tab, request.args.get("after", ""))
        begun = saving.listed(tx, actor) if tab == "todo" else []
        first = tab == "todo" and "after" not in request.args
        greeting = worklist.greeting(tx, actor, shell.now(), shown if first else None)
        part, offers = plan_tasks.part(tx, actor, shell.now()) if first else (Part(), True)
    return render_template(
        "runtime/cases/inbox.html",
        inbox=shown,
        tabs=TABS.items(),
        greeting=greeting,
        begun=begun,
        bare=not (shown.rows or offers or part.all),
        part=part,
        designs=actor.may(Permission.DESIGN),
    )
