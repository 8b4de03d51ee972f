"""Every kind of journal line as a sentence, in each language."""

from collections.abc import Callable, Mapping
from typing import Final

from runtime.cases import journal_beside
from runtime.formats.enumeration import listed
from runtime.papers import paper_words
from runtime.processes.deployment import Compiled
from runtime.store.cases.journal import Entry
from runtime.visibility import blockers
from schemas.words import LANGUAGES, Words, read_words, words

_BY_LINK: Final = words("{said} (By the link in a mail.)", "{said}（通过邮件中的链接）")
_RECORDED: Final = words(
    "{said} (Recorded by {by} at meeting {meeting}.)", "{said}（由{by}在评审会 {meeting} 上代为记录）"
)


def sentence(entry: Entry, compiled: Compiled) -> Words:
    """What happened. ``compiled`` is the version by which the case went then."""
    said = _SENTENCES[entry.kind](entry, compiled)
    if entry.body.get("accepted"):
        said = _joined(said, paper_words.accepted(entry))
    if recorded := entry.body.get("recorded"):
        return _RECORDED.formatted(said=said, by=recorded["name"], meeting=recorded["meeting"])
    return _BY_LINK.formatted(said=said) if entry.body.get("by_link") else said


def _named(entry: Entry, key: str) -> Words:
    names = entry.body.get("names", {})
    return listed(names.get(party, party) for party in entry.body.get(key) or ())


def _state(entry: Entry, compiled: Compiled, key: str = "state") -> Words:
    return compiled.title(entry.body[key])


def _move(entry: Entry, compiled: Compiled) -> Words:
    move = compiled.drawn(entry.body["state"], entry.body["move"])
    return (move.title if move else None) or Words({"en": entry.body["move"]})


def _began(entry: Entry, _: Compiled) -> Words:
    return words("{name} sent the request.", "{name}提交了申请。").formatted(name=entry.by_name)


def _answered(entry: Entry, _: Compiled) -> Words:
    if not entry.body["state"]:
        return words("{name} filled in the form.", "{name}填写了表单。").formatted(name=entry.by_name)
    return words("{name} changed answers.", "{name}修改了内容。").formatted(name=entry.by_name)


def _entered(entry: Entry, compiled: Compiled) -> Words:
    said, state = read_words(entry.body["rule"]), _state(entry, compiled)
    if not entry.body["asked"]:
        return words("“{state}” began. {rule}", "“{state}”开始。{rule}").formatted(state=state, rule=said)
    asks = words("“{state}” began and asks {names}. {rule}", "“{state}”开始，由{names}处理。{rule}")
    told = asks.formatted(state=state, names=_named(entry, "asked"), rule=said)
    if not entry.body.get("absent"):
        return told
    away = words(" In the place of {names}, who is away.", "（{names}外出，由其代为办理。）")
    return _joined(told, away.formatted(names=_named(entry, "absent")))


def _voted(entry: Entry, compiled: Compiled) -> Words:
    body, tally = entry.body, read_words(entry.body["tally"])
    if not body["move"]:
        return words("{name} gave an opinion.", "{name}提出了意见。").formatted(name=entry.by_name)
    if body.get("ruled"):
        counted = words("{name} counts as having agreed already. {tally}", "{name}此前已同意，计为同意。{tally}")
        return counted.formatted(name=entry.by_name, tally=tally)
    return words("{name}: {move}. {tally}", "{name}：{move}。{tally}").formatted(
        name=entry.by_name, move=_move(entry, compiled), tally=tally
    )


def _moved(entry: Entry, compiled: Compiled) -> Words:
    params = {
        "name": entry.by_name,
        "move": _move(entry, compiled),
        "from_": _state(entry, compiled),
        "to": _state(entry, compiled, "to"),
        "why": read_words(entry.body["why"]),
    }
    if entry.body.get("branch"):
        return words("“{from_}”: the part “{to}” begins.", "“{from_}”：分支“{to}”开始。").formatted(**params)
    if entry.body.get("joins"):
        by = words("{name}: {move}. ", "{name}：{move}。") if entry.by else Words({"en": "", "zh-Hans": ""})
        done = words("“{from_}” is done. {why}", "“{from_}”已完成。{why}")
        return _joined(by, done).formatted(**params)
    drawn = compiled.course.states.get(entry.body["to"])
    if entry.by and drawn and drawn.kind == "choice":  # nobody stops there, and the next line says where it led
        return words("{name}: {move}.", "{name}：{move}。").formatted(**params)
    if entry.by:
        return words("{name}: {move}. On to “{to}”.", "{name}：{move}，进入“{to}”。").formatted(**params)
    if not params["why"]:
        return words("From “{from_}” on to “{to}”.", "由“{from_}”进入“{to}”。").formatted(**params)
    return words("From “{from_}” on to “{to}”. {why}", "由“{from_}”进入“{to}”。{why}").formatted(**params)


def _jumped(entry: Entry, compiled: Compiled) -> Words:
    said = _JUMPED[entry.body["how"], entry.body.get("then", "")]
    return said.formatted(name=entry.by_name, from_=_state(entry, compiled), to=_state(entry, compiled, "to"))


def _seated(entry: Entry, compiled: Compiled) -> Words:
    body = entry.body
    said = _SEATED[body["how"] + (f" {body['where']}" if body["how"] == "added" else "")]
    told = said.formatted(name=entry.by_name, who=_named(entry, "who"), state=_state(entry, compiled))
    return _joined(told, _spaced(read_words(body["tally"])))


def _unvoted(entry: Entry, _: Compiled) -> Words:
    said = words("{name} took their vote back. {tally}", "{name}撤回了表态。{tally}")
    return said.formatted(name=entry.by_name, tally=read_words(entry.body["tally"]))


def _closed(entry: Entry, compiled: Compiled) -> Words:
    said = words("The time for “{state}” is over. {tally}", "“{state}”表态时间已到。{tally}")
    return said.formatted(state=_state(entry, compiled), tally=read_words(entry.body["tally"]))


def _reminded(entry: Entry, _: Compiled) -> Words:
    if entry.by:
        said = words("{name} reminded {names}.", "{name}催办了{names}。")
        return said.formatted(name=entry.by_name, names=_named(entry, "to"))
    return words("{names} was reminded.", "已提醒{names}。").formatted(names=_named(entry, "to"))


def _escalated(entry: Entry, compiled: Compiled) -> Words:
    return words("“{state}” is late; {names} was told.", "“{state}”已逾期，已告知{names}。").formatted(
        state=_state(entry, compiled), names=_named(entry, "to")
    )


def _copied(entry: Entry, _: Compiled) -> Words:
    said = words("{name} showed it to {names}.", "{name}抄送给{names}。")
    return said.formatted(name=entry.by_name, names=_named(entry, "to"))


def _set(entry: Entry, compiled: Compiled) -> Words:
    return words("“{state}” filled in answers.", "“{state}”自动填写了内容。").formatted(state=_state(entry, compiled))


def _planned(entry: Entry, compiled: Compiled) -> Words:
    body = entry.body
    said = [read_words(one) for one in (*body["said"], *body["double_booked"])]
    text = words("“{state}” changed the plan of “{project}”: {said}.", "“{state}”调整了项目“{project}”的计划：{said}。")
    joined = Words({lang: mark.join(one.in_(lang) for one in said) for lang, mark in (("en", "; "), ("zh-Hans", "；"))})
    return text.formatted(state=_state(entry, compiled), project=body["project"], said=joined)


def _received(entry: Entry, _: Compiled) -> Words:
    if entry.body["kept"]:
        said = words("The message “{name}” came and is kept.", "收到消息“{name}”，已保留。")
    else:
        said = words("The message “{name}” came.", "收到消息“{name}”。")
    return said.formatted(name=entry.body["message"])


def _stopped(entry: Entry, compiled: Compiled) -> Words:
    quoted = words("“{state}”", "“{state}”")
    named = listed(quoted.formatted(state=compiled.title(state)) for state in dict.fromkeys(entry.body["states"]))
    return words("Stopped: {states}. {why}", "已停止：{states}。{why}").formatted(
        states=named, why=read_words(entry.body["why"])
    )


def _called(entry: Entry, compiled: Compiled) -> Words:
    said = _CALLED[entry.body["how"]]
    return said.formatted(
        state=_state(entry, compiled), process=entry.body["process"], outcome=entry.body.get("outcome", "")
    )


def _stuck(entry: Entry, compiled: Compiled) -> Words:
    said = words("It cannot go on at “{state}”: {why}", "在“{state}”无法继续：{why}")
    return said.formatted(state=_state(entry, compiled), why=blockers.why(entry.body["code"]))


def _reopened(entry: Entry, _: Compiled) -> Words:
    return words("{name} opened the request again.", "{name}重新打开了申请。").formatted(name=entry.by_name)


def _ended(entry: Entry, _: Compiled) -> Words:
    if entry.body.get("outcome") == "withdrawn":
        return words("{name} took the request back.", "{name}撤回了申请。").formatted(name=entry.by_name)
    if entry.body.get("outcome") == "cancelled" and entry.by_name:
        return words("{name} cancelled the request.", "{name}取消了申请。").formatted(name=entry.by_name)
    return words("The request has ended.", "申请已结束。")


def _commented(entry: Entry, _: Compiled) -> Words:
    return words("{name} wrote:", "{name}评论：").formatted(name=entry.by_name)


def _revealed(entry: Entry, compiled: Compiled) -> Words:
    field = compiled.process.form.fields.get(entry.body["field"])
    called_so = (field.title if field else None) or Words({"en": entry.body["field"]})
    return words("{name} looked at “{field}”.", "{name}查看了“{field}”。").formatted(
        name=entry.by_name, field=called_so
    )


def _restarted(entry: Entry, compiled: Compiled) -> Words:
    """Only in journals that were begun before a stuck step was retried by a jump."""
    return words("{name} started “{state}” again.", "{name}重新开始了“{state}”。").formatted(
        name=entry.by_name, state=_state(entry, compiled)
    )


def _rescued(entry: Entry, compiled: Compiled) -> Words:
    return _RESCUED[entry.body["do"]].formatted(name=entry.by_name, state=compiled.title(entry.body["state"]))


def _migrated(entry: Entry, _: Compiled) -> Words:
    return words(
        "{name} moved the request from version {from_} to version {to}.", "{name}将申请由版本 {from_} 改为版本 {to}。"
    ).formatted(name=entry.by_name, from_=entry.body["from"], to=entry.body["to"])


def _joined(head: Words, tail: Words) -> Words:
    return Words({lang: head.in_(lang) + tail.in_(lang) for lang in LANGUAGES})


def _spaced(text: Words) -> Words:
    """As a further sentence."""
    return Words({lang: f" {said}" if said and not lang.startswith("zh") else said for lang, said in text.items()})


_BACK: Final = words("{name} sent it back from “{from_}” to “{to}”", "{name}将申请由“{from_}”退回至“{to}”")
_RETRIED: Final = words("{name} started “{to}” again.", "{name}重新开始了“{to}”。")
_JUMPED: Final[Mapping[tuple[str, str], Words]] = {
    ("returned", "again"): _joined(_BACK, words("; from there everything goes again.", "，之后各步重新办理。")),
    ("returned", "back"): _joined(_BACK, words("; from there straight back.", "，修改后直接返回本步骤。")),
    ("taken_back", ""): words(
        "{name} took their step back; it is at “{to}” again.", "{name}撤回了上一步操作，回到“{to}”。"
    ),
    ("placed", ""): words("{name} moved it from “{from_}” to “{to}”.", "{name}将申请由“{from_}”移至“{to}”。"),
    ("straight_back", ""): words("From “{from_}” straight back to “{to}”.", "由“{from_}”直接返回“{to}”。"),
    ("retried", ""): _RETRIED,
}
_SEATED: Final[Mapping[str, Words]] = {
    "transferred": words("{name} handed “{state}” to {who}.", "{name}将“{state}”转交给{who}。"),
    "delegated": words("{name} asked {who} for an opinion first.", "{name}请{who}先提出意见。"),
    "added before": words("{name} asked for {who} before themselves.", "{name}在自己之前加签{who}。"),
    "added after": words("{name} asked for {who} after themselves.", "{name}在自己之后加签{who}。"),
    "added beside": words("{name} asked for {who} as well.", "{name}同时加签{who}。"),
    "taken_off": words("{name} took {who} off again.", "{name}减签了{who}。"),
    "claimed": words("{name} has taken on “{state}”.", "{name}认领了“{state}”。"),
    "released": words("{name} gave “{state}” back to the others.", "{name}取消认领了“{state}”。"),
    "reassigned": words("{name} asked {who} at “{state}”.", "{name}将“{state}”改派给{who}。"),
    "handed_over": words("“{state}” was handed over to {who}.", "“{state}”已移交给{who}。"),
}
_CALLED: Final[Mapping[str, Words]] = {
    "asked": words("“{state}” asks for another request.", "“{state}”发起了子申请。"),
    "asked_again": words("“{state}” asks for the other request again.", "“{state}”重新发起了子申请。"),
    "ended": words("The request that “{state}” asked for has ended.", "“{state}”发起的子申请已结束。"),
}
_RESCUED: Final[Mapping[str, Words]] = {
    "reassign": words("{name} (administrator) asked somebody else at “{state}”.", "{name}（管理员）改派了“{state}”。"),
    "place": words("{name} (administrator) moved it away from “{state}”.", "{name}（管理员）将申请移出“{state}”。"),
    "skip": words("{name} (administrator) did “{state}” in their place.", "{name}（管理员）代为完成了“{state}”。"),
    "cancel": words("{name} (administrator) cancelled the request.", "{name}（管理员）取消了申请。"),
    "reopen": words("{name} (administrator) opened the request again.", "{name}（管理员）重新打开了申请。"),
    "retry": words("{name} (administrator) tried “{state}” again.", "{name}（管理员）重试了“{state}”。"),
    "hand_over": words("{name} handed over what was asked at “{state}”.", "{name}移交了“{state}”的待办。"),
}
_SENTENCES: Final[Mapping[str, Callable[[Entry, Compiled], Words]]] = {
    "began": _began,
    "answered": _answered,
    "entered": _entered,
    "voted": _voted,
    "moved": _moved,
    "jumped": _jumped,
    "seated": _seated,
    "unvoted": _unvoted,
    "closed": _closed,
    "reminded": _reminded,
    "escalated": _escalated,
    "copied": _copied,
    "set": _set,
    "planned": _planned,
    "issued": lambda entry, _: paper_words.issued(entry),
    "received": _received,
    "stopped": _stopped,
    "called": _called,
    "stuck": _stuck,
    "reopened": _reopened,
    "ended": _ended,
    "commented": _commented,
    "restarted": _restarted,
    "revealed": _revealed,
    "rescued": _rescued,
    "migrated": _migrated,
    **journal_beside.SENTENCES,
}
