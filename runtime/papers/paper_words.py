"""What the journal says of papers, in words; and the papers of a request, as its journal has them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from runtime.store.cases.journal import Entry
from schemas.words import Words, read_words, words

_ISSUED: Final = words(
    "“{title}” {number} was issued, version {version}.", "已出具《{title}》{number}，第 {version} 版。"
)
_REPLACED: Final = words(
    "“{title}” {number} was issued, version {version}, in the place of {replaces}.",
    "已出具《{title}》{number}，第 {version} 版，取代 {replaces}。",
)
_DRAFTED: Final = words("“{title}” is issued.", "出具《{title}》。")
_ACCEPTED: Final = words(" {number}, version {version}, is accepted by it.", "（据此接受 {number} 第 {version} 版。）")


@dataclass(frozen=True)
class Issued:
    """A paper of a request. ``replaced``: this request has issued a later one under the same key."""

    id: str
    kind: str
    title: Words
    number: str
    version: int
    sha256: str
    replaces: str
    at: datetime
    accepted_at: datetime | None = None
    accepted_name: str = ""
    replaced: bool = False


def issued(entry: Entry) -> Words:
    body = entry.body
    said = {**body, "title": read_words(body["title"]) or body["key"], "version": str(body["version"])}
    if not body["number"]:
        return _DRAFTED.formatted(title=said["title"])
    drawn = _REPLACED if body["replaces"] else _ISSUED
    return drawn.formatted(**{key: said[key] for key in ("title", "number", "version", "replaces")})


def accepted(entry: Entry) -> Words:
    body = entry.body["accepted"]
    return _ACCEPTED.formatted(number=body["number"], version=str(body["version"]))


def papers(journal: Iterable[Entry]) -> Iterator[Issued]:
    """Oldest first; of one key the last is the one that counts."""
    found: dict[str, Issued] = {}
    for entry in journal:
        body = entry.body
        if entry.kind == "issued":
            fresh = Issued(
                body["paper"],
                body["key"],
                read_words(body["title"]),
                body["number"],
                body["version"],
                body["sha256"],
                body["replaces"],
                entry.at,
            )
            found = {key: replace(one, replaced=one.replaced or one.kind == fresh.kind) for key, one in found.items()}
            found[fresh.id] = fresh
        elif (paper := body.get("accepted", {}).get("paper")) in found and not found[paper].accepted_at:
            found[paper] = replace(found[paper], accepted_at=entry.at, accepted_name=entry.by_name)
    yield from found.values()
