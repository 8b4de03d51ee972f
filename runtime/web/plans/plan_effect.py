"""What a request does to plans, on its page: before and after as its answers stand, and how far that is which it has brought."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for

from runtime.access import Actor, Permission
from runtime.asking import Rejected
from runtime.forms import rule_context
from runtime.forms.references import Outside
from runtime.planning import plan_words
from runtime.plans import plan_deeds, planned, projects
from runtime.plans.plan_deeds import Coming
from runtime.plans.planned import Preview
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.plans import plan_changes
from runtime.views import worklist
from runtime.views.dossier import CasePage
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import SignedIn, open_to
from runtime.web.frame.posted import raw_answers
from runtime.web.plans import plan_chart, plan_sayings
from runtime.web.plans.plan_chart import Chart, Shown
from runtime.web.plans.plan_sayings import Line
from runtime.web.plans.plan_view import Trouble, Way
from schemas.filling.rights import writable
from schemas.words import Words

pages = Blueprint("plan_effect", __name__)


@dataclass(frozen=True)
class Effect:
    """On one project. ``plain``: for a client, who is told of days and of nobody. ``href`` is where colleagues see the plan."""

    project: str
    href: str = ""
    plain: bool = False
    problem: str = ""
    lines: Sequence[Line] = ()
    troubles: Sequence[Trouble] = ()
    chart: Chart | None = None


@dataclass(frozen=True)
class Progress:
    """Of what a request has brought into a plan. ``done`` and ``planned`` in percent, ``said`` in words."""

    project: str
    href: str
    done: int
    planned: int
    said: Words


@dataclass(frozen=True)
class OfPage:
    """``asked``: the step that the reader is at can still change it, so that the page asks again while they fill it in."""

    effects: Sequence[Effect] = ()
    progress: Sequence[Progress] = ()
    asked: bool = False


def install(app: Flask) -> None:
    app.jinja_env.globals["plans_of"] = of_page


@pages.post("/requests/<case_id>/plan-effect")
@open_to(SignedIn)
def again(case_id: str) -> str:
    """The same with what is typed so far; nothing is kept."""
    actor = shell.actor()
    with shell.reading() as tx:
        page = worklist.case_page(tx, actor, case_id, request.args.get("task", ""))
        typed = _typed(tx, actor, page)
    return render_template("runtime/plans/plan_effect_part.html", page=page, plans=of_page(page, typed))


def of_page(page: CasePage, typed: Mapping[str, Any] | None = None) -> OfPage:
    """Nothing, and no read, where the process has nothing to do with plans."""
    if not _plans(page.compiled):
        return OfPage()
    actor = shell.actor_or_none()
    colleague = actor is not None and actor.may(Permission.USE)
    asks = bool(page.bar and writable(page.bar.rights))
    with shell.reading() as tx:
        coming = _coming(tx, page.compiled, page.case, typed)
        effects = tuple(_effect(one, colleague=colleague) for one in coming)
        progress = tuple(_progress(tx, actor, page.case)) if actor and colleague else ()
    return OfPage(effects, progress, asks and colleague)


def _plans(compiled: Compiled) -> bool:
    return any(deed.plan for state in compiled.process.flow.states for deed in state.deeds)


def _coming(tx: Connection, compiled: Compiled, case: Case, typed: Mapping[str, Any] | None) -> list[Coming]:
    """Of each project once, however many actions would change it: they say the same of it until one is done."""
    if case.ended or (typed is None and plan_changes.of_case(tx, case.workspace, case.id, 1)):
        return []
    found = plan_deeds.would(tx, compiled, case, case.answers if typed is None else typed, shell.now())
    once = {one.preview.project.id if one.preview else one.state: one for one in found}
    return list(once.values())


def _effect(one: Coming, *, colleague: bool) -> Effect:
    if one.preview is None:
        return Effect("", plain=not colleague, problem=phrases.sentence(one.problem) if one.problem else "")
    project, found = one.preview.project, one.preview
    if not colleague:
        return Effect(project.name, plain=True, lines=list(plan_sayings.for_client(found.difference)))
    return Effect(
        f"{project.number} {project.name}",
        url_for("plan.show", project_id=project.id),
        lines=list(plan_sayings.what_changes(found.difference)),
        troubles=list(_troubles(found)),
        chart=_chart(found),
    )


def _chart(found: Preview) -> Chart | None:
    if found.difference.is_nothing:
        return None
    with shell.reading() as tx:
        now = planned.situation(tx, found.project)
    shown = Shown(found.after, now.calendar, now.resources, found.fresh, found.before, only_moved=True)
    return plan_chart.chart(shown, "", planned.today(now.calendar, shell.now()))


def _troubles(found: Preview) -> Iterator[Trouble]:
    for number, one in enumerate(found.fresh):
        ways = found.ways[number] if number < len(found.ways) else ()
        solved = tuple(Way(plan_words.suggestion(way), "") for way in ways)
        yield Trouble(plan_words.conflict(one), solved, asked=bool(found.ways))


def _progress(tx: Connection, actor: Actor, case: Case) -> Iterator[Progress]:
    """Against the plan as it stands now."""
    try:
        found = projects.of_case(tx, actor, case.id, shell.now())
    except Rejected:
        return
    for project, far in found:
        href = url_for("plan.show", project_id=project.id)
        yield Progress(f"{project.number} {project.name}", href, far.done, far.planned, plan_words.pace(far))


def _typed(tx: Connection, actor: Actor, page: CasePage) -> Mapping[str, Any]:
    """The answers with what is typed, as far as it makes sense already."""
    case, compiled = page.case, page.compiled
    if page.bar is None:
        return case.answers
    known = Outside(tx, actor, case.process_key, case.id)
    asking = rule_context.running(case, actor.lang)
    around = rule_context.around(tx, case.workspace, compiled.checker.mentioned, asking, shell.now())
    raw = raw_answers(compiled.process.form, request.form)
    reading = compiled.checker.read(raw, page.bar.rights, case.answers, known, around)
    return reading.answers
