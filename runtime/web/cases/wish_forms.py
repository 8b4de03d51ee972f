"""What people may do besides deciding, as small forms: what each is called, what it asks, and how it is read."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from runtime.access import Actor
from runtime.asking import Wish
from runtime.engine.acts.special import Do
from runtime.views.dossier import CasePage
from runtime.views.standing import Place
from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.model.form import Field, Form
from schemas.problem import Problem
from schemas.words import Words, words


@dataclass(frozen=True)
class Manner:
    """``asks`` are names in `_FIELDS`; ``done`` is said afterwards."""

    title: Words
    icon: str
    help: Words
    done: Words
    asks: tuple[str, ...] = ()


MANNERS: Final[Mapping[Do, Manner]] = {
    "return": Manner(
        words("Send back", "退回"),
        "undo-2",
        words("An earlier step does its part again.", "退回到之前的步骤重新办理。"),
        words("It was sent back.", "已退回。"),
        ("back_to", "then", "reason"),
    ),
    "transfer": Manner(
        words("Hand to somebody else", "转交"),
        "forward",
        words("They are asked in your place, and you no longer.", "由对方代替您办理，您不再办理。"),
        words("It was handed on.", "已转交。"),
        ("one", "comment"),
    ),
    "delegate": Manner(
        words("Ask for an opinion first", "征求意见"),
        "message-circle-question",
        words("They say what they think; then it comes back to you.", "对方提出意见后，再由您办理。"),
        words("They are asked first, then it comes back to you.", "已请对方先提意见，之后由您办理。"),
        ("one", "comment"),
    ),
    "add": Manner(
        words("Add somebody", "加签"),
        "user-plus",
        words("They decide besides you.", "请其他人一同审批。"),
        words("They are asked as well.", "已加签。"),
        ("several", "where", "raises", "comment"),
    ),
    "remove": Manner(
        words("Take somebody off", "减签"),
        "user-minus",
        words("Whoever you have added and who has not answered is no longer asked.", "取消您加签且尚未表态的人。"),
        words("They are no longer asked.", "已减签。"),
        ("added",),
    ),
    "take_back": Manner(
        words("Take it back", "撤回操作"),
        "rotate-ccw",
        words("What you did last is undone, and you are asked again.", "撤销您最近一次操作，重新由您办理。"),
        words("It was taken back; you are asked again.", "已撤回，请重新办理。"),
    ),
    "claim": Manner(
        words("Take it on", "认领"),
        "hand",
        words("The others are no longer asked.", "其他人不再办理。"),
        words("It is yours now.", "已认领。"),
    ),
    "release": Manner(
        words("Give it back to all", "取消认领"),
        "users",
        words("Everybody who was asked is asked again.", "其他人也可再次办理。"),
        words("Everybody is asked again.", "已取消认领。"),
    ),
    "advise": Manner(
        words("Give your opinion", "提出意见"),
        "message-circle",
        words("You are heard, and it goes on.", "提出意见后流程继续。"),
        words("Your opinion is on the record.", "意见已记录。"),
        ("reason",),
    ),
    "remind": Manner(
        words("Remind them", "催办"),
        "bell-ring",
        words("Whoever is asked gets a message.", "向办理人发送提醒。"),
        words("They have been reminded.", "已催办。"),
    ),
    "copy": Manner(
        words("Show it to somebody", "抄送"),
        "eye",
        words("They may read it and say something; nothing is asked of them.", "对方可查看和评论，无需办理。"),
        words("They can see it now.", "已抄送。"),
        ("several", "comment"),
    ),
    "withdraw": Manner(
        words("Take the request back", "撤回申请"),
        "circle-x",
        words("It ends here, and nobody is asked any more.", "申请到此结束，不再由任何人办理。"),
        words("The request was taken back.", "申请已撤回。"),
        ("comment",),
    ),
}
_WHERE: Final = (
    Choice("before", words("Before me", "在我之前")),
    Choice("after", words("After me", "在我之后")),
    Choice("beside", words("At the same time", "与我同时")),
)
_THEN: Final = (
    Choice("again", words("From there every step again", "之后各步重新办理")),
    Choice("back", words("From there straight back to me", "修改后直接返回给我")),
)
_RADIO: Final = {"look": "radio"}
_FIELDS: Final[Mapping[str, Field]] = {
    "one": Field("to", "person", words("Whom?", "人员"), required=True),
    "several": Field("to", "people", words("Whom?", "人员"), required=True),
    "added": Field("to", "choice", words("Whom?", "人员"), required=True, options=_RADIO),
    "where": Field("where", "choice", words("When?", "时机"), options={**_RADIO, "choices": _WHERE}),
    "raises": Field(
        "raises",
        "yes_no",
        words("They have a vote, and so many more must agree", "有表决权，所需同意人数相应增加"),
        options={"look": "check"},
    ),
    "back_to": Field("back_to", "choice", words("To which step?", "退回至"), required=True, options=_RADIO),
    "then": Field("then", "choice", words("And then?", "之后"), options={**_RADIO, "choices": _THEN}),
    "comment": Field("comment", "long_text", words("A note", "附言"), options={"rows": 2}),
    "reason": Field(
        "comment", "long_text", words("What should they know?", "说明"), required=True, options={"rows": 2}
    ),
}
_USUAL: Final[Mapping[str, Any]] = {"where": "before", "then": "again", "raises": True}


@dataclass(frozen=True)
class WishForm:
    """One of them on a page. Its names begin with ``mark``, so that there may be several of a kind."""

    do: Do
    place: Place | None
    form: Form
    mark: str
    values: Mapping[str, Any] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    key: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    """However often it is sent, it is done once."""

    @property
    def manner(self) -> Manner:
        return MANNERS[self.do]

    @property
    def mark_of_place(self) -> str:
        """What is no matter of a place comes last."""
        return f"{self.place.state} {self.place.visit}" if self.place else "~"


def forms_of(page: CasePage) -> list[WishForm]:
    """All that the reader may do, in the order of `MANNERS`, by place; what is no matter of a place is last."""
    there = [form_of(do, place) for place in page.places for do in MANNERS if do in place.acts and do != "take_back"]
    return there + [form_of(do, None) for do in MANNERS if do in page.acts]


def form_of(do: Do, place: Place | None) -> WishForm:
    mark = f"{do}-{place.state}-{place.visit}-" if place else f"{do}-"
    asked = [
        _field(name, place) for name in MANNERS[do].asks if name != "raises" or (place and place.kind == "approval")
    ]
    named = asking(*(one.with_(key=mark + one.key) for one in asked))
    usual = {mark + one.key: _USUAL[one.key] for one in asked if one.key in _USUAL}
    return WishForm(do, place, named, mark, usual)


def wish(actor: Actor, case_id: str, asked: WishForm, answers: Mapping[str, Any], key: str) -> Wish:
    """``answers`` are those that were read of its form."""
    said = {name.removeprefix(asked.mark): value for name, value in answers.items()}
    to = said.get("to") or ()
    return Wish(
        actor,
        case_id,
        asked.do,
        asked.place.state if asked.place else "",
        asked.place.visit if asked.place else None,
        (to,) if isinstance(to, str) else tuple(to),
        said.get("where") or "before",
        bool(said.get("raises", False)),
        said.get("back_to") or "",
        said.get("then") or "again",
        said.get("comment") or "",
        key,
    )


def placed(asked: WishForm, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of a wish, at the questions of its form."""
    keys = set(asked.form.fields)
    found = []
    for one in problems:
        key = asked.mark + one.path.removeprefix("/")
        found.append(Problem(one.code, f"/{key}" if key in keys else one.path, one.params))
    return tuple(found)


def _field(name: str, place: Place | None) -> Field:
    one = _FIELDS[name]
    if place and name == "back_to":
        return one.with_(options={**one.options, "choices": tuple(Choice(*step) for step in place.earlier)})
    if place and name == "added":
        people = tuple(Choice(voter.party, Words({"en": voter.name})) for voter in place.added)
        return one.with_(options={**one.options, "choices": people})
    return one
