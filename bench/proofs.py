"""What the proofs before publishing cost: 100 steps and 200 fields, in CPU seconds. ``python bench/proofs.py [STEPS] [FIELDS]``."""

import sys
import time
from typing import Any

from schemas import document, gallery
from schemas.lint import lint

STEPS, FIELDS = 100, 200
BRANCHES, LENGTH = 3, 3
EVERY = 5
"""Of so many steps one is a choice, one an action, one sends back."""


def large(steps: int, fields: int) -> dict[str, Any]:
    """Steps one after the other, with choices between them, ways back, branches, and rules between fields."""
    properties: dict[str, Any] = {f"f{n}": _field(n) for n in range(fields)}
    rules = [{"field": f"f{n}", "show": {">": [{"var": f"f{n - 4}"}, 10]}} for n in range(8, fields, 8)]
    rules += [{"field": f"f{n}", "compute": {"+": [{"var": f"f{n - 3}"}, 1]}} for n in range(7, fields, 8)]
    states: list[dict[str, Any]] = []
    moves: list[dict[str, Any]] = []
    for n in range(steps - 2):
        states.append(_state(n, fields))
        moves += _moves(n, steps - 2, fields)
    ends = [{"key": "done", "kind": "end"}, {"key": "refused", "kind": "end"}]
    schema = {"type": "object", "properties": properties, "required": [f"f{n}" for n in range(0, fields, 4)]}
    flow = {"initial": "s0", "states": [*states, *ends], "moves": moves}
    return {"format": "formloom/1", "key": "p", "title": "P", "form": {"schema": schema, "rules": rules}, "flow": flow}


def _field(n: int) -> dict[str, Any]:
    if n % 4 == 1:
        return {"type": "boolean"}
    if n % 4 == 2:  # noqa: PLR2004 -- the third of four sorts
        return {"type": "string", "oneOf": [{"const": one} for one in ("low", "middle", "high")]}
    computed = {"x-formloom": {"type": "computed", "result": "number"}} if n % 8 == 7 else {}  # noqa: PLR2004 -- and the eighth
    return {"type": "number", **computed} | ({} if computed else {"minimum": 0, "maximum": 1000})


def _state(n: int, fields: int) -> dict[str, Any]:
    if n % EVERY == 1:
        return {"key": f"s{n}", "kind": "choice"}
    edited = {f"f{(n * 2 + more) % fields}": "edit" for more in range(3)}
    kind = "approval" if n % EVERY == EVERY - 1 else "task"
    return {"key": f"s{n}", "kind": kind, "who": [{"group": "office"}], "fields": edited}


def _moves(n: int, steps: int, fields: int) -> list[dict[str, Any]]:
    after, further = (f"s{n + more}" if n + more < steps else "done" for more in (1, 2))
    key = f"s{n}"
    if n % EVERY == 1:
        number, choice = {"var": f"f{n * 4 % fields}"}, {"var": f"f{(n * 4 + 2) % fields}"}
        return [
            {"key": "high", "from": key, "to": after, "when": {">=": [number, 500]}},
            {
                "key": "low",
                "from": key,
                "to": further,
                "when": {"and": [{"<": [number, 500]}, {"==": [choice, "low"]}]},
            },
            {"key": "rest", "from": key, "to": after},
        ]
    if n % EVERY == EVERY - 1:
        return [
            {"key": "approve", "from": key, "to": after, "vote": "for"},
            {"key": "reject", "from": key, "to": f"s{n - 3}" if n % 2 else "refused", "vote": "against"},
        ]
    sends_back = n % (4 * EVERY) == EVERY + 2 + EVERY
    back = [{"key": "back", "from": key, "to": f"s{n - 2}", "unfinished": True}] if sends_back else []
    return [{"key": "send", "from": key, "to": after}, *back]


def side_by_side(steps: int, fields: int) -> dict[str, Any]:
    """The same fields; steps with three branches of three steps each, one after the other."""
    raw = large(0, fields)
    states, moves = raw["flow"]["states"], raw["flow"]["moves"]
    blocks = (steps - 2) // (BRANCHES * LENGTH + 1)
    for block in range(blocks):
        key, after = f"p{block}", f"p{block + 1}" if block + 1 < blocks else "done"
        states.append({"key": key, "kind": "parallel"})
        for branch in range(BRANCHES):
            names = [f"{key}b{branch}s{at}" for at in range(LENGTH)]
            moves.append({"key": f"b{branch}", "from": key, "to": names[0], "branch": True})
            for at, (name, next_) in enumerate(zip(names, (*names[1:], key), strict=True)):
                n = (4 + 8 * (branch * LENGTH + at)) % fields
                states.append({"key": name, "kind": "task", "who": [{"group": "office"}], "fields": {f"f{n}": "edit"}})
                moves.append({"key": "on", "from": name, "to": next_})
                moves.append({"key": "off", "from": name, "to": key, "when": {">": [{"var": f"f{n}"}, 500]}})
        moves.append({"key": "on", "from": key, "to": after})
        moves.append({"key": "stop", "from": key, "to": "refused", "when": {"<": [{"var": "f4"}, block + 1]}})
    raw["flow"]["initial"] = "p0"
    return raw


def timed(name: str, raw: Any) -> float:
    process = document.load(raw)
    before = time.process_time()
    found = lint(process, raw)
    took = time.process_time() - before
    codes = sorted({one.code for one in found})
    print(
        f"| {name} | {len(process.flow.states)} | {len(process.form.fields)} | {took:.2f} s | {' '.join(codes) or 'none'} |"
    )
    return took


def main() -> None:
    print("## Proofs\n\n| process | steps | fields | time of the processor | problems found |\n|---|---|---|---|---|")
    for key in sorted(gallery.keys()):
        timed(key, gallery.document(key))
    given = [int(one) for one in sys.argv[1:]]
    timed("large", large(*(given or (STEPS, FIELDS))))
    timed("side by side", side_by_side(*(given or (STEPS, FIELDS))))


if __name__ == "__main__":
    main()
