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
    secret = tx.get_execution_options().get("secret")
    if not secret:
        raise RuntimeError("links need the secret key: open the database with Database(url, secret)")
    made = hmac.digest(secret.encode(), f"{purpose}:{row_id}".encode(), "sha256")
    return base64.urlsafe_b64encode(made[:24]).decode()


def seal(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
