"""What can be asked for."""

from itertools import groupby

from flask import Blueprint, render_template

from runtime.access import Permission
from runtime.forms import saving
from runtime.processes import deployment
from runtime.views import worklist
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to

pages = Blueprint("catalogue", __name__)


@pages.get("/new")
@open_to(Permission.USE)
def index() -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        begun = saving.listed(tx, actor)
        offered = worklist.catalogue(tx, actor.workspace)
        # A version is compiled once in a process's life, so that this costs a read only the first time.
        compiled = {one.key: deployment.version(tx, actor.workspace, one.version_id) for one in offered}
    return render_template(
        "runtime/forms/catalogue.html",
        shelves=[(category, list(some)) for category, some in groupby(offered, lambda one: one.category)],
        compiled=compiled,
        begun=begun,
        for_clients=actor.may(Permission.FILE_FOR_CLIENT),
        designs=actor.may(Permission.DESIGN),
    )
