"""The working time of a workspace: what an administrator says is what deadlines are counted by, at once and ever after."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime import lifecycle
from runtime.access import Denied
from runtime.background import clock
from runtime.hours import day_lines, office_hours, public_holidays, working_hours
from runtime.lifecycle import Decision, Submission
from runtime.processes import deployment
from runtime.store.cases import cases, journal
from runtime.store.cases.cases import Case
from runtime.store.people import calendars
from runtime.store.people.calendars import Span
from runtime.store.processes import processes
from schemas.document import load
from tests.runtime.office import ANSWERS, CHANGE, World

WEEK = {"workdays": ["0", "1", "2", "3", "4"], "day_start": "09:00", "day_end": "18:00", "zone": "installation"}


@pytest.fixture
def counted(world: World) -> World:
    """Its board is reminded after two working days, and the analysis is warned two working days before a day."""
    document = json.loads(json.dumps(CHANGE))
    analysis, board = document["flow"]["states"][:2]
    board["deadlines"] = [{"after": "P2WD", "do": "remind"}]
    analysis["deadlines"] = [{"after": "-P2WD", "since": "day", "do": "remind"}, {"after": "P1D", "do": "remind"}]
    document["form"]["schema"]["properties"]["day"] = {"type": "string", "format": "date", "title": "Day"}
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(document), "person:x", world.now)
    return world


def say(world: World, year: int = 2026, **said: Any) -> int:
    """The version of the working time that this makes."""
    with world.database.writing() as tx:
        kept = working_hours.keep(tx, world.actor("ada"), year, {**WEEK, **said}, world.now)
        assert kept.reading.problems == ()
    with world.database.reading() as tx:
        return calendars.version(tx, world.workspace)


def due(case: Case) -> list[str]:
    return [f"{one.due:%m-%d %H:%M}" for one in sorted(case.timers, key=lambda one: one.due)]


def test_a_change_counts_for_the_very_next_decision(counted: World) -> None:
    first = counted.at_board()
    assert due(counted.case(first)) == ["03-04 09:00"]  # Monday to Wednesday
    say(counted, holidays="2026-03-03 A holiday\n2026-03-05 – 2026-03-06 Two more", make_up="2026-03-07")
    second = counted.at_board()
    assert due(counted.case(second)) == ["03-07 09:00"]  # Wednesday and the Saturday that is worked


def test_it_costs_no_statement(counted: World, statements: list[str]) -> None:
    def spent() -> tuple[int, int]:
        statements.clear()
        case_id = counted.submit().case_id
        filing = len(statements)
        task = counted.task(case_id, counted.party("lea"))
        statements.clear()
        counted.carry_out(Decision(counted.actor("lea"), task.id, "send", raw={"price": 100}))
        return filing, len(statements)

    spent()
    usual = spent()
    say(counted, holidays="2026-03-03")
    spent()  # the new version is read once
    assert spent() == usual


def test_open_requests_are_counted_anew(counted: World) -> None:
    """Later and earlier; the to-do moves along, and the request itself does not change."""
    case_id = counted.at_board()
    before = counted.case(case_id)
    say(counted, holidays="2026-03-03")
    assert clock.recount(counted.database, counted.now) == 1
    after = counted.case(case_id)
    assert due(after) == ["03-05 09:00"]
    assert {task.due_at for task in counted.tasks(case_id)} == {datetime(2026, 3, 5, 9, tzinfo=UTC)}
    assert (after.version, after.journal_head, after.position) == (before.version, before.journal_head, before.position)
    assert clock.recount(counted.database, counted.now) == 0
    say(counted, workdays=["0", "1", "2", "3", "4", "5", "6"])
    assert clock.recount(counted.database, counted.now) == 1
    assert due(counted.case(case_id)) == ["03-04 09:00"]
    counted.decide(case_id, "bo", "approve", case_version=before.version)


def test_a_request_that_was_filed_after_the_change_is_not_counted_again(counted: World) -> None:
    say(counted, holidays="2026-03-03")
    counted.at_board()
    assert clock.recount(counted.database, counted.now) == 0


def test_until_then_nothing_is_early(counted: World) -> None:
    """The timer was set before the holiday was known, and nobody has counted it anew."""
    case_id = counted.at_board()
    say(counted, holidays="2026-03-03 – 2026-03-06")
    counted.wait(days=2)
    clock.fire_due(counted.database, counted.now)
    assert due(counted.case(case_id)) == ["03-10 09:00"]
    with counted.database.reading() as tx:
        assert "reminded" not in [entry.kind for entry in journal.of_case(tx, counted.workspace, case_id)]


def test_counted_back_from_a_date_and_moved_with_it(counted: World) -> None:
    with counted.database.writing() as tx:
        submission = Submission(counted.visitor, "change", {**ANSWERS, "day": "2026-03-20"})
        case_id = lifecycle.submit(tx, submission, counted.now).case_id
    assert due(counted.case(case_id)) == ["03-03 09:00", "03-18 09:00"]
    say(counted, holidays="2026-03-18 – 2026-03-19")
    clock.recount(counted.database, counted.now)
    assert due(counted.case(case_id)) == ["03-03 09:00", "03-16 09:00"]


def test_hours_and_zone(counted: World) -> None:
    say(counted, zone="Asia/Shanghai", day_start="08:00", day_end="17:00")
    case_id = counted.at_board()  # Monday 9:00 in UTC is five in the afternoon in Shanghai: work is over
    assert due(counted.case(case_id)) == ["03-05 00:00"]


def test_only_administrators_change_it(world: World) -> None:
    with world.database.writing() as tx, pytest.raises(Denied):
        working_hours.keep(tx, world.actor("dan"), 2026, WEEK, world.now)


def test_what_changes_nothing_makes_no_version(world: World) -> None:
    assert say(world, holidays="2026-03-03 One") == 1
    assert say(world, holidays=" 2026/3/3  One ") == 1
    assert say(world, 2027, holidays="2027-03-03") == 2
    with world.database.reading() as tx:
        assert len(calendars.working_time(tx, world.workspace).days) == 2  # each year keeps its own


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"holidays": "the first of May"}, "calendar.line"),
        ({"holidays": "2026-02-30"}, "calendar.line"),
        ({"holidays": "2025-12-31"}, "calendar.other-year"),
        ({"make_up": "2026-10-08 – 2026-10-01"}, "calendar.span"),
        ({"make_up": "2026-01-01 – 2026-12-31"}, "calendar.span"),
        ({"day_end": "09:30"}, "calendar.hours"),
        ({"day_end": "08:00"}, "calendar.hours"),
        ({"workdays": []}, "answer.required"),
        ({"workdays": ["7"]}, "answer.not-a-choice"),
        ({"zone": "Mars/Olympus"}, "answer.not-a-choice"),
    ],
)
def test_what_cannot_be_is_said_and_not_kept(world: World, said: dict[str, Any], code: str) -> None:
    with world.database.writing() as tx:
        proposal = working_hours.keep(tx, world.actor("ada"), 2026, {**WEEK, **said}, world.now)
        assert [problem.code for problem in proposal.reading.problems] == [code]
        assert calendars.version(tx, world.workspace) == calendars.NO_VERSION


@pytest.mark.parametrize(
    ("line", "first", "last", "name"),
    [
        ("2026-10-01 – 2026-10-08 National Day", "2026-10-01", "2026-10-08", "National Day"),
        ("2026年10月1日至10月8日 国庆节", "2026-10-01", "2026-10-08", "国庆节"),
        ("10-01 - 10-08", "2026-10-01", "2026-10-08", ""),
        ("10.1~10.8：国庆", "2026-10-01", "2026-10-08", "国庆"),
        ("2026/5/1 to 2026/5/3 May", "2026-05-01", "2026-05-03", "May"),
        ("12-30 – 1-3 Year's end", "2026-12-30", "2027-01-03", "Year's end"),
        ("2026-06-19 7 dragons", "2026-06-19", "2026-06-19", "7 dragons"),
    ],
)
def test_days_as_people_write_them(line: str, first: str, last: str, name: str) -> None:
    (span,) = day_lines.read(line, 2026, "", works=False).spans
    assert (str(span.first), str(span.last), span.name) == (first, last, name)


names = st.text(st.characters(categories=("L", "Nd", "P")), max_size=20).filter(
    lambda name: not name or name[0].isalpha()
)
spans = st.builds(
    lambda first, length, name, works: Span(first, first + timedelta(days=length), name, works),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, day_lines.LONGEST),
    names.filter(lambda name: not name.startswith(("to", "至", "到"))),
    st.booleans(),
)


@given(st.lists(spans, max_size=5))
def test_what_is_written_is_read(written: list[Span]) -> None:
    for works in (True, False):
        some = sorted(span for span in written if span.works == works)
        assert list(day_lines.read(day_lines.write(some), 2026, "", works=works).spans) == some


def test_the_holidays_of_a_country() -> None:
    known = public_holidays.spans("CN", 2026, "zh-Hans")
    calendar = office_hours.made(calendars.WorkingTime("W", days=known), "Asia/Shanghai")
    assert [calendar.works(date(2026, 10, day)) for day in (1, 5, 7, 8, 10, 11)] == [False] * 3 + [True, True, False]
    assert calendar.works(date(2026, 2, 14))  # a Saturday before the Spring Festival
    assert "国庆节" in {span.name for span in known}
    assert "National Day" in {span.name for span in public_holidays.spans("CN", 2026, "en")}
    with pytest.raises(KeyError):
        public_holidays.spans("XX", 2026, "en")


def test_filling_in_keeps_nothing_and_other_years(world: World) -> None:
    say(world, 2025, holidays="2025-03-03 Ours")
    with world.database.reading() as tx:
        present = calendars.working_time(tx, world.workspace)
    values = working_hours.filled(present, 2026, "DE", "en")
    assert "2026-05-01 Labor Day" in values["holidays"]
    proposed = working_hours.propose(present, 2026, values).working_time
    assert proposed is not None
    assert "Ours" in {span.name for span in proposed.days}
    with world.database.reading() as tx:
        assert calendars.working_time(tx, world.workspace) == present


def test_one_workspace_knows_nothing_of_another(world: World) -> None:
    say(world, holidays="2026-03-03")
    with world.database.reading() as tx:
        assert not office_hours.calendar(tx, world.workspace).works(date(2026, 3, 3))
        assert office_hours.calendar(tx, "another").works(date(2026, 3, 3))
        assert processes.process(tx, world.workspace, "change") is not None
        assert cases.miscounted(tx, ("", ""), 10) == []
