"""Tokens that open one thing without an account. They can be made again from the row's id; nobody can guess them."""

import base64
import hashlib
import hmac

from sqlalchemy import Connection


def token(tx: Connection, purpose: str, row_id: str) -> str:
    """32 characters for an address, the same each time for the same row, purpose and secret key.

    Raises:
        RuntimeError: the database was opened without the secret.
    """
    made = hmac.digest(secret(tx).encode(), f"{purpose}:{row_id}".encode(), "sha256")
    return base64.urlsafe_b64encode(made[:24]).decode()


def secret(tx: Connection) -> str:
    """The secret key of the house.

    Raises:
        RuntimeError: the database was opened without it.
    """
    known = tx.get_execution_options().get("secret")
    if not known:
        raise RuntimeError("this needs the secret key: open the database with Database(url, secret)")
    return str(known)


def short(tx: Connection, purpose: str, row_id: str) -> str:
    """12 small letters and digits that somebody can type from a sheet of paper: for what is public anyway."""
    made = base64.urlsafe_b64decode(token(tx, purpose, row_id))
    return base64.b32encode(made)[:12].decode().lower()


def seal(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
