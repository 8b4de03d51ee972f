"""When a page cannot be shown: what is wrong, and what helps, in words. A bug is logged under the number that is shown."""

import logging
import secrets
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.exceptions import HTTPException

from runtime.access import Denied
from runtime.engine.acts.step import NotAllowedHere
from runtime.settings import MEGABYTE
from runtime.store.missing import Missing
from runtime.store.notices.app_notices import Unread
from runtime.web.frame import phrases, problem_json, shell
from runtime.web.frame.doors import Door, declared

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sorry:
    """``icon`` is a lucide name; the other two are lazy texts of the screen."""

    icon: str
    title: Any
    explained: Any


SAYINGS = {
    400: Sorry(
        icon="rotate-cw",
        title=lazy("This page had gone stale"),
        explained=lazy("Go back, reload the page and send it once more. Nothing has been changed."),
    ),
    401: Sorry(
        icon="lock",
        title=lazy("You are signed out"),
        explained=lazy(
            "Nothing was sent, and what you typed is still in the page behind this one. Sign in here, in a tab of its own. "
            "Then go back from this page and press the button once more."
        ),
    ),
    403: Sorry(
        icon="lock",
        title=lazy("This is not open to you"),
        explained=lazy("If you need it for your work, ask an administrator of your workspace."),
    ),
    404: Sorry(
        icon="search-x",
        title=lazy("There is nothing here"),
        explained=lazy("The link may be cut short, or what it showed is not yours to see."),
    ),
    405: Sorry(
        icon="signpost",
        title=lazy("That does not work from here"),
        explained=lazy("Go back and use the buttons of the page."),
    ),
    409: Sorry(
        icon="git-merge",
        title=lazy("Somebody was faster"),
        explained=lazy("What you wanted to do is no longer possible here."),
    ),
    413: Sorry(
        icon="weight",
        title=lazy("That is too much at once"),
        explained=lazy("Go back and attach fewer or smaller files. Nothing was sent."),
    ),
    415: Sorry(
        icon="signpost",
        title=lazy("That cannot be read"),
        explained=lazy("This address takes what its own page sends, and nothing else."),
    ),
    422: Sorry(
        icon="circle-alert",
        title=lazy("Something needs another look"),
        explained=lazy("Go back, mend what is marked and send it once more."),
    ),
    429: Sorry(
        icon="hourglass",
        title=lazy("One moment, please"),
        explained=lazy("That was very often in a short time. Wait a minute, then try again."),
    ),
    500: Sorry(
        icon="cloud-alert",
        title=lazy("That went wrong, and it is our fault"),
        explained=lazy("Nothing was half done. Try again in a moment."),
    ),
}


def install(app: Flask) -> None:
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(Denied, denied)
    app.register_error_handler(Missing, missing)
    app.register_error_handler(NotAllowedHere, conflicted)
    app.register_error_handler(Exception, broken)


def refused(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.get_response()
    if shell.for_programs():
        return problem_json.refused(error)
    if error.code == HTTPStatus.UNAUTHORIZED:
        return _unknown()
    if error.code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        most = shell.settings().largest_request // MEGABYTE
        words = _(
            "Go back and attach fewer or smaller files: %(limit)s MB together is the most. Nothing was sent.",
            limit=most,
        )
        return sorry(error.code, explained=words)
    return sorry(error.code or 500)


def _unknown() -> ResponseReturnValue:
    """A page leads to where one signs in, a part of a page loads the whole page anew; what was sent is answered here."""
    gate = "portal_gate.index" if declared(current_app, request.endpoint or "") is Door.CLIENT else "signin.index"
    if request.method != "GET":
        return sorry(HTTPStatus.UNAUTHORIZED, gate=url_for(gate))
    if "HX-Request" in request.headers:
        return make_response("", HTTPStatus.UNAUTHORIZED, {"HX-Refresh": "true"})
    return redirect(url_for(gate, next=request.full_path.rstrip("?") if gate == "signin.index" else None))


def denied(_error: Denied) -> ResponseReturnValue:
    return sorry(403)


def missing(_error: Missing) -> ResponseReturnValue:
    return sorry(404)


def conflicted(error: NotAllowedHere) -> ResponseReturnValue:
    return sorry(409, explained=phrases.sentence(error.problem))


def broken(error: Exception) -> ResponseReturnValue:
    incident = secrets.token_hex(4)
    g.setdefault("actor", None)  # nothing is looked up now: it may be the database that broke
    g.setdefault("house", None)
    g.setdefault("unread", Unread())
    # The path may hold a secret link, so the endpoint says where it was.
    log.error("incident %s at %s", incident, request.endpoint, exc_info=error)
    return sorry(500, incident=incident)


def sorry(
    status: int, *, title: str = "", explained: str = "", incident: str = "", gate: str = ""
) -> ResponseReturnValue:
    """The page, or for a program the object, that says what is wrong; ``gate``: where one signs in."""
    if shell.for_programs():
        return problem_json.say(status, detail=explained, incident=incident)
    saying = SAYINGS.get(status, SAYINGS[500 if status >= 500 else 400])  # noqa: PLR2004 -- where HTTP draws the line
    said = {"title": title or str(saying.title), "explained": explained or str(saying.explained)}
    if shell.takes_json():
        return problem_json.say(status, detail=said["explained"], incident=incident)
    page = render_template("runtime/frame/sorry.html", picture=saying.icon, incident=incident, gate=gate, **said)
    return make_response(page, status)
