"""The part of the contract that is about a flow: its steps, the ways between them, and who is asked and told."""

from typing import Any, Final

from schemas.format.flow_reading import ASKS
from schemas.format.metaschema_form import FLAG, closed, listed, refer
from schemas.format.notice_reading import OCCASIONS, WAYS
from schemas.format.people_reading import NAMED, UNNAMED
from schemas.format.reading import KEY, LONGEST_NUMBER, NUMBER
from schemas.format.state_reading import AGAIN, PERMITS, PLAN_COLUMNS, RECORDS, RIGHTS, STATE_KINDS, allowed
from schemas.model.flow import Deadline, Each, Flow, Join, Move, PlanDeed, State
from schemas.model.process import CONTACT
from schemas.model.voting import Decide

TEXT: Final = {"type": "string"}
WHOLE: Final = {"type": "integer"}
LOGIC: Final = {"type": "object", "additionalProperties": refer("logic")}


def flow_definitions() -> dict[str, Any]:
    people, rights = listed(refer("who")), refer("rights")
    return {
        "flow": closed(
            ("states",),
            initial=TEXT,
            fill=rights,
            tracking=rights,
            fallback=people,
            withdraw=_words(Flow, "withdraw"),
            notices=listed(refer("notice")),
            states={**listed(refer("state")), "minItems": 1},
            moves=listed(refer("move")),
        ),
        "state": _state(),
        "decide": _decide(),
        "deadline": closed(("after",), after=TEXT, do=_words(Deadline, "do"), to=people, since=TEXT, move=TEXT),
        "deed": {"description": "What an action does: exactly one of these.", "oneOf": _deeds()},
        "move": _move(),
        "notice": closed(
            on={"enum": list(OCCASIONS)},
            to=people,
            by=listed({"type": "string", "pattern": WAYS}),
            title=refer("words"),
            text=refer("words"),
        ),
        "who": {"description": "Who is asked: exactly one of these.", "oneOf": _who()},
        "weight": {"description": "Of whom every vote counts so often.", "oneOf": _who(votes=WHOLE)},
        "rights": {
            "description": "By the key of a field, of a page, or * for all: the most particular line decides.",
            "type": "object",
            "additionalProperties": {"enum": list(RIGHTS)},
        },
    }


def _who(**beside: Any) -> list[dict[str, Any]]:
    named = [closed((kind,), **{kind: {"type": "string", "minLength": 1}}, **beside) for kind in NAMED]
    return named + [closed((kind,), **{kind: {"const": True}}, **beside) for kind in UNNAMED]


def _words(of: type, name: str) -> dict[str, Any]:
    return {"enum": list(allowed(of, name))}


def _state() -> dict[str, Any]:
    words, people = refer("words"), listed(refer("who"))
    return closed(
        ("key",),
        key=refer("key"),
        kind={"enum": list(STATE_KINDS)},
        title=words,
        help=words,
        who=people,
        not_who_did=listed(TEXT),
        if_requester={"enum": list(AGAIN)},
        if_acted={"enum": list(AGAIN)},
        permits=listed({"enum": list(PERMITS)}),
        decide=refer("decide"),
        fields=refer("rights"),
        deadlines=listed(refer("deadline")),
        notices=listed(refer("notice")),
        outcome=TEXT,
        ends=_words(State, "ends"),
        join=closed(rule=_words(Join, "rule"), count=WHOLE, when=refer("logic"), rest=_words(Join, "rest")),
        each=closed(over=TEXT, times=refer("logic"), order=_words(Each, "order")),
        calls=closed(process=TEXT, given=LOGIC, taken=LOGIC, waits=FLAG),
        deeds=listed(refer("deed")),
        reports=listed(TEXT),
    )


def _decide() -> dict[str, Any]:
    return closed(
        rule=_words(Decide, "rule"),
        count=WHOLE,
        share={"type": "number"},
        order=_words(Decide, "order"),
        one_rejection_ends=FLAG,
        early=FLAG,
        quorum=WHOLE,
        weights=listed(refer("weight")),
        veto=listed(refer("who")),
    )


def _deeds() -> list[dict[str, Any]]:
    columns = closed(**dict.fromkeys(CONTACT, refer("logic")))
    return [
        closed(("set",), set=TEXT, to=refer("logic")),
        closed(("record",), record={"enum": list(RECORDS)}, fields=columns),
        closed(("plan",), plan=_plan()),
        closed(("issue",), issue=_issue()),
    ]


def _issue() -> dict[str, Any]:
    number = {"type": "string", "maxLength": LONGEST_NUMBER, "pattern": NUMBER}
    words = refer("words")
    return closed(("key",), key=refer("key"), title=words, number=number, about=TEXT, text=words, fields=listed(TEXT))


def _plan() -> dict[str, Any]:
    return closed(
        ("project",),
        project=TEXT,
        steps=TEXT,
        delay=refer("logic"),
        columns=closed(**dict.fromkeys(PLAN_COLUMNS, TEXT)),
        if_double_booked=_words(PlanDeed, "if_double_booked"),
    )


def _move() -> dict[str, Any]:
    return closed(
        ("key", "from", "to"),
        key=refer("key"),
        from_=TEXT,
        to=TEXT,
        title=refer("words"),
        help=refer("words"),
        when=refer("logic"),
        asks=listed({"enum": list(ASKS)}),
        vote=_words(Move, "vote"),
        **dict.fromkeys(("unfinished", "branch", "leaves", "by_hand", "keeps"), FLAG),
        message={"type": "string", "pattern": KEY},
        accepts={"type": "string", "pattern": KEY},
        notices=listed(refer("notice")),
    )
