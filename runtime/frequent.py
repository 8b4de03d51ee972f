"""Customers who ask often: by a rule of the workspace, so many requests in so many days."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from runtime import elapsed
from runtime.office_hours import calendar
from runtime.store import insight_rules, spreads
from runtime.store.database import Connection
from runtime.store.insight_rules import Rule
from schemas.words import Words, words

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
        said = words("{n} requests of this customer in {days} days", "该客户在 {days} 天内已提交 {n} 个申请")
        return said.formatted(n=str(self.asked), days=str(self.days))


def rule(tx: Connection, workspace: str, process: str = "") -> Rule:
    """The one of the process, or else that of the workspace, or else the usual one."""
    there = insight_rules.rules(tx, workspace)
    return there.get(process) or there.get("") or USUAL


def standing(tx: Connection, workspace: str, customer: str, now: datetime, process: str = "") -> Standing:
    """How often a customer has asked of late; with a ``process`` only for that."""
    by = rule(tx, workspace, process)
    today = elapsed.day(now, calendar(tx, workspace))
    ids = spreads.doubles(tx, workspace, customer)
    asked = insight_rules.asked(tx, workspace, ids, process, today - by.days + 1, today)
    return Standing(asked, by.number, by.days)
