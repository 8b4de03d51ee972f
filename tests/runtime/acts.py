"""The office's process, in which people may do everything besides deciding, and one whose checks stand side by side."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from runtime import lifecycle
from runtime.lifecycle import Wish
from runtime.processes import deployment
from runtime.store.cases.cases import Case
from schemas.document import load
from tests.runtime.office import CHANGE, World

EVERYTHING = ["return", "transfer", "delegate", "add", "take_back", "claim", "remind", "copy"]


def permissive() -> dict[str, Any]:
    """Analysis is a pool of lea and ada; the board has three; the requester may always take it back."""
    document = deepcopy(dict(CHANGE))
    flow = document["flow"]
    flow["withdraw"] = "always"
    for state in flow["states"][:2]:
        state["permits"] = EVERYTHING
    flow["states"][0]["who"] = [{"group": "leads"}, {"person": "ada@team.example"}]
    return document


def signed() -> dict[str, Any]:
    """Agreeing wants a signature, refusing a file and a word."""
    document = deepcopy(dict(CHANGE))
    moves = {move["key"]: move for move in document["flow"]["moves"]}
    moves["approve"]["asks"] = ["signature"]
    moves["reject"]["asks"] = ["comment", "file"]
    return document


def side_by_side() -> dict[str, Any]:
    """Three checks at once: by lea, by bo, and one by lea again; two of them are enough, and the rest stops."""
    document = deepcopy(dict(CHANGE))
    checks = {"law": "lea", "money": "bo", "safety": "lea"}
    document["flow"] = {
        "initial": "checks",
        "fill": CHANGE["flow"]["fill"],
        "states": [
            {
                "key": "checks",
                "kind": "parallel",
                "title": {"en": "Checks", "zh-Hans": "会签"},
                "join": {"rule": "at_least", "count": 2},
            },
            *(
                {
                    "key": key,
                    "kind": "task",
                    "title": {"en": key.title(), "zh-Hans": key},
                    "who": [{"person": f"{who}@team.example"}],
                    "permits": EVERYTHING,
                    "deadlines": [{"after": "P2D", "do": "remind"}],
                }
                for key, who in checks.items()
            ),
            {"key": "closed", "kind": "end", "title": {"en": "Closed", "zh-Hans": "已完成"}, "outcome": "closed"},
        ],
        "moves": [
            *({"key": f"to-{key}", "from": "checks", "to": key, "branch": True} for key in checks),
            *(
                {"key": "fine", "from": key, "to": "checks", "title": {"en": "Fine", "zh-Hans": "通过"}}
                for key in checks
            ),
            {"key": "done", "from": "checks", "to": "closed", "title": {"en": "Done", "zh-Hans": "完成"}},
        ],
    }
    return document


def draw(world: World, document: Mapping[str, Any]) -> None:
    """From now on requests go by this."""
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(document), "person:x", world.now)


def wish(world: World, case_id: str, who: str, do: Any, **more: Any) -> Case:
    """At the place where they are asked, unless another is named."""
    actor = world.actor(who)
    there = next((task for task in world.tasks(case_id) if task.party == actor.party), None)
    if there and do not in ("withdraw", "take_back"):
        more = {"state": there.state, "visit": there.visit, **more}
    with world.database.writing() as tx:
        return lifecycle.wish(tx, Wish(actor, case_id, do, **more), world.now).case
