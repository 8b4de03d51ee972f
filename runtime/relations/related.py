"""What stands beside a request: meetings, contacts that were had, opinions, what it comes from and became. Read off its journal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from runtime.cases.journal_beside import ASKED, BECAME, CALLED_OFF, CAME, CONTACTED, MINUTED, NAMED, OPINED, TABLED
from runtime.views.journal_lines import Line
from schemas.words import Words, read_words, words


@dataclass(frozen=True)
class Stood:
    """On a meeting; ``outcome`` None: its minutes are not finished yet."""

    id: str
    number: str
    title: str
    outcome: Words | None = None
    said: str = ""


@dataclass(frozen=True)
class Akin:
    """Another request that this one comes from, has become, or that names it, with what that ``said``."""

    id: str
    number: str
    title: Words
    process: str = ""
    said: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Companions:
    """``asked`` people without an account were asked; so many of them support it, object, or have commented."""

    meetings: tuple[Stood, ...] = ()
    contacts: int = 0
    asked: int = 0
    support: int = 0
    object: int = 0
    comment: int = 0
    came: tuple[Akin, ...] = ()
    became: tuple[Akin, ...] = ()
    named: tuple[Akin, ...] = ()

    @property
    def opinion(self) -> Words | None:
        """How those who were asked stand to it, in a sentence."""
        if not self.asked:
            return None
        said = words("{support} of {asked} support it", "{asked} 人中 {support} 人支持")
        if self.object:
            said = words(
                "{support} of {asked} support it, {object} object", "{asked} 人中 {support} 人支持，{object} 人反对"
            )
        return said.formatted(support=self.support, asked=self.asked, object=self.object)


def companions(lines: Iterable[Line]) -> Companions:
    """``lines`` as the reader may see them, oldest first."""
    stood: dict[str, Stood] = {}
    answers: dict[str, str] = {}
    akin: dict[str, list[Akin]] = {CAME: [], BECAME: [], NAMED: []}
    contacts = 0
    for line in lines:
        body = line.beside
        match line.kind:
            case "tabled" | "minuted":
                stood[body["meeting_id"]] = _stood(line)
            case "contacted":
                contacts += not body.get("corrects")
            case "opinion_asked" if body["asks"] == "consent":
                answers[body["opinion"]] = ""
            case "opined":
                answers[body["opinion"]] = body["answer"]
            case "opinion_off":
                answers.pop(body["opinion"], None)
            case "became" | "came_from" | "named":
                akin[line.kind].append(_akin(body))
            case _:
                pass
    given = list(answers.values())
    return Companions(
        tuple(stood.values()),
        contacts,
        len(given),
        given.count("consents"),
        given.count("objects"),
        given.count("comments"),
        tuple(akin[CAME]),
        tuple(akin[BECAME]),
        tuple(akin[NAMED]),
    )


def _stood(line: Line) -> Stood:
    body = line.beside
    outcome = read_words(body["outcome"]) if line.kind == MINUTED else None
    return Stood(body["meeting_id"], body["meeting"], body["title"], outcome, body.get("text", ""))


def _akin(body: Mapping[str, Any]) -> Akin:
    return Akin(
        body["id"],
        body["number"],
        read_words(body["title"]),
        body.get("process", ""),
        tuple(map(read_words, body.get("said", ()))),
    )


KINDS: Mapping[str, frozenset[str]] = {
    "said": frozenset({"commented", CONTACTED, OPINED, MINUTED}),
    "contacts": frozenset({CONTACTED}),
    "steps": frozenset({"began", "voted", "moved", "jumped", "ended", "reopened", "stopped", "rescued"}),
    "beside": frozenset({TABLED, MINUTED, ASKED, OPINED, CALLED_OFF, CAME, BECAME, NAMED}),
}
"""By which the timeline can be looked through."""
