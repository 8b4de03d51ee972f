"""By which words a person, a customer or a contact is found: those of their names, kept where they begin alike."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, insert, select

from runtime.store.tables.tables import NAME_WORD

Kind = Literal["person", "customer", "contact"]

LONGEST: Final = 80
"""Characters of a word; longer ones are found by their beginning."""
_MOST_WORDS: Final = 24
_MOST_TYPED: Final = 4
_LAST: Final = "\U0010ffff"
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def words_of(*texts: str) -> frozenset[str]:
    """What somebody with these names and addresses is found by.

    Each word; of Chinese, which has no spaces, also what begins within it; of an address the part before the "@",
    and the whole of it.
    """
    found: dict[str, None] = {}
    for text in texts:
        name, at, _ = _folded(text).partition("@")
        if at:
            found[_folded(text)[:LONGEST]] = None
        for word in re.findall(r"\w+", name):
            found.update(dict.fromkeys(_beginnings(word)))
    return frozenset(list(found)[:_MOST_WORDS])


def keep(tx: Connection, workspace: str, kind: Kind, target: str, *texts: str) -> None:
    """From now on this one is found by these names, and by no others."""
    mine = (NAME_WORD.c.workspace_id == workspace, NAME_WORD.c.kind == kind, NAME_WORD.c.target_id == target)
    tx.execute(delete(NAME_WORD).where(*mine))
    add(tx, workspace, kind, target, *texts)


def add(tx: Connection, workspace: str, kind: Kind, target: str, *texts: str) -> None:
    """The same for one that is new."""
    this = {"workspace_id": workspace, "kind": kind, "target_id": target}
    rows = [{**this, "word": word} for word in sorted(words_of(*texts))]
    if rows:
        tx.execute(insert(NAME_WORD), rows)


def found_by(workspace: str, kind: Kind, typed: str, target: Any) -> Iterable[ColumnElement[bool]]:
    """The conditions under which ``target`` is meant by what was typed so far: each part of it begins one of its words."""
    first, *others = typed_words(typed)[:_MOST_TYPED] or [""]
    of_kind = (NAME_WORD.c.workspace_id == workspace, NAME_WORD.c.kind == kind)
    if first:
        yield target.in_(select(NAME_WORD.c.target_id).where(*of_kind, _begins(first)))
    for other in others:
        yield exists().where(*of_kind, NAME_WORD.c.target_id == target, _begins(other))


def typed_words(typed: str) -> list[str]:
    """What was typed, as the words that are looked for, the longest first since it says most."""
    folded = _folded(typed)
    parts = [folded] if "@" in folded else re.findall(r"\w+", folded)
    return sorted((part[:LONGEST] for part in parts), key=len, reverse=True)


def _begins(word: str) -> ColumnElement[bool]:
    return and_(NAME_WORD.c.word >= word, NAME_WORD.c.word < word + _LAST)


def _beginnings(word: str) -> Iterable[str]:
    yield word[:LONGEST]
    for at in range(1, min(len(word), LONGEST)):
        if _IDEOGRAPHS.match(word[at]):
            yield word[at : at + LONGEST]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
