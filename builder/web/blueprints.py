"""Every page of the builder, for the application to take in."""

from builder.web import draft_pages, guide_pages
from builder.web.form import clipboard, field_acts, form_tab, languages_page, rule_page
from builder.web.frame import presence
from builder.web.gallery import (
    api_templates,
    api_templates_shapes,
    exchange_pages,
    gallery_pages,
    package_pages,
    template_pages,
)
from builder.web.publishing import link_pages, publish_tab, version_pages
from builder.web.rehearsal import framed_form, try_tab, walk_tests_page
from builder.web.steps import canvas, steps_tab

PAGES = (
    gallery_pages.pages,
    api_templates.pages,
    template_pages.pages,
    package_pages.pages,
    guide_pages.pages,
    draft_pages.pages,
    exchange_pages.pages,
    form_tab.pages,
    field_acts.pages,
    clipboard.pages,
    rule_page.pages,
    steps_tab.pages,
    canvas.pages,
    try_tab.pages,
    framed_form.pages,
    walk_tests_page.pages,
    publish_tab.pages,
    presence.pages,
    version_pages.pages,
    languages_page.pages,
    link_pages.pages,
)

DESCRIBED = (api_templates_shapes.DESCRIBED,)
"""What of the API is ours, for its description."""
