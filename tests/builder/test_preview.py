"""A form drawn before anybody has published it."""

from dataclasses import replace

import pytest
from flask import Flask

from builder import gallery
from builder.web import preview
from schemas.fields.kind import asking
from schemas.form import Field, Form, Page, Section

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
