"""Every message that went out, waits, or was given up, by mail and by every channel, for administrators."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_babel import ngettext

from runtime.access import Permission
from runtime.background import postman
from runtime.store.missing import Missing
from runtime.store.notices import channels, digests, outbox
from runtime.store.notices.outbox import MAIL
from runtime.views import worklist
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to

pages = Blueprint("mail", __name__)

PAGE = 50

TITLES = {
    "task": lazy("A to-do"),
    "reminder": lazy("A reminder"),
    "escalation": lazy("Something is late"),
    "ended": lazy("A request has ended"),
    "received": lazy("A request has arrived"),
    "comment": lazy("A comment"),
    "copy": lazy("A copy"),
    "notice": lazy("A notice of a process"),
    "digest": lazy("Several messages together"),
    "saved": lazy("A form to go on with"),
    "portal": lazy("A way into the portal"),
    "publication": lazy("A publication at a date"),
    "mirror": lazy("A look at Jira or Trello"),
    "tidings": lazy("News"),
}
"""What a message is about, before it has a subject."""

STATES = {"": lazy("All"), "waiting": lazy("Waiting"), "sent": lazy("Sent"), "dead": lazy("Given up")}


@pages.get("/mail")
@open_to(Permission.ADMIN)
def index() -> str:
    after, channel, state = (request.args.get(name, "") for name in ("after", "channel", "state"))
    state = state if state in STATES else ""
    seen = worklist.cursor(after) if after else None
    with shell.reading() as tx:
        workspace = shell.actor().workspace
        found = outbox.latest(tx, workspace, seen, PAGE + 1, channel=channel, state=state)
        there = channels.of_workspace(tx, workspace)
    return render_template(
        "runtime/notices/mail.html",
        messages=found[:PAGE],
        titles=TITLES,
        after=worklist.cursor_after(found, PAGE, lambda message: (message.made_at, message.id)),
        goes_out=bool(shell.settings().smtp_url),
        channel=channel,
        state=state,
        states=STATES,
        channels={MAIL: _("E-mail"), **{one.key: one.title for one in there}},
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
        inside = digests.of(tx, actor.workspace, message_id)
    return render_template("runtime/notices/letter.html", message=message, letter=letter, inside=inside, titles=TITLES)


@pages.post("/mail/<message_id>/again")
@open_to(Permission.ADMIN)
def again(message_id: str) -> ResponseReturnValue:
    with shell.writing() as tx:
        if outbox.message(tx, shell.actor().workspace, message_id) is None:
            raise Missing(message_id)
        outbox.revive(tx, shell.actor().workspace, message_id, shell.now())
    flash(_("It goes out again within a minute."), "good")
    return redirect(url_for("mail.index"), 303)


@pages.post("/mail/again")
@open_to(Permission.ADMIN)
def all_again() -> ResponseReturnValue:
    """Everything that a channel has given up."""
    channel = request.form.get("channel", "")
    with shell.writing() as tx:
        count = outbox.revive_all(tx, shell.actor().workspace, channel, shell.now())
    flash(ngettext("One goes out again.", "%(num)s go out again.", count), "good")
    return redirect(url_for("mail.index", channel=channel), 303)
