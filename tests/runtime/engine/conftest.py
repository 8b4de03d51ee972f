"""A small office: a board of three, two leads, and a client."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from runtime.engine.facts import Facts

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@dataclass
class Office:
    """A directory whose groups a test may change."""

    groups: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {"board": ("person:a", "person:b", "person:c"), "leads": ("person:x", "person:y")}
    )
    managers: dict[str, str] = field(default_factory=lambda: {"person:r": "person:boss", "person:a": "person:boss"})
    deputies: dict[str, str] = field(default_factory=dict)
    """Of those who are absent."""

    def group(self, key: str) -> tuple[str, ...]:
        return self.groups.get(key, ())

    def person(self, key: str) -> str | None:
        return f"person:{key}" if key in "abcdefghrxy" else None

    def manager_of(self, party: str) -> str | None:
        return self.managers.get(party)

    def deputy_of(self, party: str, now: datetime) -> str | None:
        del now
        return self.deputies.get(party)

    def name(self, party: str) -> str:
        return party


@pytest.fixture
def now() -> datetime:
    return NOON


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def facts(office: Office) -> Callable[..., Facts]:
    def made(answers: Mapping[str, Any] | None = None, contact: str | None = "contact:c") -> Facts:
        return Facts(dict(answers or {}), "person:r", contact, office)

    return made
