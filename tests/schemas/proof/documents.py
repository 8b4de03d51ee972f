"""Two small processes without a flaw, and what is changed in them to give them one."""

from typing import Any

from tests.schemas.test_document import changed

Changes = dict[str, Any]


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh-Hans": text}


def titled(title: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "string",
        "title": title,
        "x-formloom": {"title": {"zh-Hans": title}, **more.pop("extra", {})},
        **more,
    }


KINDS = [{"const": key, "title": key, "x-formloom": {"title": {"zh-Hans": key}}} for key in ("goods", "work")]
FORM = {
    "schema": {
        "type": "object",
        "properties": {
            "amount": titled("Amount", type="number", minimum=0, maximum=1000),
            "kind": titled("Kind", oneOf=KINDS),
            "urgent": titled("Urgent", type="boolean"),
            "cost": titled("Cost", type="number", minimum=0),
            "day": titled("Day", format="date"),
            "buyer": titled("Buyer", extra={"type": "person"}),
            "note": titled("Note"),
            "double": titled("Double", type="number", extra={"type": "computed", "result": "number"}),
            "lines": {
                "type": "array",
                "title": "Lines",
                "x-formloom": {"title": {"zh-Hans": "明细"}},
                "items": {"type": "object", "properties": {"price": titled("Price", type="number", minimum=0)}},
            },
        },
        "required": ["amount", "kind"],
    },
    "rules": [{"field": "double", "compute": {"*": [{"var": "amount"}, 2]}}],
}


def step(key: str, kind: str = "task", **more: Any) -> dict[str, Any]:
    asked = {"who": [{"group": "office"}]} if kind in ("task", "approval") else {}
    return {"key": key, "kind": kind, "title": both(key), **asked, **more}


def way(key: str, source: str, target: str, when: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "from": source,
        "to": target,
        "title": both(key),
        **({} if when is None else {"when": when}),
        **more,
    }


def over(limit: float) -> Any:
    return {">=": [{"var": "amount"}, limit]}


def under(limit: float) -> Any:
    return {"<": [{"var": "amount"}, limit]}


def is_(field: str, value: Any) -> Any:
    return {"==": [{"var": field}, value]}


def process(states: list[Any], moves: list[Any]) -> dict[str, Any]:
    flow = {"initial": states[0]["key"], "states": states, "moves": moves}
    return {"format": "formloom/1", "key": "p", "title": both("P"), "form": FORM, "flow": flow}


BUYING = process(
    [
        step("check", fields={"cost": "edit"}),
        step("size", "choice"),
        step("board", "approval"),
        step("buy"),
        step("done", "end"),
        step("refused", "end"),
    ],
    [
        way("send", "check", "size"),
        way("big", "size", "board", over(500)),
        way("small", "size", "buy", under(500)),
        way("approve", "board", "buy"),
        way("reject", "board", "refused"),
        way("bought", "buy", "done"),
    ],
)
PAIRED = process(
    [
        step("both", "parallel"),
        step("legal", fields={"note": "edit"}),
        step("money", fields={"cost": "edit"}),
        step("done", "end"),
    ],
    [
        way("legal", "both", "legal", branch=True),
        way("money", "both", "money", branch=True),
        way("said", "legal", "both"),
        way("said", "money", "both"),
        way("on", "both", "done"),
    ],
)
CHECK, SIZE, BOARD, BUY, DONE = (f"/flow/states/{n}" for n in range(5))
BOTH, LEGAL, MONEY = (f"/flow/states/{n}" for n in range(3))
STEP, MOVE = "/flow/states/+", "/flow/moves/+"


def move(number: int, part: str = "when") -> str:
    return f"/flow/moves/{number}/{part}"


def ways(*whens: Any) -> Changes:
    """Out of the choice, the two ways with these conditions, and further ones to the same two steps in turn; None is none."""
    changes: Changes = {}
    for number, when in enumerate(whens):
        if number > 1:
            changes[f"/flow/moves/{4 + number}"] = way(f"way{number}", "size", ("board", "buy")[number % 2], when)
        elif when is None:
            changes[f"-{move(1 + number)}"] = 0
        else:
            changes[move(1 + number)] = when
    return changes


def made(base: dict[str, Any], changes: Changes) -> Any:
    return changed(base, changes)
