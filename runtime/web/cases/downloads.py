"""Files, for those who may read the answer that names them."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Final

from flask import Blueprint, Response, render_template, send_file

from runtime.access import Actor
from runtime.files import storeroom
from runtime.files.contents.accepted import PICTURES, TEXTS
from runtime.files.contents.plain_text import beginning
from runtime.portal import portal
from runtime.store.connection.database import Connection
from runtime.store.files.files import File
from runtime.store.missing import Missing
from runtime.views import worklist
from runtime.web.frame import shell
from runtime.web.frame.doors import Everyone, open_to

pages = Blueprint("files", __name__)

MOST_SHOWN: Final = 20_000
"""Characters of a text that its page shows."""


@pages.get("/files/<file_id>")
@open_to(Everyone)
def show(file_id: str) -> Response:
    """To whoever is signed in, or holds the link of a request in this browser; to all others there is no such file."""
    with shell.reading() as tx:
        file = _found(tx, file_id)
    picture = file.media_type in PICTURES
    room = storeroom.of(shell.settings())
    response = send_file(
        room.path(file) or room.opened(file),
        mimetype=file.media_type,
        as_attachment=not picture,
        download_name=file.name,
        max_age=0,
    )
    response.content_length = response.content_length or file.size
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@pages.get("/files/<file_id>/preview")
@open_to(Everyone)
def preview(file_id: str) -> str:
    """A picture or a text on a page of ours; of other kinds what there is to say, and the way to save them.

    A browser shows a PDF only outside of the sandbox in which we hand out what others sent, so we do not.
    """
    with shell.reading() as tx:
        file = _found(tx, file_id)
    text = None
    if file.media_type in TEXTS:
        text = beginning(partial(storeroom.of(shell.settings()).opened, file), MOST_SHOWN + 1)
    return render_template(
        "runtime/cases/file.html",
        file=file,
        picture=file.media_type in PICTURES,
        text=text and text[:MOST_SHOWN],
        cut=text is not None and len(text) > MOST_SHOWN,
    )


def _found(tx: Connection, file_id: str) -> File:
    if guest := shell.guest_or_none():
        with suppress(Missing):
            return portal.file(tx, guest, file_id)
    for actor in readers(tx):
        try:
            return worklist.file(tx, actor, file_id)
        except Missing:
            continue
    raise Missing(file_id)


def readers(tx: Connection) -> Iterator[Actor]:
    """Whoever is signed in in this browser, and whoever its links stand for."""
    if actor := shell.actor_or_none():
        yield actor
    for token in shell.links_held():
        for opens in (worklist.tracking, _asked):
            try:
                yield opens(tx, token)[0]
            except Missing:
                continue


def _asked(tx: Connection, token: str) -> tuple[Actor, ...]:
    return worklist.one_time(tx, token, shell.now())[:1]
