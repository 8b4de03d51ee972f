"""What moves when two contacts become one. Journals say what was so then, and nothing of the kind."""

from sqlalchemy import Connection, delete, func, select, update

from runtime.store.tables.tables import (
    CASE_FILE,
    CONTACT,
    CUSTOMER,
    FIGURE_CASE,
    NAME_WORD,
    PORTAL_LINK,
    PORTAL_SESSION,
    TASK,
)

_PARTY = "contact:"


def asked_in(tx: Connection, workspace: str, contact_id: str) -> int:
    """In how many requests the contact has something to do."""
    theirs = (TASK.c.workspace_id == workspace, TASK.c.party == f"{_PARTY}{contact_id}", TASK.c.open)
    return int(tx.execute(select(func.count(func.distinct(TASK.c.case_id))).where(*theirs)).scalar_one())


def move_all(tx: Connection, workspace: str, old: str, survivor: str) -> None:
    """Requests, and for whom they speak. Whoever acts on one of these requests just now has to look at it again."""
    for name, was, now in (
        ("contact_id", old, survivor),
        ("requester", f"{_PARTY}{old}", f"{_PARTY}{survivor}"),
        ("filer", f"{_PARTY}{old}", f"{_PARTY}{survivor}"),
    ):
        mine = (CASE_FILE.c.workspace_id == workspace, CASE_FILE.c[name] == was)
        tx.execute(update(CASE_FILE).where(*mine).values({name: now, "version": CASE_FILE.c.version + 1}))
    for table in (FIGURE_CASE, CUSTOMER):
        mine = (table.c.workspace_id == workspace, table.c.contact_id == old)
        tx.execute(update(table).where(*mine).values(contact_id=survivor))


def retire(tx: Connection, workspace: str, old: str, survivor: str) -> None:
    """The contact ``old`` only leads to ``survivor`` any more: no browser is in as them, and nobody finds them."""
    this = (CONTACT.c.workspace_id == workspace, CONTACT.c.id == old)
    tx.execute(update(CONTACT).where(*this).values(merged_into=survivor, active=False, customer_id=None))
    led = (CONTACT.c.workspace_id == workspace, CONTACT.c.merged_into == old)
    tx.execute(update(CONTACT).where(*led).values(merged_into=survivor))
    for table in (PORTAL_LINK, PORTAL_SESSION):
        tx.execute(delete(table).where(table.c.workspace_id == workspace, table.c.contact_id == old))
    words = (NAME_WORD.c.workspace_id == workspace, NAME_WORD.c.kind == "contact", NAME_WORD.c.target_id == old)
    tx.execute(delete(NAME_WORD).where(*words))
