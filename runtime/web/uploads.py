"""Files that come with a post: kept at once, so that nothing chosen is lost where an answer has to be mended."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from runtime import attachments
from runtime.access import Actor
from runtime.attachments import Sent
from runtime.store import files
from runtime.web import shell
from runtime.web.posted import raw_answers
from schemas.form import Form
from schemas.problem import Problem, pointer


@dataclass(frozen=True)
class Arrived:
    """``raw`` for the checker, ``typed`` for the page: the same with the names of files. ``problems`` are of files."""

    raw: Mapping[str, Any]
    typed: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()


def receive(form: Form, actor: Actor, key: str) -> Arrived:
    """What was posted. A file is named by ``key``, so that the same post sent again is the same answer."""
    posted: MultiDict[str, str] = MultiDict(request.form)
    problems: list[Problem] = []
    taken: list[tuple[str, Sent]] = []
    for name, upload in request.files.items(multi=True):
        if not upload.filename:
            continue
        sent = Sent(upload.filename, upload.stream.read(attachments.LARGEST + 1))
        if complaint := attachments.complaint(sent):
            problems.append(replace(complaint, path=pointer(*name.split("/"))))
        else:
            taken.append((name, sent))
    if taken:
        with shell.writing() as tx:
            for name, sent in taken:
                posted.add(name, attachments.keep(tx, shell.settings().files, actor, sent, key, shell.now()).id)
    raw = raw_answers(form, posted)
    return Arrived(raw, _with_names(form, actor, raw), tuple(problems))


def _with_names(form: Form, actor: Actor, raw: Mapping[str, Any]) -> dict[str, Any]:
    """A file that somebody else has sent keeps its bare id, and is complained of when it is read."""
    asked = [key for key, one in form.fields.items() if one.type == "file" and raw.get(key)]
    ids = [one for key in asked for one in raw[key]]
    if not ids:
        return dict(raw)
    with shell.reading() as tx:
        known = {one.id: one.answer for one in files.files(tx, actor.workspace, ids) if one.by == actor.party}
    return {**raw, **{key: [known.get(one, {"id": one}) for one in raw[key]] for key in asked}}
