"""By a program: what stands for a request in Jira and Trello, and what is to be done where both do not agree."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify

from runtime.lifecycle import Rejected
from runtime.mirrors import mirror_settling
from runtime.mirrors.mirror_settling import DOES, Shown
from runtime.views import worklist
from runtime.web.api import api_body
from runtime.web.api.api_body import Part
from runtime.web.api.api_caller import Caller, caller
from runtime.web.frame import problem_json, shell
from runtime.web.frame.doors import TokenHolder, open_to
from runtime.web.frame.phrases import said

pages = Blueprint("api_twins", __name__, url_prefix="/api/v1")
pages.register_error_handler(problem_json.Garbled, problem_json.garbled)
pages.register_error_handler(Rejected, problem_json.rejected)

ASKS: Final = (*DOES, "make", "part")
SETTLING: Final[Mapping[str, Part]] = {
    "connection": Part(str, required=True),
    "do": Part(str, required=True, among=ASKS),
}


@pages.get("/cases/<case_id>/twins")
@open_to(TokenHolder)
def twins(case_id: str) -> Response:
    who = caller()
    who.stay_within(case_id)
    return _told(who, case_id)


@pages.post("/cases/<case_id>/twins")
@open_to(TokenHolder)
def settle(case_id: str) -> Response:
    """It is done within seconds; the answer says how things stand before that."""
    who, body = caller(), api_body.read(SETTLING)
    who.stay_within(case_id)
    key, do = f"~{body['connection']}", body["do"]
    with shell.writing() as tx:
        if do == "make":
            mirror_settling.make(tx, who.actor, case_id, key, shell.now())
        elif do == "part":
            mirror_settling.part(tx, who.actor, case_id, key)
        else:
            mirror_settling.settle(tx, who.actor, case_id, key, do, shell.now())
    return _told(who, case_id)


def _told(who: Caller, case_id: str) -> Response:
    with shell.reading() as tx:
        page = worklist.case_page(tx, who.actor, case_id)
        found = mirror_settling.beside(tx, who.actor, page.case.process_key, case_id)
    return jsonify(twins=[_twin(one) for one in found.twins])


def _twin(one: Shown) -> dict[str, Any]:
    twin = one.seen.twin
    return {
        "connection": twin.mirror_key[1:],
        "kind": one.seen.kind,
        "title": one.seen.title,
        "name": twin.there_name,
        "url": twin.url,
        "status": twin.status,
        "assignee": twin.assignee,
        "compared_at": twin.synced_at.isoformat() if twin.synced_at else None,
        "conflict": said(one.odds) if one.odds else None,
    }
