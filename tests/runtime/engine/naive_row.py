"""A row of the truth table, played by the naive vote."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.runtime.engine.naive_vote import ANY_GROUP, Vote, Voter

SIDES = {"agrees": "for", "refuses": "against", "abstains": "abstain", "advises": "advice"}
WHERE = ("before", "after", "beside")
Row = Mapping[str, Any]


def acts_of(row: Row) -> list[list[str]]:
    """Words of each act: a agrees, b adds d before."""
    return [act.split() for act in row.get("acts", "").split(", ") if act]


def counted(row: Row) -> Vote:
    """The same row, by the naive vote."""
    rule, _, number = row["rule"].partition(" ")
    groups = row.get("groups") or {"": row["people"]}
    vote = Vote(
        rule, Fraction(number or 1), row.get("quorum", 0), not row.get("late"), bool(row.get("ends")), tuple(groups)
    )
    weights = {name: int(votes) for name, votes in pairs(row.get("weights", ""))}
    deputies, vetoes, barred = dict(pairs(row.get("absent", ""))), row.get("veto", "").split(), _barred(row)
    for group, said in groups.items():
        for name in (one for one in said.split() if one not in barred):
            sits = name if deputies.get(name) in barred else deputies.get(name, name)
            _seat(vote, sits, Voter(weights.get(name, 1), name in vetoes, group))
    if row.get("order") == "in turn":
        names = list(vote.people)
        vote.waits.update({name: {before} for before, name in pairwise(names)})
    for name in _agreed_already(row):
        if name in vote.people:
            vote.said[name] = "for"
    for words in acts_of(row):
        _count(vote, words, row)
    return vote


def _seat(vote: Vote, sits: str, voter: Voter) -> None:
    other = vote.people.get(sits)
    if other is None:
        vote.people[sits] = voter
        vote.waits[sits] = set()
    elif vote.rule == "each_group" and other.group != voter.group:
        vote.people[sits] = Voter(1, other.veto or voter.veto, ANY_GROUP, other.heads + 1)
    else:
        other.votes, other.heads, other.veto = other.votes + voter.votes, other.heads + 1, other.veto or voter.veto


def _barred(row: Row) -> set[str]:
    before = set(row.get("before", "").split())
    barred = before if row.get("if_acted") == "forbid" or row.get("not_who_did") else set()
    return barred | ({"r"} if row.get("if_requester") == "forbid" else set())


def _agreed_already(row: Row) -> set[str]:
    skipped = set(row.get("before", "").split()) if row.get("if_acted") == "skip" else set()
    return skipped | ({"r"} if row.get("if_requester") == "skip" else set())


def _count(vote: Vote, words: list[str], row: Row) -> None:
    name, *more = words
    if name in _OF_ALL:
        _OF_ALL[name](vote, more, row)
    elif more[0] in SIDES:
        vote.said[name] = SIDES[more[0]]
    else:
        _OF_ONE[more[0]](vote, name, more[1:])


def _transfer(vote: Vote, name: str, more: list[str]) -> None:
    to = more[-1]
    vote.people = {to if one == name else one: voter for one, voter in vote.people.items()}
    vote.waits = {
        to if one == name else one: {to if x == name else x for x in waits} for one, waits in vote.waits.items()
    }


def _close(vote: Vote, more: list[str], row: Row) -> None:
    del more, row
    vote.closed = True


def _take_back(vote: Vote, name: str, more: list[str]) -> None:
    del more
    del vote.said[name]


def _delegate(vote: Vote, name: str, more: list[str]) -> None:
    _add(vote, name, [more[-1], "before", "opinion"])


def _add(vote: Vote, name: str, more: list[str]) -> None:
    raises = "opinion" not in more
    fresh = [word for word in more if word not in (*WHERE, "opinion")]
    where = next(word for word in more if word in WHERE)
    order = list(vote.people)
    place = order.index(name) + (where != "before")
    for who in fresh:
        vote.people[who] = Voter(int(raises), group=vote.people[name].group, by=name)
        vote.waits[who] = {name} if where == "after" else set(vote.waits[name])
    for one in order:
        if (one == name and where == "before") or name in vote.waits[one]:
            vote.waits[one] |= set(fresh)
    order[place:place] = fresh
    vote.people = {one: vote.people[one] for one in order}
    vote.extra += len(fresh) if raises else 0


def _remove(vote: Vote, name: str, more: list[str]) -> None:
    del name
    (who,) = more
    gone = vote.people.pop(who)
    before = vote.waits.pop(who)
    vote.waits = {one: waits - {who} | (before if who in waits else set()) for one, waits in vote.waits.items()}
    vote.extra -= bool(gone.votes)


def _hand_over(vote: Vote, more: list[str], row: Row) -> None:
    """As many votes and people as those had who are gone, dealt out one by one."""
    del more
    to = row["to"].split()
    left = [name for name in vote.people if name not in vote.said]
    votes = max(len(to), sum(vote.people[name].votes for name in left))
    heads = max(len(to), sum(vote.people[name].heads for name in left))
    veto = any(vote.people[name].veto for name in left)
    for name in left:
        del vote.people[name], vote.waits[name]
    for number, name in enumerate(to):
        dealt = len(range(number, votes, len(to))), len(range(number, heads, len(to)))
        vote.people[name] = Voter(dealt[0], veto, ANY_GROUP, dealt[1])
        vote.waits[name] = set()


def pairs(said: str) -> list[tuple[str, str]]:
    """Of such as a=2 b=3."""
    return [(one.split("=")[0], one.split("=")[1]) for one in said.split()]


_OF_ALL: dict[str, Callable[[Vote, list[str], Row], None]] = {
    "closed": _close,
    "handed": _hand_over,
    "reassigned": lambda vote, more, _row: _transfer(vote, more[0], more),
}
_OF_ONE: dict[str, Callable[[Vote, str, list[str]], None]] = {
    "takes": _take_back,
    "removes": _remove,
    "adds": _add,
    "delegates": _delegate,
    "transfers": _transfer,
}
