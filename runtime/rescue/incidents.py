"""Everything that cannot go on by itself, why, and since when; and what is tried again, one by one or all of a kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from runtime.access import Actor, Permission, require
from runtime.asking import Rejected, Rescue, spoken
from runtime.cases import applying
from runtime.changes import errands
from runtime.changes.change import Change
from runtime.engine.outcome import NotAllowedHere, Outcome
from runtime.people.roster import Roster
from runtime.processes import deployment
from runtime.rescue import rescuing
from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection, Database
from runtime.store.missing import Missing
from runtime.store.notices import outbox
from runtime.store.notices.outbox import Message
from runtime.store.operations import stuck
from runtime.store.operations.stuck import Leaver
from runtime.visibility import blockers, sight
from runtime.visibility.sight import Figure
from schemas.problem import Problem
from schemas.words import Words, words

PAGE: Final = 50
MOST_AT_ONCE: Final = 500
"""Requests that are tried again together."""
ERRANDS: Final[Mapping[errands.Errand, Words]] = {
    "start": words("A request that another one asks for could not begin.", "子申请无法发起。"),
    "stop": words("A request that is not wanted any more could not be cancelled.", "不再需要的子申请无法取消。"),
    "deliver": words("What a request may wait for could not be told to it.", "申请等待的事项无法送达。"),
    "report": words(
        "What became of a request could not be told to the one that asked for it.", "子申请的结果无法告知父申请。"
    ),
}


@dataclass(frozen=True)
class Incident:
    """``kind`` is what others have in common with it; ``detail`` what whoever looks after the processes can read."""

    case_id: str
    number: str
    title: Words
    state: Words
    kind: str
    why: Words
    detail: str
    since: datetime
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Failing:
    """An errand between two requests. ``next_try`` is None where it was given up."""

    id: str
    case_id: str
    why: Words
    error: str
    since: datetime
    next_try: datetime | None


@dataclass(frozen=True)
class Troubles:
    """``after`` asks for the next page of incidents; empty on the last. The other two stand on the first page only."""

    incidents: tuple[Incident, ...]
    failing: tuple[Failing, ...] = ()
    leavers: tuple[Leaver, ...] = ()
    after: str = ""

    def __bool__(self) -> bool:
        return bool(self.incidents or self.failing or self.leavers)

    @property
    def kinds(self) -> dict[str, list[Incident]]:
        """What is stuck for the same reason stands together."""
        found: dict[str, list[Incident]] = {}
        for one in self.incidents:
            found.setdefault(one.kind, []).append(one)
        return found


@dataclass(frozen=True)
class Retried:
    """How many go on, and number and id of those that still cannot, with why. ``more``: there are others of the kind."""

    going: int = 0
    refused: tuple[tuple[str, str, Problem], ...] = ()
    more: bool = False


def troubles(tx: Connection, actor: Actor, after: str = "") -> Troubles:
    """One page, in three reads."""
    require(actor, Permission.ADMIN)
    found = stuck.stuck(tx, actor.workspace, after, PAGE + 1)
    seen = tuple(_incident(tx, actor, case) for case in found[:PAGE])
    following = found[PAGE - 1].id if len(found) > PAGE else ""
    if after:
        return Troubles(seen, after=following)
    failing = tuple(map(_failing, stuck.failing(tx, actor.workspace, PAGE)))
    return Troubles(seen, failing, tuple(stuck.leavers(tx, actor.workspace)), following)


def why(incident: str) -> Words:
    """A sentence of its own; ``incident`` as it stands on the case."""
    return words("It cannot go on: {why}", "无法继续：{why}").formatted(why=blockers.why(incident))


def retry_all(database: Database, actor: Actor, kind: str, reason: str, now: datetime) -> Retried:
    """Everything that is stuck for this reason is tried again, each request in a transaction of its own.

    Raises:
        Denied: only administrators may.
        Rejected: the reason is missing.
    """
    require(actor, Permission.ADMIN)
    if not spoken(reason):
        raise Rejected((Problem("reason.required", "/reason"),))
    with database.reading() as tx:
        found = stuck.stuck(tx, actor.workspace, "", MOST_AT_ONCE + 1, kind)
    going, refused = 0, []
    for case in found[:MOST_AT_ONCE]:
        try:
            with database.writing() as tx:
                rescuing.rescue(tx, Rescue(actor, case.id, "retry", reason), now)
            going += 1
        except NotAllowedHere as conflict:
            refused.append((case.number, case.id, conflict.problem))
        except Exception as broken:  # noqa: BLE001 -- what fails again is said, and holds up no other
            refused.append((case.number, case.id, Problem("deadline.failed", params={"error": str(broken)})))
    return Retried(going, tuple(refused), len(found) > MOST_AT_ONCE)


def hurry(tx: Connection, actor: Actor, message_id: str, reason: str, now: datetime) -> None:
    """An errand that failed is tried at once; the journal of the request that it is about says so.

    Raises:
        Rejected: the reason is missing.
        Missing: there is no such errand, or it is done.
    """
    require(actor, Permission.ADMIN)
    if not spoken(reason):
        raise Rejected((Problem("reason.required", "/reason"),))
    message = outbox.message(tx, actor.workspace, message_id)
    if message is None or message.kind not in errands.KINDS or message.sent_at:
        raise Missing(message_id)
    stuck.hurry(tx, actor.workspace, message_id, now)
    case = cases.case_to_change(tx, actor.workspace, message.payload["case"])
    compiled = deployment.version(tx, case.workspace, case.version_id)
    said = ("rescued", {"do": "retry", "state": message.payload.get("state", case.state), "comment": spoken(reason)})
    roster = Roster(tx, actor.workspace, names={actor.party: actor.name})
    applying.apply(tx, Change(case, compiled, Outcome(case.position), actor, roster, now, (said,)))


def _incident(tx: Connection, actor: Actor, case: Case) -> Incident:
    compiled = deployment.version(tx, case.workspace, case.version_id)
    kind, _, detail = case.incident.partition(": ")
    token = next((one for one in case.position.tokens if one.incident == kind), None)
    state = compiled.title(token.state if token else case.state)
    since = case.stuck_since or (token.since if token else case.opened_at)
    shown = sight.figures(compiled, case.summary, sight.rights(actor, compiled, case, (), ()))
    return Incident(case.id, case.number, case.title, state, kind, why(kind), detail, since, shown)


def _failing(message: Message) -> Failing:
    kind = next(one for one in errands.KINDS if one == message.kind)
    next_try = None if message.dead_at else message.due_at
    return Failing(message.id, message.payload["case"], ERRANDS[kind], message.error, message.made_at, next_try)
