"""A little work that a browser does where very many answers come in at once: dear for a machine that sends thousands.

Its twin is `frontend/src/fill/work.js`.
"""

import hashlib
from typing import Final

BITS: Final = 16
"""So many leading zeros: about 65,000 attempts, a second on a phone."""

LONGEST: Final = 12
"""Characters of a solution."""


def challenge(page: str, key: str) -> str:
    """What is to be solved: of this page and for this one form that is sent, so that no solution serves twice."""
    return hashlib.sha256(f"{page}:{key}".encode()).hexdigest()[:32]


def solves(task: str, solution: str) -> bool:
    """Whether the SHA-256 of the two begins with enough zeros."""
    if not 0 < len(solution) <= LONGEST:
        return False
    found = hashlib.sha256(f"{task}:{solution}".encode()).digest()
    return int.from_bytes(found, "big") >> (256 - BITS) == 0
