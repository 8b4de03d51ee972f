"""Every page of the builder, for the application to take in."""

from builder.web import (
    api_templates,
    api_templates_shapes,
    canvas,
    clipboard,
    draft_pages,
    exchange_pages,
    field_acts,
    form_tab,
    framed_form,
    gallery_pages,
    guide_pages,
    languages_page,
    link_pages,
    package_pages,
    presence,
    publish_tab,
    rule_page,
    steps_tab,
    template_pages,
    try_tab,
    version_pages,
    walk_tests_page,
)

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
