"""The panels of a step and of a way on, read back as changes. What the panel of a kind does not show stays as it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.web.frame.lines import Posted, read_title, read_who
from builder.web.steps.step_lines import (
    in_row,
    one_of,
    read_calls,
    read_deadlines,
    read_decide,
    read_deeds,
    read_each,
    read_join,
    read_notices,
    read_permits,
)
from schemas.format.flow_reading import ASKS, VOTE
from schemas.format.notice_reading import OF_MOVE
from schemas.format.reading import KEY
from schemas.model.flow import Asking, Block, Flow, Move, State
from schemas.model.flow_graph import Ways
from schemas.model.notices import Notice
from schemas.model.process import Process

BY_ITSELF = ("choice", "action", *Block)
PASSED = ("choice", "action", "end")
"""Kinds of step at which nobody and nothing waits."""


def state_changes(process: Process, state: State, posted: Posted) -> dict[str, Any]:
    helped = state.kind in (*Asking, *Block)
    said = {name: read_title(posted, name) for name in ("title", *(["help"] if helped else []))}
    notices = {"notices": read_notices(posted, Notice.on)}
    if state.kind == "end":
        ends = "all" if "ends.all" in posted else "branch"
        return {**said, **notices, "outcome": posted.get("outcome", "").strip(), "ends": ends}
    if state.kind == "choice":
        return said
    if state.kind == "action":
        return {**said, **notices, "deeds": read_deeds(posted, state, process.form)}
    kept = tuple(one for one in state.deadlines if not in_row(one))
    waiting = {"deadlines": read_deadlines(posted) + kept, **notices}
    return {**said, **waiting, **_asked(process, state, posted), **_parted(process, state, posted)}


def _asked(process: Process, state: State, posted: Posted) -> Mapping[str, Any]:
    if state.kind == "wait":
        return {}
    who = {"who": read_who(posted, "who")}
    if state.kind not in Asking:
        return who
    others = (one.key for one in process.flow.states)
    return {
        **who,
        "not_who_did": tuple(key for key in others if f"not_who_did.{key}" in posted),
        **{name: one_of(posted, name, State, name) for name in ("if_requester", "if_acted")},
        "permits": read_permits(posted),
        "reports": tuple(one.key for one in process.reports if f"reports.{one.key}" in posted),
        **({"decide": read_decide(posted)} if state.kind == "approval" else {}),
    }


def _parted(process: Process, state: State, posted: Posted) -> Mapping[str, Any]:
    if state.kind not in Block:
        return {}
    rows = {"each": read_each(posted, state.each)} if state.kind in ("loop", "process") else {}
    calls = {"calls": read_calls(posted, state.calls, process.form)} if state.kind == "process" else {}
    return {"join": read_join(posted, state.join), **rows, **calls}


@dataclass(frozen=True)
class WayParts:
    """Which parts the panel of a way on shows; the others mean nothing there."""

    vote: bool
    asks: bool
    branch: bool
    leaves: bool
    by_hand: bool
    message: bool


def parts_of(flow: Flow, move: Move) -> WayParts:
    state = flow.by_key[move.source]
    return WayParts(
        vote=state.kind == "approval",
        asks=state.asks and not move.branch,
        branch=state.kind in Block and state.kind != "process",
        leaves=bool(Ways(flow).around(move.source)),
        by_hand=state.kind in BY_ITSELF and not move.branch,
        message=state.kind not in PASSED and not move.branch,
    )


def move_changes(flow: Flow, move: Move, posted: Posted) -> dict[str, Any]:
    parts, vote = parts_of(flow, move), posted.get("vote", "")
    changes: dict[str, Any] = {
        "title": read_title(posted, "title"),
        "help": read_title(posted, "help"),
        "target": posted.get("target", move.target),
        "vote": vote if vote in VOTE and parts.vote else "",
        "notices": read_notices(posted, OF_MOVE),
    }
    if parts.asks:
        changes |= {"asks": tuple(one for one in ASKS if f"asks.{one}" in posted), "unfinished": "unfinished" in posted}
    if "accepts" in posted:
        changes |= {"accepts": posted["accepts"] if re.fullmatch(KEY, posted["accepts"]) else ""}
    if parts.message:
        changes |= {"message": posted.get("message", "").strip(), "keeps": "keeps" in posted}
    flags = {name: name in posted for name in ("branch", "leaves", "by_hand") if getattr(parts, name)}
    return {**changes, **flags}
