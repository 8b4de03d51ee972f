"""Flawed processes by what is wrong with them: the base, what is changed, and the problems that must be found at their places."""

from typing import Any

from tests.schemas.proof.documents import (
    BOARD,
    BOTH,
    BUY,
    BUYING,
    CHECK,
    LEGAL,
    MONEY,
    MOVE,
    PAIRED,
    SIZE,
    STEP,
    Changes,
    is_,
    move,
    over,
    step,
    under,
    way,
    ways,
)

Flaw = tuple[dict[str, Any], Changes, str]
AMOUNT, COST, KIND, URGENT = ({"var": key} for key in ("amount", "cost", "kind", "urgent"))
NEVER = {"and": [over(600), under(400)]}
ASKED_INSIDE: Changes = {"/flow/fill": {"cost": "hide"}, "/form/schema/required": ["amount", "kind", "cost"]}
"""Only one of two branches asks for the cost."""


def _in_choice(code: str, place: str, *all_: tuple[Any, ...]) -> list[Flaw]:
    return [(BUYING, ways(*whens), f"{code} {place}") for whens in all_]


UNREACHABLE: list[Flaw] = [
    *_in_choice(
        "state.unreachable",
        BOARD,
        (over(1001), None),
        (NEVER, None),
        ({"<": [AMOUNT, 0]}, None),
        (is_("kind", "service"), None),
        ({"and": [is_("kind", "goods"), is_("kind", "work")]}, None),
        ({"and": [{"var": "urgent"}, is_("urgent", False)]}, None),
        ({">": [{"var": "double"}, 2000]}, None),
        ({"==": [AMOUNT, None]}, None),
        ({"in": [KIND, ["service", "other"]]}, None),
        ({">": [{"*": [AMOUNT, 1.06]}, 1060]}, None),
    ),
    (BUYING, {move(0): under(400), MOVE: way("drop", "check", "done"), f"-{move(2)}": 0}, f"state.unreachable {BOARD}"),
    (
        BUYING,
        {move(5): over(600), MOVE: way("off", "buy", "done"), move(3): under(300)},
        "move.impossible /flow/moves/3/when",
    ),
]
DEAD_BRANCH: list[Flaw] = [
    (BUYING, ways(None, None, over(500)), "choice.dead-branch /flow/moves/2"),
    *_in_choice(
        "choice.dead-branch",
        move(2),
        (over(0), under(500)),
        (over(500), {"and": [over(600), is_("kind", "goods")]}, None),
        ({"or": [is_("kind", "goods"), is_("kind", "work")]}, under(500)),
        ({"!": [is_("kind", "none")]}, under(5)),
        (over(500), {">": [AMOUNT, 500]}, None),
        (over(500), is_("amount", 500), None),
        ({"!=": [AMOUNT, 7]}, {"and": [is_("amount", 7), is_("double", 13)]}, None),
        (over(500), {">=": [{"var": "double"}, 1000]}, None),
        ({"!!": [KIND]}, {"!": [KIND]}),
        (over(10), {"and": [over(5), over(20)]}, None),
        ({"in": [KIND, ["goods", "work"]]}, is_("urgent", True)),
    ),
    (
        PAIRED,
        {f"{BOTH}/join": {"rule": "any"}, move(4): is_("@open", 1), MOVE: way("all", "both", "done", is_("@open", 0))},
        "choice.dead-branch /flow/moves/5/when",
    ),
]
GAP: list[Flaw] = [
    *_in_choice(
        "choice.gap",
        SIZE,
        ({">": [AMOUNT, 500]}, under(500)),
        (over(500), under(499.99)),
        (is_("kind", "goods"), under(500)),
        ({"var": "urgent"}, is_("urgent", False)),
        (over(1), under(0.5)),
        ({">": [{"var": "double"}, 1000]}, {"<": [{"var": "double"}, 1000]}),
        ({"and": [is_("kind", "goods"), {"var": "urgent"}]}, is_("kind", "work")),
        ({">": [COST, 5]}, {"<": [COST, 5]}),
        ({">=": [{"var": "day"}, "2026-06-01"]}, {"<": [{"var": "day"}, "2026-05-31"]}),
        ({">": [{"count": {"var": "lines"}}, 3]}, {"<": [{"count": {"var": "lines"}}, 3]}),
        (is_("note", "yes"), is_("note", "no")),
        ({"<": [0, AMOUNT, 500]}, {"<": [500, AMOUNT, 1000]}),
        ({">": [{"-": [AMOUNT, 250]}, 250]}, {"<": [{"+": [AMOUNT, 250]}, 750]}),
    ),
    (PAIRED, {move(4): {">": [COST, 5]}, MOVE: way("cheap", "both", "done", {"<": [COST, 5]})}, f"choice.gap {BOTH}"),
    (
        PAIRED,
        {**ASKED_INSIDE, f"{BOTH}/join": {"rule": "any"}, move(4): {"!": [{"missing": ["cost"]}]}},
        f"choice.gap {BOTH}",
    ),
    (
        PAIRED,
        {f"{BOTH}/join": {"rule": "any"}, move(4): is_("@open", 0)},
        f"choice.gap {BOTH}",
    ),
]
OVERLAP: list[Flaw] = _in_choice(
    "choice.overlap",
    move(2),
    (over(500), {"<=": [AMOUNT, 500]}),
    (over(400), under(500)),
    (over(500), is_("kind", "goods"), None),
    ({"var": "urgent"}, over(999.99), None),
    ({"<=": [AMOUNT, 500]}, over(500)),
    ({"!!": [COST]}, {"<": [COST, 1]}),
    ({">=": [{"var": "day"}, "2026-06-01"]}, {"<=": [{"var": "day"}, "2026-06-01"]}, None),
    ({">": [{"count": {"var": "lines"}}, 3]}, {">": [{"sum": [{"var": "lines"}, "price"]}, 100]}, None),
    ({">=": [{"var": "double"}, 1000]}, {"<=": [AMOUNT, 500]}),
    (over(500), over(500), None),
    ({"!=": [KIND, "goods"]}, {"!": [{"var": "urgent"}]}, None),
)
NO_END: list[Flaw] = [
    (BUYING, {move(5): over(1)}, f"step.no-way {BUY}"),
    (BUYING, {move(5): is_("kind", "goods")}, f"step.no-way {BUY}"),
    (BUYING, {move(5): {"!!": [COST]}}, f"step.no-way {BUY}"),
    (BUYING, {move(5): {"<": [AMOUNT, 1000]}}, f"step.no-way {BUY}"),
    (BUYING, {move(5): under(500), MOVE: way("big", "buy", "done", {">": [AMOUNT, 500]})}, f"step.no-way {BUY}"),
    (BUYING, {f"{BUY}/fields": {"cost": "edit"}, move(5): {"and": [{"!!": [COST]}, over(1)]}}, f"step.no-way {BUY}"),
    (
        BUYING,
        {move(5): {">": [AMOUNT, 2000]}, MOVE: way("again", "buy", "check"), "/flow/moves/4/to": "check"},
        f"state.dead-end {BUY}",
    ),
    (BUYING, {move(0): {"var": "urgent"}}, f"step.no-way {CHECK}"),
    (BUYING, {"/flow/moves/5/to": "buy"}, f"state.dead-end {BUY}"),
    (PAIRED, {move(2): {"!!": [AMOUNT]}, move(3): {">": [AMOUNT, 10]}}, f"step.no-way {MONEY}"),
    (
        PAIRED,
        {f"{MONEY}/kind": "choice", f"-{MONEY}/who": 0, f"-{MONEY}/fields": 0, move(2): over(500)},
        f"step.no-way {LEGAL}",
    ),
    (PAIRED, {**ASKED_INSIDE, move(2): {"!": [{"missing": ["cost"]}]}}, f"step.no-way {LEGAL}"),
    (BUYING, {move(5): is_("kind", "goods"), MOVE: way("again", "buy", "check")}, f"state.dead-end {CHECK}"),
    (BUYING, {move(5): {">": [COST, AMOUNT]}, MOVE: way("again", "buy", "buy")}, f"state.dead-end {BUY}"),
    (PAIRED, {move(2): is_("kind", "goods"), MOVE: way("again", "legal", "legal")}, f"state.dead-end {LEGAL}"),
    (
        BUYING,
        {
            f"{BUY}/kind": "wait",
            f"-{BUY}/who": 0,
            f"{BUY}/deadlines": [{"after": "P1D", "do": "move", "move": "bought"}],
            move(5): over(1),
        },
        f"step.no-way {BUY}",
    ),
]
NEVER_JOINED: list[Flaw] = [
    (PAIRED, {"/flow/moves/3/to": "money"}, f"join.never {BOTH}"),
    (PAIRED, {"/flow/moves/2/to": "legal"}, f"join.never {BOTH}"),
    (PAIRED, {move(3): over(2000), MOVE: way("again", "money", "money")}, f"join.never {BOTH}"),
    (PAIRED, {f"{BOTH}/join": {"rule": "at_least", "count": 3}}, f"join.never {BOTH}/join"),
    (
        PAIRED,
        {f"{BOTH}/join": {"rule": "at_least", "count": 2}, "/flow/moves/3/to": "money"},
        f"join.never {BOTH}/join",
    ),
    (
        PAIRED,
        {STEP: step("wait"), "/flow/moves/3/to": "wait", MOVE: way("round", "wait", "money")},
        f"join.never {BOTH}",
    ),
    (PAIRED, {f"{BOTH}/join": {"rule": "when", "when": {"==": [1, 2]}}}, f"join.never {BOTH}/join"),
    (
        PAIRED,
        {f"{BOTH}/join": {"rule": "when", "when": is_("@open", 0)}, "/flow/moves/3/to": "money"},
        f"join.never {BOTH}/join",
    ),
    (
        PAIRED,
        {f"{BOTH}/join": {"rule": "when", "when": {">": [{"var": "@done"}, 1]}}, "/flow/moves/2/to": "legal"},
        f"join.never {BOTH}/join",
    ),
    (
        PAIRED,
        {
            f"{BOTH}/kind": "inclusive",
            f"{BOTH}/join": {"rule": "at_least", "count": 2},
            move(0): over(500),
            move(1): under(500),
        },
        f"join.never {BOTH}/join",
    ),
    (
        PAIRED,
        {
            f"{BOTH}/kind": "inclusive",
            f"{BOTH}/join": {"rule": "at_least", "count": 2},
            move(0): is_("kind", "goods"),
            move(1): {"and": [{"var": "urgent"}, is_("kind", "work")]},
        },
        f"join.never {BOTH}/join",
    ),
    (
        PAIRED,
        {"/flow/moves/2": way("said", "legal", "legal", NEVER), MOVE: way("stay", "legal", "legal")},
        f"join.never {BOTH}",
    ),
]
ROUND = {STEP: step("turn", "choice"), "/flow/moves/2/to": "turn"}


def _round(when: Any, rest: str = "done") -> Changes:
    return {**ROUND, MOVE: way("back", "turn", "size", when), "/flow/moves/7": way("rest", "turn", rest)}


ENDLESS: list[Flaw] = [
    *(
        (BUYING, _round(when), f"flow.endless-loop {SIZE}")
        for when in (
            under(100),
            is_("amount", 0),
            is_("kind", "goods"),
            {"var": "urgent"},
            {"!": [COST]},
            {"==": [{"var": "double"}, 998]},
            {"<": [{"count": {"var": "lines"}}, 2]},
            {"missing": ["note"]},
            {"<=": [AMOUNT, 0.01]},
        )
    ),
    (BUYING, {**ROUND, MOVE: way("back", "turn", "size")}, f"flow.endless-loop {SIZE}"),
    (BUYING, {"/flow/moves/2/to": "size"}, f"flow.endless-loop {SIZE}"),
]
NOBODY: list[Flaw] = [
    (BUYING, {f"{BUY}/who": who, **more}, f"step.nobody {BUY}/who")
    for who, more in (
        ([{"field": "buyer"}], {}),
        ([{"manager": True}], {}),
        ([{"contact": True}], {}),
        ([{"field": "buyer"}, {"manager": True}], {}),
        ([{"requester": True}], {f"{BUY}/if_requester": "forbid"}),
        ([{"person": "li"}], {f"{CHECK}/who": [{"person": "li"}], f"{BUY}/not_who_did": ["check"]}),
        ([{"requester": True}], {f"{CHECK}/who": [{"requester": True}], f"{BUY}/not_who_did": ["check"]}),
        (
            [{"field": "buyer"}],
            {
                "/form/rules/+": {"field": "buyer", "show": over(500)},
                "/form/schema/required": ["amount", "kind", "buyer"],
            },
        ),
        ([{"field": "buyer"}], {"/form/rules/+": {"field": "buyer", "require": over(100)}}),
        ([{"field": "buyer"}], {"/form/rules/+": {"field": "buyer", "show": NEVER}}),
        ([{"field": "buyer"}, {"contact": True}], {"/form/schema/required": ["amount", "kind"]}),
        ([{"field": "buyer"}], {f"{CHECK}/fields": {"buyer": "require"}, move(0, "unfinished"): True}),
        ([{"field": "buyer"}], {f"{BOARD}/fields": {"buyer": "require"}}),
    )
]
TOO_LATE: list[Flaw] = [
    (
        BUYING,
        {
            "/flow/fill": {"cost": "hide"},
            f"{CHECK}/fields": {},
            f"{BUY}/fields": {"cost": "edit"},
            move(1): {">": [COST, 5]},
            f"-{move(2)}": 0,
        },
        "field.asked-too-late /flow/moves/1/when",
    ),
    (
        BUYING,
        {"/flow/fill": {"cost": "hide"}, f"{CHECK}/fields": {}, move(1): {">": [COST, 5]}, f"-{move(2)}": 0},
        "field.asked-too-late /flow/moves/1/when",
    ),
    *(
        (
            BUYING,
            {
                "/flow/fill": {"note": "hide", "cost": "hide", "day": "hide", "urgent": "hide"},
                f"{BOARD}/fields": {"*": "edit"},
                f"{CHECK}/fields": {},
                move(5): when,
                MOVE: way("rest", "buy", "done"),
            },
            "field.not-always-asked /flow/moves/5/when",
        )
        for when in (
            {"!!": [{"var": "note"}]},
            {">": [COST, 5]},
            {"<": [{"var": "day"}, "2026-06-01"]},
            {"var": "urgent"},
            is_("note", "x"),
            {"missing": ["cost"]},
            {"if": [COST, True, False]},
            {"and": [over(1), {"!!": [{"var": "day"}]}]},
            {"or": [{"var": "urgent"}, over(900)]},
        )
    ),
]
HIDDEN: list[Flaw] = [
    (
        BUYING,
        {f"{BUY}/fields": {key: "hide"}, move(5): when, MOVE: way("rest", "buy", "done")},
        "field.decides-unseen /flow/moves/5/when",
    )
    for key, when in (
        ("amount", over(5)),
        ("*", over(5)),
        ("kind", is_("kind", "goods")),
        ("urgent", {"var": "urgent"}),
        ("cost", {"!!": [COST]}),
        ("day", {"<": [{"var": "day"}, "2026-06-01"]}),
        ("note", {"!": [{"var": "note"}]}),
        ("double", {">": [{"var": "double"}, 3]}),
        ("lines", {">": [{"count": {"var": "lines"}}, 1]}),
        ("buyer", {"!!": [{"var": "buyer"}]}),
        ("kind", {"and": [over(5), is_("kind", "work")]}),
    )
] + [
    (
        BUYING,
        {"/flow/fill": {"kind": "hide"}, move(1): over(500), f"{CHECK}/fields": {}},
        "field.hidden-but-required /form/schema/properties/kind",
    ),
    (BUYING, {"/flow/fill": {"kind": "read"}}, "field.hidden-but-required /form/schema/properties/kind"),
    (BUYING, {f"{CHECK}/fields": {"double": "require"}}, f"field.demanded-in-vain {CHECK}/fields/double"),
    (BUYING, {"/flow/fill": {"double": "require"}}, "field.demanded-in-vain /flow/fill/double"),
    *(
        (
            BUYING,
            {f"{at}/fields": {"note": "require"}, "/form/rules/+": {"field": "note", "show": show}},
            f"field.demanded-unseen {at}/fields/note",
        )
        for at, show in ((BUY, NEVER), (BOARD, under(500)))
    ),
]
LATE: list[Flaw] = [
    (BUYING, {f"{BUY}/deadlines": deadlines}, f"{code} {BUY}/deadlines/{at}")
    for code, at, deadlines in (
        ("deadline.never", 0, [{"after": "-P1D"}]),
        ("deadline.never", 0, [{"after": "soon"}]),
        ("deadline.never", 0, [{"after": "P0D"}]),
        ("deadline.never", 0, [{"after": "P1D", "since": "note"}]),
        ("deadline.never", 0, [{"after": "P1D", "do": "close"}]),
        ("deadline.never", 0, [{"after": "P1D", "do": "move", "move": "gone"}]),
        ("deadline.odd", 0, [{"after": "P3D"}, {"after": "P2D", "do": "escalate"}]),
        ("deadline.odd", 0, [{"after": "P2D"}, {"after": "P2D", "do": "escalate"}]),
        ("deadline.odd", 0, [{"after": "P3WD"}, {"after": "P2WD", "do": "hand_over", "to": [{"group": "office"}]}]),
        ("deadline.odd", 0, [{"after": "P5D"}, {"after": "P4D", "do": "move", "move": "bought"}]),
        ("deadline.odd", 1, [{"after": "P1D", "do": "move", "move": "bought"}, {"after": "P1D", "do": "escalate"}]),
        ("deadline.odd", 0, [{"after": "P20Y"}]),
        ("deadline.odd", 0, [{"after": "-P1D", "since": "day"}, {"after": "-P2D", "since": "day", "do": "escalate"}]),
    )
]
IMPOSSIBLE: list[Flaw] = [
    *(
        (BUYING, {move(5): when, MOVE: way("rest", "buy", "done")}, "move.impossible /flow/moves/5/when")
        for when in (
            NEVER,
            over(1001),
            is_("kind", "service"),
            {"==": [1, 2]},
            {"<": [{"var": "double"}, 0]},
            {"and": [{"var": "urgent"}, {"!": [URGENT]}]},
            {"<": [COST, -1]},
            {"!": [{"var": "kind"}]},
            {"missing": ["amount"]},
            {">": [{"count": {"var": "lines"}}, 500]},
        )
    ),
    (BUYING, {move(3): under(500), MOVE: way("yes", "board", "buy", vote="for")}, "move.impossible /flow/moves/3/when"),
    (PAIRED, {f"{BOTH}/kind": "inclusive", move(0): NEVER}, "move.impossible /flow/moves/0/when"),
]
KINDS_OF_FLAW: dict[str, list[Flaw]] = {
    "a step that no request comes to": UNREACHABLE,
    "a way that is never taken": DEAD_BRANCH,
    "answers without a way": GAP,
    "answers with two ways": OVERLAP,
    "no way to an end": NO_END,
    "branches that never join": NEVER_JOINED,
    "endless rounds": ENDLESS,
    "nobody is found": NOBODY,
    "asked too late": TOO_LATE,
    "hidden from those who act": HIDDEN,
    "deadlines without sense": LATE,
    "a move that cannot be taken": IMPOSSIBLE,
}
ROUNDS: list[tuple[dict[str, Any], Changes]] = [
    (
        BUYING,
        {
            move(5): is_("kind", "goods"),
            MOVE: way("again", "buy", "check"),
            f"{CHECK}/fields": {"cost": "edit", "kind": "edit"},
        },
    ),
    (
        PAIRED,
        {
            move(2): is_("kind", "goods"),
            MOVE: way("again", "legal", "legal"),
            f"{LEGAL}/fields": {"note": "edit", "kind": "edit"},
        },
    ),
]
"""Nobody is caught in them: what opens the way out can be answered anew."""
FINE: list[tuple[dict[str, Any], Changes]] = [
    *ROUNDS,
    (BUYING, {}),
    (PAIRED, {}),
    (BUYING, ways(over(500), None)),
    (BUYING, ways(None, over(500))),
    (BUYING, ways(None, over(500), {"and": [under(500), over(100)]})),
    (BUYING, ways(over(500.5), under(500.5))),
    (BUYING, ways(is_("kind", "goods"), is_("kind", "work"))),
    (BUYING, ways({">": [COST, 5]}, {"!": [{">": [COST, 5]}]})),
    (BUYING, ways({">": [{"var": "double"}, 999]}, {"<=": [AMOUNT, 499.5]})),
    (
        BUYING,
        ways({">=": [{"var": "day"}, "2026-06-01"]}, {"<": [{"var": "day"}, "2026-06-01"]}, {"!": [{"var": "day"}]}),
    ),
    (
        BUYING,
        ways({">": [{"sum": [{"var": "lines"}, "price"]}, 100]}, {"<=": [{"sum": [{"var": "lines"}, "price"]}, 100]}),
    ),
    (
        BUYING,
        {
            move(0): over(100),
            MOVE: way("drop", "check", "done", under(100)),
            **ways(over(500), {"and": [over(100), under(500)]}),
        },
    ),
    (BUYING, {move(5): under(500), MOVE: way("board", "buy", "done", over(500))}),
    (BUYING, {f"{BUY}/fields": {"cost": "edit"}, move(5): {"!!": [COST]}}),
    (BUYING, {MOVE: way("back", "board", "check", vote="")}),
    (BUYING, {f"{BUY}/who": [{"field": "buyer"}], "/form/schema/required": ["amount", "kind", "buyer"]}),
    (BUYING, {f"{BUY}/who": [{"field": "buyer"}], f"{CHECK}/fields": {"buyer": "require"}}),
    (BUYING, {f"{BUY}/who": [{"field": "buyer"}], "/flow/fill": {"buyer": "require"}}),
    (BUYING, {f"{BUY}/fields": {"note": "require"}, "/form/rules/+": {"field": "note", "show": under(500)}}),
    (
        BUYING,
        {
            f"{BUY}/deadlines": [
                {"after": "P1D"},
                {"after": "P2D", "do": "escalate"},
                {"after": "P3D", "do": "move", "move": "bought"},
            ]
        },
    ),
    (PAIRED, {move(4): {">": [COST, 5]}, MOVE: way("rest", "both", "done")}),
    (PAIRED, {f"{BOTH}/join": {"rule": "when", "when": {">=": [{"var": "@done"}, 1]}}}),
    (PAIRED, {**ASKED_INSIDE, move(4): {"!": [{"missing": ["cost"]}]}}),
    (PAIRED, {f"{BOTH}/join": {"rule": "any"}, move(4): is_("@open", 1)}),
    (
        PAIRED,
        {
            f"{LEGAL}/fields": {"kind": "edit"},
            move(4): is_("kind", "goods"),
            MOVE: way("work", "both", "done", is_("kind", "work")),
        },
    ),
]
