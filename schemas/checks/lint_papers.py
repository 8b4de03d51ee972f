"""Papers that name what is not there, show what no client may see, or are accepted and never issued."""

from collections.abc import Iterator

from schemas.fields.registry import type_of
from schemas.format.addresses import Addresses
from schemas.model.form import Form
from schemas.model.paper_deeds import OF_FIELD, PLACES, Issue
from schemas.model.process import Process
from schemas.problem import Problem, pointer


def impossible(process: Process, at: Addresses) -> Iterator[Problem]:
    del at
    issued: set[str] = set()
    for index, state in enumerate(process.flow.states):
        for number, deed in enumerate(state.deeds):
            if deed.issue:
                issued.add(deed.issue.key)
                yield from _paper(process.form, deed.issue, pointer("flow", "states", index, "deeds", number, "issue"))
    for index, move in enumerate(process.flow.moves):
        if move.accepts and move.accepts not in issued:
            yield Problem("paper.unknown", pointer("flow", "moves", index, "accepts"), {"paper": move.accepts})


def _paper(form: Form, issue: Issue, path: str) -> Iterator[Problem]:
    if not (issue.text or issue.fields):
        yield Problem("paper.empty", path, {"paper": issue.title or issue.key})
    for name in dict.fromkeys(issue.places):
        if not name.startswith(OF_FIELD) and name not in PLACES:
            allowed = ", ".join(f"{{{one}}}" for one in (*PLACES, f"{OF_FIELD}…"))
            yield Problem("paper.placeholder", f"{path}/text", {"name": f"{{{name}}}", "allowed": allowed})
    for key in dict.fromkeys((*filter(None, (issue.about,)), *issue.shown)):
        one = form.fields.get(key)
        place = f"{path}/about" if key == issue.about else f"{path}/fields" if key in issue.fields else f"{path}/text"
        if one is None:
            yield Problem("field.unknown", place, {"field": key})
        elif key != issue.about and (one.internal or type_of(one).value_of(one) == "sealed"):
            yield Problem("paper.internal", place, {"field": one.title or key})
