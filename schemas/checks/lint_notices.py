"""Notices that reach nobody, are never sent, or name what nobody understands."""

import re
from collections.abc import Iterator
from typing import Final

from schemas.format.addresses import Addresses
from schemas.format.notice_reading import CHANNEL
from schemas.model.flow import State
from schemas.model.notices import PLACEHOLDERS, Notice
from schemas.model.process import Process
from schemas.problem import Problem, pointer

PLACE: Final = re.compile(r"\{([^{}]*)\}")
OF_FIELD: Final = "field:"
OF_STATE: Final = ("enter", "leave", "late")
OF_FLOW: Final = ("begin", "end", *OF_STATE)
OF_MOVE: Final = ("move",)


def untold(process: Process, at: Addresses) -> Iterator[Problem]:
    del at
    for notice, path, possible in notices_of(process):
        if notice.on not in possible:
            yield Problem("notice.never", path)
        if not (notice.to and notice.by) and not any(way.startswith(CHANNEL) for way in notice.by):
            yield Problem("notice.nobody", path)
        yield from _misnamed(process, notice, path)


def notices_of(process: Process) -> Iterator[tuple[Notice, str, tuple[str, ...]]]:
    """Every notice, where it stands, and what it can be about there."""
    for number, notice in enumerate(process.flow.notices):
        yield notice, pointer("flow", "notices", number), OF_FLOW
    for index, state in enumerate(process.flow.states):
        for number, notice in enumerate(state.notices):
            yield notice, pointer("flow", "states", index, "notices", number), _possible(state)
    for index, move in enumerate(process.flow.moves):
        for number, notice in enumerate(move.notices):
            yield notice, pointer("flow", "moves", index, "notices", number), OF_MOVE


def _possible(state: State) -> tuple[str, ...]:
    return tuple(one for one in OF_STATE if one != "late" or state.deadlines)


def _misnamed(process: Process, notice: Notice, path: str) -> Iterator[Problem]:
    for part in ("title", "text"):
        named = dict.fromkeys(name for text in getattr(notice, part).values() for name in PLACE.findall(text))
        for name in named:
            if name.startswith(OF_FIELD):
                key = name.removeprefix(OF_FIELD)
                if key not in process.form.fields:
                    yield Problem("field.unknown", f"{path}/{part}", {"field": key})
            elif name not in PLACEHOLDERS:
                allowed = ", ".join(f"{{{one}}}" for one in (*PLACEHOLDERS, f"{OF_FIELD}…"))
                yield Problem("notice.placeholder", f"{path}/{part}", {"name": f"{{{name}}}", "allowed": allowed})
