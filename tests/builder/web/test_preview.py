"""A form drawn before anybody has published it."""

from dataclasses import replace

import pytest
from flask import Flask

from builder.drafts.drafts import Draft
from builder.gallery import gallery
from builder.web.rehearsal import preview
from schemas.fields.kind import asking
from schemas.model.form import Field, Form, Page, Section
from tests.builder.web.test_designer_pages import Browser, browser_of, designer, draft

__all__ = ["browser_of", "designer", "draft"]

READS_B = {"var": "b"}
READS_A = {"var": "a"}
CIRCLES = [
    asking(Field("a", set=READS_B), Field("b", set=READS_A)),
    asking(Field("a", lock=READS_B), Field("b", compute=READS_A)),
    Form((Page("p", sections=(Section("s", fields=(Field("a"),)),), show=READS_A),)),
    Form((Page("p", sections=(Section("s", fields=(Field("a"),), show=READS_A),)),)),
]


@pytest.mark.parametrize("form", CIRCLES)
def test_rules_that_wait_for_one_another_are_left_away(form: Form) -> None:
    """Whatever is brought in can be looked at, and so be mended."""
    with Flask("nothing").test_request_context("/?lang=en"):
        drawn = preview.of(replace(gallery.ready("expense"), form=form))
    assert (drawn.is_circular, drawn.shown) == (True, frozenset(form.fields))


def test_the_form_of_a_draft_is_framed_by_our_own_pages_alone(designer: Browser, draft: Draft) -> None:
    page = f"/design/{draft.id}/try/alone"
    answer = designer.client.get(page)
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert page in designer.get(f"/design/{draft.id}/try/form?width=tablet")
    assert page not in designer.get(f"/design/{draft.id}/try/form")
    assert "would be sent back" in designer.post(page, page, subject="Invoices").text
