"""What we hand out and must get back unchanged: signed with the secret key, for one purpose each."""

import hashlib
from typing import Any

from itsdangerous import BadData, URLSafeSerializer


def sign(secret: str, purpose: str, value: Any) -> str:
    """A JSON value as text for an address or a form. Anybody can read it, nobody can change it."""
    return str(_signer(secret, purpose).dumps(value))


def signed(secret: str, purpose: str, text: str) -> Any:
    """The value that `sign` was given; None where the text is not ours, or was meant for something else."""
    try:
        return _signer(secret, purpose).loads(text)
    except BadData:
        return None


def _signer(secret: str, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(
        secret, f"formloom.{purpose}", signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    )
