"""Where notices go besides to people: webhooks and chats, set up and tried out by administrators."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from runtime.access import Permission
from runtime.channels import receivers
from runtime.channels.receivers import KINDS
from runtime.store.missing import Missing
from runtime.store.notices.channels import Channel, Kind
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.guards import limiter
from runtime.web.frame.posted import raw_answers
from schemas.filling.answers import Reading

pages = Blueprint("channels", __name__)

KIND_TITLES = {"webhook": lazy("Webhook"), "chat": lazy("Chat")}


@pages.get("/channels")
@open_to(Permission.ADMIN)
def index() -> str:
    with shell.reading() as tx:
        found = receivers.of_workspace(tx, shell.actor())
    return render_template("runtime/notices/channels.html", channels=found, kinds=KIND_TITLES)


@pages.get("/channels/new/<kind>")
@open_to(Permission.ADMIN)
def blank(kind: str) -> str:
    return _form(_kind(kind), {})


@pages.post("/channels/new/<kind>")
@open_to(Permission.ADMIN)
def add(kind: str) -> ResponseReturnValue:
    known = _kind(kind)
    raw = raw_answers(receivers.form(known, there=False), request.form)
    with shell.writing() as tx:
        reading = receivers.add(tx, shell.actor(), known, raw, shell.settings().private_hosts, shell.now())
    if reading.problems:
        return _form(known, raw, reading), 422
    flash(_("It is set up. Send a test message to see whether it arrives."), "good")
    return redirect(url_for("channels.show", key=reading.answers["key"]), 303)


@pages.get("/channels/<key>")
@open_to(Permission.ADMIN)
def show(key: str) -> str:
    with shell.reading() as tx:
        channel = receivers.one(tx, shell.actor(), key)
    return _page(channel, {"title": channel.title})


@pages.post("/channels/<key>")
@open_to(Permission.ADMIN)
def change(key: str) -> ResponseReturnValue:
    with shell.writing() as tx:
        channel = receivers.one(tx, shell.actor(), key)
        raw = raw_answers(receivers.form(channel.kind, there=True), request.form)
        reading = receivers.change(tx, shell.actor(), channel, raw, shell.settings().private_hosts)
    if reading.problems:
        return _page(channel, raw, reading), 422
    flash(_("Saved."), "good")
    return redirect(url_for("channels.show", key=key), 303)


@pages.post("/channels/<key>/do")
@open_to(Permission.ADMIN)
def do(key: str) -> ResponseReturnValue:
    """``do`` is ``on``, ``off``, ``rotate`` or ``drop``."""
    wish = request.form.get("do", "")
    with shell.writing() as tx:
        channel = receivers.one(tx, shell.actor(), key)
        match wish:
            case "on" | "off":
                receivers.switch(tx, shell.actor(), channel, on=wish == "on")
            case "rotate" if channel.kind == "webhook":
                receivers.rotate(tx, shell.actor(), channel, shell.now())
                flash(_("There is a new secret. The one before signs beside it for another day."), "good")
            case "drop":
                receivers.drop(tx, shell.actor(), channel, shell.now())
                return redirect(url_for("channels.index"), 303)
            case _:
                pass
    return redirect(url_for("channels.show", key=key), 303)


@pages.post("/channels/<key>/test")
@open_to(Permission.ADMIN)
@limiter.limit("10/minute")
def attempt(key: str) -> ResponseReturnValue:
    """A test message goes out now, while the page waits."""
    with shell.reading() as tx:
        to = receivers.opened(tx, receivers.one(tx, shell.actor(), key), shell.now())
    wrong = receivers.attempt(to, shell.settings().private_hosts, shell.now())
    if wrong:
        flash(_("The test message did not arrive: %(error)s", error=phrases.trouble_text(wrong)), "error")
    else:
        flash(_("The test message has arrived."), "good")
    return redirect(url_for("channels.show", key=key), 303)


def _kind(said: str) -> Kind:
    """Raises Missing."""
    for kind in KINDS:
        if kind == said:
            return kind
    raise Missing(said)


def _form(kind: Kind, values: Mapping[str, Any], reading: Reading | None = None) -> str:
    asked = receivers.form(kind, there=False)
    return render_template("runtime/notices/channel_new.html", kind=KIND_TITLES[kind], **_drawn(asked, values, reading))


def _page(channel: Channel, values: Mapping[str, Any], reading: Reading | None = None) -> str:
    with shell.reading() as tx:
        to = receivers.opened(tx, channel, shell.now())
    asked = receivers.form(channel.kind, there=True)
    return render_template(
        "runtime/notices/channel.html",
        channel=channel,
        to=to,
        kind=KIND_TITLES[channel.kind],
        **_drawn(asked, values, reading),
    )


def _drawn(asked: Any, values: Mapping[str, Any], reading: Reading | None) -> dict[str, Any]:
    problems = reading.problems if reading else ()
    return {"form": asked, "values": values, "problems": problems, "rights": dict.fromkeys(asked.fields, "edit")}
