"""Is it alive? For whatever watches over the process."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from runtime.store.people import workspaces
from runtime.web.frame import shell
from runtime.web.frame.doors import Everyone, open_to

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@open_to(Everyone)
def index() -> ResponseReturnValue:
    """Says nothing that a stranger may not know. A database that does not answer is an ordinary 500."""
    with shell.reading() as tx:
        ready = bool(workspaces.all_of_them(tx))
    return {"ok": True, "ready": ready}
