"""What the panel of a step posts of a paper that it issues, and what there is to choose from."""

import re
from typing import Final

from builder.editing.naming import unique
from builder.web.frame.lines import Posted, read_title
from schemas.fields.registry import type_of
from schemas.format.reading import LONGEST_NUMBER, NUMBER
from schemas.model.flow import Deed, State
from schemas.model.form import Field, Form
from schemas.model.paper_deeds import Issue
from schemas.model.process import Process
from schemas.words import Words

PAPER: Final = "paper:"
MOST_FIELDS: Final = 40


def read_paper(posted: Posted, name: str, was: Deed | None, state: State, form: Form) -> Deed:
    """A number that cannot count keeps what it was; the key stays, since ways refer to it."""
    before = was.issue if was and was.issue else None
    taken = {deed.issue.key for deed in state.deeds if deed.issue}
    number = posted.get(f"{name}.number", "").strip()
    fits = len(number) <= LONGEST_NUMBER and re.fullmatch(NUMBER, number)
    about = posted.get(f"{name}.about", "")
    return Deed(
        issue=Issue(
            before.key if before else unique("paper", taken, joint="-"),
            read_title(posted, f"{name}.title"),
            number if fits else before.number if before else Issue.number,
            about if about in form.fields or (before and about == before.about) else "",
            read_title(posted, f"{name}.text"),
            tuple(key for key in posted.getlist(f"{name}.fields") if key in form.fields)[:MOST_FIELDS],
        )
    )


def showable(form: Form) -> list[Field]:
    """The fields that may stand in a paper."""
    return [one for one in form.fields.values() if one.type != "note" and not one.internal and _is_open(one)]


def _is_open(one: Field) -> bool:
    return type_of(one).value_of(one) != "sealed"


def issued(process: Process) -> dict[str, Words | str]:
    """What may be accepted by a way: the titles of all papers, by key."""
    papers = (deed.issue for state in process.flow.states for deed in state.deeds if deed.issue is not None)
    return {one.key: one.title or one.key for one in papers}
