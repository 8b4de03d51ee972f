"""While somebody fills in a form: what a question can be answered with, what stands behind it, and who answered alike."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from runtime.access import Actor, Permission
from runtime.forms import offering
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.connection.database import Connection
from runtime.store.forms import answer_keys
from runtime.store.missing import Missing
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from schemas.fields.kind import Refused
from schemas.fields.registry import type_of
from schemas.model.form import Field
from schemas.words import read_words

pages = Blueprint("choosing", __name__)


@pages.get("/offers/<version>/<path>")
@open_to(Permission.USE)
def find(version: str, path: str) -> ResponseReturnValue:
    """``find`` is what was typed. Answers with the first that fit, and whether there are more."""
    with shell.reading() as tx:
        _, one = _asked(tx, version, path)
        try:
            found = offering.search(tx, _reader(), one, request.args.get("find", ""))
        except KeyError:
            raise Missing(path) from None
    offers = [{"key": offer.key, "name": offer.name, "note": offer.note} for offer in found[: offering.FOUND]]
    return jsonify(offers=offers, more=len(found) > offering.FOUND)


@pages.get("/offers/<version>/<path>/<key>")
@open_to(Permission.USE)
def show(version: str, path: str, key: str) -> ResponseReturnValue:
    """What would be kept for this key, and as what people read it."""
    actor = _reader()
    with shell.reading() as tx:
        process, one = _asked(tx, version, path)
        answer = offering.chosen(tx, actor, process, one, key)
        if answer is None:
            raise Missing(key)
        name = offering.name_of(tx, actor, one, answer)
    return jsonify(answer=answer, name=name, said=_said(answer))


@pages.get("/earlier/<version>/<path>")
@open_to(Permission.USE)
def earlier(version: str, path: str) -> ResponseReturnValue:
    """How many requests of the process answered ``value`` to a field of which a rule asks that."""
    with shell.reading() as tx:
        compiled, one = _field(tx, version, path)
        if path not in compiled.checker.counted:
            raise Missing(path)
        value = _read(one, request.args.get("value", ""))
        own = request.args.get("case")
        process = compiled.process.key
        count = 0 if value is None else answer_keys.count(tx, shell.actor().workspace, process, path, value, own)
    return jsonify(count=count)


def _reader() -> Actor:
    """Who asks, in the language of their page."""
    return replace(shell.actor(), lang=shell.lang())


def _asked(tx: Connection, version: str, path: str) -> tuple[str, Field]:
    """The process and its field; or what is asked outside of any form. Raises Missing."""
    if (version, path) == (offering.HOUSE, offering.ANYBODY.key):
        return "", offering.ANYBODY
    if (version, path) == (offering.HOUSE, offering.ANY_CUSTOMER.key) and shell.actor().may(Permission.FILE_FOR_CLIENT):
        return "", offering.ANY_CUSTOMER
    compiled, one = _field(tx, version, path)
    return compiled.process.key, one


def _field(tx: Connection, version: str, path: str) -> tuple[Compiled, Field]:
    compiled = deployment.version(tx, shell.actor().workspace, version)
    found = offering.field_at(compiled.process.form, path)
    if found is None:
        raise Missing(path)
    return compiled, found


def _read(one: Field, typed: str) -> Any:
    try:
        return type_of(one).read(one, typed)
    except Refused:
        return None


def _said(answer: Any) -> list[dict[str, str]]:
    """The answers of a linked request, in the reader's language."""
    said = answer.get("said", {}) if isinstance(answer, dict) else {}
    return [{name: read_words(one[name]).in_(shell.lang()) for name in ("title", "text")} for one in said.values()]
