"""From JSON: the steps of a process, the ways between them, and who is asked."""

from typing import Final, cast, get_args

from schemas.assignment import Who
from schemas.flow import Deadline, Decide, Flow, Move, Right, Rights, State, StateKind
from schemas.reading import Part

STATE_KINDS: Final = get_args(StateKind)
RIGHTS: Final = get_args(Right)
NAMED: Final = ("person", "group", "field")
UNNAMED: Final = ("requester", "manager", "contact")
VOTES: Final = {"approve": "for", "agree": "for", "reject": "against", "refuse": "against"}
"""What a move of an approval counts as, by its key, where the document does not say."""


def read_flow(part: Part) -> Flow:
    part.holds("states", optional=("initial", "moves", "fill", "tracking", "fallback"))
    states = tuple(_state(one) for one in part.items("states"))
    if part.has("states") and not states and part.raw["states"] == []:
        part.complain("document.empty", "states")
    kinds = {state.key: state.kind for state in states}
    return Flow(
        initial=part.text("initial", states[0].key if states else ""),
        states=states,
        moves=tuple(_move(one, kinds) for one in part.items("moves")),
        fill=_rights(part.part("fill")),
        tracking=_rights(part.part("tracking")),
        fallback=_people(part, "fallback"),
    )


def usual_vote(kind: StateKind | None, move: str) -> str:
    return VOTES.get(move, "") if kind == "approval" else ""


def _state(part: Part) -> State:
    part.holds(
        "key",
        optional=(
            *("kind", "title", "help", "who", "not_who_did", "decide", "fields"),
            *("deadlines", "notices", "outcome"),
        ),
    )
    _nothing_yet(part, "notices")
    return State(
        key=part.name("key"),
        kind=cast("StateKind", part.one_of("kind", STATE_KINDS, "task")),
        title=part.words("title"),
        help=part.words("help"),
        who=_people(part, "who"),
        not_who_did=part.texts("not_who_did"),
        decide=_decide(part.part("decide")),
        fields=_rights(part.part("fields")),
        deadlines=tuple(_deadline(one) for one in part.items("deadlines")),
        outcome=part.text("outcome"),
    )


def _decide(part: Part) -> Decide:
    if part.raw is None:
        return Decide()
    part.holds(optional=("rule", "count", "order", "one_rejection_ends", "veto"))
    _nothing_yet(part, "veto")
    return Decide(
        rule=part.one_of("rule", ("any", "all", "at_least"), "any"),  # type: ignore[arg-type]  # one_of answers with one of these
        count=part.count("count", 1),
        order=part.one_of("order", ("parallel", "sequential"), "parallel"),  # type: ignore[arg-type]  # likewise
        one_rejection_ends=part.flag("one_rejection_ends"),
    )


def _deadline(part: Part) -> Deadline:
    part.holds("after", optional=("do", "to"))
    return Deadline(
        after=part.text("after"),
        do=part.one_of("do", ("remind", "escalate"), "remind"),  # type: ignore[arg-type]  # one_of answers with one of these
        to=_people(part, "to"),
    )


def _move(part: Part, kinds: dict[str, StateKind]) -> Move:
    part.holds("key", "from", "to", optional=("title", "help", "when", "asks", "vote", "unfinished"))
    key, source, asks = part.name("key"), part.text("from"), part.texts("asks")
    for index, asked in enumerate(asks):
        if asked != "comment":
            part.complain("document.choice", "asks", index, value=asked, allowed="comment")
    return Move(
        key=key,
        source=source,
        target=part.text("to"),
        title=part.words("title"),
        help=part.words("help"),
        when=part.rule("when"),
        asks=asks,
        vote=part.one_of("vote", ("for", "against", ""), usual_vote(kinds.get(source), key)),  # type: ignore[arg-type]  # likewise
        unfinished=part.flag("unfinished"),
    )


def _rights(part: Part) -> Rights:
    return {
        key: cast("Right", part.one_of(key, RIGHTS, "hide")) for key, inside in part.members() if inside.raw is not None
    }


def _people(part: Part, key: str) -> tuple[Who, ...]:
    return tuple(who for who in (_who(one) for one in part.items(key)) if who)


def _who(part: Part) -> Who | None:
    """One person or pool. A line has one key, since two would leave open whether both are meant."""
    part.holds(optional=(*NAMED, *UNNAMED))
    match part.raw:
        case {"requester": True} | {"manager": True} | {"contact": True} if len(part.raw) == 1:
            return Who(next(iter(part.raw)))
        case {"person": str(key)} | {"group": str(key)} | {"field": str(key)} if len(part.raw) == 1 and key:
            return Who(next(iter(part.raw)), key)
    if isinstance(part.raw, dict):
        part.complain("document.who", allowed=", ".join((*NAMED, *UNNAMED)))
    return None


def _nothing_yet(part: Part, key: str) -> None:
    """A place that the format keeps for later: it may be written, and stays empty."""
    for one in part.items(key):
        one.complain("document.unsupported", key=key)
        break
