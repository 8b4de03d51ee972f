"""What a place of a document is about, for whoever is asked whose is taken there and reads no document."""

from collections.abc import Iterable, Mapping
from typing import Final

from builder.comparison.differences import named
from builder.comparison.flow_comparison import way_named
from schemas.model.flow import Flow
from schemas.model.process import Process
from schemas.words import Words, words

OTHERWISE: Final = words("{what} differs in the template.", "{what}与模板不一致。")
_FIELD, _STEP = words("Field", "字段"), words("Step", "步骤")
_WHOLE: Final[Mapping[str, Words]] = {
    "form": words("How the form is laid out", "表单的布局"),
    "flow": words("How the request goes on from step to step", "申请的流转"),
    "tests": words("A test", "测试用例"),
    "title": words("The title", "标题"),
}
_REST: Final = words("A setting of the process", "流程设置")


def about(place: str, processes: Iterable[Process]) -> Words:
    """A sentence about a place that is a JSON Pointer of `merging`; titles are those of the first process that has it."""
    there = list(processes)
    return OTHERWISE.formatted(what=_thing(place.split("/")[1:], there))


def _thing(steps: list[str], there: list[Process]) -> Words:
    match steps:
        case ["form", "schema", "properties", key, *_] | ["form", "rules", key, *_]:
            fields = (one.form.fields.get(key) for one in there)
            return next((named(_FIELD, field) for field in fields if field), _WHOLE["form"])
        case ["flow", "states", key, *_]:
            states = (one.flow.by_key.get(key) for one in there)
            return next((named(_STEP, state) for state in states if state), _WHOLE["flow"])
        case ["flow", "moves", source, key, *_]:
            ways = (_way(one.flow, source, key) for one in there)
            return next((way for way in ways if way), _WHOLE["flow"])
        case [part, *_] if part in _WHOLE:
            return _WHOLE[part]
        case _:
            return _REST


def _way(flow: Flow, source: str, key: str) -> Words | None:
    move = next((one for one in flow.moves if (one.source, one.key) == (source, key)), None)
    return way_named(flow, move) if move else None
