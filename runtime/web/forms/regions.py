"""What the address of a form offers: the cities and districts of a province of China."""

import json

from flask import Blueprint
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from runtime.web.frame.doors import Everyone, open_to
from schemas.fields.parts import areas

pages = Blueprint("regions", __name__)

FOR_EVER = "public, max-age=31536000, immutable"


@pages.get("/areas/<fingerprint>/<province>.json")
@open_to(Everyone)
def cities(fingerprint: str, province: str) -> ResponseReturnValue:
    """``{city: [districts]}``. The address changes with the data, so a browser asks once.

    Raises:
        NotFound: no such province, or an older or newer edition of the data.
    """
    if fingerprint != areas.fingerprint() or province not in areas.PROVINCES:
        raise NotFound
    said = json.dumps(areas.cities(province), ensure_ascii=False)
    return said, {"Content-Type": "application/json", "Cache-Control": FOR_EVER}
