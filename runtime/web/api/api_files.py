"""Files that a program sends, to be named in an answer by their id."""

from pathlib import Path

from flask import Blueprint, Response, jsonify, request

from runtime.access import Actor
from runtime.files import attachments, storeroom
from runtime.files.attachments import Refused, Sent
from runtime.web.api import api_body
from runtime.web.api.api_caller import caller
from runtime.web.forms.uploads import quarantine
from runtime.web.frame import problem_json, shell
from runtime.web.frame.doors import TokenHolder, open_to

pages = Blueprint("api_files", __name__, url_prefix="/api/v1")
pages.register_error_handler(problem_json.Garbled, problem_json.garbled)

PART = "file"
"""What the file is called in a multipart body; any other body is the file itself, and ``name`` in the address its name."""
_PIECE = 1 << 16  # bytes


@pages.post("/files")
@open_to(TokenHolder)
def send() -> Response:
    """Answers with what an answer then names: ``{"id", "name", "size", "type"}``."""
    actor, key = caller().actor, api_body.idempotency_key()
    with quarantine() as folder:
        try:
            return _kept(actor, _received(Path(folder) / "0"), key)
        except Refused as refused:
            return problem_json.say(422, problems=[refused.problem])


def _kept(actor: Actor, sent: Sent, key: str) -> Response:
    settings = shell.settings()
    fit = attachments.examined(sent, settings)
    with shell.writing() as tx:
        file = attachments.keep(tx, storeroom.of(settings), actor, fit, key, shell.now())
    said = jsonify(file.answer)
    said.status_code = 201
    return said


def _received(path: Path) -> Sent:
    """Raises RequestEntityTooLarge, where the body is larger than a request may be."""
    if upload := request.files.get(PART):
        upload.save(path)
        upload.close()
        return Sent(upload.filename or "", path)
    with path.open("wb") as out:
        while piece := request.stream.read(_PIECE):
            out.write(piece)
    return Sent(request.args.get("name", ""), path)
