"""Public links: whoever holds one may fill its form, as far as the link's own conditions allow."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, exists, func, insert, or_, select, update

from runtime.engine.position import Party
from runtime.store.tables.tables import LINK_ANSWER, PUBLIC_LINK


@dataclass(frozen=True)
class PublicLink:
    """``token`` is its address; it stands in clear, since whoever may design must be able to show it again.

    ``name`` is the channel it is meant for. ``most``: so many answers are taken. ``once``: one from a person. ``lang``
    empty: the visitor's own. ``sites``: the origins (``https://shop.example``) whose pages may frame it. ``sealed``: keys
    of fields that nobody types here, since only a signed address fills them. ``answers`` came so far, the last at
    ``last_at``.
    """

    workspace: str
    id: str
    token: str
    process_key: str
    open: bool
    name: str = ""
    password_hash: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    most: int | None = None
    once: bool = False
    lang: str = ""
    sites: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    answers: int = 0
    last_at: datetime | None = None

    @property
    def party(self) -> Party:
        """Whoever comes by it."""
        return f"link:{self.id}"

    @property
    def full(self) -> bool:
        return self.most is not None and self.answers >= self.most


_NAMES = [one.name for one in fields(PublicLink)][1:]
_COUNTED = frozenset({"answers", "last_at"})
COLUMNS = (PUBLIC_LINK.c.workspace_id, *(PUBLIC_LINK.c[name] for name in _NAMES))
"""What `read` reads of a row."""


def add(tx: Connection, link: PublicLink, now: datetime) -> None:
    tx.execute(insert(PUBLIC_LINK).values(workspace_id=link.workspace, created_at=now, **_values(link)))


def keep(tx: Connection, link: PublicLink) -> None:
    """Its conditions as they are from now on; what came by it is counted by `count` alone."""
    said = {name: value for name, value in _values(link).items() if name not in _COUNTED}
    tx.execute(update(PUBLIC_LINK).where(_this(link.workspace, link.id)).values(said))


def by_token(tx: Connection, token: str) -> PublicLink | None:
    return read(tx.execute(select(*COLUMNS).where(PUBLIC_LINK.c.token == token)).first())


def by_id(tx: Connection, workspace: str, link_id: str) -> PublicLink | None:
    return read(tx.execute(select(*COLUMNS).where(_this(workspace, link_id))).first())


def of_process(tx: Connection, workspace: str, process_key: str) -> list[PublicLink]:
    """Oldest first."""
    mine = and_(PUBLIC_LINK.c.workspace_id == workspace, PUBLIC_LINK.c.process_key == process_key)
    rows = tx.execute(select(*COLUMNS).where(mine).order_by(PUBLIC_LINK.c.created_at, PUBLIC_LINK.c.id))
    return [found for row in rows if (found := read(row))]


def set_open(tx: Connection, workspace: str, link_id: str, *, is_open: bool) -> None:
    tx.execute(update(PUBLIC_LINK).where(_this(workspace, link_id)).values(open=is_open))


def count(tx: Connection, link: PublicLink, case_id: str, who: Party, now: datetime) -> bool:
    """One more answer has come by the link; False, and nothing counted, where it takes no more.

    The link's row stays locked until the transaction ends, so ask for it late.
    """
    room = or_(PUBLIC_LINK.c.most.is_(None), PUBLIC_LINK.c.answers < PUBLIC_LINK.c.most)
    one_more = {"answers": PUBLIC_LINK.c.answers + 1, "last_at": now}
    if not tx.execute(update(PUBLIC_LINK).where(_this(link.workspace, link.id), room).values(one_more)).rowcount:
        return False
    came = {"workspace_id": link.workspace, "link_id": link.id, "case_id": case_id, "who": who, "at": now}
    tx.execute(insert(LINK_ANSWER).values(came))
    return True


def has_answered(tx: Connection, link: PublicLink, who: Party, case_id: str) -> bool:
    """Whether anything but this case came by the link from them. Certain once `count` has locked the link's row."""
    theirs = and_(LINK_ANSWER.c.who == who, LINK_ANSWER.c.case_id != case_id)
    return bool(tx.scalar(select(exists().where(_came_by(link), theirs))))


def since(tx: Connection, link: PublicLink, moment: datetime) -> int:
    """How many answers have come since then."""
    return (
        tx.scalar(select(func.count()).select_from(LINK_ANSWER).where(_came_by(link), LINK_ANSWER.c.at > moment)) or 0
    )


def _values(link: PublicLink) -> dict[str, Any]:
    said = {name: getattr(link, name) for name in _NAMES}
    return said | {"sites": list(link.sites), "sealed": list(link.sealed)}


def read(row: Any) -> PublicLink | None:
    if row is None:
        return None
    said = {name: getattr(row, name) for name in _NAMES}
    return PublicLink(row.workspace_id, **(said | {"sites": tuple(row.sites), "sealed": tuple(row.sealed)}))


def _this(workspace: str, link_id: str) -> Any:
    return and_(PUBLIC_LINK.c.workspace_id == workspace, PUBLIC_LINK.c.id == link_id)


def _came_by(link: PublicLink) -> Any:
    return and_(LINK_ANSWER.c.workspace_id == link.workspace, LINK_ANSWER.c.link_id == link.id)
