"""Activities and changes of plans as JSON, there and back. What is as usual is not written."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Final, TypeVar, get_args

from runtime.planning.delta import Assign, Delta, Lengthen, Shift, Wait
from runtime.planning.plan import LONGEST, Activity, After, LinkKind, Need, Phase, Share, Unplannable
from schemas.problem import Problem

LONGEST_TITLE: Final = 200
LONGEST_ID: Final = 40
_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
_T = TypeVar("_T")


def activity_to_json(one: Activity) -> dict[str, Any]:
    """Readable by `read_activity`."""
    usual = Activity("", "")
    said = {
        "id": one.id,
        "title": one.title,
        "parent": one.parent,
        "start": one.start and one.start.isoformat(),
        "days": one.days,
        "after": links_to_json(one.after),
        "people": [{"resource": share.resource, "percent": share.percent} for share in one.people],
        "material": [{"resource": need.resource, "quantity": need.quantity} for need in one.material],
        "done": one.done,
        "case": one.case,
        "kind": one.kind,
        "fixed": one.fixed,
    }
    return {key: value for key, value in said.items() if key in ("id", "title") or value != _usual(usual, key)}


def links_to_json(links: tuple[After, ...]) -> list[dict[str, Any]]:
    return [{"id": link.id, "kind": link.kind, "lag": link.lag} for link in links]


def delta_to_json(delta: Delta) -> dict[str, Any]:
    """Readable by `read_delta`."""
    said = {
        "add": [activity_to_json(one) for one in delta.add],
        "change": [activity_to_json(one) for one in delta.change],
        "shift": [
            {"id": one.id, **({"to": one.to.isoformat()} if one.to else {"days": one.days})} for one in delta.shift
        ],
        "lengthen": [{"id": one.id, "days": one.days} for one in delta.lengthen],
        "assign": [
            {
                "id": one.id,
                "people": [{"resource": share.resource, "percent": share.percent} for share in one.people],
                "material": [{"resource": need.resource, "quantity": need.quantity} for need in one.material],
            }
            for one in delta.assign
        ],
        "wait": [{"id": one.id, "after": links_to_json((one.after,))[0]} for one in delta.wait],
        "remove": [*delta.remove],
    }
    return {key: value for key, value in said.items() if value}


def read_delta(raw: Any) -> Delta:
    """A change of a plan from outside.

    Raises:
        Unplannable: ``plan.format``, with the ``path`` of what is wrong.
    """
    part = _Part(raw, "", tuple(one.name for one in fields(Delta)))
    return Delta(
        add=part.each("add", read_activity),
        shift=part.each("shift", _shift),
        lengthen=part.each("lengthen", _lengthen),
        assign=part.each("assign", _assign),
        wait=part.each("wait", _wait),
        change=part.each("change", read_activity),
        remove=part.each("remove", _id),
    )


def read_activity(raw: Any, path: str = "") -> Activity:
    """One activity, whole.

    Raises:
        Unplannable: ``plan.format``.
    """
    part = _Part(raw, path, tuple(one.name for one in fields(Activity)))
    return Activity(
        part.id("id"),
        part.text("title", LONGEST_TITLE),
        part.id("parent") if part.has("parent") else "",
        part.date("start"),
        part.number("days", 1),
        part.each("after", _after),
        part.each("people", _share),
        part.each("material", _need),
        part.number("done", 0),
        part.id("case") if part.has("case") else "",
        part.one_of("kind", get_args(Phase), ""),
        part.flag("fixed"),
    )


def read_links(raw: Any) -> tuple[After, ...]:
    return tuple(_after(one, "") for one in raw)


def read_shares(raw: Any) -> tuple[Share, ...]:
    return tuple(_share(one, "") for one in raw)


def read_needs(raw: Any) -> tuple[Need, ...]:
    return tuple(_need(one, "") for one in raw)


def _usual(usual: Activity, key: str) -> Any:
    value = getattr(usual, key)
    return [] if value == () else value


def _shift(raw: Any, path: str) -> Shift:
    part = _Part(raw, path, ("id", "days", "to"))
    return Shift(part.id("id"), part.number("days", 0), part.date("to"))


def _lengthen(raw: Any, path: str) -> Lengthen:
    part = _Part(raw, path, ("id", "days"))
    return Lengthen(part.id("id"), part.number("days", 0))


def _assign(raw: Any, path: str) -> Assign:
    part = _Part(raw, path, ("id", "people", "material"))
    return Assign(part.id("id"), part.each("people", _share), part.each("material", _need))


def _wait(raw: Any, path: str) -> Wait:
    part = _Part(raw, path, ("id", "after"))
    return Wait(part.id("id"), _after(part.raw.get("after"), f"{path}/after"))


def _after(raw: Any, path: str) -> After:
    part = _Part({"id": raw} if isinstance(raw, str) else raw, path, ("id", "kind", "lag"))
    return After(part.id("id"), part.one_of("kind", get_args(LinkKind), "fs"), part.number("lag", 0))


def _share(raw: Any, path: str) -> Share:
    part = _Part({"resource": raw} if isinstance(raw, str) else raw, path, ("resource", "percent"))
    return Share(part.id("resource"), part.number("percent", 100))


def _need(raw: Any, path: str) -> Need:
    part = _Part({"resource": raw} if isinstance(raw, str) else raw, path, ("resource", "quantity"))
    return Need(part.id("resource"), part.number("quantity", 1))


def _id(raw: Any, path: str) -> str:
    if not isinstance(raw, str) or not 0 < len(raw) <= LONGEST_ID or not _LETTERS.issuperset(raw):
        raise _wrong(path)
    return raw


class _Part:
    """One object of it, with the path to it; whatever is not as it should be raises ``plan.format``."""

    def __init__(self, raw: Any, path: str, known: tuple[str, ...]) -> None:
        if not isinstance(raw, dict) or (unknown := sorted(map(str, raw.keys() - set(known)))):
            raise _wrong(f"{path}/{unknown[0]}" if isinstance(raw, dict) else path)
        self.raw: Mapping[str, Any] = raw
        self._path = path

    def has(self, name: str) -> bool:
        return self.raw.get(name) not in (None, "")

    def id(self, name: str) -> str:
        return _id(self.raw.get(name), f"{self._path}/{name}")

    def text(self, name: str, longest: int) -> str:
        said = self.raw.get(name)
        if not isinstance(said, str) or not 0 < len(said.strip()) <= longest or not said.isprintable():
            raise _wrong(f"{self._path}/{name}")
        return said.strip()

    def number(self, name: str, usual: int) -> int:
        said = self.raw.get(name, usual)
        if not isinstance(said, int) or isinstance(said, bool) or abs(said) > 40 * LONGEST:
            raise _wrong(f"{self._path}/{name}")
        return said

    def flag(self, name: str) -> bool:
        said = self.raw.get(name, False)
        if not isinstance(said, bool):
            raise _wrong(f"{self._path}/{name}")
        return said

    def date(self, name: str) -> date | None:
        said = self.raw.get(name)
        if said is None:
            return None
        try:
            return date.fromisoformat(said)
        except (TypeError, ValueError):
            raise _wrong(f"{self._path}/{name}") from None

    def one_of(self, name: str, known: tuple[Any, ...], usual: str) -> Any:
        said = self.raw.get(name, usual)
        if said not in known:
            raise _wrong(f"{self._path}/{name}")
        return said

    def each(self, name: str, read: Callable[[Any, str], _T]) -> tuple[_T, ...]:
        said = self.raw.get(name)
        if said is None:
            return ()
        if not isinstance(said, list):
            raise _wrong(f"{self._path}/{name}")
        return tuple(read(one, f"{self._path}/{name}/{number}") for number, one in enumerate(said))


def _wrong(path: str) -> Unplannable:
    return Unplannable(Problem("plan.format", path, {"path": path or "/"}))
