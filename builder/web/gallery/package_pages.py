"""A package comes in: a report of what is in it and who is missing here, then a draft, with choices as in the gallery."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from builder.drafts import drafts
from builder.editing.adapting import Choices
from builder.editing.refusal import CannotEdit
from builder.exchange.packages import Package, read_package
from builder.gallery import taking_over
from builder.gallery.taking_over import Source
from builder.web.frame.desk import UNMENDED
from builder.web.gallery import clone_choices
from runtime.access import Permission
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from schemas.document import Unreadable, fingerprint

pages = Blueprint("packages", __name__)


@pages.post("/design/packages")
@open_to(Permission.DESIGN)
def take() -> ResponseReturnValue:
    """The file comes back as it was shown, and is read once more: what a page hands over is not to be believed."""
    text = request.form.get("package", "")
    try:
        package = read_package(text.encode(errors="replace"))
    except Unreadable as unreadable:
        flash(phrases.sentence(unreadable.problems[0]), "error")
        return redirect(url_for("design.index"), 303)
    process = package.process
    said = clone_choices.read(request.form, process)
    source = Source(process, taking_over.PACKAGE, fingerprint(process), package.samples)
    try:
        with shell.writing() as tx:
            draft = taking_over.take(tx, shell.actor(), source, said, shell.now())
    except CannotEdit as refused:
        flash(phrases.sentence(refused.problem), "error")
        return report(package, text, said), UNMENDED
    flash(_("“%(title)s” is here now, as a draft.", title=phrases.said(draft.process.title)), "good")
    return redirect(url_for("form_tab.index", draft_id=draft.id), 303)


def report(package: Package, text: str, said: Choices | None = None) -> str:
    """What is in it, and what needs somebody's attention here."""
    actor = shell.actor()
    with shell.reading() as tx:
        asked = clone_choices.asked(package.process, taking_over.everybody(tx, actor), said)
        key = drafts.free_key(tx, actor.workspace, package.process.key)
    return render_template(
        "builder/gallery/package_report.html",
        package=package,
        process=package.process,
        asked=asked,
        text=text,
        key=key,
        unfit=_unfit(package),
        seal=fingerprint(package.process),
    )


def _unfit(package: Package) -> int:
    """So many samples answer what the form does not ask."""
    return sum(not one.answers.keys() <= package.process.form.fields.keys() for one in package.samples)
