"""Secrets at rest: sealed with a key that only the house has, and another for each workspace."""

import base64
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from runtime.store import keys
from runtime.store.connection.database import Connection
from schemas.fields.secret import SEALED

_MARK: Final = f"{SEALED}1:"
_NONCE: Final = 12  # bytes
_KEY: Final = 32  # bytes


class Broken(Exception):
    """This was not sealed here, or somebody has altered it."""


def seal(tx: Connection, workspace: str, text: str) -> str:
    """Another each time, so that nobody sees that two secrets are the same."""
    nonce = secrets.token_bytes(_NONCE)
    hidden = AESGCM(_key(tx, workspace)).encrypt(nonce, text.encode(), _MARK.encode())
    return _MARK + base64.urlsafe_b64encode(nonce + hidden).decode()


def opened(tx: Connection, workspace: str, sealed: str) -> str:
    """The clear text. Raises Broken."""
    try:
        kept = base64.urlsafe_b64decode(sealed.removeprefix(_MARK))
        return AESGCM(_key(tx, workspace)).decrypt(kept[:_NONCE], kept[_NONCE:], _MARK.encode()).decode()
    except (ValueError, InvalidTag) as altered:
        raise Broken from altered


def _key(tx: Connection, workspace: str) -> bytes:
    derived = HKDF(SHA256(), _KEY, salt=None, info=f"secrets of {workspace}".encode())
    return derived.derive(keys.secret(tx).encode())
