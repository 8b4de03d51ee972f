"""What two have changed in the same place, as questions: whose is taken, and what that would mean, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from builder.comparison.comparison import NOBODY, changes
from builder.drafts import question_words
from builder.drafts.merging import ABSENT, Crossed, settled
from builder.sentences.part_words import Names
from schemas.fields.kind import EXTRA
from schemas.model.flow import Flow
from schemas.model.form import Field, Page, Section
from schemas.model.process import Process
from schemas.words import LANGUAGES, Words

Side = Literal["mine", "theirs"]
Said = Mapping[str, Side]
"""By the place of a question, whose is taken."""
MOST: Final = 60
"""Questions of which the sentences are worked out."""


@dataclass(frozen=True)
class Question:
    """``place`` is a JSON Pointer; ``said`` is what would change for whoever took the other's in place of their own.

    Where no sentence holds that, or the two only fit together with another answer, it is what the place is about.
    """

    place: str
    said: tuple[Words, ...]
    taken: Side | None = None


@dataclass(frozen=True)
class Joined:
    """``process`` with the answers there are, one's own where there is none; None where these do not fit together."""

    process: Process | None
    questions: tuple[Question, ...]

    @property
    def is_settled(self) -> bool:
        return self.process is not None and all(one.taken for one in self.questions)


def joined(base: Process, mine: Process, theirs: Process, said: Said | None = None, people: Names = NOBODY) -> Joined:
    """What both have changed of ``base``, together, and what of it has to be asked."""
    answers = said or {}
    places = _places(base, mine, theirs)
    own = _taken(base, mine, theirs, {})
    questions = tuple(
        Question(
            place,
            _meant(own, _taken(base, mine, theirs, {place: "theirs"}), people)
            or (question_words.about(place, (mine, theirs, base)),),
            answers.get(place),
        )
        for place in places[:MOST]
    )
    return Joined(_taken(base, mine, theirs, answers), questions)


def _meant(own: Process | None, other: Process | None, people: Names) -> tuple[Words, ...]:
    return changes(own, other, people) if own and other else ()


def _places(base: Process, mine: Process, theirs: Process) -> list[str]:
    """Of a thing that one has thrown away and the other has changed the first place stands for all."""
    found: dict[tuple[str, bool], str] = {}

    def note(place: str, ours: Any, others: Any) -> Any:
        gone = ours is ABSENT or others is ABSENT
        spot = _spot(place)
        found.setdefault((_thing(spot) if gone else spot, gone), spot)
        return ours

    try:
        settled(base, mine, theirs, note)
    except Crossed as crossed:
        if crossed.place:
            raise
    return list(found.values())


def _taken(base: Process, mine: Process, theirs: Process, said: Said) -> Process | None:
    """Whatever somebody has thrown away comes back whole where the other's is taken."""
    sides = {_thing(place): side for place, side in said.items()}
    gone: dict[str, Side] = {}

    def settle(place: str, ours: Any, others: Any) -> Any:
        spot = _spot(place)
        side = said.get(spot)
        if ours is ABSENT or others is ABSENT:
            side = side or sides.get(_thing(spot))
            if (others if side == "theirs" else ours) is not ABSENT:
                gone[_thing(spot)] = "mine" if ours is ABSENT else "theirs"
        return others if side == "theirs" else ours

    try:
        found = settled(base, mine, theirs, settle)
    except Crossed:
        found = None
    if not gone:
        return found
    back = {side: {key for key, one in gone.items() if one == side} for side in ("mine", "theirs")}
    ours, others = _restored(mine, base, back["mine"]), _restored(theirs, base, back["theirs"])
    if (ours, others) == (mine, theirs):
        return found
    return _taken(base, ours, others, said)


def _spot(place: str) -> str:
    """A text is asked for once, in all of its languages, wherever these stand."""
    place = place.replace(f"/{EXTRA}/", "/")
    text, _, tag = place.rpartition("/")
    return text if tag in LANGUAGES else place


def _thing(place: str) -> str:
    return place.rpartition("/")[2]


def _restored(process: Process, base: Process, keys: set[str]) -> Process:
    """With the fields and steps of these keys that it has thrown away, where they stood."""
    form, flow = process.form, process.flow
    for key in sorted(keys & (base.form.fields.keys() - form.fields.keys())):
        page = next(one for one in base.form.pages if key in {field.key for field in one.fields})
        section = next(one for one in page.sections if key in {field.key for field in one.fields})
        form = replace(form, pages=_with_field(form.pages, page.key, section.key, base.form.fields[key]))
    return replace(process, form=form, flow=_with_steps(flow, base.flow, keys))


def _with_steps(flow: Flow, base: Flow, keys: set[str]) -> Flow:
    """With the steps and the ways that led to them and on from them."""
    back = {one.key: one for one in base.states if one.key in keys - flow.by_key.keys()}
    there = flow.by_key.keys() | back.keys()
    ways = {
        (one.source, one.key): one
        for one in base.moves
        if {one.source, one.target} & back.keys() and {one.source, one.target} <= there
    }
    led = tuple(
        replace(one, target=ways.pop((one.source, one.key)).target) if (one.source, one.key) in ways else one
        for one in flow.moves
    )
    return replace(flow, states=(*flow.states, *back.values()), moves=(*led, *ways.values()))


def _with_field(pages: tuple[Page, ...], page: str, section: str, field: Field) -> tuple[Page, ...]:
    """In its section, or at the end of its page, or of the last one."""
    on = next(
        (one for one in pages if one.key == page), pages[-1] if pages else Page("page", sections=(Section(section),))
    )
    sections = on.sections or (Section(section),)
    into = next((one for one in sections if one.key == section), sections[-1])
    put = tuple(replace(one, fields=(*one.fields, field)) if one is into else one for one in sections)
    made = replace(on, sections=put)
    return tuple(made if one is on else one for one in pages) if pages else (made,)
