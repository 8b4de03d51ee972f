"""A flow of hundreds of steps, with choices, votes and ways back, as large companies draw them."""

from dataclasses import replace
from typing import Any, Final

from builder.editing.blank import blank
from schemas.model.assignment import Who
from schemas.model.flow import Flow, Move, State, StateKind
from schemas.model.form import Field, Section
from schemas.model.process import Process
from schemas.words import words

LINES: Final = 5
"""So many lines stand below each other; a request goes along one of them."""
OFFICE: Final = (Who("requester"),)
WORK: Final = ("Check what was asked for", "Price it", "Plan it", "Talk to the supplier", "Write it down")


def large_flow(steps: int) -> Process:
    """Exactly so many steps, at least 20."""
    process = blank("large", words("A large process", "大型流程"))
    page = next(iter(process.form.pages))
    asked = tuple(
        Field(key, "number", words(en, zh), required=True)
        for key, en, zh in (("amount", "Amount", "金额"), ("days", "Days", "天数"))
    )
    form = replace(process.form, pages=(replace(page, sections=(Section("main", fields=asked),)),))
    states = [State("begin", "choice", words("Which line?", "哪条线？"))]
    moves: list[Move] = []
    rest = steps - 3
    for line in range(LINES):
        size = rest // LINES + (line < rest % LINES)
        moves.append(_chosen("begin", f"l{line}s0", "amount", line, last=line == LINES - 1))
        for at in range(size):
            states.append(_step(line, at))
            moves += _ways(line, at, size)
    states += [_end("done", "closed", "Done", "完成"), _end("refused", "rejected", "Refused", "未通过")]
    return replace(process, form=form, flow=Flow("begin", tuple(states), tuple(moves)))


def _end(key: str, outcome: str, en: str, zh: str) -> State:
    return State(key, "end", words(en, zh), outcome=outcome)


def _step(line: int, at: int) -> State:
    kind: StateKind = "choice" if at % 6 == 2 else "approval" if at % 6 == 1 else "task"
    title = f"{WORK[(line + at) % len(WORK)]} {line + 1}.{at + 1}"
    return State(
        f"l{line}s{at}", kind, words(title, f"步骤 {line + 1}.{at + 1}"), who=() if kind == "choice" else OFFICE
    )


def _ways(line: int, at: int, size: int) -> list[Move]:
    """Of six steps one votes and sends back, one chooses between the next two."""
    key, next_, further = (f"l{line}s{at + more}" if at + more < size else "done" for more in (0, 1, 2))
    if at % 6 == 1:
        back = f"l{line}s{at - 1}" if at % 4 == 1 else "refused"
        against = Move("refuse", key, back, words("Refuse", "不同意"), vote="against")
        return [Move("agree", key, next_, words("Agree", "同意"), vote="for"), against]
    if at % 6 == 2:
        return [_chosen(key, next_, "days", 0), _chosen(key, further, "days", 1, last=True)]
    return [Move("done", key, further if at % 6 == 3 else next_, words("Done", "完成"))]


def _chosen(source: str, target: str, field: str, number: int, *, last: bool = False) -> Move:
    when: Any = None if last else {"<": [{"var": field}, 10 ** (number + 1)]}
    return Move(f"way{number}", source, target, words(f"Way {number + 1}", f"流向 {number + 1}"), when=when)
