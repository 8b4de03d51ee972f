"""Every page of the builder, for the application to take in."""

from builder.web import (
    canvas,
    draft_pages,
    exchange_pages,
    field_acts,
    form_tab,
    gallery_pages,
    guide_pages,
    languages_page,
    link_pages,
    publish_tab,
    rule_page,
    steps_tab,
    try_tab,
    version_pages,
    walk_tests_page,
)

PAGES = (
    gallery_pages.pages,
    guide_pages.pages,
    draft_pages.pages,
    exchange_pages.pages,
    form_tab.pages,
    field_acts.pages,
    rule_page.pages,
    steps_tab.pages,
    canvas.pages,
    try_tab.pages,
    walk_tests_page.pages,
    publish_tab.pages,
    version_pages.pages,
    languages_page.pages,
    link_pages.pages,
)
