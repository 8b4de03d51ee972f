"""The groups of the workspace, as steps name them: a document says what those are called that its flow asks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from runtime.store.connection.database import Connection
from runtime.store.people import people
from schemas.document import dump
from schemas.model.assignment import Who
from schemas.model.process import Process
from schemas.words import Words


@dataclass(frozen=True)
class Team:
    """``people`` are the ids of its members."""

    title: Words
    people: tuple[str, ...]


def of_workspace(tx: Connection, workspace: str) -> Mapping[str, Team]:
    """By key."""
    return {one.key: Team(one.title, one.members) for one in people.groups(tx, workspace)}


def asked(who: Sequence[Who], teams: Mapping[str, Team]) -> int:
    """How many people that is, as far as it is known before there is a request; 0 where only a request will tell."""
    if len(who) == 1 and who[0].kind == "group":
        team = teams.get(who[0].key)
        return len(team.people) if team else 0
    return len(who) if all(one.kind == "person" for one in who) else 0


def completed(tx: Connection, workspace: str, process: Process) -> Process:
    """The process with the titles of those groups of the workspace that its flow has come to name."""
    missing = set(_named(dump(process)["flow"])) - process.groups.keys()
    if not missing:
        return process
    there = of_workspace(tx, workspace)
    titles = {key: team.title for key, team in there.items() if key in missing}
    return replace(process, groups={**process.groups, **titles})


def _named(part: Any) -> Iterator[str]:
    """Every ``{"group": KEY}`` of a flow as it is written."""
    if isinstance(part, Mapping):
        if isinstance(part.get("group"), str):
            yield part["group"]
        for inner in part.values():
            yield from _named(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _named(inner)
