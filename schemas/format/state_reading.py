"""From JSON: the steps of a process, with all that happens in them."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, cast, get_args, get_type_hints

from schemas.format.notice_reading import read_notices
from schemas.format.people_reading import read_people, read_weights
from schemas.format.reading import Part
from schemas.model.flow import (
    USUAL_PERMITS,
    Again,
    Calls,
    Deadline,
    Deed,
    Each,
    Join,
    Permit,
    PlanColumn,
    PlanDeed,
    Right,
    Rights,
    State,
    StateKind,
)
from schemas.model.paper_deeds import Issue
from schemas.model.process import CONTACT
from schemas.model.voting import Decide


@cache
def allowed(of: type, name: str) -> tuple[str, ...]:
    """What a part that is one of several words may be."""
    return get_args(get_type_hints(of)[name])


STATE_KINDS: Final = get_args(StateKind)
RIGHTS: Final = get_args(Right)
PERMITS: Final = get_args(Permit)
AGAIN: Final = get_args(Again)
PLAN_COLUMNS: Final[tuple[str, ...]] = get_args(PlanColumn)
RECORDS: Final = tuple(filter(None, allowed(Deed, "record")))
STATE: Final = (
    *("kind", "title", "help", "who", "not_who_did", "if_requester", "if_acted", "permits", "decide", "fields"),
    *("deadlines", "notices", "outcome", "ends", "join", "each", "calls", "deeds", "reports"),
)


def read_state(part: Part) -> State:
    part.holds("key", optional=STATE)
    return State(
        key=part.name("key"),
        kind=cast("StateKind", part.one_of("kind", STATE_KINDS, "task")),
        title=part.words("title"),
        help=part.words("help"),
        who=read_people(part, "who"),
        not_who_did=part.texts("not_who_did"),
        if_requester=cast("Again", part.one_of("if_requester", AGAIN, "ask")),
        if_acted=cast("Again", part.one_of("if_acted", AGAIN, "ask")),
        permits=_permits(part),
        decide=_decide(part.part("decide")),
        fields=read_rights(part.part("fields")),
        deadlines=tuple(_deadline(one) for one in part.items("deadlines")),
        notices=read_notices(part),
        outcome=part.text("outcome"),
        ends=_word(part, State, "ends"),
        join=_join(part.part("join")),
        each=_each(part.part("each")),
        calls=_calls(part.part("calls")),
        deeds=tuple(_deed(one) for one in part.items("deeds")),
        reports=part.texts("reports"),
    )


def read_rights(part: Part) -> Rights:
    return {
        key: cast("Right", part.one_of(key, RIGHTS, "hide")) for key, inside in part.members() if inside.raw is not None
    }


def each_of(part: Part, key: str, words: Sequence[str]) -> tuple[Any, ...]:
    """The texts of a list, each of which has to be one of these words."""
    said = part.texts(key)
    for index, one in enumerate(said):
        if one not in words:
            part.complain("document.choice", key, index, value=one, allowed=", ".join(words))
    return said


def _word(part: Part, of: type, name: str) -> Any:
    """A part that is one of the words its dataclass allows, or else as usual there."""
    return part.one_of(name, allowed(of, name), getattr(of, name))


def _permits(part: Part) -> tuple[Permit, ...]:
    """In one order, so that the same is always written alike. An empty list is said; nothing said is as Decide."""
    if not part.has("permits"):
        return USUAL_PERMITS
    said = each_of(part, "permits", PERMITS)
    return tuple(one for one in PERMITS if one in said)


def _decide(part: Part) -> Decide:
    part.holds(
        optional=("rule", "count", "share", "order", "one_rejection_ends", "early", "quorum", "weights", "veto"),
    )
    return Decide(
        rule=_word(part, Decide, "rule"),
        count=part.count("count", Decide.count),
        share=part.number("share", Decide.share),
        order=_word(part, Decide, "order"),
        one_rejection_ends=part.flag("one_rejection_ends"),
        early=part.flag("early", default=Decide.early),
        quorum=part.count("quorum", Decide.quorum),
        weights=read_weights(part, "weights"),
        veto=read_people(part, "veto"),
    )


def _deadline(part: Part) -> Deadline:
    part.holds("after", optional=("do", "to", "since", "move"))
    return Deadline(
        after=part.text("after"),
        do=_word(part, Deadline, "do"),
        to=read_people(part, "to"),
        since=part.text("since"),
        move=part.text("move"),
    )


def _join(part: Part) -> Join:
    part.holds(optional=("rule", "count", "when", "rest"))
    return Join(
        rule=_word(part, Join, "rule"),
        count=part.count("count", Join.count),
        when=part.rule("when"),
        rest=_word(part, Join, "rest"),
    )


def _each(part: Part) -> Each:
    part.holds(optional=("over", "times", "order"))
    return Each(over=part.text("over"), times=part.rule("times"), order=_word(part, Each, "order"))


def _calls(part: Part) -> Calls:
    part.holds(optional=("process", "given", "taken", "waits"))
    return Calls(
        process=part.text("process"),
        given=part.part("given").rules(),
        taken=part.part("taken").rules(),
        waits=part.flag("waits", default=Calls.waits),
    )


def _deed(part: Part) -> Deed:
    """It sets a field, or does one of the others; ``to`` may be missing, and then the field becomes blank."""
    if part.has("issue"):
        part.holds("issue")
        return Deed(issue=_issue(part.part("issue")))
    if part.has("plan"):
        part.holds("plan")
        return Deed(plan=_plan(part.part("plan")))
    if not part.has("record"):
        part.holds("set", optional=("to",))
        return Deed(set=part.text("set"), to=part.rule("to"))
    part.holds("record", optional=("fields",))
    columns = part.part("fields")
    columns.holds(optional=CONTACT)
    record = part.one_of("record", RECORDS, RECORDS[0])
    return Deed(record=record, fields=columns.rules())  # type: ignore[arg-type]  # one_of answers with one of these


def _plan(part: Part) -> PlanDeed:
    part.holds("project", optional=("steps", "delay", "columns", "if_double_booked"))
    columns = part.part("columns")
    columns.holds(optional=PLAN_COLUMNS)
    return PlanDeed(
        part.text("project"),
        part.text("steps"),
        part.rule("delay"),
        {name: columns.text(name) for name in PLAN_COLUMNS if columns.has(name)},
        _word(part, PlanDeed, "if_double_booked"),
    )


def _issue(part: Part) -> Issue:
    part.holds("key", optional=("title", "number", "about", "text", "fields"))
    return Issue(
        part.name("key"),
        part.words("title"),
        part.pattern("number", Issue.number),
        part.text("about"),
        part.words("text"),
        part.texts("fields"),
    )
