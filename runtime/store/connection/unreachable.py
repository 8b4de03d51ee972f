"""When a database cannot be used at all: it is not there, is none of ours, or has an older shape."""

import re
from typing import Final

from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError, ProgrammingError

_NO_TABLE: Final = frozenset({"42P01", "42703"})
"""SQLSTATEs of PostgreSQL: an unknown table, an unknown column."""
_UNSHAPED: Final = re.compile("no such (table|column)")


def reason(error: Exception) -> str:
    """One line that says what helps; empty where it is something else that went wrong."""
    if isinstance(error, ArgumentError):
        return f"FORMLOOM_DATABASE_URL names no database: {error}"
    if not isinstance(error, DatabaseError) or type(error) not in {DatabaseError, OperationalError, ProgrammingError}:
        return ""
    if _UNSHAPED.search(str(error.orig)) or getattr(error.orig, "sqlstate", "") in _NO_TABLE:
        return "The database lacks tables of ours: `formloom migrate` makes them."
    if isinstance(error, ProgrammingError):
        return ""
    said = str(error.orig).strip().partition("\n")[0]
    return f"The database of FORMLOOM_DATABASE_URL cannot be used: {said}"
