"""One rule on a page of its own: as rows, or as a formula, with what it means and what is wrong with it."""

from flask import Blueprint, Response, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from builder.drafts import drafts
from builder.drafts.drafts import Draft, Outdated
from builder.editing.edits import apply
from builder.editing.refusal import CannotEdit
from builder.editing.spots import TITLES, Ruled, SetRule, Spot, ruled
from builder.rules import formula_offers
from builder.rules.conditions import OPERATORS
from builder.rules.spot_reading import names_at
from builder.sentences import rule_sentences
from builder.web.form.rule_reading import Typed, changed_rows, posted_rule, ruled_of, shown_rule, typed_problems
from builder.web.frame import desk
from runtime.access import Permission
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from schemas.formula import LONGEST, complete
from schemas.formula.vocabulary import EVERY
from schemas.model.process import Process
from schemas.problem import Problem

pages = Blueprint("rule_page", __name__)
SUGGESTED = 12


@pages.get("/design/<draft_id>/rule/<of>/<key>/<kind>")
@open_to(Permission.DESIGN)
def index(draft_id: str, of: str, key: str, kind: str) -> ResponseReturnValue:
    spot = Spot(of, key, kind, request.args.get("at", type=int, default=0))
    with shell.reading() as tx:
        draft = drafts.get(tx, shell.actor(), draft_id)
    try:
        present = ruled(draft.process, spot)
    except CannotEdit:
        return redirect(_home(draft_id, spot), 303)
    return _show(draft, spot, shown_rule(draft.process, spot, present, shell.lang(), request.args.get("as", "")))


@pages.post("/design/<draft_id>/rule/<of>/<key>/<kind>")
@open_to(Permission.DESIGN)
def change(draft_id: str, of: str, key: str, kind: str) -> ResponseReturnValue:
    """Saves the rule (``do=save``), takes it away (``remove``), or draws it again with another row or as a formula."""
    spot = Spot(of, key, kind, request.form.get("at", type=int, default=0))
    do = request.form.get("do", "look")
    with shell.reading() as tx:
        draft = drafts.get(tx, shell.actor(), draft_id)
    typed = posted_rule(draft.process, spot, request.form)
    if do == "remove":
        return _put(draft, spot, typed, Ruled())
    if do != "save":
        return _show(draft, spot, changed_rows(draft.process, spot, typed, do, shell.lang()))
    made, problem = ruled_of(draft.process, spot, typed)
    if problem or made is None:
        return _show(draft, spot, typed), desk.UNMENDED
    return _put(draft, spot, typed, made)


def _put(draft: Draft, spot: Spot, typed: Typed, made: Ruled) -> ResponseReturnValue:
    """Into the draft, unless it cannot stand there: then what was typed is drawn again."""
    revision = request.form.get("revision", type=int, default=0)
    edit = SetRule(spot, made)
    try:
        with shell.writing() as tx:
            kept = drafts.edit(tx, shell.actor(), draft.id, edit, revision=revision, now=shell.now())
    except Outdated as late:
        flash(phrases.sentence(late.problem), "error")
        return _show(late.draft, spot, typed), desk.CONFLICT
    except CannotEdit as refused:
        flash(phrases.sentence(refused.problem), "error")
        return _show(draft, spot, typed), desk.UNMENDED
    desk.tell_joined(kept)
    return redirect(_home(draft.id, spot), 303)


def _show(draft: Draft, spot: Spot, typed: Typed) -> str:
    made, problem = ruled_of(draft.process, spot, typed)
    problems = (problem,) if problem else typed_problems(draft.process, spot, made) if made else ()
    return desk.page(
        "builder/form/rule_page.html",
        draft.id,
        "steps" if spot.in_flow else "form",
        unsaved=draft,
        spot=spot,
        stands=_stands(draft.process, spot),
        typed=typed,
        problems=(*problems, *_circles(draft.process, spot, made)),
        sentence=rule_sentences.rule(spot, made, draft.process) if made else None,
        title=rule_sentences.called(draft.process, spot),
        home=_home(draft.id, spot),
        kind_title=TITLES[spot.kind],
        operators=OPERATORS,
        longest=LONGEST,
        names=names_at(draft.process, spot),
        vocabulary=EVERY,
        offers=formula_offers.offers(draft.process, spot),
    )


def _circles(process: Process, spot: Spot, made: Ruled | None) -> tuple[Problem, ...]:
    try:
        apply(process, SetRule(spot, made or Ruled()))
    except CannotEdit as refused:
        return (refused.problem,) if refused.problem.code == "edit.cycle" else ()
    return ()


def _stands(process: Process, spot: Spot) -> bool:
    try:
        return ruled(process, spot).rule is not None
    except CannotEdit:
        return False


def _home(draft_id: str, spot: Spot) -> str:
    if spot.in_flow:
        return url_for("steps_tab.index", draft_id=draft_id, state=spot.step) + "#panel"
    if spot.of == "field":
        return url_for("form_tab.index", draft_id=draft_id, field=spot.key) + "#panel"
    return url_for("form_tab.index", draft_id=draft_id) + f"#{spot.of}-{spot.key}"


@pages.post("/design/<draft_id>/complete")
@open_to(Permission.DESIGN)
def suggest(draft_id: str) -> Response:
    """What may be typed next in a formula, for the script of its box."""
    with shell.reading() as tx:
        process = drafts.get(tx, shell.actor(), draft_id).process
    text = request.form.get("formula", "")[:LONGEST].replace("\r\n", "\n")
    at = min(max(request.form.get("caret", type=int, default=len(text)), 0), len(text))
    names = names_at(process, Spot(request.form.get("of", ""), request.form.get("key", ""), ""))
    found = complete(text, at, names, shell.lang())[:SUGGESTED]
    return jsonify([{"insert": one.insert, "title": one.title, "kind": one.kind, "start": one.start} for one in found])
