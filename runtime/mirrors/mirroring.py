"""A case and its twin in a tracker are compared, and whichever has moved is followed by the other; where that cannot be, it is said.

What has come to pass on either side only says "look": what counts is how both stand when somebody looks. So messages may
come twice, late, in any order or never (`mirror_news` looks by itself now and then), and an older state never overwrites
a newer one. Of each side we keep where it stood when they were last compared; our own doing, coming back to us, is where
we left it, and so nothing new.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from runtime.asking import Rejected
from runtime.changes import trackers
from runtime.channels.outgoing import NotTaken, Unreachable
from runtime.engine.outcome import NotAllowedHere
from runtime.mirrors import following, mirror_words
from runtime.mirrors.counterpart import Refused, There, Vanished
from runtime.mirrors.following import Follow
from runtime.mirrors.sides import Side
from runtime.processes import deployment, equivalence
from runtime.processes.equivalence import Verdict
from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection, Database
from runtime.store.mirrors import twins
from runtime.store.mirrors.mirrors import Mirror
from runtime.store.mirrors.twins import Twin
from runtime.store.notices.outbox import Message

AT_IT: Final = timedelta(minutes=4)
"""How long a twin is its worker's: longer than all the requests of one comparison can take."""
SHORTLY: Final = timedelta(seconds=5)
"""When to come back to a twin that somebody else is at."""
NOT_LET_IN: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


@dataclass(frozen=True)
class _Work:
    """One comparison, of a twin that is ours for a while. ``why`` somebody looks: moved, news, push, take or ignore.

    ``due``: when it is to be done, as it is to be told there.
    """

    database: Database
    side: Side
    case: Case
    twin: Twin
    why: str
    now: datetime
    base_url: str
    due: datetime | None


def run(database: Database, side: Side, message: Message, now: datetime, base_url: str) -> str:
    """What one message asks for; what the issue or card is called. Nobody is asked where nothing of ours has moved.

    Raises:
        NotTaken, outgoing.Unreachable, outgoing.Forbidden: see `outgoing`; it is tried again.
        Missing: the case is not there any more.
    """
    work = _claimed(database, side, message, now, base_url)
    if work is None:
        return ""
    try:
        return _looked(work).there_name
    except Refused as refused:
        if refused.status in NOT_LET_IN:
            _let_go(work)
            raise Unreachable(f"it does not let us in: {refused}") from refused
        work = _as_kept(work)
        gone = isinstance(refused, Vanished) and work.twin.there_id
        return _kept(work, _at_odds(work, "gone" if gone else "refused", str(refused))).there_name
    except BaseException:
        _let_go(work)
        raise


def _claimed(database: Database, side: Side, message: Message, now: datetime, base_url: str) -> _Work | None:
    """None where there is nothing to ask. Raises NotTaken: somebody else is at it."""
    mirror, why = side.mirror, str(message.payload.get("why", ""))
    with database.writing() as tx:
        case = cases.case(tx, mirror.workspace, str(message.payload["case"]))
        twin = twins.one(tx, mirror.workspace, case.id, mirror.key)
        due = _due(tx, mirror, case, twin)
        if not _concerns(mirror, case, twin, why, due):
            return None
        if twin is None:
            twins.add(tx, Twin(mirror.workspace, case.id, mirror.key))
            twin = twins.one(tx, mirror.workspace, case.id, mirror.key) or Twin(mirror.workspace, case.id, mirror.key)
        if twin.at_odds == "gone" and why == "push":
            twin = replace(twin, there_id="", begun_at=None)
        mine = twins.claim(tx, twin, now, now + AT_IT)
    if mine is None:
        raise NotTaken("somebody else is at it", SHORTLY)
    if not twin.there_id:
        mine = replace(mine, there_id="", begun_at=twin.begun_at)
    return _Work(database, side, case, mine, why, now, base_url, due)


def _due(tx: Connection, mirror: Mirror, case: Case, twin: Twin | None) -> datetime | None:
    """What has ended stays due there when it was due."""
    if not mirror.dues or not mirror.sends or case.ended:
        return twin.due_told if twin else None
    return mirror_words.due(tx, case)


def _concerns(mirror: Mirror, case: Case, twin: Twin | None, why: str, due: datetime | None) -> bool:
    """Whether there is anything to ask the other side."""
    calls_for = equivalence.wanted(mirror, case)
    if twin is None or not twin.there_id:
        return bool(calls_for) and (mirror.sends or why == "push")
    return why != "moved" or bool(twin.at_odds) or calls_for not in ("", twin.ours) or due != twin.due_told


def _looked(work: _Work) -> Twin:
    if not work.twin.there_id:
        work = _made(work)
    there = work.side.there.read(work.twin.there_id)
    known = work.twin.theirs or there.status.id
    fresh = replace(work.twin, there_name=there.name, url=there.url, status=there.status.name)
    fresh = replace(fresh, there_at=there.at, synced_at=work.now, theirs=known, assignee=there.assignee)
    if there.status.id in fresh.walked:  # as far as we have come; from here too it is to go where ours stands
        fresh = replace(fresh, ours="", theirs=there.status.id)
    fresh = _dated(work, fresh, there)
    work = replace(work, twin=fresh)
    verdict = _judged(work, there)
    match verdict.do:
        case "push":
            return _kept(work, _pushed(work, there))
        case "take":
            return _taken(work, there, verdict)
        case "differ":
            return _kept(work, _at_odds(work, verdict.odds, there.status.name))
        case "agree" | "note":
            return _kept(work, _agreed(work.twin, equivalence.wanted(work.side.mirror, work.case), there.status.id))
        case "stay":
            return _kept(work, fresh)


def _dated(work: _Work, twin: Twin, there: There) -> Twin:
    """What they say there about the date themselves stays until ours is another one."""
    if work.due == twin.due_told:
        return twin
    try:
        work.side.there.date(there, work.due)
    except Refused as refused:
        if refused.status != HTTPStatus.BAD_REQUEST:
            raise
        return replace(twin, due_told=work.due, due_odds=refused.said)
    return replace(twin, due_told=work.due, due_odds="")


def _judged(work: _Work, there: There) -> Verdict:
    """What somebody has decided goes before what follows from how both stand."""
    mirror, case, twin = work.side.mirror, work.case, work.twin
    calls_for = equivalence.wanted(mirror, case)
    if work.why == "ignore" or calls_for == there.status.id:
        return Verdict("agree")
    if work.why == "push" and calls_for:
        return Verdict("push")
    way = equivalence.way(mirror, case, there.status.id) if work.why == "take" else None
    return Verdict("take", way) if way else equivalence.judge(mirror, case, twin.ours, twin.theirs, there.status.id)


def _made(work: _Work) -> _Work:
    """There is one of it, whatever became of the answer when it was tried before; that it is there is kept at once."""
    there, case, twin = work.side.there, work.case, work.twin
    found = there.find(mirror_words.mark(case), twin.begun_at) if twin.begun_at else None
    if found is not None:
        there_id = found.id
    else:
        with work.database.reading() as tx:
            compiled = deployment.version(tx, case.workspace, case.version_id)
            status = equivalence.wanted(work.side.mirror, case)
            fresh = mirror_words.fresh(tx, work.side.mirror, compiled, case, status, work.base_url)
        there_id = there.create(fresh)
    with work.database.writing() as tx:
        kept = twins.keep(tx, replace(twin, there_id=there_id, theirs="", begun_at=twin.begun_at or work.now))
    if kept is None:
        raise NotTaken("somebody else is at it", SHORTLY)
    return replace(work, twin=kept)


def _pushed(work: _Work, there: There) -> Twin:
    mirror = work.side.mirror
    calls_for = equivalence.wanted(mirror, work.case)
    name = mirror.statuses.get(calls_for, calls_for)
    if work.side.there.put(there, calls_for):
        return replace(_agreed(work.twin, calls_for, calls_for), status=name)
    path = work.side.there.way(there, calls_for)
    if not path:
        return _at_odds(work, "no-way", name)
    work = _setting_out(work, (there.status.id, *path[:-1]))
    if all(work.side.there.put(there, one) for one in path):
        return replace(_agreed(work.twin, calls_for, calls_for), status=name)
    left_at = work.side.there.read(there.id).status
    return replace(_at_odds(work, "no-way", name), theirs=left_at.id, status=left_at.name, walked=())


def _setting_out(work: _Work, path: tuple[str, ...]) -> _Work:
    """Wherever on the way we are stopped: nobody else has put it there."""
    with work.database.writing() as tx:
        return replace(work, twin=_done(work, twins.keep(tx, replace(work.twin, walked=path))))


def _taken(work: _Work, there: There, verdict: Verdict) -> Twin:
    """The move that the mapping names, in one transaction with the twin, if the drawing allows it."""
    side, case = work.side, work.case
    why = mirror_words.GOES.formatted(name=trackers.named(side.channel))
    asked = Follow(side.actor, case.id, *verdict.way, mirror_words.happened(there), why, case.version)
    try:
        with work.database.writing() as tx:
            following.follow(tx, asked, work.now)
            return _done(work, twins.keep(tx, _free(_agreed(work.twin, there.status.id, there.status.id))))
    except Rejected:
        return _kept(work, _at_odds(work, "unanswered", there.status.name))
    except NotAllowedHere as hindered:
        if hindered.problem.code == "case.changed":
            raise NotTaken("the request has moved meanwhile", SHORTLY) from hindered
        return _kept(work, _at_odds(work, "not-allowed", there.status.name))


def _agreed(twin: Twin, ours: str, theirs: str) -> Twin:
    same = replace(twin, ours=ours or twin.ours, theirs=theirs, walked=())
    return replace(same, at_odds="", odds_detail="", odds_since=None)


def _at_odds(work: _Work, code: str, detail: str) -> Twin:
    since = work.twin.odds_since or work.now
    return replace(work.twin, at_odds=code, odds_detail=detail, odds_since=since, synced_at=work.now)


def _kept(work: _Work, twin: Twin) -> Twin:
    with work.database.writing() as tx:
        return _done(work, twins.keep(tx, _free(twin)))


def _done(work: _Work, kept: Twin | None) -> Twin:
    """Raises NotTaken: it has taken us so long that somebody else has looked."""
    if kept is None:
        raise NotTaken(f"somebody else was at {work.twin.there_name}", SHORTLY)
    return kept


def _free(twin: Twin) -> Twin:
    return replace(twin, busy_until=None)


def _let_go(work: _Work) -> None:
    """Whoever tries again need not wait."""
    present = _as_kept(work)
    with work.database.writing() as tx:
        twins.keep(tx, _free(present.twin))


def _as_kept(work: _Work) -> _Work:
    """With what we have kept of the twin since we took it."""
    with work.database.reading() as tx:
        found = twins.one(tx, work.twin.workspace, work.case.id, work.side.mirror.key)
    is_ours = found is not None and found.busy_until == work.twin.busy_until
    return replace(work, twin=found) if found is not None and is_ours else work
