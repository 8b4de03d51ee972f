"""Identities of rows: 26 characters (a ULID) that sort by the time they were made."""

import hashlib
import secrets
from datetime import datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
"""Characters."""


def new_id(now: datetime) -> str:
    """48 bits of milliseconds and 80 bits of chance, in Crockford's base 32."""
    number = (int(now.timestamp() * 1000) << 80) | secrets.randbits(80)
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def is_id(text: str) -> bool:
    """Could it be one of ours?"""
    return len(text) == LENGTH and set(text) <= set(_ALPHABET)


def same_id(*names: str) -> str:
    """Of the same length and letters, the same each time for the same names: of what may be made twice at once."""
    number = int.from_bytes(hashlib.sha256("\0".join(names).encode()).digest()[:17], "big") >> 6
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
