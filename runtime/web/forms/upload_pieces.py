"""Files that a page sends while its form is still being filled in: in pieces, and on from where the line broke.

In the manner of resumable uploads on the web: ``POST`` announces a file and says where it goes, ``PATCH`` adds a piece
at ``Upload-Offset``, ``GET`` says how much is there, ``DELETE`` gives it up. With its last byte a file is looked at and
kept, or refused; an empty piece at the end asks for that again. Its id is what the form then posts.
"""

from collections.abc import Iterator
from typing import Any, Final

from flask import Blueprint, Response, jsonify, make_response, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, ClientDisconnected

from runtime.access import Actor
from runtime.files import receiving
from runtime.files.attachments import Refused
from runtime.files.receiving import Elsewhere, Standing
from runtime.forms import admission
from runtime.store.files.arrivals import Arrival
from runtime.store.missing import Missing
from runtime.views import worklist
from runtime.web.forms import filling, visiting
from runtime.web.frame import problem_json, shell
from runtime.web.frame.doors import LinkHolder, SignedIn, open_to
from runtime.web.frame.guards import limiter
from schemas.problem import Problem

pages = Blueprint("pieces", __name__)

OFFSET: Final = "Upload-Offset"
_PIECE: Final = 1 << 16  # bytes read at once
_LONGEST_NUMBER: Final = 15

by_link = limiter.limit("60/minute;600/hour")


@pages.post("/uploads")
@open_to(SignedIn)
def begin() -> ResponseReturnValue:
    return _begun(shell.actor(), "pieces.one")


@pages.route("/uploads/<upload>", methods=["GET", "PATCH", "DELETE"])
@open_to(SignedIn)
def one(upload: str) -> ResponseReturnValue:
    return _one(shell.actor(), upload)


@pages.post("/f/<token>/uploads")
@open_to(LinkHolder)
@by_link
def begin_by_link(token: str) -> ResponseReturnValue:
    """From the form's own page only, which shows what it bears."""
    visit = visiting.arrive(token)
    if visit.page is None or not visit.opened or admission.standing(visit.link, shell.now()) != "open":
        raise Missing(token)
    return _begun(visit.actor, "pieces.one_by_link", token=token)


@pages.route("/f/<token>/uploads/<upload>", methods=["GET", "PATCH", "DELETE"])
@open_to(LinkHolder)
def one_by_link(token: str, upload: str) -> ResponseReturnValue:
    return _one(_filler(token), upload)


@pages.post("/c/<token>/uploads")
@open_to(LinkHolder)
@by_link
def begin_asked(token: str) -> ResponseReturnValue:
    return _begun(_asked(token), "pieces.one_asked", token=token)


@pages.route("/c/<token>/uploads/<upload>", methods=["GET", "PATCH", "DELETE"])
@open_to(LinkHolder)
def one_asked(token: str, upload: str) -> ResponseReturnValue:
    return _one(_asked(token), upload)


def _begun(actor: Actor, endpoint: str, **where: Any) -> ResponseReturnValue:
    name, size = request.form.get("name", ""), _number(request.form.get("size", ""))
    try:
        with shell.writing() as tx:
            arrival = receiving.begin(tx, shell.settings(), actor, name, size, shell.now())
    except Refused as refused:
        return _refused(refused.problem)
    return _said(Standing(arrival, 0), 201, Location=url_for(endpoint, upload=arrival.id, **where))


def _one(actor: Actor, upload: str) -> ResponseReturnValue:
    with shell.reading() as tx:
        standing = receiving.standing(tx, shell.settings(), actor, upload)
    if request.method == "PATCH":
        return _added(actor, standing)
    if request.method == "DELETE":
        with shell.writing() as tx:
            receiving.drop(tx, shell.settings(), standing.arrival)
        return "", 204
    return _said(standing)


def _added(actor: Actor, standing: Standing) -> ResponseReturnValue:
    offset = _number(request.headers.get(OFFSET, ""))
    if standing.file is not None:
        return _said(standing)
    try:
        there = receiving.append(shell.settings(), standing.arrival, offset, _pieces())
    except Elsewhere as elsewhere:
        return _said(Standing(standing.arrival, elsewhere.offset), 409)
    now = Standing(standing.arrival, there)
    return _whole(actor, now.arrival) if now.is_whole else _said(now)


def _whole(actor: Actor, arrival: Arrival) -> ResponseReturnValue:
    settings = shell.settings()
    try:
        fit = receiving.examined(settings, arrival)
    except Refused as refused:
        with shell.writing() as tx:
            receiving.drop(tx, settings, arrival)
        return _refused(refused.problem)
    with shell.writing() as tx:
        file = receiving.keep(tx, settings, actor, arrival, fit, shell.now())
    fit.path.unlink(missing_ok=True)
    return _said(Standing(arrival, arrival.size, file))


def _pieces() -> Iterator[bytes]:
    """What arrives of the body, until it ends or the line breaks."""
    try:
        while piece := request.stream.read(_PIECE):
            yield piece
    except ClientDisconnected:
        return


def _said(standing: Standing, status: int = 200, **headers: str) -> Response:
    file: Any = standing.file.answer if standing.file else None
    answer = make_response(
        jsonify(id=standing.arrival.id, offset=standing.offset, size=standing.arrival.size, file=file), status
    )
    answer.headers.update({OFFSET: str(standing.offset), **headers})
    return answer


def _refused(problem: Problem) -> Response:
    return problem_json.say(422, problems=[problem])


def _number(text: str) -> int:
    """Raises BadRequest: it is no whole number that bytes are counted in."""
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_NUMBER:
        raise BadRequest
    return int(text)


def _filler(token: str) -> Actor:
    """Whoever holds a public link that is open. Raises Missing."""
    found = filling.by_link(token)
    if found is None:
        raise Missing(token)
    return found.actor


def _asked(token: str) -> Actor:
    """The client who holds a one-time link. Raises Missing."""
    with shell.reading() as tx:
        actor = worklist.one_time(tx, token, shell.now())[0]
    if actor.is_colleague:
        raise Missing(token)
    return actor
