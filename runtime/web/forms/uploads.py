"""Files that come with a post: kept at once, so that nothing chosen is lost where an answer has to be mended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict

from runtime.access import Actor
from runtime.files import attachments, storeroom
from runtime.files.attachments import Fit, Refused, Sent
from runtime.store.files import files
from runtime.web.frame import shell
from runtime.web.frame.posted import raw_answers
from schemas.filling.filed import files_in, place_takes_files, with_files
from schemas.model.form import Form
from schemas.problem import Problem, pointer


@dataclass(frozen=True)
class Arrived:
    """``raw`` for the checker, ``typed`` for the page: the same with the names of files. ``problems`` are of files.

    ``given`` is what came besides the answers, as `Decision.given` has it.
    """

    raw: Mapping[str, Any]
    typed: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)


def receive(form: Form, actor: Actor, key: str) -> Arrived:
    """What was posted. A file is named by ``key``, so that the same post sent again is the same answer."""
    posted: MultiDict[str, str] = MultiDict(request.form)
    sent = [
        (name, one)
        for name, one in request.files.items(multi=True)
        if one.filename and place_takes_files(form.fields, name)
    ]
    problems = _taken(sent, posted, actor, key) if sent else []
    raw = raw_answers(form, posted)
    return Arrived(raw, with_names(form, actor, raw), tuple(problems))


def quarantine() -> TemporaryDirectory[str]:
    """A folder for files that nobody has looked at, which is gone with all that is still in it."""
    place = shell.settings().arriving
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return TemporaryDirectory(dir=place)


def _taken(
    sent: Iterable[tuple[str, FileStorage]], posted: "MultiDict[str, str]", actor: Actor, key: str
) -> list[Problem]:
    """The ids of those that are kept go to what was posted, the others are complained of."""
    settings = shell.settings()
    problems: list[Problem] = []
    fit: list[tuple[str, Fit]] = []
    with quarantine() as folder:
        for number, (name, upload) in enumerate(sent):
            path = Path(folder) / str(number)
            upload.save(path)
            upload.close()
            try:
                fit.append((name, attachments.examined(Sent(upload.filename or "", path), settings)))
            except Refused as refused:
                problems.append(replace(refused.problem, path=pointer(*name.split("/"))))
        if fit:
            with shell.writing() as tx:
                for name, one in fit:
                    posted.add(name, attachments.keep(tx, storeroom.of(settings), actor, one, key, shell.now()).id)
    return problems


def with_names(form: Form, actor: Actor, raw: Mapping[str, Any]) -> dict[str, Any]:
    """A file that somebody else has sent keeps its bare id, and is complained of when it is read."""
    said = [(form.fields[key], value) for key, value in raw.items() if key in form.fields]
    ids = [one for asked, value in said for one in files_in(asked, value) if isinstance(one, str)]
    if not ids:
        return dict(raw)
    with shell.reading() as tx:
        known = {one.id: one.answer for one in files.files(tx, actor.workspace, ids) if one.by == actor.party}
    return {**raw, **{asked.key: with_files(asked, value, known) for asked, value in said}}
