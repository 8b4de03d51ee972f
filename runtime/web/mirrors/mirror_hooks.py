"""Where Jira and Trello tell us what has changed. Whoever signs with the connection's secret is believed, and nobody else."""

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound, RequestEntityTooLarge, Unauthorized

from runtime.mirrors import mirror_news
from runtime.mirrors.counterpart import Forged
from runtime.settings import MEGABYTE
from runtime.web.frame import shell
from runtime.web.frame.doors import LinkHolder, open_to
from runtime.web.frame.guards import limiter

pages = Blueprint("hooks", __name__)

LARGEST = 2 * MEGABYTE


@pages.route("/hooks/<key>", methods=["HEAD"], provide_automatic_options=False)
@open_to(LinkHolder)
def there(key: str) -> Response:  # noqa: ARG001 -- whoever asks learns nothing of which there are
    """Trello looks whether somebody is here before it keeps the address."""
    return Response(status=200)


@pages.post("/hooks/<key>")
@open_to(LinkHolder)
@limiter.limit("3000/minute")
def heard(key: str) -> Response:
    """What it tells only wakes us: we go and look how things stand there."""
    if (request.content_length or 0) > LARGEST:
        raise RequestEntityTooLarge
    request.max_content_length = LARGEST
    if not key.isalnum():
        raise NotFound
    try:
        mirror_news.heard(
            shell.database(), shell.settings(), f"~{key}", dict(request.headers), request.get_data(), shell.now()
        )
    except Forged:
        raise Unauthorized from None
    return Response(status=200)
