"""A document's test, said in sentences: what is done, by whom, and what is expected of it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from runtime.formats.enumeration import listed
from runtime.rehearsal.cast import REQUESTER
from runtime.rehearsal.rehearsal_people import called
from schemas.fields.registry import type_of
from schemas.format.script_reading import ASKED_BEFORE
from schemas.model.period import Duration, parse
from schemas.model.process import Process
from schemas.words import LANGUAGES, Words, words

MOST: Final = 6
"""So many answers are said of one step; the others are counted."""
ACTS: Final[Mapping[str, Words]] = {
    "return": words("sends it back", "退回"),
    "transfer": words("hands it over", "转交"),
    "delegate": words("asks for an opinion", "征求意见"),
    "add": words("asks for another signature", "加签"),
    "remove": words("takes somebody off", "减签"),
    "take_back": words("takes it back", "撤回操作"),
    "claim": words("takes it on", "认领"),
    "release": words("gives it back to the others", "取消认领"),
    "advise": words("gives an opinion", "提出意见"),
    "remind": words("reminds those it waits for", "催办"),
    "copy": words("shows it to others", "抄送"),
    "withdraw": words("withdraws the request", "撤回申请"),
}


def done(process: Process, test: Mapping[str, Any]) -> tuple[Words, ...]:
    """What the test does, a sentence each."""
    begins = _begins(process, test)
    return (begins, *(_step(process, one) for one in test.get("steps") or ()))


def expected(process: Process, test: Mapping[str, Any]) -> tuple[Words, ...]:
    """What it expects, a sentence each."""
    expect = test.get("expect") or {}
    return tuple(_expected(process, expect))


def _begins(process: Process, test: Mapping[str, Any]) -> Words:
    who = called(process, test.get("as") or REQUESTER)
    said = words("{who} sends the form{with_}.", "{who}提交表单{with_}。")
    if test.get("begins"):
        said = words("On {day}, {who} sends the form{with_}.", "{day}，{who}提交表单{with_}。")
    day = str(test.get("begins", ""))[:10]
    told = said.formatted(day=day, who=who, with_=_with(process, test.get("answers") or {}))
    if ASKED_BEFORE not in test:
        return told
    lately = words("{told} Requests of this customer in the last 90 days: {n}.", "{told}该客户近 90 天的申请数：{n}。")
    return lately.formatted(told=told, n=str(test[ASKED_BEFORE]))


def _step(process: Process, step: Mapping[str, Any]) -> Words:
    if "wait" in step:
        return _waits(step["wait"])
    if "message" in step:
        return words("The message “{name}” comes.", "收到消息“{name}”。").formatted(name=step["message"])
    if "returned" in step:
        said = words("The request asked for at “{state}” ends.", "“{state}”发起的子申请结束。")
        return said.formatted(state=_title(process, step["returned"]))
    return _acts(process, step)


def _acts(process: Process, step: Mapping[str, Any]) -> Words:
    at = step.get("at") or ""
    params: dict[str, Words | str] = {
        "who": called(process, step.get("as") or ""),
        "what": ACTS.get(step.get("act", ""), words("acts", "操作")) if "act" in step else _move(process, at, step),
        "state": _title(process, at),
        "with_": _with(process, step.get("answers") or {}),
        "comment": step.get("comment") or "",
    }
    said = words("{who} at “{state}”: {what}{with_}.", "{who}在“{state}”：{what}{with_}。")
    if not at:
        said = words("{who}: {what}{with_}.", "{who}：{what}{with_}。")
    if params["comment"]:
        said = _plus(said, words(" They write: “{comment}”", "意见：“{comment}”"))
    return said.formatted(**params)


def _move(process: Process, at: str, step: Mapping[str, Any]) -> Words | str:
    key = step.get("do") or ""
    moves = process.flow.moves_from(at) if at else process.flow.moves
    return next((move.title for move in moves if move.key == key and move.title), None) or key


def _with(process: Process, answers: Mapping[str, Any]) -> Words:
    """The answers that come with it, as a person reads them."""
    shown = [(key, value) for key, value in answers.items() if key in process.form.fields][:MOST]
    if not shown:
        return words("", "")
    parts = [
        words("{field} = {value}", "{field} = {value}").formatted(
            field=_field(process, key), value=_value(process, key, one)
        )
        for key, one in shown
    ]
    more = len(answers) - len(shown)
    said = words(" with {answers}", "，{answers}").formatted(answers=listed(parts))
    return _plus(said, words(" and {n} more", "等共 {all} 项").formatted(n=more, all=len(answers))) if more else said


def _value(process: Process, key: str, value: Any) -> Words:
    field = process.form.fields[key]
    if value in (None, "", []):
        return words("nothing", "空")
    return Words({lang: _shown(field, value, lang) for lang in LANGUAGES})


def _shown(field: Any, value: Any, lang: str) -> str:
    try:
        return type_of(field).show(field, type_of(field).read(field, value), lang) or str(value)
    except Exception:  # noqa: BLE001 -- a test may say what no field takes, and must be shown all the same
        return str(value)


def _waits(wait: str) -> Words:
    try:
        length = parse(wait)
    except ValueError:
        return words("{wait} pass.", "经过 {wait}。").formatted(wait=wait)
    return _length(length, wait)


def _length(length: Duration, wait: str) -> Words:
    if length.workdays:
        return words("{n} working days pass.", "经过 {n} 个工作日。").formatted(n=length.workdays)
    if length.workhours:
        return words("{n} working hours pass.", "经过 {n} 个工作小时。").formatted(n=length.workhours)
    seconds = int(length.rest.total_seconds())
    if length.months or not seconds:
        return words("{wait} pass.", "经过 {wait}。").formatted(wait=wait)
    days, hours, minutes = seconds // 86400, seconds % 86400 // 3600, seconds % 3600 // 60
    parts = [
        words(f"{{n}} {name if count == 1 else name + 's'}", f"{{n}} {zh}").formatted(n=count)
        for count, name, zh in ((days, "day", "天"), (hours, "hour", "小时"), (minutes, "minute", "分钟"))
        if count
    ]
    return (
        words("{length} pass.", "经过{length}。").formatted(length=listed(parts))
        if parts
        else words("A moment passes.", "片刻之后。")
    )


def _expected(process: Process, expect: Mapping[str, Any]) -> Iterator[Words]:
    if expect.get("visits") is not None:
        said = words("It goes by {way}.", "依次经过{way}。")
        yield said.formatted(way=way(process, expect["visits"]))
    if expect.get("ends"):
        yield words("It ends: {outcome}.", "结果：{outcome}。").formatted(outcome=outcome(process, expect["ends"]))
    if "ends" in expect and not expect["ends"]:
        yield words("It has not ended.", "尚未结束。")
    if expect.get("open") is not None:
        yield _open(process, expect["open"])
    for key, value in (expect.get("answers") or {}).items():
        shown = _value(process, key, value) if key in process.form.fields else words(str(value), str(value))
        yield words("{field} is {value}.", "{field}为{value}。").formatted(field=_field(process, key), value=shown)


def _open(process: Process, open_: Any) -> Words:
    keys = [one if isinstance(one, str) else str(one.get("state", "")) for one in open_]
    if not keys:
        return words("Nothing is open.", "没有待办。")
    return words("It waits at {states}.", "停在{states}。").formatted(
        states=listed(quoted(process, key) for key in keys)
    )


def way(process: Process, keys: Any) -> Words:
    """“Board → Client → Closed”, of state keys."""
    titles = [_title(process, str(key)) for key in keys]
    return Words({lang: " → ".join(_in(one, lang) for one in titles) for lang in LANGUAGES})


def outcome(process: Process, ends: str) -> Words | str:
    """By the title of the end that has this outcome."""
    found = next((one for one in process.flow.states if one.kind == "end" and ends in (one.outcome, one.key)), None)
    return (found.title if found else None) or ends


def quoted(process: Process, key: str) -> Words:
    return words("“{state}”", "“{state}”").formatted(state=_title(process, key))


def _title(process: Process, key: str) -> Words | str:
    state = process.flow.by_key.get(key)
    return (state.title if state else None) or key


def _field(process: Process, key: str) -> Words | str:
    field = process.form.fields.get(key)
    return (field.title if field else None) or key


def _in(text: Words | str, lang: str) -> str:
    return text.in_(lang) if isinstance(text, Words) else text


def _plus(head: Words, tail: Words) -> Words:
    return Words({lang: head.in_(lang) + tail.in_(lang) for lang in LANGUAGES})
