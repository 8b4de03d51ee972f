"""The guide: a first process, sentence by sentence. One question a page; what is typed is kept with every press of a button."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from builder.drafts import drafts
from builder.exchange import flow_drawing
from builder.guide import first_hour, guide_wishes
from builder.guide.first_hour import Told, Unfinished
from builder.guide.guide_examples import EXAMPLES
from builder.guide.guide_questions import PAGES
from builder.guide.guide_sentences import HEADINGS, NOTHING_TO_ASK, summary
from runtime.access import Permission
from runtime.store.missing import Missing
from runtime.web.forms import questions
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.posted import asks_for_rows, raw_answers
from schemas.problem import Problem

pages = Blueprint("guide", __name__)

ORDER = tuple(PAGES)
UNMENDED = 422


@pages.app_template_global("is_new_here")
def is_new_here() -> bool:
    """Whether whoever looks at the designer has not been shown around."""
    with shell.reading() as tx:
        return first_hour.is_new(tx, shell.actor())


@pages.get("/guide")
@open_to(Permission.DESIGN)
def index() -> ResponseReturnValue:
    """On with the first page that is open."""
    with shell.reading() as tx:
        told = first_hour.told(tx, shell.actor())
    return redirect(_address(guide_wishes.first_open(told.said, told.house)), 303)


@pages.get("/guide/<page>")
@open_to(Permission.DESIGN)
def show(page: str) -> str:
    with shell.reading() as tx:
        told = first_hour.told(tx, shell.actor())
    if page not in PAGES:
        raise Missing(page)
    problems = guide_wishes.read(told.said, told.house, page).problems if page in told.said else ()
    return _page(told, page, told.said.get(page, {}), problems)


@pages.post("/guide/<page>")
@open_to(Permission.DESIGN)
def answer(page: str) -> ResponseReturnValue:
    if page not in PAGES:
        raise Missing(page)
    actor, now = shell.actor(), shell.now()
    if example := request.form.get("_take"):
        with shell.writing() as tx:
            first_hour.take(tx, actor, example, shell.lang(), now)
        return redirect(_address("questions"), 303)
    with shell.writing() as tx:
        before = first_hour.told(tx, actor)
        raw = raw_answers(PAGES[page](before.said, before.house), request.form)
        told = first_hour.tell(tx, actor, page, _filled(raw), now)
    if asks_for_rows(request.form):
        return _page(told, page, raw)
    if "_back" in request.form:
        return redirect(_address(ORDER[max(0, ORDER.index(page) - 1)]), 303)
    if problems := guide_wishes.read(told.said, told.house, page).problems:
        return _page(told, page, raw, problems), UNMENDED
    return redirect(_address(_next(told, page)), 303)


@pages.get("/guide/summary")
@open_to(Permission.DESIGN)
def read_again() -> ResponseReturnValue:
    """What was understood, in sentences and as a picture."""
    with shell.reading() as tx:
        told = first_hour.told(tx, shell.actor())
    try:
        meant, process = first_hour.sketched(told, shell.lang())
    except Unfinished as unfinished:
        return redirect(_address(unfinished.page), 303)
    return render_template(
        "builder/guide/guide_summary.html", told=told, headings=HEADINGS, sentences=summary(meant), process=process
    )


@pages.get("/guide/picture.svg")
@open_to(Permission.DESIGN)
def picture() -> ResponseReturnValue:
    with shell.reading() as tx:
        told = first_hour.told(tx, shell.actor())
    try:
        process = first_hour.sketched(told, shell.lang())[1]
    except Unfinished as unfinished:
        raise Missing(unfinished.page) from None
    response = Response(flow_drawing.draw(process, shell.lang()), mimetype="image/svg+xml")
    response.headers.set("Content-Disposition", "attachment", filename=f"{process.key}.svg")
    return response


@pages.post("/guide/draft")
@open_to(Permission.DESIGN)
def make() -> ResponseReturnValue:
    try:
        with shell.writing() as tx:
            draft = first_hour.make(tx, shell.actor(), shell.lang(), shell.now())
    except Unfinished as unfinished:
        return redirect(_address(unfinished.page), 303)
    title = phrases.said(draft.process.title)
    flash(
        _("“%(title)s” is a draft now, with its tests. Look through it, try it, then publish it.", title=title), "good"
    )
    return redirect(url_for("form_tab.index", draft_id=draft.id), 303)


@pages.post("/guide/afresh")
@open_to(Permission.DESIGN)
def afresh() -> ResponseReturnValue:
    with shell.writing() as tx:
        first_hour.forget(tx, shell.actor())
    return redirect(_address(ORDER[0]), 303)


@pages.get("/guide/tour")
@open_to(Permission.DESIGN)
def tour() -> ResponseReturnValue:
    """The designer with its hints, once more: in the draft that was touched last."""
    with shell.reading() as tx:
        found = drafts.listed(tx, shell.actor())
    if found:
        return redirect(url_for("form_tab.index", draft_id=found[0].id, tour=1), 303)
    flash(_("Begin a draft first: the hints stand beside what you see in it."), "info")
    return redirect(url_for("design.index"), 303)


@pages.post("/guide/toured")
@open_to(Permission.DESIGN)
def toured() -> ResponseReturnValue:
    """They have seen the tour, or do not want to; nobody offers it to them again."""
    with shell.writing() as tx:
        first_hour.toured(tx, shell.actor(), shell.now())
    return "", 204


def _page(told: Told, page: str, raw: Mapping[str, Any], problems: Sequence[Problem] = ()) -> str:
    form = PAGES[page](told.said, told.house)
    clean = guide_wishes.read({**told.said, page: raw}, told.house, page).answers
    asked = questions.ask(form, dict.fromkeys(form.fields, "edit"), clean, typed=raw, problems=problems)
    return render_template(
        "builder/guide/guide.html",
        told=told,
        page=page,
        asked=asked,
        headings=HEADINGS,
        examples=EXAMPLES if page == ORDER[0] else (),
        nothing=NOTHING_TO_ASK if not form.fields else "",
    )


def _next(told: Told, page: str) -> str | None:
    """The next page; where all are answered, as after a change, what was understood."""
    if guide_wishes.first_open(told.said, told.house) is None:
        return None
    following = ORDER[ORDER.index(page) + 1 :]
    return following[0] if following else guide_wishes.first_open(told.said, told.house)


def _address(page: str | None) -> str:
    return url_for("guide.show", page=page) if page else url_for("guide.read_again")


def _filled(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Without rows in which nothing stands."""
    return {
        key: [row for row in value if not isinstance(row, dict) or any(row.values())]
        if isinstance(value, list)
        else value
        for key, value in raw.items()
    }
