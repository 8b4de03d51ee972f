"""The public links of a process: their conditions, what came by them, and how they are passed on."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from builder.publishing import link_form, public_links
from runtime.access import Permission
from runtime.files import signing
from runtime.forms import admission
from runtime.hours.office_hours import house_clock
from runtime.processes.deployment import Compiled
from runtime.store.forms.links import PublicLink
from runtime.store.missing import Missing
from runtime.web.forms import visiting
from runtime.web.frame import pictures, shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.posted import raw_answers
from schemas.fields.registry import type_of
from schemas.filling.answers import Reading
from schemas.model.form import Form
from schemas.problem import Problem
from schemas.words import LANGUAGES, Words, words

pages = Blueprint("links", __name__)

SCAN = words("Scan and fill in", "扫码填写")
HOW = words(
    "Point your phone's camera at the square, or type this address:", "用手机相机扫描二维码，或在浏览器输入网址："
)
"""What the printed sheet says, in all its languages at once."""

PICTURES = {"svg": "image/svg+xml", "png": "image/png"}

FRAME_HEIGHT = 900  # pixels; a phone's page of questions, without a bar to scroll


@pages.get("/processes/<key>/links")
@open_to(Permission.DESIGN)
def index(key: str) -> str:
    with shell.reading() as tx:
        compiled, found = public_links.of_process(tx, shell.actor(), key)
    rows = [(link, admission.standing(link, shell.now()), address_of(link)) for link in found]
    return render_template(
        "builder/publishing/links.html", compiled=compiled, rows=rows, title_of=public_links.title_of
    )


@pages.get("/processes/<key>/links/new")
@open_to(Permission.DESIGN)
def blank(key: str) -> str:
    with shell.reading() as tx:
        compiled, _found = public_links.of_process(tx, shell.actor(), key)
    return _conditions(compiled, None, {"lang": link_form.VISITORS, "once": False, "locked": False})


@pages.post("/processes/<key>/links/new")
@open_to(Permission.DESIGN)
def make(key: str) -> ResponseReturnValue:
    raw = raw_answers(link_form.FORM, request.form)
    with shell.writing() as tx:
        compiled, _found = public_links.of_process(tx, shell.actor(), key)
        kept = public_links.make(tx, shell.actor(), key, raw, shell.now())
    if kept.link is None:
        return _conditions(compiled, None, raw, kept.reading.problems), 422
    flash(_("The link is there. Pass it on, print it, or put it into a page."), "good")
    return redirect(url_for("links.show", key=key, link_id=kept.link.id), 303)


@pages.get("/processes/<key>/links/<link_id>")
@open_to(Permission.DESIGN)
def show(key: str, link_id: str) -> str:
    with shell.reading() as tx:
        compiled, link = public_links.one(tx, shell.actor(), key, link_id)
    address = address_of(link)
    frame = (
        f'<iframe src="{address}?embed=1" width="100%" height="{FRAME_HEIGHT}" title="{_titled(compiled)}"></iframe>'
    )
    return render_template(
        "builder/publishing/link.html",
        compiled=compiled,
        link=link,
        stands=admission.standing(link, shell.now()),
        title=public_links.title_of(link),
        address=address,
        picture=pictures.qr(address),
        frame=frame,
    )


@pages.get("/processes/<key>/links/<link_id>/conditions")
@open_to(Permission.DESIGN)
def conditions(key: str, link_id: str) -> str:
    with shell.reading() as tx:
        compiled, link = public_links.one(tx, shell.actor(), key, link_id)
        said = link_form.answers_about(link, house_clock(tx))
    return _conditions(compiled, link, said)


@pages.post("/processes/<key>/links/<link_id>/conditions")
@open_to(Permission.DESIGN)
def change(key: str, link_id: str) -> ResponseReturnValue:
    raw = raw_answers(link_form.FORM, request.form)
    with shell.writing() as tx:
        compiled, link = public_links.one(tx, shell.actor(), key, link_id)
        kept = public_links.change(tx, shell.actor(), link, raw)
    if kept.link is None:
        return _conditions(compiled, link, raw, kept.reading.problems), 422
    flash(_("Saved. It holds from now on."), "good")
    return redirect(url_for("links.show", key=key, link_id=link_id), 303)


@pages.post("/processes/<key>/links/<link_id>/open")
@open_to(Permission.DESIGN)
def set_open(key: str, link_id: str) -> ResponseReturnValue:
    is_open = request.form.get("do") != "close"
    with shell.writing() as tx:
        _compiled, link = public_links.one(tx, shell.actor(), key, link_id)
        public_links.set_open(tx, shell.actor(), link, is_open=is_open)
    return redirect(url_for("links.show", key=key, link_id=link_id), 303)


@pages.get("/processes/<key>/links/<link_id>/address")
@open_to(Permission.DESIGN)
def address(key: str, link_id: str) -> str:
    with shell.reading() as tx:
        compiled, link = public_links.one(tx, shell.actor(), key, link_id)
    return _address(compiled, link, {})


@pages.post("/processes/<key>/links/<link_id>/address")
@open_to(Permission.DESIGN)
def make_address(key: str, link_id: str) -> ResponseReturnValue:
    """An address with answers in it: to be changed by whoever opens it, or signed, and then nobody can."""
    signs = request.form.get("_how") == "signed"
    with shell.writing() as tx:
        compiled, link = public_links.one(tx, shell.actor(), key, link_id)
        raw = raw_answers(public_links.address_form(compiled), request.form)
        reading = public_links.address_answers(compiled, raw)
        said = {field: raw[field] for field in reading.answers if field in raw}
        if signs and said and not reading.problems:
            link = public_links.seal(tx, shell.actor(), link, frozenset({*link.sealed, *said}))
    if reading.problems or not said:
        return _address(compiled, link, raw, reading, signs=signs), 422
    return _address(compiled, link, raw, reading, _made(link, said, signs=signs), signs=signs)


@pages.post("/processes/<key>/links/<link_id>/unseal")
@open_to(Permission.DESIGN)
def unseal(key: str, link_id: str) -> ResponseReturnValue:
    """A field is typed again by whoever fills in the form."""
    with shell.writing() as tx:
        _compiled, link = public_links.one(tx, shell.actor(), key, link_id)
        public_links.seal(tx, shell.actor(), link, frozenset(link.sealed) - {request.form.get("field", "")})
    return redirect(url_for("links.show", key=key, link_id=link_id), 303)


@pages.get("/processes/<key>/links/<link_id>/code.<kind>")
@open_to(Permission.DESIGN)
def picture(key: str, link_id: str, kind: str) -> Response:
    if kind not in PICTURES:
        raise Missing(kind)
    with shell.reading() as tx:
        compiled, link = public_links.one(tx, shell.actor(), key, link_id)
    drawn = pictures.qr_file(address_of(link), kind)
    named = {"Content-Disposition": f'attachment; filename="{compiled.process.key}-{link.id[-6:].lower()}.{kind}"'}
    return Response(drawn, mimetype=PICTURES[kind], headers=named)


@pages.get("/processes/<key>/links/<link_id>/sheet")
@open_to(Permission.DESIGN)
def sheet(key: str, link_id: str) -> str:
    """A page to print and hang up, in every language that its readers may speak."""
    with shell.reading() as tx:
        compiled, link = public_links.one(tx, shell.actor(), key, link_id)
    shown = address_of(link)
    return render_template(
        "builder/publishing/link_sheet.html",
        compiled=compiled,
        link=link,
        address=shown,
        picture=pictures.qr(shown),
        languages=[link.lang] if link.lang else LANGUAGES,
        scan=SCAN,
        how=HOW,
    )


def address_of(link: PublicLink) -> str:
    """In full: from the settings alone, whatever host the request came to."""
    return f"{shell.settings().base_url}{url_for('filling.open_blank', token=link.token)}"


def _made(link: PublicLink, said: Mapping[str, Any], *, signs: bool) -> str:
    if signs:
        sealed = signing.sign(shell.settings().secret_key, f"sealed.{link.id}", said)
        return f"{address_of(link)}?{urlencode({visiting.SEALED: sealed})}"
    named = {f"{visiting.PREFIX if key in visiting.OUR_OWN else ''}{key}": value for key, value in said.items()}
    return f"{address_of(link)}?{urlencode(named, doseq=True)}"


def _titled(compiled: Compiled) -> str:
    return compiled.process.title.in_(shell.lang()).replace('"', "").replace("<", "")


def _conditions(
    compiled: Compiled, link: PublicLink | None, values: Mapping[str, Any], problems: Sequence[Problem] = ()
) -> str:
    return render_template(
        "builder/publishing/link_conditions.html",
        compiled=compiled,
        link=link,
        form=link_form.FORM,
        values={**values, "password": ""},
        problems=problems,
        rights=_all(link_form.FORM),
        zone=shell.settings().zone,
    )


def _address(
    compiled: Compiled,
    link: PublicLink,
    values: Mapping[str, Any],
    reading: Reading | None = None,
    made: str = "",
    *,
    signs: bool = False,
) -> str:
    form = public_links.address_form(compiled)
    return render_template(
        "builder/publishing/link_address.html",
        compiled=compiled,
        link=link,
        title=public_links.title_of(link),
        form=form,
        values=values,
        problems=reading.problems if reading else (),
        rights=_all(form),
        made=made,
        signs=signs,
        picture=pictures.qr(made) if made else "",
        shown=_shown(form, reading) if made else (),
    )


def _shown(form: Form, reading: Reading | None) -> list[tuple[Words, str]]:
    """What the address says, as people read it."""
    said = reading.answers if reading else {}
    fields = [form.fields[key] for key in said]
    return [(one.title, type_of(one).show(one, said[one.key], shell.lang())) for one in fields]


def _all(form: Form) -> dict[str, str]:
    return dict.fromkeys(form.fields, "edit")
