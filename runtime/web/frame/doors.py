"""Who may come in where: every route says so, and a route that says nothing lets nobody in."""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import Forbidden, Unauthorized

from runtime.access import Permission, require
from runtime.web.frame import shell

View = TypeVar("View", bound=Callable[..., Any])


class Door(Enum):
    """``LINK_HOLDER`` is a role of its own: whoever holds the link and nobody more, even while signed in.

    ``CLIENT``: a contact who is in their portal, and nobody else, whatever role they have.
    ``TOKEN_HOLDER``: a program that shows a bearer token, never a cookie; its view asks `api_caller` whose token it is.
    """

    EVERYONE = "everyone"
    SIGNED_IN = "signed in"
    LINK_HOLDER = "link holder"
    CLIENT = "client"
    TOKEN_HOLDER = "token holder"  # noqa: S105 -- the name of a role


Everyone = Door.EVERYONE
SignedIn = Door.SIGNED_IN
LinkHolder = Door.LINK_HOLDER
Client = Door.CLIENT
TokenHolder = Door.TOKEN_HOLDER

_DECLARED = "_open_to"


def open_to(who: Door | Permission) -> Callable[[View], View]:
    """Declare who may use a view. Stands below the route, directly above the function."""

    def declare(view: View) -> View:
        setattr(view, _DECLARED, who)
        return view

    return declare


def declared(app: Flask, endpoint: str) -> Door | Permission | None:
    """Who may use this endpoint; None where nobody has said."""
    return getattr(app.view_functions.get(endpoint), _DECLARED, None)


def for_programs() -> bool:
    """Whether the view that is asked for wants a bearer token."""
    return declared(current_app, request.endpoint or "") == Door.TOKEN_HOLDER


def check() -> None:
    """Before every request: nobody passes a door that does not name them.

    Raises:
        Forbidden: the route names nobody.
        Unauthorized: it wants somebody whom we know.
        Denied: we know them, and they may not.
    """
    if request.endpoint is None:  # no such page: Flask says so itself
        return
    match declared(current_app, request.endpoint):
        case None:
            raise Forbidden
        case Permission() as permission:
            require(shell.actor(), permission)
        case Door() as door:
            _go_through(door)


def _go_through(door: Door) -> None:
    match door:
        case Door.EVERYONE | Door.LINK_HOLDER:
            return
        case Door.CLIENT:
            shell.stands_in(shell.guest().contact.workspace)
        case Door.TOKEN_HOLDER:
            if not shell.by_bearer():
                raise Unauthorized
        case Door.SIGNED_IN:
            shell.actor()
