"""By a program: what people do to a request besides deciding, and messages that come for it from outside."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from flask import Blueprint, Response

from runtime import lifecycle
from runtime.access import Actor
from runtime.engine.acts.special import Do
from runtime.lifecycle import NotAllowedHere, Rejected, Signal, Wish
from runtime.views import worklist
from runtime.web.api import api_body, api_case
from runtime.web.api.api_body import LONGEST_COMMENT, Part
from runtime.web.api.api_caller import caller
from runtime.web.frame import problem_json, shell
from runtime.web.frame.doors import TokenHolder, open_to
from schemas.problem import Problem, pointer

pages = Blueprint("api_acts", __name__, url_prefix="/api/v1")
pages.register_error_handler(problem_json.Garbled, problem_json.garbled)
pages.register_error_handler(Rejected, problem_json.rejected)

DOES: Final[tuple[str, ...]] = get_args(Do)
PLACES: Final = ("before", "after", "beside")
THEN: Final = ("again", "back")
WISH: Final[Mapping[str, Part]] = {
    "do": Part(str, required=True, among=DOES),
    "state": Part(str),
    "visit": Part(int),
    "to": Part(list),
    "where": Part(str, among=PLACES),
    "raises": Part(bool),
    "back_to": Part(str),
    "then": Part(str, among=THEN),
    "comment": Part(str, longest=LONGEST_COMMENT),
}
MESSAGE: Final[Mapping[str, Part]] = {"name": Part(str, required=True), "answers": Part(dict)}


@pages.post("/cases/<case_id>/acts")
@open_to(TokenHolder)
def act(case_id: str) -> Response:
    """Answers with the case as it stands afterwards."""
    who = caller()
    who.stay_within(case_id)
    body = api_body.read(WISH)
    wrong = tuple(
        Problem("body.kind", pointer("to", n), {"key": "to", "kind": api_body.KINDS[str]})
        for n, one in enumerate(body.get("to", ()))
        if not isinstance(one, str)
    )
    if wrong:
        raise Rejected(wrong)
    to = tuple(body.pop("to", ()))
    wanted = Wish(who.actor, case_id, to=to, key=api_body.idempotency_key(), **body)
    try:
        with shell.writing() as tx:
            done = lifecycle.wish(tx, wanted, shell.now())
    except NotAllowedHere as conflict:
        return _conflict(who.actor, case_id, conflict)
    return api_case.answered(_case(who.actor, case_id), repeated=done.repeated)


@pages.post("/cases/<case_id>/messages")
@open_to(TokenHolder)
def message(case_id: str) -> Response:
    """Answers with the case as it stands afterwards."""
    who = caller()
    who.stay_within(case_id)
    body = api_body.read(MESSAGE)
    wanted = Signal(who.actor, case_id, body["name"], body.get("answers", {}), api_body.idempotency_key())
    try:
        with shell.writing() as tx:
            done = lifecycle.signal(tx, wanted, shell.now())
    except NotAllowedHere as conflict:
        return _conflict(who.actor, case_id, conflict)
    return api_case.answered(_case(who.actor, case_id), repeated=done.repeated)


def _case(actor: Actor, case_id: str) -> dict[str, Any]:
    with shell.reading() as tx:
        return api_case.case(worklist.case_page(tx, actor, case_id))


def _conflict(actor: Actor, case_id: str, refused: NotAllowedHere) -> Response:
    with shell.reading() as tx:
        return api_case.conflict(worklist.case_page(tx, actor, case_id), refused)
