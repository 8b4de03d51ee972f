"""To JSON: the steps, who is asked at them and told of them. What is as usual is not written."""

from collections.abc import Iterable
from typing import Any

from schemas.model.assignment import Who
from schemas.model.flow import USUAL_PERMITS, Calls, Deadline, Deed, Each, Join, PlanDeed, State
from schemas.model.notices import Notice, Occasion
from schemas.model.paper_deeds import Issue
from schemas.model.voting import Decide, Weight
from schemas.words import write_words

USUAL = Decide()


def write_state(state: State) -> dict[str, Any]:
    return {
        "key": state.key,
        "kind": state.kind,
        **unless_empty(
            title=write_words(state.title),
            help=write_words(state.help),
            who=write_people(state.who),
            not_who_did=list(state.not_who_did),
            decide=_decide(state.decide),
            fields=dict(state.fields),
            deadlines=[_deadline(one) for one in state.deadlines],
            outcome=state.outcome,
        ),
        **unless_usual(state, State, "if_requester", "if_acted"),
        **({} if state.permits == USUAL_PERMITS else {"permits": list(state.permits)}),
        **unless_empty(
            join=unless_usual(state.join, Join, "rule", "count", "when", "rest"),
            each=unless_usual(state.each, Each, "over", "times", "order"),
            calls=_calls(state.calls),
            deeds=[_deed(one) for one in state.deeds],
            notices=write_notices(state.notices),
            reports=list(state.reports),
        ),
        **unless_usual(state, State, "ends"),
    }


def write_people(people: Iterable[Who]) -> list[dict[str, Any]]:
    return [{who.kind: who.key or True} for who in people]


def write_notices(notices: Iterable[Notice], usual: Occasion = Notice.on) -> list[dict[str, Any]]:
    return [_notice(one, usual) for one in notices]


def unless_empty(**said: Any) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value}


def unless_usual(said: Any, of: type, *names: str) -> dict[str, Any]:
    """The parts by these names that are not what they are where nobody says anything."""
    return {name: value for name in names if (value := getattr(said, name)) != getattr(of, name)}


def _notice(notice: Notice, usual: Occasion) -> dict[str, Any]:
    return {
        **({} if notice.on == usual else {"on": notice.on}),
        **unless_empty(to=write_people(notice.to)),
        **({} if notice.by == Notice.by else {"by": list(notice.by)}),
        **unless_empty(title=write_words(notice.title), text=write_words(notice.text)),
    }


def _decide(decide: Decide) -> dict[str, Any]:
    """Nothing for the usual rule; otherwise the rule by name, and of the rest what is not as usual."""
    if decide == USUAL:
        return {}
    return {
        "rule": decide.rule,
        **unless_usual(decide, Decide, "count", "share", "order", "one_rejection_ends", "early", "quorum"),
        **unless_empty(weights=[_weight(one) for one in decide.weights], veto=write_people(decide.veto)),
    }


def _weight(weight: Weight) -> dict[str, Any]:
    (who,) = write_people((weight.who,))
    return {**who, "votes": weight.votes}


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "after": deadline.after,
        "do": deadline.do,
        **unless_empty(to=write_people(deadline.to), since=deadline.since, move=deadline.move),
    }


def _calls(calls: Calls) -> dict[str, Any]:
    return {
        **unless_empty(process=calls.process, given=dict(calls.given), taken=dict(calls.taken)),
        **unless_usual(calls, Calls, "waits"),
    }


def _deed(deed: Deed) -> dict[str, Any]:
    if deed.issue:
        return {"issue": _issue(deed.issue)}
    if deed.plan:
        return {"plan": _plan(deed.plan)}
    if deed.record:
        return {"record": deed.record, **unless_empty(fields=dict(deed.fields))}
    return {"set": deed.set, **({} if deed.to is None else {"to": deed.to})}


def _plan(plan: PlanDeed) -> dict[str, Any]:
    return {
        "project": plan.project,
        **unless_empty(steps=plan.steps, columns=dict(plan.columns)),
        **({} if plan.delay is None else {"delay": plan.delay}),
        **unless_usual(plan, PlanDeed, "if_double_booked"),
    }


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "key": issue.key,
        **unless_empty(title=write_words(issue.title)),
        **unless_usual(issue, Issue, "number"),
        **unless_empty(about=issue.about, text=write_words(issue.text), fields=list(issue.fields)),
    }
