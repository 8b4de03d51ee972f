"""The gallery for programs: templates are found, read, made one's own, saved and thrown away."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request, url_for

from builder.drafts import drafts
from builder.drafts.drafts import Draft
from builder.editing.adapting import Choices
from builder.editing.refusal import CannotEdit
from builder.gallery import gallery, gallery_search, own_templates
from builder.gallery.gallery import Template
from builder.gallery.own_templates import Label
from runtime import asked_once
from runtime.access import Actor, Permission, require
from runtime.asking import Rejected
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.web.api import api_body, api_case
from runtime.web.api.api_body import KINDS, Part
from runtime.web.api.api_caller import caller
from runtime.web.frame import phrases, problem_json, shell
from runtime.web.frame.doors import TokenHolder, open_to
from schemas.document import Unreadable, dump, load
from schemas.model import categories
from schemas.model.process import Process
from schemas.problem import Problem, nested, pointer
from schemas.words import Words, read_words

pages = Blueprint("api_templates", __name__, url_prefix="/api/v1")
pages.register_error_handler(problem_json.Garbled, problem_json.garbled)
pages.register_error_handler(Rejected, problem_json.rejected)

CLONE: Final[Mapping[str, Part]] = {
    "title": Part(dict),
    "key": Part(str),
    "languages": Part(list, holds=str),
    "people": Part(dict, holds=str),
}
LABEL: Final[Mapping[str, Part]] = {"title": Part(dict), "about": Part(dict), "category": Part(str, longest=80)}
SAVE: Final[Mapping[str, Part]] = {"draft": Part(str), "document": Part(dict), **LABEL, "template": Part(str)}
PUT: Final[Mapping[str, Part]] = {"document": Part(dict, required=True), **LABEL}
DEEPEST: Final = 60
"""Objects and lists within each other, where a document is sent: rules may stand in each other."""


@pages.errorhandler(CannotEdit)
def refused(wrong: CannotEdit) -> Response:
    return problem_json.say(422, problems=(wrong.problem,))


@pages.get("/templates")
@open_to(TokenHolder)
def templates() -> Response:
    """Those of the workspace first. ``q`` are words in any language, ``category`` a shelf."""
    actor, query, category = caller().actor, request.args.get("q", "")[:200], request.args.get("category", "")
    with shell.reading() as tx:
        there = (*gallery.ours(tx, actor), *gallery.shipped())
    found = [one for one in there if gallery_search.fits(one.process, query) and category in ("", one.process.category)]
    return jsonify(templates=[_told(one) for one in found])


@pages.get("/templates/<name>")
@open_to(TokenHolder)
def template(name: str) -> Response:
    """With the whole document, so that it can be looked at before anything is made of it."""
    actor = caller().actor
    with shell.reading() as tx:
        found = gallery.template(tx, actor, name)
    return jsonify(_told(found) | {"document": dump(found.process)})


@pages.post("/templates/<name>/drafts")
@open_to(TokenHolder)
def clone(name: str) -> Response:
    """A draft of one's own; what the body does not say stays as the template has it."""
    actor, body, now = caller().actor, api_body.read(CLONE), shell.now()
    fresh, asked = new_id(now), ["clone", name, body]
    choices = Choices(
        languages=tuple(body.get("languages", ())),
        people=body.get("people", {}),
        title=_words("title", body.get("title")),
        key=body.get("key", ""),
    )
    with shell.writing() as tx:
        before = asked_once.earlier(tx, actor, api_body.idempotency_key(), asked, fresh, now)
        made = drafts.get(tx, actor, before) if before else gallery.clone(tx, actor, name, now, choices, fresh)
    return _made(_draft(made), url_for("form_tab.index", draft_id=made.id), repeated=before is not None)


@pages.post("/templates")
@open_to(TokenHolder)
def save() -> Response:
    """A draft or a document becomes a template of the workspace, or a newer state of the ``template`` that the body names."""
    actor, body, now = caller().actor, api_body.read(SAVE, DEEPEST), shell.now()
    require(actor, Permission.DESIGN)
    with shell.writing() as tx:
        process = _process(tx, actor, body)
        wanted = body.get("template") or own_templates.free_name(tx, actor, process)
        before = asked_once.earlier(tx, actor, api_body.idempotency_key(), ["template", body], wanted, now)
        if before is None:
            if body.get("template"):
                gallery.template(tx, actor, wanted)  # who names one means one that is there
            own_templates.put(tx, actor, process, _label(body, process), now, wanted)
        kept = gallery.template(tx, actor, before or wanted)
    return _made(_told(kept), url_for("api_templates.template", name=kept.name), repeated=before is not None)


@pages.put("/templates/<name>")
@open_to(TokenHolder)
def put(name: str) -> Response:
    """The template of that name says this document from now on; where there was none, it is made."""
    actor, body = caller().actor, api_body.read(PUT, DEEPEST)
    require(actor, Permission.DESIGN)
    process = _read(body["document"])
    with shell.writing() as tx:
        was_there = any(one.name == name for one in gallery.ours(tx, actor))
        kept = own_templates.put(tx, actor, process, _label(body, process), shell.now(), name)
    if was_there:
        return jsonify(_told(kept))
    return _made(_told(kept), url_for("api_templates.template", name=name), repeated=False)


@pages.delete("/templates/<name>")
@open_to(TokenHolder)
def remove(name: str) -> Response:
    """What was made of it stays."""
    actor = caller().actor
    with shell.writing() as tx:
        own_templates.remove(tx, actor, name)
    return Response(status=204)


def _process(tx: Connection, actor: Actor, body: Mapping[str, Any]) -> Process:
    if "draft" in body and "document" in body:
        raise Rejected((Problem("body.either", "/document", {"one": "draft", "other": "document"}),))
    if "document" in body:
        return _read(body["document"])
    if "draft" in body:
        return drafts.get(tx, actor, body["draft"]).process
    raise Rejected((Problem("body.missing", "/draft", {"key": "draft"}),))


def _read(document: Any) -> Process:
    try:
        return load(document)
    except Unreadable as unreadable:
        raise Rejected(tuple(nested(one, "document") for one in unreadable.problems)) from None


def _label(body: Mapping[str, Any], process: Process) -> Label:
    return Label(
        _words("title", body.get("title")) or process.title,
        _words("about", body.get("about")) or process.about,
        categories.key_of(body.get("category", process.category).strip()),
    )


def _told(one: Template) -> dict[str, Any]:
    card = one.card
    return {
        "name": one.name,
        "key": card.key,
        "title": phrases.said(card.title),
        "about": phrases.said(card.about),
        "category": card.category,
        "fields": card.fields,
        "pages": card.pages,
        "tests": card.tests,
        "steps": [phrases.said(step) for step in card.path],
        "languages": list(card.languages),
        "fingerprint": one.fingerprint,
        "own": one.kept is not None,
        "by": one.by or None,
        "may_change": one.mine,
    }


def _draft(made: Draft) -> dict[str, Any]:
    address = shell.settings().base_url + url_for("form_tab.index", draft_id=made.id)
    title = phrases.said(made.process.title)
    return {"id": made.id, "key": made.process.key, "title": title, "revision": made.revision, "address": address}


def _made(told: dict[str, Any], path: str, *, repeated: bool) -> Response:
    response = api_case.answered(told, 201, repeated=repeated)
    response.headers["Location"] = shell.settings().base_url + path
    return response


def _words(key: str, raw: Any) -> Words:
    """By language."""
    try:
        return read_words(raw)
    except TypeError:
        raise Rejected((Problem("body.kind", pointer(key), {"key": key, "kind": KINDS[dict]}),)) from None
