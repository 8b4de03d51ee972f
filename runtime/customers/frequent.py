"""Customers who ask often: by a rule of the workspace, so many requests in so many days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from runtime.hours import elapsed
from runtime.hours.office_hours import calendar
from runtime.store.connection.database import Connection
from runtime.store.insight import distributions, insight_rules
from runtime.store.insight.insight_rules import Rule
from schemas.words import Words, words

LATELY: Final = 90
"""Days. What documents read is the same in every house, whatever the rule there."""
USUAL: Final = Rule("", 3, 90)
"""Until somebody says another."""


@dataclass(frozen=True)
class Standing:
    """``asked`` requests in the last ``days``; with ``number`` of them or more it is many."""

    asked: int
    number: int
    days: int

    @property
    def often(self) -> bool:
        return self.asked >= self.number

    @property
    def said(self) -> Words:
        said = words("{n} requests of this customer in {days} days", "该客户在 {days} 天内已提交 {n} 项申请")
        return said.formatted(n=str(self.asked), days=str(self.days))


def rule(tx: Connection, workspace: str, process: str = "") -> Rule:
    """The one of the process, or else that of the workspace, or else the usual one."""
    there = insight_rules.rules(tx, workspace)
    return there.get(process) or there.get("") or USUAL


def standing(tx: Connection, workspace: str, customer: str, now: datetime, process: str = "") -> Standing:
    """How often a customer has asked of late; with a ``process`` only for that."""
    by = rule(tx, workspace, process)
    today = elapsed.day(now, calendar(tx, workspace))
    ids = distributions.doubles(tx, workspace, customer)
    asked = insight_rules.asked(tx, workspace, ids, process, today - by.days + 1, today)
    return Standing(asked, by.number, by.days)


def lately(tx: Connection, workspace: str, customer: str, contact: str, now: datetime, *, fresh: bool) -> int:
    """What documents read as ``@customer_requests_90d``. ``fresh``: the request that it is about is not kept yet, and counts too.

    Of nobody in particular there is no other request.
    """
    today = elapsed.day(now, calendar(tx, workspace))
    known = (
        insight_rules.asked_for(tx, workspace, customer, contact, today - LATELY + 1, today)
        if customer or contact
        else 0
    )
    return known + fresh


def look(
    tx: Connection, workspace: str, customer: str | None, contact: str | None, *, fresh: bool
) -> Callable[[datetime], int]:
    """What the engine asks where a rule of the flow reads it."""
    return lambda now: lately(tx, workspace, customer or "", contact or "", now, fresh=fresh)
