"""What an administrator does to a request that cannot, or should not, go on as drawn. Always with a reason, for the journal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from runtime.access import Permission, require
from runtime.asking import Done, Rejected, Rescue, earlier, spoken
from runtime.cases import applying, deciding, subrequests
from runtime.changes import errands
from runtime.changes.change import Change
from runtime.engine.acts import rescue as saving
from runtime.engine.effects import Tell
from runtime.engine.facts import Facts
from runtime.engine.outcome import NotAllowedHere, Outcome
from runtime.engine.position import PENDING, Party, Token
from runtime.processes import deployment, occurrences
from runtime.processes.deployment import Compiled
from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.forms import answer_keys
from runtime.store.missing import Missing
from schemas.problem import Problem

FAILED_DEADLINE: Final = "deadline.failed"
"""Why a request is stuck whose deadline could not be carried out."""


@dataclass(frozen=True)
class _Work:
    """A rescue with all that it needs to know."""

    tx: Connection
    asked: Rescue
    case: Case
    compiled: Compiled
    facts: Facts
    now: datetime

    @property
    def by(self) -> Party:
        return self.asked.actor.party

    @property
    def token(self) -> Token | None:
        """The one that is named; else one that is stuck, else the first."""
        tokens, asked = self.case.position.tokens, self.asked
        if asked.state:
            return self.case.position.at(asked.state, asked.visit)
        return next((one for one in tokens if one.incident), next(iter(tokens), None))

    @property
    def visit(self) -> tuple[str, int]:
        token = self.token
        return (token.state, token.visit) if token else (self.asked.state or self.case.state, self.asked.visit or 0)


def rescue(tx: Connection, asked: Rescue, now: datetime) -> Done:
    """Do it.

    Raises:
        Denied: only administrators may.
        Rejected: the reason is missing, somebody who is named is not here, or an answer is taken meanwhile.
        NotAllowedHere: it is not possible as things stand, or what was in the way is there still.
        Missing: there is no such request.
    """
    require(asked.actor, Permission.ADMIN)
    reason = spoken(asked.reason)
    if not reason:
        raise Rejected((Problem("reason.required", "/reason"),))
    case = cases.case_to_change(tx, asked.actor.workspace, asked.case_id)
    if earlier(tx, asked, case.id, now):
        return Done(case, repeated=True)
    compiled = deployment.version(tx, case.workspace, case.version_id)
    facts = deciding.facts_of(tx, compiled, case, asked.actor, case.answers)
    work = _Work(tx, asked, case, compiled, facts, now)
    said = ("rescued", {"do": asked.do, "state": work.visit[0], "comment": reason})
    if asked.do == "retry":
        return Done(_retry(work, said))
    after = _applied(work, _DOING[asked.do](work), said)
    if asked.do == "reopen":
        answer_keys.drop(tx, case.workspace, case.id)
        occurrences.record(tx, compiled.process.form, after, {})
    return Done(after)


def _applied(work: _Work, outcome: Outcome, said: tuple[str, Mapping[str, str]]) -> Case:
    change = Change(work.case, work.compiled, outcome, work.asked.actor, work.facts.directory, work.now, (said,))
    return applying.apply(work.tx, change).case


def _retry(work: _Work, said: tuple[str, Mapping[str, str]]) -> Case:
    """What failed is done once more: the deadline, the word from a sub-request that has ended, or else the step."""
    case, token = work.case, work.token
    if case.incident.startswith(FAILED_DEADLINE):
        _applied(work, Outcome(case.position), said)
        return deciding.elapse(work.tx, case.workspace, case.id, work.now)
    if token is None or not _is_over(work, token):
        return _applied(
            work, saving.retry(work.compiled.course, case.position, work.facts, work.visit, work.by, work.now), said
        )
    _applied(work, Outcome(case.position), said)
    sub = cases.case(work.tx, case.workspace, token.sub)
    subrequests.run(work.tx, errands.report(sub, work.now), work.now)
    after = cases.case(work.tx, case.workspace, case.id)
    again = after.position.at(token.state, token.visit)
    if again is not None and again.incident:
        title = work.compiled.title(token.state)
        raise NotAllowedHere(Problem(again.incident, params={"state": title, "states": title}), token.state)
    return after


def _is_over(work: _Work, token: Token) -> bool:
    """The sub-request that the token waits for has ended, and what it said could not be taken.

    Raises:
        NotAllowedHere: it is still under way, so that there is nothing to try again.
    """
    if token.sub in ("", PENDING):
        return False
    try:
        sub = cases.case(work.tx, work.case.workspace, token.sub)
    except Missing:
        return False
    if not sub.ended:
        raise NotAllowedHere(Problem("sub.runs", params={"number": sub.number}), token.state)
    return True


def _reassign(work: _Work) -> Outcome:
    to = work.facts.directory.person(work.asked.to) if work.asked.to else None
    if to is None:
        raise Rejected((Problem("answer.not-a-person", "/to", {"field": work.asked.to}),))
    parties = (work.asked.who, to)
    return saving.reassign(work.compiled.course, work.case.position, work.facts, work.visit, parties, work.by, work.now)


def _place(work: _Work) -> Outcome:
    course, position = work.compiled.course, work.case.position
    return saving.place(course, position, work.facts, work.visit, work.asked.to, work.by, work.now)


def _skip(work: _Work) -> Outcome:
    course, position = work.compiled.course, work.case.position
    return saving.skip(course, position, work.facts, work.visit, work.asked.move, work.by, work.now)


def _cancel(work: _Work) -> Outcome:
    """Whoever asked for it hears of it."""
    outcome = saving.cancel(work.compiled.course, work.case.position, work.facts, work.by, work.now)
    told = Tell("ended", (work.case.requester,), work.case.state)
    return replace(outcome, effects=(*outcome.effects, told))


def _reopen(work: _Work) -> Outcome:
    return saving.reopen(work.compiled.course, work.case.position, work.facts, work.asked.to, work.by, work.now)


_DOING: Final[Mapping[str, Callable[[_Work], Outcome]]] = {
    "reassign": _reassign,
    "place": _place,
    "skip": _skip,
    "cancel": _cancel,
    "reopen": _reopen,
}
