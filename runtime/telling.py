"""The journal as sentences. A line tells what happened, to whoever may know it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from runtime import calling
from runtime.access import Actor
from runtime.calling import Called
from runtime.deployment import Compiled
from runtime.engine.position import Party
from runtime.store.journal import Entry
from schemas.form import Field
from schemas.places import Place
from schemas.words import LANGUAGES, Words, read_words, words


@dataclass(frozen=True)
class Correction:
    """An answer that was given, changed or taken away (None). ``called``: how those it names were called then."""

    field: Field
    before: Any
    after: Any
    called: Called | None = None

    def texts(self, lang: str) -> tuple[str, str]:
        """Before and after, as a person reads them."""
        before, after = (Place(self.field.key, self.field, value) for value in (self.before, self.after))
        return calling.text_of(self.called or {}, before, lang), calling.text_of(self.called or {}, after, lang)


@dataclass(frozen=True)
class Line:
    """One line of the timeline. ``comment`` is what somebody said with it, or all of it where ``kind`` is "commented"."""

    at: datetime
    by: Party
    by_name: str
    kind: str
    sentence: Words
    comment: str = ""
    internal: bool = False
    corrections: tuple[Correction, ...] = ()


_FOR_CLIENTS: Final = frozenset({"began", "answered", "moved", "commented", "ended"})
"""What a client is told of: not who voted how, nor who was reminded."""


def lines(entries: Iterable[Entry], compiled: Compiled, readable: frozenset[str], reader: Actor) -> Iterator[Line]:
    """Oldest first, with nothing in it that ``reader`` may not see."""
    called: Called = {}
    for entry in entries:
        body = entry.body
        called = {**called, **body.get("called", {})}
        hidden = not reader.is_colleague and (_is_inside(entry, compiled) or body.get("internal", False))
        corrections = tuple(_corrections(body, compiled, readable, called))
        if hidden or (entry.kind == "answered" and not corrections):
            continue
        own = (
            reader.is_colleague
            or entry.by == reader.party
            or entry.kind == "commented"
            or _is_for_client(entry, compiled)
        )
        yield Line(
            entry.at,
            entry.by,
            entry.by_name,
            entry.kind,
            _SENTENCES[entry.kind](entry, compiled),
            body.get("text") or body.get("comment") or "" if own else "",
            bool(body.get("internal", False)),
            corrections,
        )


def _is_inside(entry: Entry, compiled: Compiled) -> bool:
    """Not for clients, nor which way a choice went."""
    if entry.kind == "moved":
        return compiled.course.states[entry.body["state"]].kind == "choice"
    return entry.kind not in _FOR_CLIENTS


def _is_for_client(entry: Entry, compiled: Compiled) -> bool:
    """The word that a move asks for, on the way from a colleague's desk to the client's, is said to the client."""
    if entry.kind != "moved" or not entry.by:
        return False
    move = compiled.course.moves(entry.body["state"])[entry.body["move"]]
    asked = compiled.course.states[entry.body["to"]].who
    return "comment" in move.asks and not move.vote and any(who.kind == "contact" for who in asked)


def _corrections(
    body: Mapping[str, Any], compiled: Compiled, readable: frozenset[str], called: Called
) -> Iterator[Correction]:
    fields = compiled.process.form.fields
    for key, (before, after) in body.get("changes", {}).items():
        if key in readable and key in fields:
            yield Correction(fields[key], before, after, called)


def listed(names: Iterable[str]) -> Words:
    """Names one after another, as each language writes a list."""
    names = tuple(names)
    return Words({lang: ("、" if lang.startswith("zh") else ", ").join(names) for lang in LANGUAGES})


def _named(entry: Entry, key: str) -> Words:
    return listed(entry.body["names"][party] for party in entry.body[key]) if entry.body.get(key) else Words()


def _move(entry: Entry, compiled: Compiled) -> Words:
    move = compiled.course.moves(entry.body["state"]).get(entry.body["move"])
    return (move.title if move else None) or Words({"en": entry.body["move"]})


def _began(entry: Entry, _: Compiled) -> Words:
    return words("{name} sent the request.", "{name}提交了申请。").formatted(name=entry.by_name)


def _answered(entry: Entry, _: Compiled) -> Words:
    if not entry.body["state"]:
        return words("{name} filled in the form.", "{name}填写了表单。").formatted(name=entry.by_name)
    return words("{name} changed answers.", "{name}修改了内容。").formatted(name=entry.by_name)


def _entered(entry: Entry, compiled: Compiled) -> Words:
    said = read_words(entry.body["rule"])
    state = compiled.title(entry.body["state"])
    if not entry.body["asked"]:
        return words("“{state}” began. {rule}", "“{state}”开始。{rule}").formatted(state=state, rule=said)
    return words("“{state}” began and asks {names}. {rule}", "“{state}”开始，由{names}处理。{rule}").formatted(
        state=state, names=_named(entry, "asked"), rule=said
    )


def _voted(entry: Entry, compiled: Compiled) -> Words:
    return words("{name}: {move}. {tally}", "{name}：{move}。{tally}").formatted(
        name=entry.by_name, move=_move(entry, compiled), tally=read_words(entry.body["tally"])
    )


def _moved(entry: Entry, compiled: Compiled) -> Words:
    params = {
        "name": entry.by_name,
        "move": _move(entry, compiled),
        "from_": compiled.title(entry.body["state"]),
        "to": compiled.title(entry.body["to"]),
    }
    if entry.by:
        return words("{name}: {move}. On to “{to}”.", "{name}：{move}，进入“{to}”。").formatted(**params)
    return words("From “{from_}” on to “{to}”. {why}", "由“{from_}”进入“{to}”。{why}").formatted(
        **params, why=read_words(entry.body["why"])
    )


def _reminded(entry: Entry, _: Compiled) -> Words:
    return words("{names} was reminded.", "已提醒{names}。").formatted(names=_named(entry, "to"))


def _escalated(entry: Entry, compiled: Compiled) -> Words:
    return words("“{state}” is late; {names} was told.", "“{state}”已超时，已告知{names}。").formatted(
        state=compiled.title(entry.body["state"]), names=_named(entry, "to")
    )


def _ended(_: Entry, __: Compiled) -> Words:
    return words("The request has ended.", "申请已结束。")


def _commented(entry: Entry, _: Compiled) -> Words:
    return words("{name} wrote:", "{name}留言：").formatted(name=entry.by_name)


def _revealed(entry: Entry, compiled: Compiled) -> Words:
    field = compiled.process.form.fields.get(entry.body["field"])
    called_so = (field.title if field else None) or Words({"en": entry.body["field"]})
    return words("{name} looked at “{field}”.", "{name}查看了“{field}”。").formatted(
        name=entry.by_name, field=called_so
    )


def _restarted(entry: Entry, compiled: Compiled) -> Words:
    return words("{name} started “{state}” again.", "{name}重新开始了“{state}”。").formatted(
        name=entry.by_name, state=compiled.title(entry.body["state"])
    )


_SENTENCES: Final[Mapping[str, Callable[[Entry, Compiled], Words]]] = {
    "began": _began,
    "answered": _answered,
    "entered": _entered,
    "voted": _voted,
    "moved": _moved,
    "reminded": _reminded,
    "escalated": _escalated,
    "ended": _ended,
    "commented": _commented,
    "restarted": _restarted,
    "revealed": _revealed,
}
