"""Who is asking, and what they may do. Deny unless a line here allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from runtime.engine.position import Party


class Permission(Enum):
    """What a role may do.

    USE: send requests and do to-dos. FILE_FOR_CLIENT: send one on behalf of a client. DESIGN: draw and publish
    processes. INSIGHT: figures of all requests, without the names of those they may not open. ADMIN: people, settings, every case.
    """

    USE = "use"
    FILE_FOR_CLIENT = "file_for_client"
    DESIGN = "design"
    INSIGHT = "insight"
    ADMIN = "admin"


ROLES: Final[Mapping[str, frozenset[Permission]]] = {
    "member": frozenset({Permission.USE, Permission.FILE_FOR_CLIENT}),
    "designer": frozenset({Permission.USE, Permission.FILE_FOR_CLIENT, Permission.DESIGN, Permission.INSIGHT}),
    "admin": frozenset(Permission),
}
"""The roles of a person. An unknown role permits nothing."""


class Denied(Exception):
    """This actor may not do this, now or later."""


@dataclass(frozen=True)
class Actor:
    """Somebody acting.

    ``party`` is ``person:ID``, ``contact:ID`` (by a one-time link), ``link:ID`` (anybody who holds a public link, or the
    tracking link of a colleague's request) or ``system:``. The last three have no permissions; what they may do follows
    from the link they hold. ``within`` is the id of the one case that
    a link opens, and no other; ``tracks``: it opens what whoever asked may follow.
    """

    workspace: str
    party: Party
    name: str
    lang: str = "en"
    permissions: frozenset[Permission] = frozenset()
    email: str = ""
    within: str = ""
    tracks: bool = False

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def id(self) -> str:
        return self.party.partition(":")[2]

    @property
    def is_colleague(self) -> bool:
        """A person of the workspace, who is told what goes on inside."""
        return self.party.startswith("person:")

    @property
    def is_link(self) -> bool:
        return self.party.startswith("link:")


def require(actor: Actor, permission: Permission) -> None:
    """Raises `Denied` unless the actor has it."""
    if not actor.may(permission):
        raise Denied(f"{actor.party} may not {permission.value}")


def system(workspace: str) -> Actor:
    """The clock, acting on nobody's behalf."""
    return Actor(workspace, "system:", "")
