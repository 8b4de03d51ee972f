"""The preview of a text that somebody writes in Markdown."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from runtime.web.frame.doors import Everyone, open_to
from runtime.web.frame.guards import limiter
from schemas.fields.markdown import as_html
from schemas.fields.parts.spelling import LONGEST

pages = Blueprint("marked", __name__)


@pages.post("/markdown")
@open_to(Everyone)
@limiter.limit("60/minute")
def preview() -> ResponseReturnValue:
    """What will be shown, as HTML that is safe; whoever may fill a form may ask.

    Raises:
        RequestEntityTooLarge: it is longer than can be kept.
    """
    text = request.form.get("text", "")
    if len(text) > LONGEST:
        raise RequestEntityTooLarge
    return as_html(text)
