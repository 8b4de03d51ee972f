"""What stands between the network and the pages: headers, cookies, forged posts, floods and odd content types."""

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from redis.backoff import NoBackoff
from redis.retry import Retry
from werkzeug.exceptions import Forbidden, NotFound, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.middleware.proxy_fix import ProxyFix

from runtime.settings import MEGABYTE, Settings
from runtime.web.frame import doors, shell

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""No inline script or style anywhere, so no nonce; nothing from another host."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",  # the addresses of tracking and confirmation pages are secrets
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(self), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

URLENCODED = "application/x-www-form-urlencoded"
FORM_TYPES = frozenset({URLENCODED, "multipart/form-data"})
PIECE_TYPE = "application/offset+octet-stream"
"""A piece of a file. No form of another site can send it, nor by the methods that take it."""
PIECE_METHODS = frozenset({"PATCH", "DELETE"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

MOST_TEXT = 4 * MEGABYTE

OF_PUBLIC_LINKS = "/f/"
"""Whoever comes by a public link has nothing that another site could borrow, and in a frame no session: their page is
signed instead (`visiting`)."""

OF_TRACKERS = "/hooks/"
"""Jira and Trello sign what they tell; they have no session that another site could borrow."""

CHANGING_NOTHING = "/markdown"
"""A text is sent to see what it will look like: nobody is asked who it is, and nothing comes of it."""

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True)

TALLY = {
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
    "retry": Retry(NoBackoff(), 0),  # it would keep people waiting
}
"""The patience, in seconds, with the Redis in which visits are counted. While it is away each process counts by itself."""


def install(app: Flask, settings: Settings) -> None:
    """Put the guards before every request and after every response."""
    secure = settings.secure
    app.config.update(
        MAX_CONTENT_LENGTH=settings.largest_request,
        MAX_FORM_MEMORY_SIZE=MOST_TEXT,
        MAX_FORM_PARTS=5000,
        SESSION_COOKIE_NAME="__Host-formloom" if secure else "formloom",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=12 * 3600,
        SESSION_REFRESH_EACH_REQUEST=False,  # an answer that comes late would sign in again whoever has just signed out
        RATELIMIT_STORAGE_URI=settings.tally_url,
        RATELIMIT_STORAGE_OPTIONS=TALLY,
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        WTF_CSRF_CHECK_DEFAULT=False,  # `refuse_forged` decides, since a bearer token cannot be forged by a page
        WTF_CSRF_TIME_LIMIT=None,  # it ends with the session: a form may lie open over lunch
        WTF_CSRF_SSL_STRICT=False,  # wants a Referer, and ours are never sent; Sec-Fetch-Site says the same
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    csrf.init_app(app)
    limiter.init_app(app)
    limiter.request_filter(doors.for_programs)
    app.before_request(refuse_unkeepable)
    app.before_request(doors.check)
    app.before_request(refuse_forged)
    app.after_request(dress)
    if secure:
        app.after_request(_only_by_https)


def refuse_unkeepable() -> None:
    """No address of ours holds U+0000, and PostgreSQL takes it for nobody's name.

    Raises:
        NotFound: this one does.
    """
    if "\0" in request.path or any("\0" in value for value in request.args.values()):
        raise NotFound


def refuse_forged() -> None:
    """A post from a page must come from our page, as a form.

    The API takes no cookie, so there is nothing that another site's page could borrow, and reads its JSON itself.

    Raises:
        CSRFError: the token is missing or another session's.
        Forbidden: the browser itself says that another site sent it.
        UnsupportedMediaType: it is no form.
        RequestEntityTooLarge: it is more text than anybody types.
    """
    if request.method in SAFE_METHODS or request.endpoint is None or shell.by_bearer() or shell.for_programs():
        return
    if request.path.startswith(OF_TRACKERS):
        return
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise Forbidden
    if request.mimetype not in FORM_TYPES and not _is_piece():
        raise UnsupportedMediaType
    if request.mimetype == URLENCODED and (request.content_length or 0) > MOST_TEXT:
        raise RequestEntityTooLarge  # werkzeug holds only the other kind to the limit of its texts
    if not request.path.startswith((OF_PUBLIC_LINKS, CHANGING_NOTHING)):
        csrf.protect()


def _is_piece() -> bool:
    return request.method in PIECE_METHODS and request.mimetype == PIECE_TYPE


def dress(response: Response) -> Response:
    """What a view has said itself stays."""
    worn = HEADERS | _framed()
    if request.endpoint != "static":
        # Pages hold what only one person may read; `no-store` also keeps them out of the history of a shared phone.
        worn["Cache-Control"] = "no-store"
    there = {name.lower() for name in response.headers.keys()}  # noqa: SIM118 -- of pairs, whose values may repeat
    for name, value in worn.items():
        if value and name.lower() not in there:
            response.headers.add(name, value)
    return response


def _framed() -> dict[str, str]:
    """The headers that differ where pages of other sites may show this one in a frame."""
    sites = g.get("framed_by")
    if not sites:
        return {}
    policy = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(sites)}")
    return {
        "Content-Security-Policy": policy,
        "X-Frame-Options": "",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


def _only_by_https(response: Response) -> Response:
    response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response
