"""What can be asked for."""

from collections.abc import Sequence
from typing import Final

from flask import Blueprint, render_template

from runtime.access import Permission
from runtime.forms import saving
from runtime.processes import deployment
from runtime.store.processes.processes import Published
from runtime.views import worklist
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from schemas.model import categories
from schemas.words import Words, words

pages = Blueprint("catalogue", __name__)

ONE_SHELF: Final = 8
"""So many processes are seen at a glance; more stand under what their categories are called."""
OTHERS: Final = words("Others", "其他")


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
        shelves=_shelves(offered),
        compiled=compiled,
        begun=begun,
        for_clients=actor.may(Permission.FILE_FOR_CLIENT),
        designs=actor.may(Permission.DESIGN),
    )


def _shelves(offered: Sequence[Published]) -> list[tuple[Words | None, list[Published]]]:
    """Each with what it is called; a single one needs no name."""
    present = categories.in_order(one.category for one in offered)
    if len(offered) <= ONE_SHELF or len(present) == 1:
        return [(None, list(offered))] if offered else []
    return [
        (categories.called(one) if one else OTHERS, [each for each in offered if each.category == one])
        for one in present
    ]
