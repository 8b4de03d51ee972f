"""Where somebody without an account is informed, or says whether they support a request. Looking decides nothing."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.asking import Rejected
from runtime.relations import opinions
from runtime.relations.opinions import Sheet
from runtime.store.meetings import opinion_rows
from runtime.store.missing import Missing
from runtime.web.frame import errors, phrases, shell
from runtime.web.frame.doors import LinkHolder, open_to
from runtime.web.frame.guards import limiter

pages = Blueprint("opinions", __name__)


@pages.get("/o/<token>")
@open_to(LinkHolder)
def show(token: str) -> ResponseReturnValue:
    try:
        found = _opened(token)
    except Missing:
        return _gone()
    if found.opinion.seen_at is None and request.method == "GET":
        with shell.writing() as tx:
            opinion_rows.stamp(tx, found.opinion, shell.now(), "seen_at")
    return _page(token, found)


@pages.post("/o/<token>")
@open_to(LinkHolder)
@limiter.limit("20/minute;100/hour")
def answer(token: str) -> ResponseReturnValue:
    name, said, answered = (request.form.get(key, "") for key in ("name", "said", "answer"))
    try:
        with shell.writing() as tx:
            opinions.answer(tx, token, answered, name, said, shell.now())
    except Missing:
        return _gone()
    except Rejected as rejected:
        problem = " ".join(phrases.sentence(one) for one in rejected.problems)
        return _page(token, _opened(token), problem, name, said), 422
    return redirect(url_for("opinions.show", token=token), 303)


def _opened(token: str) -> Sheet:
    with shell.reading() as tx:
        return opinions.opened(tx, token, shell.now())


def _page(token: str, found: Sheet, problem: str = "", name: str = "", said: str = "") -> str:
    shell.stands_in(found.opinion.workspace)
    return render_template(
        "runtime/portal/opinion.html",
        sheet=found,
        asked=found.opinion,
        token=token,
        problem=problem,
        name=name or found.opinion.name,
        typed=said,
    )


def _gone() -> ResponseReturnValue:
    words = _("It has expired, was withdrawn, or was cut short. Ask whoever sent it for a new one.")
    return errors.sorry(404, title=_("This link no longer works"), explained=words)
