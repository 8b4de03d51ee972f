"""From JSON: the flow as a whole, and the ways between its steps."""

from typing import Any, Final, get_args

from schemas.format.notice_reading import OF_MOVE, read_notices
from schemas.format.people_reading import read_people
from schemas.format.reading import Part
from schemas.format.state_reading import allowed, each_of, read_rights, read_state
from schemas.model.flow import Flow, Move, StateKind

WITHDRAWING: Final = allowed(Flow, "withdraw")
VOTE: Final = allowed(Move, "vote")
ASKS: Final = get_args(allowed(Move, "asks")[0])
VOTES: Final = {"approve": "for", "agree": "for", "reject": "against", "refuse": "against"}
"""What a move of an approval counts as, by its key, where the document does not say."""


def read_flow(part: Part) -> Flow:
    part.holds("states", optional=("initial", "moves", "fill", "tracking", "fallback", "withdraw", "notices"))
    states = tuple(read_state(one) for one in part.items("states"))
    if part.has("states") and not states and part.raw["states"] == []:
        part.complain("document.empty", "states")
    kinds = {state.key: state.kind for state in states}
    withdraw: Any = part.one_of("withdraw", WITHDRAWING, WITHDRAWING[0])
    return Flow(
        initial=part.text("initial", states[0].key if states else ""),
        states=states,
        moves=tuple(_move(one, kinds) for one in part.items("moves")),
        fill=read_rights(part.part("fill")),
        tracking=read_rights(part.part("tracking")),
        fallback=read_people(part, "fallback"),
        withdraw=withdraw,
        notices=read_notices(part),
    )


def usual_vote(kind: StateKind | None, move: str) -> str:
    return VOTES.get(move, "") if kind == "approval" else ""


def _move(part: Part, kinds: dict[str, StateKind]) -> Move:
    part.holds(
        *("key", "from", "to"),
        optional=(
            *("title", "help", "when", "asks", "vote", "unfinished"),
            *("branch", "leaves", "by_hand", "message", "keeps", "accepts", "notices"),
        ),
    )
    key, source = part.name("key"), part.text("from")
    vote: Any = part.one_of("vote", VOTE, usual_vote(kinds.get(source), key))
    return Move(
        key=key,
        source=source,
        target=part.text("to"),
        title=part.words("title"),
        help=part.words("help"),
        when=part.rule("when"),
        asks=each_of(part, "asks", ASKS),
        vote=vote,
        unfinished=part.flag("unfinished"),
        branch=part.flag("branch"),
        leaves=part.flag("leaves"),
        by_hand=part.flag("by_hand"),
        message=part.name("message"),
        keeps=part.flag("keeps"),
        accepts=part.name("accepts"),
        notices=read_notices(part, OF_MOVE),
    )
