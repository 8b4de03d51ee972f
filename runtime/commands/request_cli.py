"""Commands about requests that run: moving them to another version of their process, rescuing one that is stuck."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import click

from runtime import lifecycle
from runtime.access import Actor, Denied
from runtime.asking import Rejected
from runtime.background import worker
from runtime.commands.command_line import WRONG_CALL
from runtime.commands.operator_cli import FINE, PROBLEMS, settled
from runtime.lifecycle import NotAllowedHere, Rescue
from runtime.people import accounts
from runtime.rescue import case_migration
from runtime.rescue.case_migration import Carried, Passengers
from runtime.rescue.migration_check import Fit
from runtime.settings import Settings
from runtime.store.connection.database import Database
from runtime.store.missing import Missing
from runtime.store.people import people
from schemas.messages.problem_words import say

_AS: Final = click.option("--as", "email", required=True, help="The administrator who does it, by e-mail address.")


class _Wrong(Exception):
    """It was called wrongly; the text says how."""


@click.command("migrate-requests")
@click.argument("process")
@click.option("--from", "source", type=int, required=True, help="The number of the version that they run by.")
@click.option("--to", "target", type=int, required=True, help="The number of the version that they go on by.")
@click.option("--state", default="", help="Only those that stand there.")
@click.option("--rename", multiple=True, metavar="OLD=NEW", help="What a state of the one is called in the other.")
@_AS
@click.option("--yes", is_flag=True, help="Move them; without it they are only looked at.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@settled
def migrate_requests(settings: Settings, **given: Any) -> int:
    """Move the running requests of a process to another version of it; each for itself, with a report."""
    with _opened(settings, given["email"]) as (database, actor):
        names = dict(one.partition("=")[::2] for one in given["rename"])
        wanted = Passengers(actor, given["process"], given["source"], given["target"], given["state"], names)
        return _migrate(database, wanted, moves=given["yes"], as_json=given["as_json"])


@click.command("rescue")
@click.argument("request")
@click.argument("do", type=click.Choice(["reassign", "place", "skip", "cancel", "reopen", "retry"]))
@click.option("--reason", required=True, help="Kept in the journal.")
@click.option("--state", default="", help="Where; without it where it is stuck, or else first stands.")
@click.option("--who", default="", help="In whose place, as person:ID.")
@click.option("--to", default="", help="A person by address, or a state.")
@click.option("--move", default="", help="What is taken in somebody's place.")
@_AS
@settled
def rescue(settings: Settings, **given: Any) -> int:
    """Do to one request (by its id) what an administrator may, with a reason."""
    with _opened(settings, given.pop("email")) as (database, actor):
        asked = Rescue(actor, given.pop("request"), given.pop("do"), given.pop("reason"), **given)
        try:
            with database.writing() as tx:
                case = lifecycle.rescue(tx, asked, worker.now()).case
        except NotAllowedHere as conflict:
            click.echo(say(conflict.problem, actor.lang), err=True)
            return PROBLEMS
        click.echo(f"{case.number}: {case.ended or case.state}")
        return FINE


@contextmanager
def _opened(settings: Settings, email: str) -> Iterator[tuple[Database, Actor]]:
    """The database, and who acts. Whatever is named and is not there leaves with the status of a wrong call."""
    database = Database(settings.database_url, settings.secret_key, settings.zone)
    try:
        yield database, _actor(database, email)
    except Missing as missing:
        click.echo(f"There is no such thing: {missing}", err=True)
        raise SystemExit(WRONG_CALL) from None
    except (_Wrong, Denied) as wrong:
        click.echo(str(wrong), err=True)
        raise SystemExit(WRONG_CALL) from None
    except Rejected as rejected:
        click.echo("; ".join(say(one, "en") for one in rejected.problems), err=True)
        raise SystemExit(WRONG_CALL) from None
    finally:
        database.close()


def _actor(database: Database, email: str) -> Actor:
    with database.reading() as tx:
        known = [one for one in people.by_email(tx, email.strip().lower()) if one.active]
    if not known:
        raise _Wrong(f"There is nobody with the address {email}.")
    return accounts.actor_of(known[0])


def _migrate(database: Database, wanted: Passengers, *, moves: bool, as_json: bool) -> int:
    lang, fits, done = wanted.actor.lang, list(_looked_at(database, wanted)), Carried()
    if moves:
        done = case_migration.carry_all(database, wanted, worker.now())
        while done.after:
            done += case_migration.carry_all(database, wanted, worker.now(), after=done.after)
    refused = [{"case": one[1], "number": one[0], "why": say(one[2], lang)} for one in done.refused]
    if as_json:
        looked = [_told(one, lang) for one in fits]
        click.echo(json.dumps({"cases": looked, "moved": done.moved, "refused": refused}, ensure_ascii=False))
    else:
        for fit in fits:
            _say(fit, lang)
        for one in refused:
            click.echo(f"{one['number']} stays: {one['why']}", err=True)
        click.echo(
            f"{done.moved} of {len(fits)} moved." if moves else f"{len(fits)} looked at, none moved: --yes moves."
        )
    stays = refused if moves else [fit for fit in fits if fit.problems]
    return PROBLEMS if stays else FINE


def _looked_at(database: Database, wanted: Passengers) -> Iterator[Fit]:
    after = None
    while after != "":
        with database.reading() as tx:
            found = case_migration.look(tx, wanted, worker.now(), after or "")
        yield from found.fits
        after = found.after


def _told(fit: Fit, lang: str) -> dict[str, Any]:
    return {
        "case": fit.case.id,
        "number": fit.case.number,
        "state": fit.case.state,
        "fits": not fit.problems,
        "problems": [say(one, lang) for one in fit.problems],
        "changes": [one.in_(lang) for one in fit.changes],
    }


def _say(fit: Fit, lang: str) -> None:
    said = [say(one, lang) for one in fit.problems] or [one.in_(lang) for one in fit.changes] or ["nothing changes"]
    click.echo(f"{fit.case.number} ({fit.state.in_(lang)}): {'cannot move' if fit.problems else 'moves'}")
    for one in said:
        click.echo(f"  {one}")
