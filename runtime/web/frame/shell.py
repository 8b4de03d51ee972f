"""What a page knows of its request: the time, who asks, in which language, and where the rows are."""

import hashlib
import secrets
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from flask import current_app, g, request, session, url_for
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as BaseResponse

from runtime.access import Actor
from runtime.notices import noticeboard
from runtime.people import accounts, portal_keys
from runtime.people.portal_keys import Guest
from runtime.settings import Settings
from runtime.store.connection.database import Database
from runtime.store.people import sessions, workspaces
from runtime.store.people.people import Person
from runtime.store.people.workspaces import Workspace
from schemas.words import LANGUAGES

THEMES: Final = ("auto", "light", "dark")
LANGUAGE_NAMES: Final = {"en": "English", "zh-Hans": "简体中文"}
LANG_COOKIE: Final = "lang"
THEME_COOKIE: Final = "theme"
A_MOMENT: Final = timedelta(seconds=30)
LONGEST_SESSION: Final = timedelta(days=30)
"""However much goes on in it. Shorter than a session is known to be over (`cleanup.RECEIPTS`)."""
A_YEAR: Final = 365 * 24 * 3600  # seconds
MOST_LINKS: Final = 5


def now() -> datetime:
    """The present moment, of which a request has one: everything that it writes bears the same time."""
    if "now" not in g:
        g.now = datetime.now(UTC)  # noqa: TID251 -- one of the two places that read the clock
    return cast("datetime", g.now)


def settings() -> Settings:
    return cast("Settings", current_app.extensions["formloom.settings"])


def database() -> Database:
    return cast("Database", current_app.extensions["formloom.database"])


def reading() -> AbstractContextManager[Any]:
    """A read transaction; a view opens it around all its queries, so that a page shows one moment."""
    return database().reading()


def writing() -> AbstractContextManager[Any]:
    """A write transaction, committed at the end of the block and undone by any exception."""
    return database().writing()


def actor() -> Actor:
    """Who is signed in.

    Raises:
        Unauthorized: nobody is.
    """
    found = actor_or_none()
    if found is None:
        raise Unauthorized
    return found


def actor_or_none() -> Actor | None:
    """Looked up anew for every request, so that a role taken away is gone at once.

    A bearer token goes before a cookie; the API takes no cookie at all.
    """
    if "actor" not in g:
        g.actor = _by_bearer() if by_bearer() or for_programs() else _by_cookie()
    return cast("Actor | None", g.actor)


def for_programs() -> bool:
    """Whether the address is one of the JSON API."""
    return request.path.startswith("/api/")


def takes_json() -> bool:
    """Whether whoever posts wants the answer as JSON: the queue of a page that sends when the network is back."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def by_bearer() -> bool:
    """Whether the request shows a key to the API, which no other site's page can make a browser send."""
    return bool(bearer())


def bearer() -> str:
    """The token that the request shows; empty where it shows none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def sign_in(person: Person) -> None:
    """A fresh session, which ends with the person's password."""
    session.clear()
    session.permanent = True
    began = int(now().timestamp())
    session["person"] = [person.workspace, person.id, stamp(person.password_hash), secrets.token_urlsafe(16), began]


def sign_out() -> None:
    """This session is over, wherever its cookie has got to; those on other devices go on."""
    match session.get("person"):
        case [str(workspace), _, _, str(key), _]:
            with writing() as tx:
                sessions.end(tx, workspace, key, now())
        case _:
            pass
    session.clear()


def guest() -> Guest:
    """The contact who is in their portal in this browser; never somebody who is signed in as well.

    Raises:
        Unauthorized: nobody is.
    """
    found = guest_or_none()
    if found is None:
        raise Unauthorized
    return found


def guest_or_none() -> Guest | None:
    """Looked up anew for every request, so that whoever has left everywhere is out at once."""
    if "guest" not in g:
        token = session.get("portal")
        g.guest = None
        if isinstance(token, str) and "person" not in session:
            with database().glancing() as tx:
                g.guest = portal_keys.there(tx, token, now())
    return cast("Guest | None", g.guest)


def let_in(portal: str) -> None:
    """A fresh session for a contact: whoever was signed in here is no longer."""
    session.clear()
    session.permanent = True
    session["portal"] = portal


def lang() -> str:
    """The address asks for one (a link in that language), or the person has one, or the device, or the browser."""
    if "lang" not in g:
        header = _header_lang()
        known = (
            request.args.get("lang"),
            header if for_programs() else None,  # a program says it on purpose, a browser always
            getattr(actor_or_none(), "lang", ""),
            request.cookies.get(LANG_COOKIE),
            header,
        )
        g.lang = next((tag for tag in known if tag in LANGUAGES), None) or _fallback_lang()
    return cast("str", g.lang)


def house() -> Workspace | None:
    """Whose page this is, for its name, its colour and its picture: of whoever asks, or of what they were sent.

    None where nobody can know. What another process has just changed is seen here within `A_MOMENT`.
    """
    if "house" not in g:
        asks = actor_or_none()
        g.house = _house(g.get("workspace") or (asks.workspace if asks else ""))
    return cast("Workspace | None", g.house)


def stands_in(workspace: str) -> None:
    """The page is of this workspace, whoever looks at it."""
    g.workspace = workspace
    g.pop("house", None)


def forget_house(workspace: str) -> None:
    """It looks different from now on."""
    for known in (workspace, ""):
        _houses().pop(known, None)
    g.pop("house", None)


def tracking_address(token: str) -> str:
    """In full, for messages and QR codes: from the settings alone, whatever host the request came to."""
    return f"{settings().base_url}{url_for('tracking.show', token=token)}"


def hold_link(token: str) -> None:
    """This browser has shown that it holds this link, which also opens the files of what it leads to."""
    session["links"] = [*(held for held in links_held() if held != token), token][-MOST_LINKS:]


def links_held() -> list[str]:
    return [held for held in session.get("links", ()) if isinstance(held, str)]


def theme() -> str:
    chosen = request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else THEMES[0]


def remember(response: BaseResponse, cookie: str, value: str) -> None:
    """A cookie that says nothing about the person, and lasts."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(cookie, value, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")


def _house(workspace: str) -> Workspace | None:
    kept = _houses().get(workspace)
    if kept is None or not timedelta() <= now() - kept[0] < A_MOMENT:
        with reading() as tx:
            kept = (now(), workspaces.one(tx, workspace) if workspace else workspaces.the_only(tx))
        _houses()[workspace] = kept
    return kept[1]


def _houses() -> dict[str, tuple[datetime, Workspace | None]]:
    return cast(
        "dict[str, tuple[datetime, Workspace | None]]", current_app.extensions.setdefault("formloom.houses", {})
    )


def _by_bearer() -> Actor | None:
    if not by_bearer():
        return None
    with database().glancing() as tx:
        return accounts.bearer(tx, bearer())


def _by_cookie() -> Actor | None:
    match session.get("person"):
        case [str(workspace), str(person_id), str(shown), str(key), int(began)]:
            person = _person(workspace, person_id, key)
            known = person is not None and person.active and stamp(person.password_hash) == shown
            known = known and now().timestamp() - began < LONGEST_SESSION.total_seconds()
            return accounts.actor_of(person) if person and known else None
        case _:
            return None


def _person(workspace: str, person_id: str, key: str) -> Person | None:
    """For a page together with what is new for them, which stands at its top."""
    with database().glancing() as tx:
        if request.method != "GET":
            return sessions.there(tx, workspace, person_id, key)
        found = noticeboard.reader(tx, workspace, person_id, key)
    if found is None:
        return None
    g.unread = found[1]
    return found[0]


def stamp(password_hash: str) -> str:
    """What a session bears of a password, so that it ends with it."""
    return hashlib.sha256(password_hash.encode()).hexdigest()[:16]


def _fallback_lang() -> str:
    of_house = house()
    return (of_house.lang if of_house else "") or settings().lang


def _header_lang() -> str | None:
    """Chinese in any of its spellings is ours; None where neither of our languages is asked for."""
    for tag in request.accept_languages.values():
        if tag.lower().startswith("zh"):
            return "zh-Hans"
        if tag.lower().startswith("en"):
            return "en"
    return None
