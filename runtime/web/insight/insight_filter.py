"""What an address of insight asks for: which requests, which period; and addresses that ask for the same and more."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from flask import request, url_for

from runtime.access import Actor
from runtime.engine.worktime import Calendar
from runtime.formats.charts import Span
from runtime.hours.office_hours import calendar
from runtime.insight import insights
from runtime.insight.insight_answers import BY
from runtime.insight.insights import View
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.connection.database import Connection
from runtime.store.forms import offers
from runtime.store.forms.offers import Offer
from runtime.store.insight import distributions
from runtime.store.insight.distributions import Selection
from runtime.store.processes import processes
from runtime.store.processes.processes import Published
from schemas.model.form import Field
from schemas.words import Words

SAID: Final = "said."
PERIODS: Final = (30, 90, 365)
USUAL: Final = 90
MOST_DAYS: Final = 9_999
"""As many as have four digits."""
KEPT: Final = ("process", "days", "from", "to", "channel", "customer", "outcome", "by", "from2", "to2")


@dataclass(frozen=True)
class Asked:
    """``args`` are what of the address is understood; ``compiled`` the version that names the steps of the process.

    ``customer`` is whose requests are looked at, None where all are, or where nobody is called so.
    """

    view: View
    args: Mapping[str, str]
    hours: Calendar
    all: tuple[Published, ...]
    compiled: Compiled | None
    customer: Offer | None = None

    @cached_property
    def dimensions(self) -> Mapping[str, Field]:
        return self.compiled.dimensions if self.compiled else {}

    @property
    def by(self) -> Mapping[str, Words]:
        """What one can look at requests by."""
        own = {key: one.title or Words({"en": key}) for key, one in self.dimensions.items()}
        return {**BY, **own}

    def address(self, endpoint: str, more: Mapping[str, Any] | None = None) -> str:
        return url_for(endpoint, **{**self.args, **(more or {})})


def asked(tx: Connection, actor: Actor, now: datetime, default: int = USUAL) -> Asked:
    """Whatever is wrong in an address is as if it were not there."""
    args = {key: value for key, value in request.args.items() if value and (key in KEPT or key.startswith(SAID))}
    hours = calendar(tx, actor.workspace)
    there = tuple(processes.catalogue(tx, actor.workspace))
    process = next((one for one in there if one.key == args.get("process")), None)
    compiled = deployment.version(tx, actor.workspace, process.version_id) if process else None
    days = int(args["days"]) if re.fullmatch("[1-9][0-9]{0,3}", args.get("days", "")) else default
    usual = insights.last_days(hours, now, days)
    span = _span(args.get("from"), args.get("to")) or usual
    whose = offers.customer(tx, actor.workspace, args["customer"]) if args.get("customer") else None
    customer = whose.key if whose else args.get("customer", "")
    chosen = Selection(
        actor.workspace,
        process.key if process else "",
        span.first,
        span.last,
        args.get("channel", ""),
        distributions.doubles(tx, actor.workspace, customer) if customer else (),
        args.get("outcome", ""),
        {key.removeprefix(SAID): value for key, value in args.items() if key.startswith(SAID)},
    )
    by = args.get("by", "@channel")
    view = View(chosen, insights.day_of(hours), by, _span(args.get("from2"), args.get("to2")))
    found = Asked(view, args, hours, there, compiled, whose)
    return found if by in found.by else replace(found, view=replace(view, by="@channel"))


def _span(first: str | None, last: str | None) -> Span | None:
    try:
        begins, ends = date.fromisoformat(first or ""), date.fromisoformat(last or "")
    except ValueError:
        return None
    return Span(begins.toordinal(), ends.toordinal()) if begins <= ends and begins.year > 1900 else None  # noqa: PLR2004 -- before that there were no forms


def narrowed(asked: Asked, days: Mapping[str, str]) -> Asked:
    """A part of the period, as the shapes of a chart name it: days counted from the first of the year 1."""
    first, last = (int(days[name]) if name in days else None for name in ("first", "last"))
    chosen = asked.view.chosen
    part = replace(
        chosen, first=first if first is not None else chosen.first, last=last if last is not None else chosen.last
    )
    return replace(asked, view=replace(asked.view, chosen=part))
