"""What would be sent out in a rehearsal: our own letters and the designer's notices, with their text. Nothing goes out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from runtime.channels import letters
from runtime.engine.effects import Announce, Tell
from runtime.engine.position import Party
from runtime.engine.votes import assignees
from runtime.formats.enumeration import listed
from runtime.formats.wording import line
from runtime.notices import announcing, notice_texts
from runtime.rehearsal.cast import CONTACT
from runtime.rehearsal.rehearsable import Moment
from runtime.rehearsal.rehearsal_scene import Scene, case_of
from runtime.store.cases.cases import Case
from runtime.visibility import forecast, sight
from schemas.format.notice_reading import CHANNEL
from schemas.words import Words, words, write_words

LINK: Final = words("(the link to the request)", "（申请的链接）")


@dataclass(frozen=True)
class Sent:
    """To one reader, or to a channel of the workspace. ``designed``: the designer wrote it."""

    at: datetime
    to: str
    subject: str
    body: str
    designed: bool = False


def sent(scene: Scene, lang: str) -> Iterator[Sent]:
    """Oldest first, each in ``lang``; the same to several people is one, with what it says to the first of them."""
    for (at, subject, designed), same in groupby(_each(scene, lang), lambda one: (one.at, one.subject, one.designed)):
        letters_ = list(same)
        to = listed(dict.fromkeys(one.to for one in letters_)).in_(lang)
        yield Sent(at, to, subject, letters_[0].body, designed)


def _each(scene: Scene, lang: str) -> Iterator[Sent]:
    for moment in scene.walk.moments:
        case = case_of(scene, moment)
        for effect in moment.outcome.effects:
            if isinstance(effect, Tell):
                yield from (_ours(scene, case, moment, effect, party, lang) for party in effect.to)
            elif isinstance(effect, Announce):
                yield from _drawn(scene, case, moment, effect, lang)


def _ours(scene: Scene, case: Case, moment: Moment, effect: Tell, party: Party, lang: str) -> Sent:
    kind = "confirm" if effect.about == "task" and party == CONTACT else effect.about
    compiled, link = scene.compiled, LINK.in_(lang)
    values: dict[str, Any] = {
        "name": scene.players.name(party),
        "number": case.number,
        "title": line(case.title.in_(lang)),
        "state": line(compiled.title(effect.state).in_(lang)),
        "requester": line(case.requester_name),
        "sentence": forecast.sentence(compiled, case).in_(lang),
        "figures": list(letters.figures(compiled, case, _readable(scene, case, party), lang)),
        "link": link,
        "decide_link": "",
        "by": scene.players.name(moment.by) if moment.by else "",
        "text": moment.comment,
    }
    written = letters.letter(party, f"{kind}.{lang}.txt", values)
    return Sent(moment.at, scene.players.name(party), written.subject, written.body)


def _drawn(scene: Scene, case: Case, moment: Moment, effect: Announce, lang: str) -> Iterator[Sent]:
    facts = scene.walk.facts()
    for notice in announcing.drawn(scene.compiled, effect):
        said = {
            "state": effect.state,
            "occasion": effect.occasion,
            "title": write_words(notice.title),
            "text": write_words(notice.text),
        }
        readers: list[tuple[str, frozenset[str]]] = []
        if any(not way.startswith(CHANNEL) for way in notice.by):
            to = assignees.resolve(notice.to, facts)
            readers = [(scene.players.name(party), _readable(scene, case, party)) for party in to]
        channels = [way.removeprefix(CHANNEL) for way in notice.by if way.startswith(CHANNEL)]
        readers += [(_channel(key).in_(lang), sight.readable(scene.compiled.tracking)) for key in channels]
        for name, seen in readers:
            told = notice_texts.told(said, case, scene.compiled, seen, lang, LINK.in_(lang))
            yield Sent(moment.at, name, told.heading, told.text, designed=True)


def _channel(key: str) -> Words:
    return words("Channel {key}", "渠道 {key}").formatted(key=key)


def _readable(scene: Scene, case: Case, party: Party) -> frozenset[str]:
    """What they see of the request: as it is tracked, and what the steps show at which they are asked."""
    outside, compiled = party == CONTACT, scene.compiled
    followed, at = (compiled.shared, compiled.for_clients) if outside else (compiled.tracking, compiled.rights)
    seen = sight.readable(followed) if party == case.requester else frozenset[str]()
    for token in case.position.tokens:
        if party in token.asked:
            seen |= sight.readable(at[token.state])
    return seen
