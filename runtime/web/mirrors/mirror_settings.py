"""Connections to Jira and Trello: set up, tried out, mapped step by step, switched on and off, taken away."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_babel import ngettext

from runtime.access import Permission
from runtime.changes import trackers
from runtime.mirrors import mirror_setup, mirror_words
from runtime.mirrors.mirror_setup import NOT_DONE
from runtime.processes import equivalence
from runtime.store.mirrors import twins
from runtime.store.mirrors.mirrors import Direction
from runtime.store.mirrors.twins import Seen
from runtime.store.missing import Missing
from runtime.store.notices.channels import Kind
from runtime.views import worklist
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.guards import limiter
from runtime.web.frame.posted import raw_answers
from schemas.filling.answers import Reading
from schemas.problem import Problem

pages = Blueprint("mirrors", __name__)

SHOWN = 50
"""Requests at odds that stand on the page of a connection."""
DIRECTIONS: Mapping[Direction, Any] = {
    "both": lazy("Both ways"),
    "out": lazy("Only from here to there"),
    "in": lazy("Only from there to here"),
}
OUT, INTO = "out:", "into:"


@pages.get("/connections")
@open_to(Permission.ADMIN)
def index() -> str:
    with shell.reading() as tx:
        found = mirror_setup.standing(tx, shell.actor())
        titles = {one.key: one.title for one in worklist.catalogue(tx, shell.actor().workspace)} if found else {}
    return render_template("runtime/mirrors/mirrors.html", found=found, kinds=trackers.KINDS, titles=titles)


@pages.get("/connections/new/<kind>")
@open_to(Permission.ADMIN)
def blank(kind: str) -> str:
    return _new(_kind(kind), {})


@pages.post("/connections/new/<kind>")
@open_to(Permission.ADMIN)
def add(kind: str) -> ResponseReturnValue:
    known = _kind(kind)
    raw = raw_answers(mirror_setup.form(known, there=False), request.form)
    with shell.writing() as tx:
        key, reading = mirror_setup.add(tx, shell.actor(), known, raw, shell.settings().private_hosts, shell.now())
    if reading.problems:
        return _new(known, raw, reading), 422
    shell.forget_house(shell.actor().workspace)
    _ask(key)
    return _back(key)


@pages.get("/connections/<key>")
@open_to(Permission.ADMIN)
def show(key: str) -> str:
    return _page(f"~{key}")


@pages.post("/connections/<key>")
@open_to(Permission.ADMIN)
def change(key: str) -> ResponseReturnValue:
    key = f"~{key}"
    with shell.writing() as tx:
        channel, _mirror = mirror_setup.one(tx, shell.actor(), key)
        raw = raw_answers(mirror_setup.form(channel.kind, there=True), request.form)
        reading = mirror_setup.change(tx, shell.actor(), key, raw, shell.settings().private_hosts)
    if reading.problems:
        return _page(key, raw, reading), 422
    _ask(key)
    return _back(key)


@pages.post("/connections/<key>/test")
@open_to(Permission.ADMIN)
@limiter.limit("10/minute")
def ask(key: str) -> ResponseReturnValue:
    """Who we are there, and what there is to choose from, while the page waits."""
    _ask(f"~{key}")
    return _back(f"~{key}")


@pages.post("/connections/<key>/arrange")
@open_to(Permission.ADMIN)
def arrange(key: str) -> ResponseReturnValue:
    key, said = f"~{key}", request.form
    direction = next((one for one in DIRECTIONS if one == said.get("direction")), "both")
    with shell.writing() as tx:
        _channel, mirror = mirror_setup.one(tx, shell.actor(), key)
        wanted = replace(mirror, process_key=said.get("process", ""), place=said.get("place", mirror.place))
        wanted = replace(wanted, sort=said.get("sort", mirror.sort), direction=cast("Direction", direction))
        wanted = replace(wanted, by_all="by_all" in said, comments="comments" in said, dues="dues" in said)
        mirror_setup.arrange(tx, shell.actor(), replace(wanted, fields=tuple(said.getlist("fields"))))
    if _ask(key) and said.get("process"):
        with shell.writing() as tx:
            mirror_setup.suggest(tx, shell.actor(), key)
    return _back(key)


@pages.post("/connections/<key>/match")
@open_to(Permission.ADMIN)
def match(key: str) -> ResponseReturnValue:
    """What stands for what. Rows that were left open stand for nothing."""
    key = f"~{key}"
    out, into = (_rows(prefix) for prefix in (OUT, INTO))
    with shell.writing() as tx:
        problems = mirror_setup.match(tx, shell.actor(), key, out, into)
    if problems:
        return _page(key, matched=(out, into), problems=problems), 422
    flash(_("Saved. Requests that move from now on are mirrored."), "good")
    return _back(key)


@pages.post("/connections/<key>/do")
@open_to(Permission.ADMIN)
@limiter.limit("20/minute")
def do(key: str) -> ResponseReturnValue:
    """``do`` is ``on``, ``off``, ``hook`` or ``drop``."""
    key, actor = f"~{key}", shell.actor()
    match request.form.get("do", ""):
        case "on" | "off" as wish:
            with shell.writing() as tx:
                mirror_setup.switch(tx, actor, key, on=wish == "on")
        case "hook":
            _register(key)
        case "drop":
            with shell.writing() as tx:
                mirror_setup.drop(tx, actor, key, shell.now())
            return redirect(url_for("mirrors.index"), 303)
        case _:
            pass
    return _back(key)


def _register(key: str) -> None:
    with shell.reading() as tx:
        side = mirror_setup.opened(tx, shell.actor(), key, shell.settings().private_hosts)
        address, secret = mirror_setup.hook(tx, shell.actor(), key, shell.settings().base_url)
    try:
        made = side.there.register(address, secret)
    except NOT_DONE as failed:
        flash(_("The webhook could not be set up: %(error)s", error=phrases.trouble_text(str(failed))), "error")
        return
    with shell.writing() as tx:
        mirror_setup.keep_hook(tx, shell.actor(), key, made)
    flash(_("From now on it tells us at once what changes there."), "good")


def _ask(key: str) -> bool:
    """Whether it has answered; either way the next page says so."""
    with shell.reading() as tx:
        side = mirror_setup.opened(tx, shell.actor(), key, shell.settings().private_hosts)
    try:
        found = mirror_setup.asked(side)
    except NOT_DONE as failed:
        flash(_("It could not be reached with this: %(error)s", error=failed), "error")
        return False
    with shell.writing() as tx:
        mirror_setup.keep_asked(tx, shell.actor(), found)
    places = len(found.offered["places"])
    seen = ngettext("%(num)s project or board is seen", "%(num)s projects or boards are seen", places)
    flash(_("It answers: we are %(name)s there, and %(seen)s.", name=found.offered["me"], seen=seen), "good")
    return True


def _rows(prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): said for name, said in request.form.items() if name.startswith(prefix) and said}


def _kind(said: str) -> Kind:
    """Raises Missing."""
    for kind in mirror_setup.KINDS:
        if kind == said:
            return kind
    raise Missing(said)


def _back(key: str) -> ResponseReturnValue:
    return redirect(url_for("mirrors.show", key=key.removeprefix("~")), 303)


def _new(kind: Kind, values: Mapping[str, Any], reading: Reading | None = None) -> str:
    asked = mirror_setup.form(kind, there=False)
    return render_template(
        "runtime/mirrors/mirror_new.html", kind=kind, kinds=trackers.KINDS, **_drawn(asked, values, reading)
    )


def _page(
    key: str,
    values: Mapping[str, Any] | None = None,
    reading: Reading | None = None,
    matched: tuple[Mapping[str, str], Mapping[str, str]] | None = None,
    problems: Iterable[Problem] = (),
) -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        channel, mirror = mirror_setup.one(tx, actor, key)
        processes = worklist.catalogue(tx, actor.workspace)
        drawn = mirror_setup.drawn(tx, actor, mirror.process_key) if mirror.process_key else None
        odd = twins.of_mirror(tx, actor.workspace, key, SHOWN, only_at_odds=True)
        address, secret = mirror_setup.hook(tx, actor, key, shell.settings().base_url)
    out, into = matched or (mirror.out, mirror.into)
    asked = mirror_setup.form(channel.kind, there=True)
    said = values or {"title": channel.title, "account": mirror.account}
    return render_template(
        "runtime/mirrors/mirror.html",
        channel=channel,
        mirror=mirror,
        key=key.removeprefix("~"),
        kind=trackers.KINDS[channel.kind],
        processes=processes,
        tellable=mirror_words.tellable(drawn) if drawn else (),
        steps=list(equivalence.steps(drawn)) if drawn else (),
        ways=[(way, drawn.title(way.state.key), drawn.title(way.move.target)) for way in equivalence.ways(drawn)]
        if drawn
        else (),
        out=out,
        into=into,
        twice={problem.path.strip("/").removeprefix(INTO).replace("~1", "/") for problem in problems},
        directions=DIRECTIONS,
        odd=[(one, _odds(one)) for one in odd],
        address=address,
        secret=secret if channel.kind == "jira" else "",
        **_drawn(asked, said, reading),
    )


def _odds(one: Seen) -> str:
    return phrases.said(mirror_words.odds(one.twin.at_odds, one.twin.odds_detail))


def _drawn(asked: Any, values: Mapping[str, Any], reading: Reading | None) -> dict[str, Any]:
    problems = reading.problems if reading else ()
    return {"form": asked, "values": values, "problems": problems, "rights": dict.fromkeys(asked.fields, "edit")}
