"""How somebody wants to be told, asked and kept."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, cast
from zoneinfo import available_timezones

from runtime.access import Actor, Permission, require
from runtime.notices import announcing, tidings
from runtime.notices.batching import USUAL_TIME
from runtime.store.connection.database import Connection
from runtime.store.notices import notice_choices
from runtime.store.notices.notice_choices import Digest, NoticeChoice
from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.filling.answers import Checker, Reading
from schemas.model.form import Field, Form
from schemas.problem import Problem, pointer
from schemas.words import Words, words

KINDS: Final[Mapping[str, tuple[Words, tuple[str, ...]]]] = {
    "tasks": (words("To-dos", "待办"), ("task",)),
    "late": (words("Reminders, and what is late", "催办与逾期"), ("reminder", "escalation")),
    "comments": (words("Comments", "评论"), ("comment",)),
    "copies": (words("What is shared with me", "抄送给我的"), ("copy",)),
    "results": (words("What became of my requests", "我的申请的进展"), ("ended", "received")),
    "notices": (words("Notices of processes", "流程通知"), (announcing.NOTICE,)),
    "news": (words("Meetings, contacts and opinions", "评审会、沟通与意见征询"), (tidings.KIND,)),
}
"""What can be chosen about: its name, and the kinds of message that it means."""
_WAYS: Final = (
    Choice("both", words("In the app and by mail", "站内和邮件")),
    Choice("app", words("In the app", "仅站内")),
    Choice("mail", words("By mail", "仅邮件")),
    Choice("none", words("Not at all", "不通知")),
)
_DIGESTS: Final = (
    Choice("at_once", words("At once, each by itself", "立即逐条发送")),
    Choice("hourly", words("Together, every hour", "每小时汇总")),
    Choice("daily", words("Together, once a day", "每天汇总")),
)

FORM: Final[Form] = asking(
    *(
        Field(name, "choice", title, required=True, options={"choices": _WAYS, "look": "select"})
        for name, (title, _) in KINDS.items()
    ),
    Field("digest", "choice", words("Mail comes", "邮件发送方式"), required=True, options={"choices": _DIGESTS}),
    Field(
        "daily_at",
        "time",
        words("At this time", "汇总时间"),
        show={"==": [{"var": "digest"}, "daily"]},
    ),
    Field("quiet_from", "time", words("No mail from", "免打扰开始")),
    Field(
        "quiet_until",
        "time",
        words("until", "免打扰结束"),
        words(
            "It comes together afterwards. A to-do that is due before then is not held back.",
            "期间的邮件会在结束后汇总发送；若待办在此之前到期，仍会立即发送。",
        ),
    ),
    Field(
        "zone",
        "text",
        words("By the clock of", "时区"),
        words(
            "Such as Asia/Shanghai or Europe/Berlin. Empty: the clock of the house.",
            "例如 Asia/Shanghai，留空则使用系统时区。",
        ),
        options={"max_length": 64},
    ),
)


def answers(tx: Connection, actor: Actor) -> dict[str, Any]:
    """The answers of `FORM` as they stand."""
    choice = notice_choices.of(tx, actor.workspace, actor.id)
    ways = {name: _way(choice, kinds[0]) for name, (_, kinds) in KINDS.items()}
    plain = {name: getattr(choice, name) for name in ("digest", "daily_at", "quiet_from", "quiet_until", "zone")}
    return ways | {name: value for name, value in plain.items() if value} | {"daily_at": choice.daily_at or USUAL_TIME}


def keep(tx: Connection, actor: Actor, raw: Mapping[str, Any]) -> Reading:
    """Where there are problems nothing is kept."""
    require(actor, Permission.USE)
    checker = Checker(FORM)
    reading = checker.read(raw, checker.writable)
    said = reading.answers
    problems = [*reading.problems]
    if said.get("zone") and said["zone"] not in available_timezones():
        problems.append(Problem("notices.zone", pointer("zone"), {"value": said["zone"]}))
    if bool(said.get("quiet_from")) != bool(said.get("quiet_until")):
        missing = "quiet_until" if said.get("quiet_from") else "quiet_from"
        problems.append(Problem("notices.half", pointer(missing)))
    if not problems:
        notice_choices.keep(tx, actor.workspace, actor.id, _chosen(said))
    return replace(reading, problems=tuple(problems))


def _way(choice: NoticeChoice, kind: str) -> str:
    app, mail = kind not in choice.not_in_app, kind not in choice.not_by_mail
    return {(True, True): "both", (True, False): "app", (False, True): "mail"}.get((app, mail), "none")


def _chosen(said: Mapping[str, Any]) -> NoticeChoice:
    def without(way: str) -> frozenset[str]:
        return frozenset(
            kind for name, (_, kinds) in KINDS.items() for kind in kinds if said[name] not in ("both", way)
        )

    digest = cast("Digest", said["digest"])
    times = {name: said.get(name, "") for name in ("daily_at", "quiet_from", "quiet_until", "zone")}
    return NoticeChoice(without("app"), without("mail"), digest, **times)
