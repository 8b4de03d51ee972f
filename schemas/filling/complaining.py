"""What is wrong with the answer at one place, and what is only worth a second look."""

from collections.abc import Iterator
from typing import Any

from schemas.fields.kind import Known
from schemas.filling.places import Place
from schemas.filling.visible import Settled
from schemas.problem import Problem, pointer


def problem(place: Place, code: str, **params: Any) -> Problem:
    """A problem with an answer; ``own`` is the sentence that the form says itself in place of ours."""
    own = {"own": place.asked.message} if place.asked.message else {}
    return Problem(code, pointer(*place.path.split("/")), {"field": place.name, **params, **own})


def complaint(place: Place, settled: Settled, wrong: Problem | None, known: Known | None) -> Iterator[Problem]:
    """The one thing to say of a place that is shown; ``wrong`` is what its type and its bounds refuse."""
    if wrong:
        yield wrong
    elif place.path in settled.required and place.blank:
        yield Problem("answer.required", pointer(*place.path.split("/")), {"field": place.name})
    elif not place.blank:
        if not _allowed(place, settled):
            yield problem(place, "answer.not-a-choice")
        elif refused := next(_remarks(place, settled, stops=True), None):
            yield refused
        elif known and place.asked.unique and place.table is None and known.taken(place.asked.key, place.value):
            yield problem(place, "answer.not-unique")


def remarks_of(place: Place, settled: Settled) -> Iterator[Problem]:
    """What may stay so, and is said before it is sent."""
    if place.path in settled.wanted and place.blank:
        yield Problem("answer.wanted", pointer(*place.path.split("/")), {"field": place.name}, "warning")
    yield from _remarks(place, settled, stops=False)


def _allowed(place: Place, settled: Settled) -> bool:
    allowed = settled.limited.get(place.path)
    chosen = place.value if isinstance(place.value, list) else [place.value]
    return allowed is None or all(one in allowed for one in chosen)


def _remarks(place: Place, settled: Settled, *, stops: bool) -> Iterator[Problem]:
    for number, remark in enumerate(place.asked.remarks):
        if remark.stops is stops and f"{place.path}#{number}" in settled.remarked:
            code = "answer.refused" if stops else "answer.remark"
            text = {"field": place.name, "own": remark.text}
            yield Problem(code, pointer(*place.path.split("/")), text, "error" if stops else "warning")
