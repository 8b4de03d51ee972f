"""The choices of a field as the designer writes them: a line each, in both languages, with a picture where it has one."""

from collections.abc import Iterator
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from builder.editing.choice_pictures import NoPicture, as_address
from builder.editing.naming import key_for
from builder.web.frame.lines import MOST_ROWS, Posted, read_title
from schemas.fields.parts.alternatives import Choice, Offering, choices_of
from schemas.fields.registry import TYPES
from schemas.model.form import Field
from schemas.problem import Problem
from schemas.words import LANGUAGES, Words

Sent = MultiDict[str, FileStorage]
"""Files by the name of their control."""


def lists_of(one: Field) -> dict[str, Words]:
    """The options of a field that are lists of choices, and what each is called."""
    kind = TYPES.get(one.type)
    listed = kind.offered(one) if isinstance(kind, Offering) else {}
    return {key: TYPES[one.type].options.fields[key].title for key in listed}


def has_pictures(one: Field) -> bool:
    return one.type == "image_choice"


def read_choices(one: Field, posted: Posted, sent: Sent) -> dict[str, Any]:
    """The options that are lists; one without a line is left out, and so is one that the panel did not show."""
    found = {option: _read(one, option, posted, sent) for option in lists_of(one)}
    return {option: choices for option, choices in found.items() if choices}


def picture_problems(one: Field, sent: Sent) -> Iterator[Problem]:
    """One for each picture that cannot be taken."""
    for name, file in sent.items() if has_pictures(one) else ():
        if file.filename:
            try:
                as_address(file.read())
            except NoPicture:
                yield Problem("edit.no-picture", params={"name": file.filename[:100], "field": name})
            file.seek(0)


def _read(one: Field, option: str, posted: Posted, sent: Sent) -> tuple[Choice, ...]:
    before = {choice.const: choice.image for choice in choices_of(one, option)}
    found: list[Choice] = []
    for at in range(MOST_ROWS):
        name = f"{option}.{at}"
        if f"{name}.{LANGUAGES[0]}" not in posted:
            break
        title = read_title(posted, name)
        if title:
            const = posted.get(f"{name}.const", "") or key_for(title, "option", (made.const for made in found))
            kept = "" if f"{name}.bare" in posted else before.get(const, "")
            found.append(Choice(const, title, _picture(sent.get(f"{name}.picture")) or kept))
    return tuple(found)


def _picture(file: FileStorage | None) -> str:
    """Empty where none was sent, or none that can be taken."""
    if file is None or not file.filename:
        return ""
    try:
        return as_address(file.read())
    except NoPicture:
        return ""
