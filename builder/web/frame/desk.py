"""What all tabs of the designer share: the draft with its problems, the frame around a tab, and the one way to edit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from builder.drafts import drafts, teams
from builder.drafts.drafts import Draft, Outdated
from builder.editing import clips, texts
from builder.editing.edits import Edit, apply
from builder.editing.refusal import CannotEdit
from builder.publishing import publishing
from builder.sentences.lengths import split_duration
from builder.web.frame import problem_places, sentences
from builder.web.frame.lines import line_of
from builder.web.frame.problem_places import Place, Placed, by_place, placed
from runtime.store.processes import desks
from runtime.web.frame import phrases, shell
from schemas.fields.registry import FAMILIES, TYPES
from schemas.filling import rights
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.repair.mending_words import what_it_does
from schemas.words import Words

CONFLICT, UNMENDED = 409, 422
STEPS = {"up": -1, "down": 1}
"""What a button that moves a thing among its neighbours says, and by how many places it moves it."""


@dataclass(frozen=True)
class Desk:
    """A draft as the designer sees it, with everything that is wrong with it."""

    draft: Draft
    problems: tuple[Placed, ...]

    @property
    def process(self) -> Process:
        return self.draft.process

    @property
    def errors(self) -> int:
        return sum(one.problem.severity == "error" for one in self.problems)

    @cached_property
    def _by_place(self) -> Mapping[Place, tuple[Problem, ...]]:
        return by_place(self.problems)

    def at(self, tab: Any, key: str = "") -> tuple[Problem, ...]:
        """The problems of one field or state; of a table also those of its columns."""
        inside = tuple(p for place, ps in self._by_place.items() if place.key.startswith(f"{key}.") for p in ps)
        return self._by_place.get(Place(tab, key), ()) + (inside if key and tab == "form" else ())


def _desk(tx: Any, draft: Draft) -> Desk:
    found = publishing.check(tx, shell.actor().workspace, draft.process)
    return Desk(draft, placed(draft.process, found))


def page(template: str, draft_id: str, tab: str, *, unsaved: Draft | None = None, **context: Any) -> str:
    """A tab of the designer. ``unsaved``: show this draft in place of the one that is kept."""
    with shell.reading() as tx:
        draft = unsaved or drafts.get(tx, shell.actor(), draft_id)
        desk = _desk(tx, draft)
        people = publishing.people_of(tx, shell.actor().workspace)
        processes = publishing.processes_of(tx, shell.actor().workspace)
        channels = publishing.channels_of(tx, shell.actor().workspace)
        there = teams.of_workspace(tx, shell.actor().workspace)
        held = desks.held(tx, shell.actor().workspace, shell.actor().id)
    languages, untold = texts.standing(draft.process)
    return render_template(
        template,
        desk=desk,
        draft=draft,
        process=draft.process,
        tab=tab,
        people=people,
        teams=there,
        clip=clips.read(held) if held else None,
        asked=lambda who: teams.asked(who, there),
        processes=processes,
        channels=channels,
        types=TYPES,
        families=FAMILIES,
        languages=languages,
        untold=untold,
        line_of=line_of,
        split_duration=split_duration,
        say=sentences,
        place_title=problem_places.title,
        what_it_does=what_it_does,
        rights_of=lambda one, state: rights.of(one.flow, one.form, state),
        is_answered=rights.is_answered,
        **context,
    )


def edited(
    draft_id: str,
    made: Callable[[Process], Edit],
    show: Callable[[Draft | None], str],
    said: Callable[[Process], str] | None = None,
    opens: Callable[[Process, Process], str] | None = None,
) -> ResponseReturnValue:
    """Make an edit and go back to where the person was; the rest as `changed`."""

    def change(tx: Any, process: Process) -> Process:
        return teams.completed(tx, shell.actor().workspace, apply(process, made(process)))

    return changed(draft_id, change, show, said, opens)


def changed(
    draft_id: str,
    made: Callable[[Any, Process], Process],
    show: Callable[[Draft | None], str],
    said: Callable[[Process], str] | None = None,
    opens: Callable[[Process, Process], str] | None = None,
) -> ResponseReturnValue:
    """Make another process of it and go back to where the person was, saying ``said`` of it as it was before.

    ``opens`` is told the process before and after, and may name another page to go to: that of what is new.

    What others have changed meanwhile stays. Where it is the same thing, ``show`` draws the tab again with the edit on
    top of what there is now, not yet saved, so that nothing typed is lost.
    """
    actor, revision = shell.actor(), request.form.get("revision", type=int, default=0)
    before: list[Process] = []

    def change(tx: Any, process: Process) -> Process:
        before.append(process)
        return made(tx, process)

    try:
        with shell.writing() as tx:
            kept = drafts.change(tx, actor, draft_id, partial(change, tx), revision=revision, now=shell.now())
    except Outdated as late:
        flash(phrases.sentence(late.problem), "error")
        return show(late.draft), CONFLICT
    except CannotEdit as refused:
        flash(phrases.sentence(refused.problem), "error")
        return show(None), UNMENDED
    tell_joined(kept)
    if said:
        flash(said(before[0]), "undo")
    return redirect((opens(before[0], kept.process) if opens else "") or back(draft_id), 303)


def tell_joined(kept: Draft) -> None:
    if kept.joined:
        flash(_("Saved, together with what %(name)s has changed meanwhile.", name=kept.joined), "good")


def back(draft_id: str) -> str:
    """The address that the form names, if it is one of this draft's own pages."""
    home = url_for("form_tab.index", draft_id=draft_id)
    wanted = request.form.get("back", "")
    return wanted if wanted == home or wanted.startswith((f"{home}/", f"{home}?")) else home


def removed(title: Words, key: str) -> str:
    return str(_("“%(title)s” is removed. Undo brings it back.", title=phrases.said(title) or key))
