"""What frames every page: the places one can go, the assets, the language and the colours."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from flask import Flask, Response, current_app, g, request, url_for
from flask_babel import lazy_gettext as lazy
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from runtime.access import Actor, Permission
from runtime.web.frame import shell
from runtime.web.frame.doors import Door, Everyone, declared, open_to
from runtime.web.meetings import meeting_circle
from schemas.words import LANGUAGES

LOCALES = {"en": "en", "zh-Hans": "zh_Hans"}


@dataclass(frozen=True)
class Place:
    """One entry of the bar at the top; ``endpoint`` is where it leads, ``icon`` a lucide name, ``title`` lazy.

    ``wanted``: whoever may go there has something to do with it.
    """

    endpoint: str
    icon: str
    title: Any
    wanted: Callable[[], bool] = lambda: True
    beside: tuple[str, ...] = ()
    """Other blueprints that belong to this place."""

    @property
    def href(self) -> str:
        return url_for(self.endpoint)

    @property
    def here(self) -> bool:
        return request.blueprint in (self.endpoint.partition(".")[0], *self.beside)


PLACES = (
    Place(endpoint="inbox.index", icon="inbox", title=lazy("To-dos")),
    Place(endpoint="catalogue.index", icon="plus", title=lazy("New request")),
    Place(
        endpoint="customers.index",
        icon="building",
        title=lazy("Customers"),
        beside=("contacts", "customer_files", "customer_log", "doubles", "own_fields", "papers"),
    ),
    Place(
        endpoint="meetings.index",
        icon="calendar-clock",
        title=lazy("Meetings"),
        wanted=meeting_circle.belongs,
        beside=("hall",),
    ),
    Place(
        endpoint="projects.index",
        icon="chart-gantt",
        title=lazy("Projects"),
        beside=("plan", "board", "loads", "plan_tasks"),
    ),
    Place(endpoint="design.index", icon="pencil-ruler", title=lazy("Design")),
    Place(endpoint="gallery.index", icon="layout-template", title=lazy("Gallery")),
    Place(endpoint="progress.index", icon="kanban", title=lazy("Under way")),
    Place(endpoint="insights.index", icon="chart-column", title=lazy("Insights")),
)
ASIDE = (
    Place(endpoint="people.index", icon="users", title=lazy("People")),
    Place(endpoint="mail.index", icon="mail", title=lazy("Mail")),
    Place(endpoint="archive.index", icon="archive", title=lazy("Archive")),
)
"""Where nobody goes every day: in everybody's own menu."""


def install(app: Flask) -> None:
    app.extensions["formloom.assets"] = _Assets(Path(str(app.static_folder)))
    app.jinja_env.globals.update(asset=asset, posted_from_here=posted_from_here, shapes=shapes)
    app.context_processor(_of_every_page)
    app.after_request(_keep_language)
    app.view_functions["static"] = open_to(Everyone)(app.view_functions["static"])
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = shell.A_YEAR
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def locale() -> str:
    return LOCALES[shell.lang()]


def navigation() -> Iterable[Place]:
    """The places that exist here and are open to whoever asks."""
    return [place for place in PLACES if is_open(place.endpoint) and place.wanted()]


def asides() -> Iterable[Place]:
    return [place for place in ASIDE if is_open(place.endpoint) and place.wanted()]


def posted_from_here() -> Markup:
    """The hidden fields of a small form that comes back to this page."""
    again = current_app.create_url_adapter(request)
    back = request.full_path.rstrip("?") if again and again.test(request.path, "GET") else ""
    return Markup(
        '<input type="hidden" name="csrf_token" value="{}"><input type="hidden" name="next" value="{}">'
    ).format(generate_csrf(), back)


def asset(name: str) -> str:
    """The address of a built file by its plain name."""
    return _assets().address(name)


def shapes(icon: str) -> Markup:
    """What an icon is drawn of, in a square of 24. It stands in the page: no file of icons is asked for and read."""
    return Markup(_assets().icons.get(icon, ""))  # noqa: S704 -- our own build wrote it


def _assets() -> "_Assets":
    return cast("_Assets", current_app.extensions["formloom.assets"])


class _Assets:
    """The built files: the address of each by its plain name, with its content's hash in it, so that it may be kept for ever."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _manifest(self) -> Mapping[str, str]:
        written = self._folder / "manifest.json"
        return json.loads(written.read_text()) if written.exists() else {}

    @cached_property
    def icons(self) -> Mapping[str, str]:
        drawn = self._folder / self._manifest.get("icons.json", "icons.json")
        return json.loads(drawn.read_text()) if drawn.exists() else {}

    def address(self, name: str) -> str:
        return url_for("static", filename=self._manifest.get(name, name))


def _of_every_page() -> dict[str, Any]:
    lang, house = shell.lang(), shell.house()
    other = next(tag for tag in shell.LANGUAGE_NAMES if tag != lang)
    return {
        "actor": _visible_actor(),
        "lang": lang,
        "house": house,
        "colour": house.accent if house else "",
        "theme": shell.theme(),
        "navigation": navigation,
        "asides": asides,
        "only_lang": g.get("only_lang", ""),
        "embedded": bool(g.get("framed_by")),
        "other_lang": {"tag": other, "name": shell.LANGUAGE_NAMES[other]},
    }


def _keep_language(response: Response) -> Response:
    """A link in a language sets it for the pages that follow as well."""
    asked = request.args.get("lang", "")
    if asked in LANGUAGES and not shell.for_programs():
        shell.remember(response, shell.LANG_COOKIE, asked)
    return response


def _visible_actor() -> Actor | None:
    """On the page of a link nobody is signed in, whoever holds it; nor in the portal."""
    if request.endpoint and declared(current_app, request.endpoint) in (Door.LINK_HOLDER, Door.CLIENT):
        return None
    return shell.actor_or_none()


def is_open(endpoint: str) -> bool:
    actor = shell.actor_or_none()
    match declared(current_app, endpoint):
        case Permission() as permission:
            return actor is not None and actor.may(permission)
        case Door.SIGNED_IN:
            return actor is not None
        case _:
            return False
