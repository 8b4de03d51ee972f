"""The requests behind a figure: as many as it says. Whose name may not be known to the reader is counted and not named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from runtime.access import Actor, Permission
from runtime.formats import charts
from runtime.formats.sheet_writing import Cell, write_csv
from runtime.insight.insights import TABS
from runtime.processes import deployment, outcomes
from runtime.store.connection.database import Connection
from runtime.store.insight import drilldown
from runtime.store.insight.drilldown import BEHIND, Behind, Counted
from runtime.visibility import sight
from runtime.visibility.sight import Figure
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from runtime.web.insight import insight_filter
from runtime.web.insight.insight_filter import Asked
from schemas.words import Words

pages = Blueprint("figure_cases", __name__)

SHOWN: Final = 50
MOST: Final = 20_000
"""Rows of a list that is taken away."""
FIRST: Final = ("", 0, 0)
_NUMBER: Final = re.compile("[0-9]{1,9}")


@dataclass(frozen=True)
class Row:
    """``number`` is empty of what the reader may not know, ``end`` of what goes on. Administrators see ``figures``."""

    counted: Counted
    number: str
    state: Words
    end: Words | None
    figures: tuple[Figure, ...] = ()


@pages.get("/insights/cases")
@open_to(Permission.INSIGHT)
def index() -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        asked, of, which = _asked(tx, actor)
        total = drilldown.counted(tx, asked.view.chosen, of, which)
        found = drilldown.page(tx, asked.view.chosen, of, which, actor.party, _after(), SHOWN + 1)
        rows = [_row(tx, actor, one) for one in found[:SHOWN]]
    last = found[SHOWN - 1] if len(found) > SHOWN else None
    more = {"of": of, "which": which, **_days()}
    return render_template(
        "runtime/insight/figure_cases.html",
        asked=asked,
        of=of,
        total=total,
        rows=rows,
        more=more,
        after=f"{last.case.id}.{last.seq}.{last.part}" if last else "",
        outcome=outcomes.drawn(asked.compiled).get(asked.view.chosen.outcome, asked.view.chosen.outcome),
        length=lambda took: charts.text(took, "minutes", asked.view.day),
        tab=next((one for one in TABS if one == request.args.get("tab")), "overview"),
    )


@pages.get("/insights/cases.csv")
@open_to(Permission.INSIGHT)
def as_csv() -> Response:
    actor, lang = shell.actor(), shell.lang()

    def rows() -> Iterator[list[Cell]]:
        yield [_("Number"), _("Title"), _("Step"), _("Came in"), _("Done on"), _("Outcome"), _("Working minutes")]
        with shell.reading() as tx:
            asked, of, which = _asked(tx, actor)
            for one in drilldown.page(tx, asked.view.chosen, of, which, actor.party, FIRST, MOST):
                row, case = _row(tx, actor, one), one.case
                named = [row.number, case.title.in_(lang)] if row.number else ["", ""]
                ended = row.end.in_(lang) if row.end else ""
                yield [*named, row.state.in_(lang), case.opened_at, case.closed_at, ended, one.took]

    response = Response("".join(write_csv(rows())), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename="requests.csv")
    return response


def _asked(tx: Connection, actor: Actor) -> tuple[Asked, Behind, str]:
    """A part of a period comes as days."""
    asked = insight_filter.asked(tx, actor, shell.now())
    of: Behind = next((one for one in BEHIND if one == request.args.get("of")), "opened")
    return insight_filter.narrowed(asked, _days()), of, request.args.get("which", "")


def _days() -> dict[str, str]:
    return {name: value for name in ("first", "last") if _NUMBER.fullmatch(value := request.args.get(name, ""))}


def _after() -> tuple[str, int, int]:
    case, _, rest = request.args.get("after", "").partition(".")
    seq, _, part = rest.partition(".")
    return (case, int(seq), int(part)) if _NUMBER.fullmatch(seq) and _NUMBER.fullmatch(part) else FIRST


def _row(tx: Connection, actor: Actor, one: Counted) -> Row:
    compiled = deployment.version(tx, one.case.workspace, one.case.version_id)
    seen = one.seen or actor.may(Permission.ADMIN)
    stands = compiled.stands(one.case)
    shown = sight.rights(actor, compiled, one.case, ()) if actor.may(Permission.ADMIN) else {}
    return Row(
        one,
        one.case.number if seen else "",
        compiled.title(one.state) if one.state else stands,
        stands if one.case.ended else None,
        sight.figures(compiled, one.case.summary, shown),
    )
