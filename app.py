"""The application: the only module that knows every room."""

from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask
from flask_babel import Babel
from flask_htmx import HTMX

from builder.publishing import publishing_later
from builder.web import blueprints
from runtime import settings
from runtime.background import worker
from runtime.meetings import meetings
from runtime.plans import plan_tasks
from runtime.relations import contact_log
from runtime.settings import Settings
from runtime.store.connection.database import Database
from runtime.web.api import (
    api_acts,
    api_admin,
    api_customers,
    api_files,
    api_insight,
    api_meetings,
    api_projects,
    api_reports,
    api_requests,
    api_twins,
)
from runtime.web.cases import (
    acting,
    answer_tables,
    becoming,
    bulk_decisions,
    case_desk,
    conversation,
    downloads,
    inbox,
    paper_pages,
    report_pages,
    requests,
    reveal_page,
    wishes,
)
from runtime.web.customers import (
    customer_contacts,
    customer_doubles,
    customer_files,
    customer_log,
    customer_pages,
    customer_settings,
)
from runtime.web.forms import catalogue, choosing, drawing, filling, gate, marked, regions, resuming, upload_pieces
from runtime.web.frame import errors, guards, nameplates, phrases
from runtime.web.insight import archive_pages, figure_cases, insight_pages, insight_settings, progress_pages
from runtime.web.meetings import meeting_hall, meeting_pages
from runtime.web.mirrors import mirror_hooks, mirror_settings, twin_pages
from runtime.web.notices import bell, channel_settings, mailroom
from runtime.web.people import away, organisation, signin, staff, working_time
from runtime.web.plans import board_page, loads_page, plan_effect, plan_page, plan_task_pages, project_pages
from runtime.web.portal import confirmation, opinion_pages, portal_desk, portal_gate, tracking
from runtime.web.rescue import handover, incident_pages, rescues, version_moves
from runtime.web.site import chrome, handbook, health, house_style, look, offline

ROOT = Path(__file__).resolve().parent

worker.learn(publishing_later.DUTIES)
worker.learn(meetings.DUTIES)
worker.learn(plan_tasks.DUTIES)
worker.learn(contact_log.DUTIES)

PAGES: tuple[Blueprint, ...] = (
    acting.pages,
    answer_tables.pages,
    archive_pages.pages,
    becoming.pages,
    bell.pages,
    api_requests.pages,
    api_acts.pages,
    api_admin.pages,
    api_customers.pages,
    api_files.pages,
    api_meetings.pages,
    api_twins.pages,
    api_projects.pages,
    api_reports.pages,
    away.pages,
    catalogue.pages,
    case_desk.pages,
    channel_settings.pages,
    choosing.pages,
    confirmation.pages,
    conversation.pages,
    customer_contacts.pages,
    customer_doubles.pages,
    customer_files.pages,
    customer_log.pages,
    customer_pages.pages,
    customer_settings.pages,
    downloads.pages,
    figure_cases.pages,
    filling.pages,
    gate.pages,
    handbook.pages,
    handover.pages,
    health.pages,
    house_style.pages,
    inbox.pages,
    insight_pages.pages,
    insight_settings.pages,
    api_insight.pages,
    look.pages,
    mailroom.pages,
    meeting_hall.pages,
    meeting_pages.pages,
    marked.pages,
    mirror_hooks.pages,
    mirror_settings.pages,
    twin_pages.pages,
    reveal_page.pages,
    opinion_pages.pages,
    version_moves.pages,
    upload_pieces.pages,
    progress_pages.pages,
    paper_pages.pages,
    portal_desk.pages,
    portal_gate.pages,
    offline.pages,
    regions.pages,
    organisation.pages,
    report_pages.pages,
    requests.pages,
    wishes.pages,
    rescues.pages,
    resuming.pages,
    signin.pages,
    staff.pages,
    incident_pages.pages,
    bulk_decisions.pages,
    tracking.pages,
    working_time.pages,
    board_page.pages,
    loads_page.pages,
    plan_effect.pages,
    plan_page.pages,
    plan_task_pages.pages,
    project_pages.pages,
    *blueprints.PAGES,
)


def create_app(settings: Settings) -> Flask:
    """The whole house, open for requests. It opens the database and leaves its tables as they are."""
    app = Flask("formloom", root_path=str(ROOT))
    app.secret_key = settings.secret_key
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    app.extensions["formloom.settings"] = settings
    app.extensions["formloom.database"] = Database(settings.database_url, settings.secret_key, settings.zone)
    app.extensions["formloom.described"] = blueprints.DESCRIBED
    app.extensions["formloom.zone"] = ZoneInfo(settings.zone)
    Babel(app, locale_selector=chrome.locale, timezone_selector=lambda: settings.zone)
    HTMX(app)
    for part in (chrome, bell, house_style, phrases, drawing, nameplates, plan_effect, errors):
        part.install(app)
    guards.install(app, settings)
    for pages in PAGES:
        app.register_blueprint(pages)
    return app


def served() -> Flask:
    """For a web server: the house as the environment sets it."""
    return create_app(settings.load())
