"""The gallery for programs: templates are found, read, made one's own, and saved."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request, url_for

from builder import drafts, gallery, own_templates, shelves
from builder.adapting import Choices
from builder.drafts import Draft
from builder.gallery import Template
from builder.own_templates import Label
from builder.refusal import CannotEdit
from runtime.access import Permission, require
from runtime.asking import Rejected
from runtime.web import api_body, complaint, phrases, shell
from runtime.web.api_body import KINDS, Part
from runtime.web.api_caller import caller
from runtime.web.doors import TokenHolder, open_to
from schemas.document import dump
from schemas.problem import Problem, pointer
from schemas.words import Words, read_words

pages = Blueprint("api_templates", __name__, url_prefix="/api/v1")
pages.register_error_handler(complaint.Garbled, complaint.garbled)
pages.register_error_handler(Rejected, complaint.rejected)

CLONE: Final[Mapping[str, Part]] = {
    "title": Part(dict),
    "key": Part(str),
    "languages": Part(list),
    "people": Part(dict),
}
SAVE: Final[Mapping[str, Part]] = {
    "draft": Part(str, required=True),
    "title": Part(dict),
    "about": Part(dict),
    "category": Part(str, longest=80),
    "template": Part(str),
}


@pages.errorhandler(CannotEdit)
def refused(wrong: CannotEdit) -> Response:
    return complaint.say(422, problems=(wrong.problem,))


@pages.get("/templates")
@open_to(TokenHolder)
def templates() -> Response:
    """Those of the workspace first. ``q`` are words in any language, ``category`` a shelf."""
    actor, query, category = caller().actor, request.args.get("q", "")[:200], request.args.get("category", "")
    with shell.reading() as tx:
        there = (*gallery.ours(tx, actor), *gallery.shipped())
    found = [one for one in there if shelves.fits(one.process, query) and category in ("", one.process.category)]
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
    actor, body = caller().actor, api_body.read(CLONE)
    choices = Choices(
        languages=tuple(_texts("languages", body.get("languages", []))),
        people=_whom(body.get("people", {})),
        title=_words("title", body.get("title")),
        key=body.get("key", ""),
    )
    with shell.writing() as tx:
        made = gallery.clone(tx, actor, name, shell.now(), choices)
    return _made(_draft(made), url_for("form_tab.index", draft_id=made.id))


@pages.post("/templates")
@open_to(TokenHolder)
def save() -> Response:
    """A draft becomes a template of the workspace, or a newer state of the ``template`` that the body names."""
    actor, body = caller().actor, api_body.read(SAVE)
    require(actor, Permission.DESIGN)
    with shell.writing() as tx:
        process = drafts.get(tx, actor, body["draft"]).process
        label = Label(
            _words("title", body.get("title")) or process.title,
            _words("about", body.get("about")) or process.about,
            shelves.key_of(body.get("category", process.category).strip()),
        )
        kept = own_templates.save(tx, actor, body["draft"], label, shell.now(), body.get("template", ""))
    return _made(_told(kept), url_for("api_templates.template", name=kept.name))


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


def _made(told: dict[str, Any], path: str) -> Response:
    response = jsonify(told)
    response.status_code = 201
    response.headers["Location"] = shell.settings().base_url + path
    return response


def _words(key: str, raw: Any) -> Words:
    """By language."""
    try:
        return read_words(raw)
    except TypeError:
        raise _misfit(key, dict) from None


def _texts(key: str, raw: list[Any]) -> list[str]:
    if not all(isinstance(one, str) for one in raw):
        raise _misfit(key, list)
    return raw


def _whom(raw: dict[str, Any]) -> dict[str, str]:
    if not all(isinstance(one, str) for one in raw.values()):
        raise _misfit("people", dict)
    return raw


def _misfit(key: str, kind: type) -> Rejected:
    return Rejected((Problem("body.kind", pointer(key), {"key": key, "kind": KINDS[kind]}),))
