"""What mends a problem in one step, for every kind of which it is known: operations of a JSON Patch on the document."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Final

from schemas import logic
from schemas.checks.lint_rules import names_of
from schemas.filling.places import is_typed
from schemas.model.flow import Asking
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.repair import repairs
from schemas.repair.repairs import Repair
from schemas.words import LANGUAGES, words, write_words

END: Final = words("End", "结束")


@dataclass(frozen=True)
class Broken:
    """A problem, and the document in which it is."""

    problem: Problem
    process: Process
    raw: Any

    @property
    def steps(self) -> list[str]:
        return pointed(self.problem.path)

    def index(self, row: str) -> int | None:
        """Which of the states or moves it is about."""
        match self.steps:
            case ["flow", name, number, *_] if name == row and number.isdecimal():
                return int(number)
            case _:
                return None


def with_repair(problem: Problem, process: Process, raw: Any) -> Problem:
    """The same problem with its repair, where its kind has one that can be made in this document."""
    kind = KINDS.get(problem.code)
    if problem.repair or kind is None:
        return problem
    try:
        repair = kind(Broken(problem, process, raw))
        for operation in repair[:1]:  # of the whole document no copy is made for each of many texts
            _follow(raw, pointed(operation["path"])[:-1])
    except (LookupError, ValueError, TypeError):
        return problem
    return replace(problem, repair=repair)


def patched(raw: Any, repair: Repair) -> Any:
    """The document with the repair made.

    Raises:
        LookupError, ValueError, TypeError: it is not the document that it was worked out for.
    """
    made = deepcopy(raw)
    for operation in repair:
        *steps, last = pointed(operation["path"])
        at = _follow(made, steps)
        if isinstance(at, list):
            where = len(at) if last == "-" else int(last)
            at[where : where + (operation["op"] == "remove")] = [operation["value"]] if operation["op"] == "add" else []
        elif operation["op"] == "remove":
            del at[last]
        else:
            at[last] = operation["value"]
    return made


def pointed(path: str) -> list[str]:
    """The steps of a JSON Pointer."""
    return [step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:]]


def _follow(raw: Any, steps: list[str]) -> Any:
    for step in steps:
        raw = raw[int(step)] if isinstance(raw, list) else raw[step]
    return raw


def _away(broken: Broken) -> Repair:
    """What it points at goes."""
    return repairs.without(*broken.steps)


def _move_away(broken: Broken) -> Repair:
    number = broken.index("moves")
    return () if number is None else repairs.without_move(number)


def _state_away(broken: Broken) -> Repair:
    index = broken.index("states")
    return () if index is None else repairs.without_state(broken.process, index)


def _unknown_step(broken: Broken) -> Repair:
    match broken.steps:
        case ["flow", "moves", *_]:
            return _move_away(broken)
        case ["flow", "initial"] if broken.process.flow.states:
            return repairs.put(broken.process.flow.states[0].key, "flow", "initial")
        case ["flow", "states", _, "not_who_did", _]:
            return _away(broken)
        case _:
            return ()


def _unknown_field(broken: Broken) -> Repair:
    """Lists, and rights; who is asked somebody has to say."""
    match broken.steps:
        case (
            ["summary" | "contact" | "figures", _]
            | ["figures", "by", _]
            | ["flow", "fill" | "tracking", _]
            | ["flow", "states", _, "fields", _]
        ):
            return _away(broken)
        case _:
            return ()


def _unknown_name(broken: Broken) -> Repair:
    """The name that looks most like it."""
    name = str(broken.problem.params.get("name", ""))
    likely = [one for one in names_of(broken.process.form) if not one.startswith("@")]
    found = get_close_matches(name, likely, n=1, cutoff=0.6)
    place = next(_read_at(_follow(broken.raw, broken.steps), name, broken.steps), None) if found else None
    return repairs.put(found[0], *place) if place else ()


def _read_at(rule: Any, name: str, steps: list[str]) -> Iterator[list[str]]:
    """Where in a rule it stands as what is read."""
    if rule == name:
        yield steps
    elif isinstance(rule, Mapping):
        for key, value in rule.items():
            if key == "var" and value == name:
                yield [*steps, key]
            elif not (key == "var" and isinstance(value, str)):
                yield from _read_at(value, name, [*steps, key]) if isinstance(value, list | Mapping) else ()
    elif isinstance(rule, list):
        for number, value in enumerate(rule):
            nested = isinstance(value, list | Mapping) or steps[-1] == "var"
            yield from _read_at(value, name, [*steps, str(number)]) if nested else ()


def _only_read(broken: Broken) -> Repair:
    """The line lets it be read."""
    return repairs.put("read", *broken.steps)


def _asked_at_first(broken: Broken) -> Repair:
    """Whoever fills in the form is asked it."""
    form = broken.process.form
    match broken.problem.code, broken.steps:
        case "field.hidden-but-required", ["form", "schema", "properties", key]:
            pass
        case _, ["flow", "moves", number, "when"]:
            told = broken.problem.params["field"]
            read = logic.names(broken.process.flow.moves[int(number)].when) & form.fields.keys()
            key = next((one for one in sorted(read) if told in (form.fields[one].title, one)), "")
        case _, ["flow", "states", index, "who", number]:
            key = broken.process.flow.states[int(index)].who[int(number)].key
        case _:
            return ()
    field = form.fields.get(key)
    if field is None or not is_typed(field) or field.locked or field.compute is not None:
        return ()
    fill = broken.process.flow.fill
    return repairs.put("edit", "flow", "fill", key) if fill else repairs.put({key: "edit"}, "flow", "fill")


def _fallback(broken: Broken) -> Repair:
    """The first group of the process is asked in place of nobody."""
    groups = [key for key in broken.process.groups if key not in broken.problem.params.get("missing", ())]
    named = broken.index("states") is not None and not broken.process.flow.fallback
    return repairs.put([{"group": groups[0]}], "flow", "fallback") if groups and named else ()


def _way_to_end(broken: Broken) -> Repair:
    """One more way, for whoever is asked."""
    flow, index = broken.process.flow, broken.index("states")
    ends = [state.key for state in flow.states if state.kind == "end"]
    if index is None or not ends or flow.states[index].kind not in Asking:
        return ()
    return _way(broken, flow.states[index].key, ends[0])


def _first_end(broken: Broken) -> Repair:
    flow = broken.process.flow
    if not flow.states or flow.states[-1].kind not in Asking or "end" in flow.by_key:
        return ()
    made = {"key": "end", "kind": "end", "title": write_words(END)}
    return (*repairs.put(made, "flow", "states", "-"), *_way(broken, flow.states[-1].key, "end"))


def _way(broken: Broken, source: str, target: str) -> Repair:
    taken = {move.key for move in broken.process.flow.moves_from(source)}
    key = next(key for key in ("end", *(f"end_{number}" for number in range(2, len(taken) + 3))) if key not in taken)
    made = {"key": key, "from": source, "to": target, "title": write_words(END)}
    vote = _missing_vote(broken, source)
    return repairs.put({**made, **vote}, "flow", "moves", "-")


def _missing_vote(broken: Broken, source: str) -> dict[str, str]:
    """Where votes are counted, what nobody could vote so far."""
    flow = broken.process.flow
    votes = {move.vote for move in flow.moves_from(source)}
    lacks = [vote for vote in ("for", "against") if flow.by_key[source].kind == "approval" and vote not in votes]
    return {"vote": lacks[0]} if lacks else {}


def _copied(broken: Broken) -> Repair:
    """The text that there is, in the language that is missing."""
    text = broken.problem.params["text"]
    missing = [lang for lang in LANGUAGES if lang not in text]
    if not text or len(missing) != 1:
        return ()
    lang, said = missing[0], text.in_(missing[0])
    *above, last = broken.steps
    if last not in ("title", "description") or "schema" not in above[:2]:
        return repairs.put({**text, lang: said}, *above, last)
    if lang == LANGUAGES[0]:
        return repairs.put(said, *above, last)
    inner = "help" if last == "description" else last
    extra = _follow(broken.raw, above).get("x-formloom", {})
    there = extra.get(inner, {})
    return repairs.put({**extra, inner: {**there, lang: said}}, *above, "x-formloom")


KINDS: Final[Mapping[str, Callable[[Broken], Repair]]] = {
    "branch.not-left": _away,
    "branch.outside": _away,
    "deadline.never": _away,
    "field.asked-too-late": _asked_at_first,
    "field.demanded-in-vain": _only_read,
    "field.hidden-but-required": _asked_at_first,
    "field.not-always-asked": _asked_at_first,
    "field.unknown": _unknown_field,
    "flow.no-end": _first_end,
    "move.never": _move_away,
    "move.unknown-target": _unknown_step,
    "part.idle": _away,
    "rule.unknown-name": _unknown_name,
    "state.dead-end": _way_to_end,
    "state.unreachable": _state_away,
    "step.nobody": _fallback,
    "text.missing-language": _copied,
}
