"""A form as its own templates and scripts make it, in a real Chromium under the content policy of our pages."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

import pytest
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Browser, BrowserContext, Page

from runtime.web.forms.drawing import NAMES
from runtime.web.frame import nameplates
from schemas.fields.parts.alternatives import Choice
from schemas.filling.visible import compiled
from schemas.model.form import Field, Form, Section
from schemas.model.form import Page as FormPage
from schemas.words import words

ROOT = Path(__file__).parents[2]
SITE = "http://forms.test"
POLICY = "default-src 'self'; img-src 'self' data:; script-src 'self'; style-src 'self'"

FORM = Form(
    (
        FormPage(
            "you",
            words("About you"),
            (
                Section(
                    "who",
                    fields=(
                        Field("name", "text", words("Your name"), required=True),
                        Field(
                            "kind",
                            "choice",
                            words("What changes"),
                            required=True,
                            options={"choices": (Choice("web", words("Website")), Choice("other", words("Other")))},
                        ),
                        Field(
                            "which", "text", words("What else?"), required=True, show={"==": [{"var": "kind"}, "other"]}
                        ),
                    ),
                ),
            ),
        ),
        FormPage(
            "cost",
            words("Cost"),
            (
                Section(
                    "work",
                    fields=(
                        Field(
                            "items",
                            "table",
                            words("Work"),
                            columns=(
                                Field("what", "text", words("Task")),
                                Field("amount", "money", words("Amount"), options={"currency": "EUR"}),
                            ),
                        ),
                        Field(
                            "total",
                            "computed",
                            words("Total"),
                            options={"result": "number", "decimals": 2},
                            compute={
                                "reduce": [
                                    {"var": "items"},
                                    {"+": [{"var": "current.amount"}, {"var": "accumulator"}]},
                                    0,
                                ]
                            },
                        ),
                    ),
                ),
            ),
        ),
    )
)

BODY = """<!doctype html><html lang="en" data-theme="light"><head><title>A form</title>
<script src="{{ asset("early.js") }}"></script><link rel="stylesheet" href="{{ asset("app.css") }}"></head><body class="page"><main class="content">
{% from "form/form.html" import form_body %}{% import "form/paging.html" as paging with context %}
<form method="post" enctype="multipart/form-data" novalidate {{ paging.spoken(form) }} data-turns>{{ paging.progress(form) }}
{{ form_body(form, {}, [], "en", rights) }}{{ paging.review(form) }}
<div class="actionbar">{{ paging.turn() }}<button class="btn btn-primary" data-send>Send</button></div></form>
{{ paging.rules(rules) }}</main><script type="module" src="{{ asset("fill.js") }}"></script></body></html>"""

RECEIPT = '<!doctype html><title>Sent</title><div class="celebrate"></div><script type="module" src="{}"></script>'


def asset(name: str) -> str:
    built = json.loads((ROOT / "static/manifest.json").read_text("utf-8"))
    return f"/static/{built[name]}"


def drawn(form: Form) -> str:
    env = Environment(loader=FileSystemLoader(ROOT / "templates"), extensions=["jinja2.ext.i18n"], autoescape=True)
    env.install_gettext_callables(lambda text: text, lambda one, many, n: one if n == 1 else many, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(NAMES, asset=asset, shapes="".format, **nameplates.NAMES)
    env.globals["icon"] = env.get_template("parts/icon.html").module.icon  # type: ignore[attr-defined]
    env.filters.update(sentence=str, size=str)
    return env.from_string(BODY).render(form=form, rights=dict.fromkeys(form.fields, "edit"), rules=compiled(form))


@pytest.fixture
def posts() -> list[str]:
    """The bodies that were sent."""
    return []


Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, posts: list[str]) -> Iterator[Opened]:
    """``opened(form)`` shows a form on a phone; whatever the browser complains of fails the test.

    ``site`` is where it lies, ``said`` what further paths of it answer; options are those of a browser's context.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(form: Form, site: str = SITE, said: Mapping[str, str] = MappingProxyType({}), **options: Any) -> Page:
        def answer(route: Any) -> None:
            path = unquote(route.request.url.removeprefix(site))
            headers = {"content-security-policy": POLICY}
            if path.startswith("/static/"):
                route.fulfill(path=ROOT / path[1:], headers=headers)
            elif path in said:
                route.fulfill(body=said[path], content_type="text/plain; charset=utf-8", headers=headers)
            elif route.request.method == "POST":
                posts.append(route.request.post_data or "")
                route.fulfill(body=RECEIPT.format(asset("fill.js")), content_type="text/html", headers=headers)
            else:
                route.fulfill(body=drawn(form), content_type="text/html; charset=utf-8", headers=headers)

        context = browser.new_context(
            **{"viewport": {"width": 360, "height": 740}, "service_workers": "block"} | options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
        page.route(f"{site}/**", answer)
        page.goto(f"{site}/f/one")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def page(opened: Opened) -> Page:
    return opened(FORM)
