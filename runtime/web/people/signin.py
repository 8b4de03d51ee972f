"""Coming in and going out."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from runtime.people import accounts
from runtime.store.people import workspaces
from runtime.web.frame import shell
from runtime.web.frame.doors import Everyone, SignedIn, open_to
from runtime.web.frame.guards import limiter

pages = Blueprint("signin", __name__)

FOUND = "formloom found NAME EMAIL"
"""What makes a workspace, where there is none yet."""


@pages.get("/signin")
@open_to(Everyone)
def index() -> ResponseReturnValue:
    onward = local_path(request.args.get("next", ""))
    if shell.actor_or_none() is not None:
        return redirect(onward)
    return render_template(
        "runtime/people/signin.html", onward=onward, email="", refused=False, deserted=FOUND if _deserted() else ""
    )


@pages.post("/signin")
@open_to(Everyone)
@limiter.limit("10/minute;100/hour")
def enter() -> ResponseReturnValue:
    """The same answer, after the same work, for a person we do not know and for a wrong password."""
    email = request.form.get("email", "").strip()
    onward = local_path(request.form.get("next", ""))
    with shell.reading() as tx:
        person = accounts.recognize(tx, email, request.form.get("password", ""))
    if person is None:
        return render_template("runtime/people/signin.html", onward=onward, email=email, refused=True), 422
    shell.sign_in(person)
    return redirect(onward)


@pages.post("/signout")
@open_to(SignedIn)
def leave() -> ResponseReturnValue:
    shell.sign_out()
    return redirect(url_for("signin.index"))


def _deserted() -> bool:
    """Nobody has made a workspace yet."""
    if shell.house() is not None:
        return False
    with shell.reading() as tx:
        return not workspaces.all_of_them(tx)


def local_path(onward: str) -> str:
    r"""Where to go next, if that is a page of ours; else home. "//host" and "/\host" are other sites to a browser."""
    parts = urlsplit(onward)
    ours = onward.startswith("/") and not onward.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return onward if ours and onward.isprintable() else url_for("inbox.index")
