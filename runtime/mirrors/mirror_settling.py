"""What people do about a twin: link it, make it, part from it, and say what is to be done where both sides are at odds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from runtime.access import Actor, Denied, Permission
from runtime.asking import Rejected
from runtime.changes import mirror_errands, trackers
from runtime.changes.mirror_errands import Why
from runtime.channels.outgoing import Forbidden, NotTaken, Unreachable
from runtime.mirrors import mirror_words, sides
from runtime.mirrors.counterpart import Refused
from runtime.processes import deployment, equivalence
from runtime.store.cases import cases
from runtime.store.connection.database import Connection
from runtime.store.mirrors import mirrors, twins
from runtime.store.mirrors.mirrors import Mirror
from runtime.store.mirrors.twins import Seen, Twin
from runtime.store.missing import Missing
from runtime.store.notices import channels, outbox
from runtime.store.notices.channels import Channel
from runtime.visibility import sharing
from schemas.problem import Problem
from schemas.words import Words

DOES: Final[tuple[Why, ...]] = ("push", "take", "ignore", "news")
"""Ours wins; theirs, where the drawing allows it; both stay as they are; look again."""
_LONGEST: Final = 200


@dataclass(frozen=True)
class Shown:
    """A twin on the page of its request: ``odds`` is why both do not agree, ``may``: the reader may do something about it."""

    seen: Seen
    odds: Words | None
    may: bool

    @property
    def kind(self) -> str:
        return trackers.KINDS.get(self.seen.kind, self.seen.kind)


@dataclass(frozen=True)
class Beside:
    """What the page of a request says of trackers. ``free``: connections of its process without a twin, to link it by."""

    twins: tuple[Shown, ...] = ()
    free: tuple[Channel, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.twins or self.free)

    @property
    def hearing(self) -> list[str]:
        """What those are called that a comment may be told."""
        return [trackers.called_so(one.seen.kind, one.seen.title) for one in self.twins if one.seen.hears]


def beside(tx: Connection, actor: Actor, process_key: str, case_id: str) -> Beside:
    """For people of the workspace who see the case; for others nothing. One read where there is no connection."""
    if not actor.is_colleague:
        return Beside()
    keys = mirrors.of_process(tx, actor.workspace, process_key)
    found = twins.of_case(tx, actor.workspace, case_id) if keys else []
    taken = {one.twin.mirror_key for one in found}
    return Beside(
        tuple(_shown(actor, one) for one in found),
        tuple(
            channel
            for key in keys
            if key not in taken
            and (channel := channels.one(tx, actor.workspace, key)) is not None
            and _may(tx, actor, key)
        ),
    )


def settle(tx: Connection, actor: Actor, case_id: str, key: str, do: str, now: datetime) -> None:
    """It is done by the connection's next round, within seconds.

    Raises:
        Missing: the actor may not see the case, or there is no such twin or way.
        Denied: it is not theirs to say.
    """
    why = next((one for one in DOES if one == do), None)
    _mirror(tx, actor, case_id, key)
    if why is None or twins.one(tx, actor.workspace, case_id, key) is None:
        raise Missing(key)
    outbox.add(tx, [mirror_errands.look(actor.workspace, case_id, key, why, now)])


def make(tx: Connection, actor: Actor, case_id: str, key: str, now: datetime) -> None:
    """An issue or card is made for a case that has none. Raises as `settle`, and Rejected where no status stands for its step."""
    mirror = _mirror(tx, actor, case_id, key)
    case = cases.case(tx, actor.workspace, case_id)
    if not equivalence.wanted(mirror, case):
        raise Rejected((Problem("mirror.no-status", "/name"),))
    outbox.add(tx, [mirror_errands.look(actor.workspace, case_id, key, "push", now)])


def named(tx: Connection, actor: Actor, case_id: str, key: str, private: Sequence[str]) -> sides.Side:
    """The other side, to be asked for what somebody has named; outside of any transaction. Raises as `settle`."""
    _mirror(tx, actor, case_id, key)
    channel = channels.one(tx, actor.workspace, key)
    if channel is None:
        raise Missing(key)
    return sides.opened(tx, channel, private)


def found(side: sides.Side, name: str, case_id: str) -> Twin:
    """What is called so there (ENG-12, or what stands in a card's address), as a twin to be kept.

    Raises:
        Rejected: there is none, or nobody answers.
    """
    name = name.strip().rstrip("/").rpartition("/")[2] if "/browse/" in name else _card(name)
    try:
        there = side.there.read(name[:_LONGEST])
    except (Refused, NotTaken, Unreachable, Forbidden) as failed:
        raise Rejected((Problem("mirror.not-there", "/name", {"said": str(failed)}),)) from failed
    twin = Twin(
        side.mirror.workspace, case_id, side.mirror.key, there_id=there.id, there_name=there.name, url=there.url
    )
    return replace(twin, status=there.status.name, theirs=there.status.id, there_at=there.at)


def link(tx: Connection, actor: Actor, twin: Twin, now: datetime) -> None:
    """Raises as `settle`, and Rejected where it stands for another request, or the request has another one."""
    _mirror(tx, actor, twin.case_id, twin.mirror_key)
    if twins.by_there(tx, twin.workspace, twin.mirror_key, twin.there_id) or not twins.add(tx, twin):
        raise Rejected((Problem("mirror.taken", "/name"),))
    outbox.add(tx, [mirror_errands.look(twin.workspace, twin.case_id, twin.mirror_key, "news", now)])


def part(tx: Connection, actor: Actor, case_id: str, key: str) -> None:
    """Both stay as they are, and know nothing of each other any more. Raises as `settle`."""
    _mirror(tx, actor, case_id, key)
    twins.drop(tx, actor.workspace, case_id, key)


def _card(name: str) -> str:
    """Of ``https://trello.com/c/AbCd1234/7-a-title`` what stands after ``/c/``."""
    return name.partition("/c/")[2].partition("/")[0] or name.strip()


def _shown(actor: Actor, seen: Seen) -> Shown:
    twin = seen.twin
    odds = mirror_words.odds(twin.at_odds, twin.odds_detail) if twin.at_odds else None
    return Shown(seen, odds, seen.by_all or actor.may(Permission.ADMIN))


def _may(tx: Connection, actor: Actor, key: str) -> bool:
    mirror = mirrors.one(tx, actor.workspace, key)
    return mirror is not None and (mirror.by_all or actor.may(Permission.ADMIN))


def _mirror(tx: Connection, actor: Actor, case_id: str, key: str) -> Mirror:
    mirror, case = mirrors.one(tx, actor.workspace, key), cases.case(tx, actor.workspace, case_id)
    if mirror is None or mirror.process_key != case.process_key:
        raise Missing(key)
    sharing.rights(tx, actor, deployment.version(tx, case.workspace, case.version_id), case)
    if not actor.is_colleague or not (mirror.by_all or actor.may(Permission.ADMIN)):
        raise Denied(f"{actor.party} may not settle what is between {case_id} and {key}")
    return mirror
