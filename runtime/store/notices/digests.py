"""Messages that go out together, in one digest: a message of its own, sent and repeated like every other."""

from sqlalchemy import Connection, select, update

from runtime.store.connection.upserts import upsert
from runtime.store.notices import outbox
from runtime.store.notices.outbox import NOTHING, Message
from runtime.store.tables.tables import OUTBOX


def hold(tx: Connection, digest: Message) -> bool:
    """Make the digest, or find it as it waits; False where somebody has begun to send it, so that nothing more goes in.

    Whoever holds it keeps it from being sent until the commit.
    """
    made = upsert(tx, OUTBOX).values(outbox.row_of(digest))
    held = made.on_conflict_do_update(
        index_elements=["workspace_id", "id"], set_={"kind": made.excluded.kind}, where=OUTBOX.c.attempts == 0
    )
    return tx.execute(held.returning(OUTBOX.c.id)).first() is not None


def of(tx: Connection, workspace: str, digest_id: str) -> list[Message]:
    """What goes out in a digest, the oldest first."""
    found = select(OUTBOX).where(
        OUTBOX.c.workspace_id == workspace, OUTBOX.c.gathered_in == digest_id, OUTBOX.c.gathered_in != NOTHING
    )
    return [outbox.read(row) for row in tx.execute(found.order_by(OUTBOX.c.made_at, OUTBOX.c.id))]


def settle(tx: Connection, digest: Message) -> None:
    """What becomes of the digest becomes of everything in it."""
    same = {name: getattr(digest, name) for name in ("sent_at", "dead_at", "address", "error")}
    gathered = (
        OUTBOX.c.workspace_id == digest.workspace,
        OUTBOX.c.gathered_in == digest.id,
        OUTBOX.c.gathered_in != NOTHING,
    )
    tx.execute(update(OUTBOX).where(*gathered, OUTBOX.c.sent_at.is_(None)).values(same))
