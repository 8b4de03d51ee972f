"""Who is away when, and who acts for them then. What is asked about it is a form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from runtime.access import Actor, Permission, require
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.people import absences, people
from runtime.store.people.absences import Absence
from runtime.store.people.people import Person
from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.filling.answers import Checker, Reading
from schemas.model.form import Field, Form
from schemas.problem import Problem, pointer
from schemas.words import Words, words


def absence_form(everybody: Sequence[Person], person_id: str) -> Form:
    """What is asked about one absence of a person."""
    others = [one for one in everybody if one.active and one.id != person_id]
    offered = tuple(Choice(one.id, Words({"en": one.name})) for one in others)
    return asking(
        Field("begins", "date", words("Away from", "开始日期"), required=True),
        Field("ends", "date", words("Up to and including", "结束日期（含当日）"), required=True),
        Field(
            "deputy",
            "choice",
            words("Who acts in their place?", "由谁代理"),
            words(
                "They are asked instead, by name, in everything that begins in this time.",
                "期间新产生的待办由其代为办理，留痕中会注明。",
            ),
            required=True,
            options={"look": "select", **({"choices": offered} if offered else {})},
        ),
    )


def plan(tx: Connection, actor: Actor, person_id: str, raw: Mapping[str, Any], now: datetime) -> Reading:
    """Another absence. Where there are problems nothing is kept.

    Raises:
        Denied: it is about somebody else, and the actor is no administrator.
        Missing: there is no such person.
    """
    _may(actor, person_id)
    everybody = people.everybody(tx, actor.workspace)
    if not any(one.id == person_id and one.active for one in everybody):
        raise Missing(person_id)
    checker = Checker(absence_form(everybody, person_id))
    reading = checker.read(raw, checker.writable)
    if reading.problems:
        return reading
    said, zone = reading.answers, zone_of(tx)
    begins, ends = date.fromisoformat(said["begins"]), date.fromisoformat(said["ends"]) + timedelta(days=1)
    absence = Absence(
        actor.workspace,
        person_id,
        new_id(now),
        _midnight(begins, zone),
        _midnight(ends, zone),
        said["deputy"],
        actor.party,
    )
    wrong = _wrong(absence, absences.of_person(tx, actor.workspace, person_id, now), now)
    if wrong:
        return replace(reading, problems=(wrong,))
    absences.forget_over(tx, actor.workspace, person_id, now)
    absences.add(tx, absence)
    return reading


def end(tx: Connection, actor: Actor, person_id: str, absence_id: str, now: datetime) -> None:
    """They are back, or do not go at all.

    Raises:
        Denied: it is about somebody else, and the actor is no administrator.
        Missing: there is no such absence, or it is over.
    """
    _may(actor, person_id)
    there = absences.of_person(tx, actor.workspace, person_id, now)
    found = next((one for one in there if one.id == absence_id), None)
    if found is None:
        raise Missing(absence_id)
    absences.end(tx, found, now)


def last_day(absence: Absence, zone: ZoneInfo) -> date:
    """The last one on which they are away."""
    return (absence.ends_at.astimezone(zone) - timedelta(seconds=1)).date()


def zone_of(tx: Connection) -> ZoneInfo:
    return ZoneInfo(tx.get_execution_options().get("zone", "UTC"))


def _may(actor: Actor, person_id: str) -> None:
    require(actor, Permission.USE if actor.party == f"person:{person_id}" else Permission.ADMIN)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _wrong(absence: Absence, others: Sequence[Absence], now: datetime) -> Problem | None:
    if absence.ends_at <= absence.begins_at:
        return Problem("absence.order", pointer("ends"))
    if absence.ends_at <= now:
        return Problem("absence.over", pointer("ends"))
    if any(one.begins_at < absence.ends_at and absence.begins_at < one.ends_at for one in others):
        return Problem("absence.twice", pointer("begins"))
    return None
