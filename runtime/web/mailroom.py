"""Every message that went out, waits, or was given up, for administrators."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from runtime import postman, worklist
from runtime.access import Permission
from runtime.store import outbox
from runtime.store.missing import Missing
from runtime.web import shell
from runtime.web.doors import open_to

pages = Blueprint("mail", __name__)

PAGE = 50

TITLES = {
    "task": lazy("A to-do"),
    "reminder": lazy("A reminder"),
    "escalation": lazy("Something is late"),
    "ended": lazy("A request has ended"),
    "received": lazy("A request has arrived"),
    "comment": lazy("A comment"),
    "saved": lazy("A form to go on with"),
}
"""What a message is about, before it has a subject."""


@pages.get("/mail")
@open_to(Permission.ADMIN)
def index() -> str:
    after = request.args.get("after", "")
    seen = worklist.cursor(after) if after else None
    with shell.reading() as tx:
        found = outbox.latest(tx, shell.actor().workspace, seen, PAGE + 1)
    return render_template(
        "runtime/mail.html",
        messages=found[:PAGE],
        titles=TITLES,
        after=worklist.cursor_after(found, PAGE, lambda message: (message.made_at, message.id)),
        goes_out=bool(shell.settings().smtp_url),
    )


@pages.get("/mail/<message_id>")
@open_to(Permission.ADMIN)
def show(message_id: str) -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        message = outbox.message(tx, actor.workspace, message_id)
        if message is None:
            raise Missing(message_id)
        try:
            letter = postman.letter(tx, actor, message_id, shell.settings())
        except Missing:
            letter = None
    return render_template("runtime/letter.html", message=message, letter=letter)


@pages.post("/mail/<message_id>/again")
@open_to(Permission.ADMIN)
def again(message_id: str) -> ResponseReturnValue:
    with shell.writing() as tx:
        if outbox.message(tx, shell.actor().workspace, message_id) is None:
            raise Missing(message_id)
        outbox.revive(tx, shell.actor().workspace, message_id, shell.now())
    flash(_("It goes out again within a minute."), "good")
    return redirect(url_for("mail.index"), 303)
