"""Documents of earlier formats, carried forward one version at a time.

Each step takes the JSON of its version and gives that of the next. A step is written once and never changed: what it
gave yesterday stands in somebody's database. Steps are careful with shapes, since nobody has looked at them yet.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from schemas.model.process import FORMAT

Step = Callable[[Mapping[str, Any]], dict[str, Any]]


def upgraded(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The document in today's format; one of an unknown format as it is."""
    document = dict(raw)
    while (step := STEPS.get(str(document.get("format")))) is not None:
        document = step(document)
    return document


def _to_1(old: Mapping[str, Any]) -> dict[str, Any]:
    """Version 0 called a process by ``name``, and its flow had ``steps``, each with ``assignees``."""
    flow = old.get("flow")
    if isinstance(flow, dict):
        flow = _renamed(flow, steps="states")
        steps = flow.get("states")
        if isinstance(steps, list):
            flow["states"] = [_renamed(one, assignees="who") if isinstance(one, dict) else one for one in steps]
    return {**_renamed(old, name="title"), "format": "formloom/1", **({"flow": flow} if "flow" in old else {})}


def _renamed(said: Mapping[str, Any], **names: str) -> dict[str, Any]:
    return {names.get(key, key): value for key, value in said.items()}


STEPS: Final[Mapping[str, Step]] = {"formloom/0": _to_1}

if FORMAT in STEPS:
    raise TypeError("the chain of upgrades has to end at today's format")
