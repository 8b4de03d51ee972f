"""How administrators connect a process with Jira or Trello: who we are there, which project or board, what stands for what."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from runtime.access import Actor, Permission, require
from runtime.channels import receivers
from runtime.channels.outgoing import Forbidden, NotTaken, Unreachable
from runtime.files import encryption
from runtime.mirrors import mirror_news, mirror_words, sides
from runtime.mirrors.counterpart import Refused
from runtime.mirrors.sides import Side
from runtime.processes import deployment, equivalence
from runtime.processes.deployment import Compiled
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.mirrors import mirrors, twins
from runtime.store.mirrors.mirrors import Direction, Mirror
from runtime.store.missing import Missing
from runtime.store.notices import channels, outbox
from runtime.store.notices.channels import Channel, Kind
from runtime.store.processes import processes
from schemas.fields.kind import asking
from schemas.filling.answers import Checker, Reading
from schemas.model.form import Field, Form
from schemas.problem import Problem, pointer
from schemas.words import words

KINDS: Final[tuple[Kind, ...]] = ("jira", "trello")
DIRECTIONS: Final[tuple[Direction, ...]] = ("both", "out", "in")
TRELLO: Final = "https://api.trello.com"
_LONGEST: Final = 2000
_KEPT: Final = words("Leave it empty to keep the one that is kept.", "留空则保留原值。")
NOT_DONE: Final = (Refused, NotTaken, Unreachable, Forbidden)
"""What a question to the other side may come to."""


@dataclass(frozen=True)
class Standing:
    """A connection among others: how many requests it has there, and how many are at odds."""

    channel: Channel
    mirror: Mirror
    twins: int
    at_odds: int


def form(kind: Kind, *, there: bool) -> Form:
    """How we come in. Of a connection that is ``there`` what is left empty stays as it is, and is never shown."""
    of_jira = kind == "jira"
    account = words("E-mail address of the account", "账号邮箱") if of_jira else words("API key", "API key")
    of_account = words(
        "Leave it empty for Jira Data Center: then the token is a personal access token.",
        "使用 Jira Data Center 时留空，令牌填写个人访问令牌（PAT）。",
    )
    token = words("API token", "API 令牌") if of_jira else words("Token", "Token")
    fields = [
        Field("title", "text", words("What is it called?", "名称"), required=True, options={"max_length": 80}),
        Field(
            "url",
            "text",
            words("Address", "地址"),
            words("https://your-team.atlassian.net", "https://your-team.atlassian.net") if of_jira else _KEPT,
            required=of_jira and not there,
            options={"max_length": _LONGEST},
        ),
        Field("account", "text", account, of_account if of_jira else words(), options={"max_length": 200}),
        _hidden("token", token, there=there),
    ]
    if not of_jira:
        said = words("Secret of the API key", "API key 的密钥")
        fields.append(_hidden("secret", said, there=there))
    return asking(*fields)


def standing(tx: Connection, actor: Actor) -> list[Standing]:
    """All connections, by title."""
    require(actor, Permission.ADMIN)
    there = {one.key: one for one in mirrors.of_workspace(tx, actor.workspace)}
    counted = twins.counts(tx, actor.workspace)
    found = [one for one in channels.of_workspace(tx, actor.workspace) if one.key in there]
    return [Standing(one, there[one.key], *counted.get(one.key, (0, 0))) for one in found]


def one(tx: Connection, actor: Actor, key: str) -> tuple[Channel, Mirror]:
    """Raises Missing."""
    require(actor, Permission.ADMIN)
    channel, mirror = channels.one(tx, actor.workspace, key), mirrors.one(tx, actor.workspace, key)
    if channel is None or mirror is None:
        raise Missing(key)
    return channel, mirror


def add(
    tx: Connection, actor: Actor, kind: Kind, raw: Mapping[str, Any], private: tuple[str, ...], now: datetime
) -> tuple[str, Reading]:
    """Its key; where there are problems nothing is kept."""
    require(actor, Permission.ADMIN)
    reading = _read(form(kind, there=False), raw, private)
    key = f"~{new_id(now)}"
    if reading.problems:
        return "", reading
    said = reading.answers
    url, secret = said.get("url", TRELLO).rstrip("/"), said.get("secret", "") or secrets.token_urlsafe(32)
    url, secret, token = (encryption.seal(tx, actor.workspace, text) for text in (url, secret, said["token"]))
    channels.add(tx, Channel(actor.workspace, key, kind, said["title"], url, now, secret))
    mirrors.add(tx, Mirror(actor.workspace, key, account=said.get("account", ""), token=token))
    return key, reading


def change(tx: Connection, actor: Actor, key: str, raw: Mapping[str, Any], private: tuple[str, ...]) -> Reading:
    """What rested because nobody answered is tried again at once."""
    channel, mirror = one(tx, actor, key)
    reading = _read(form(channel.kind, there=True), raw, private)
    if reading.problems:
        return reading
    said = reading.answers

    def fresh(name: str, kept: str) -> str:
        return encryption.seal(tx, actor.workspace, said[name]) if said.get(name) else kept

    said = {**said, "url": said.get("url", "").rstrip("/")}
    url, secret, token = fresh("url", channel.url), fresh("secret", channel.secret), fresh("token", mirror.token)
    awake = replace(channel, failures=0, paused_until=None, error="")
    channels.keep(tx, replace(awake, title=said["title"], url=url, secret=secret))
    mirrors.keep(tx, replace(mirror, account=said.get("account", "") or mirror.account, token=token))
    return reading


def opened(tx: Connection, actor: Actor, key: str, private: Sequence[str]) -> Side:
    """Raises Missing."""
    return sides.opened(tx, one(tx, actor, key)[0], private)


def asked(side: Side) -> Mirror:
    """The connection with what there is to choose from there; a few requests, outside of any transaction.

    Raises:
        Refused, NotTaken, Unreachable, Forbidden: it did not work out.
    """
    me, name = side.there.whoami()
    places = {place.id: place.name for place in side.there.places()}
    offered: dict[str, Any] = {"me": name, "places": places, "sorts": {}}
    statuses: dict[str, str] = {}
    if side.mirror.place:
        offered["sorts"] = {sort.id: sort.name for sort in side.there.sorts()}
        statuses = {status.id: status.name for status in side.there.statuses()}
    return replace(side.mirror, me=me, offered=offered, statuses=statuses)


def keep_asked(tx: Connection, actor: Actor, found: Mirror) -> None:
    """What was heard, whatever else has been changed meanwhile."""
    _, mirror = one(tx, actor, found.key)
    mirrors.keep(tx, replace(mirror, me=found.me, offered=found.offered, statuses=found.statuses))


def arrange(tx: Connection, actor: Actor, wanted: Mirror) -> None:
    """Process, place, kind of issue, direction, fields, what else is told, and who may. What was mapped for another process or place is gone.

    Raises:
        Missing: there is no such connection or process.
    """
    _, mirror = one(tx, actor, wanted.key)
    compiled = drawn(tx, actor, wanted.process_key) if wanted.process_key else None
    tellable = {one.key for one in mirror_words.tellable(compiled)} if compiled else set()
    same = (mirror.process_key, mirror.place) == (wanted.process_key, wanted.place)
    kept = replace(mirror, process_key=wanted.process_key, place=wanted.place, sort=wanted.sort)
    kept = replace(kept, direction=wanted.direction, by_all=wanted.by_all, comments=wanted.comments)
    kept = replace(kept, dues=wanted.dues)
    kept = replace(kept, fields=tuple(key for key in wanted.fields if key in tellable))
    mirrors.keep(tx, kept if same else replace(kept, out={}, into={}, statuses={}))


def suggest(tx: Connection, actor: Actor, key: str) -> None:
    """What is plain from its name is mapped; what somebody has mapped stays."""
    _, mirror = one(tx, actor, key)
    out, into = equivalence.suggested(drawn(tx, actor, mirror.process_key), mirror.statuses)
    mirrors.keep(tx, replace(mirror, out={**out, **mirror.out}, into={**into, **mirror.into}))


def match(
    tx: Connection, actor: Actor, key: str, out: Mapping[str, str], into: Mapping[str, str]
) -> tuple[Problem, ...]:
    """What stands for what; where there are problems nothing is kept. Unknown steps and statuses are left out."""
    _, mirror = one(tx, actor, key)
    compiled = drawn(tx, actor, mirror.process_key)
    known = {state for state, _title in equivalence.steps(compiled)} | {
        f"{equivalence.OUTCOME}{outcome}" for outcome in equivalence.TAKEN_BACK
    }
    ways = {way.key for way in equivalence.ways(compiled)}
    kept_out = {state: status for state, status in out.items() if state in known and status in mirror.statuses}
    kept_into = {way: status for way, status in into.items() if way in ways and status in mirror.statuses}
    if doubled := equivalence.doubled(kept_into):
        return tuple(Problem("mirror.two-ways", pointer(f"into:{way}")) for way in doubled)
    mirrors.keep(tx, replace(mirror, out=kept_out, into=kept_into))
    return ()


def drawn(tx: Connection, actor: Actor, process_key: str) -> Compiled:
    """The process as it is published now. Raises Missing."""
    found = processes.process(tx, actor.workspace, process_key)
    if found is None:
        raise Missing(process_key)
    return deployment.version(tx, actor.workspace, found.version_id)


def hook(tx: Connection, actor: Actor, key: str, base_url: str) -> tuple[str, str]:
    """The address for webhooks, and the secret that signs them."""
    channel, _ = one(tx, actor, key)
    return mirror_news.address(base_url, key), encryption.opened(tx, actor.workspace, channel.secret)


def keep_hook(tx: Connection, actor: Actor, key: str, hook_id: str) -> None:
    _, mirror = one(tx, actor, key)
    mirrors.keep(tx, replace(mirror, hook=hook_id))


def switch(tx: Connection, actor: Actor, key: str, *, on: bool) -> None:
    """What is due while it is off waits."""
    channel, _ = one(tx, actor, key)
    channels.keep(tx, replace(channel, is_on=on, failures=0, paused_until=None, error=""))


def drop(tx: Connection, actor: Actor, key: str, now: datetime) -> None:
    """Nothing changes there; requests know their issues and cards no more, and what waits is given up."""
    one(tx, actor, key)
    mirrors.drop(tx, actor.workspace, key)
    channels.drop(tx, actor.workspace, key)
    outbox.give_up(tx, actor.workspace, key, now, "the connection was taken away")


def _hidden(key: str, title: Any, *, there: bool) -> Field:
    return Field(key, "text", title, _KEPT if there else words(), required=not there, options={"max_length": _LONGEST})


def _read(asked_for: Form, raw: Mapping[str, Any], private: tuple[str, ...]) -> Reading:
    checker = Checker(asked_for)
    reading = checker.read(raw, checker.writable)
    url = reading.answers.get("url", "")
    wrong = receivers.wrong_address("webhook", url, private) if url else None
    return replace(reading, problems=(*reading.problems, wrong)) if wrong else reading
