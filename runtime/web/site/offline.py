"""What the pages need to work without a network: the worker that keeps them, the token to post with, the page of what waits."""

import json
from pathlib import Path, PurePosixPath
from typing import Final

from flask import Blueprint, Response, current_app, g, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from runtime.web.frame import shell
from runtime.web.frame.doors import Everyone, open_to
from runtime.web.site import chrome

pages = Blueprint("offline", __name__)

WORKER: Final = "worker.js"
SHELL: Final = ("app.css", "early.js", "fill.js", "favicon.svg")
"""What every public page is made of. The other files are kept with the pages that use them."""

INK: Final = "#0b6e6e"
PAPER: Final = "#fbfaf8"


@pages.get("/sw.js")
@open_to(Everyone)
def worker() -> ResponseReturnValue:
    """The service worker, at the root because it may keep pages of the whole site; it changes with every asset."""
    told = {
        "files": [_asset(name) for name in SHELL],
        "waiting": url_for("offline.waiting"),
        "token": url_for("offline.token"),
    }
    body = f"self.formloom = {json.dumps(told)};\n{_built(WORKER)}"
    return Response(body, headers={"Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "no-cache"})


@pages.get("/app.webmanifest")
@open_to(Everyone)
def manifest() -> Response:
    icons = [
        {"src": _asset(name), "sizes": "any", "type": "image/svg+xml", "purpose": purpose}
        for name, purpose in (("favicon.svg", "any"), ("maskable.svg", "maskable"))
    ]
    said = jsonify(
        name="Formloom",
        short_name="Formloom",
        id="/",
        start_url="/",
        scope="/",
        display="standalone",
        lang=shell.lang(),
        background_color=PAPER,
        theme_color=INK,
        icons=icons,
    )
    said.mimetype = "application/manifest+json"
    return said


@pages.get("/token")
@open_to(Everyone)
def token() -> Response:
    """A fresh token for what has waited, and who is signed in now: nothing goes out in another person's name."""
    asker = shell.actor_or_none()
    return jsonify(csrf_token=generate_csrf(), who=asker.id if asker else "")


@pages.get("/waiting")
@open_to(Everyone)
def waiting() -> ResponseReturnValue:
    """What waits, went and needs somebody, as this device alone knows it.

    ``?kept`` is the copy that the service worker keeps: it is nobody's, so nobody is named in it.
    """
    if "kept" in request.args:
        g.actor = None
    return make_response(render_template("runtime/site/waiting.html", kept="kept" in request.args))


def _asset(name: str) -> str:
    """Its address, with the hash of its content in it."""
    return chrome.asset(name)


def _built(name: str) -> str:
    path = Path(str(current_app.static_folder)) / PurePosixPath(_asset(name)).name
    return path.read_text("utf-8") if path.exists() else ""
