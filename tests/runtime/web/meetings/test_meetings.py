"""A board meets: its agenda, who is here, votes that go back to each request, and minutes that stay as they were."""

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest

from runtime.engine.worktime import Calendar
from runtime.files.storeroom import Folder
from runtime.meetings import meeting_minutes, meetings
from runtime.meetings.meeting_days import next_meeting
from runtime.proof.verify import verify
from runtime.store.cases import journal
from runtime.store.meetings import agenda_rows, meeting_rows
from runtime.store.meetings.meeting_rows import Meeting, Series
from runtime.store.notices import outbox
from tests.runtime.office import MONDAY, World
from tests.runtime.web.conftest import Visitor

Come = Callable[[str], Visitor]


@pytest.fixture
def series(world: World, sign_in: Come) -> str:
    """The board meets every two weeks; Bo leads, Lea writes. The id of its first meeting."""
    said = {
        "title": "Change board",
        "group_key": "board",
        "first_on": "2026-03-03",
        "clock": "14:00",
        "length": "60",
        "quorum": "2",
        "weeks": "2",
        "on_holiday": "move",
        "place": "Room 4",
        "chair": world.party("bo"),
        "secretary": world.party("lea"),
    }
    assert sign_in("ada").fill("/meetings/series/new", said).status_code == 303
    return planned(world)[0].id


def planned(world: World) -> list[Meeting]:
    with world.database.reading() as tx:
        return meeting_rows.to_come(tx, world.workspace, 20)


def meeting(world: World, meeting_id: str) -> Meeting:
    with world.database.reading() as tx:
        return meeting_rows.meeting(tx, world.workspace, meeting_id)


def items(world: World, meeting_id: str) -> list[agenda_rows.Item]:
    with world.database.reading() as tx:
        return [item for item, _ in agenda_rows.of_meeting(tx, world.workspace, meeting_id)]


def lines(world: World, case_id: str, kind: str) -> list[journal.Entry]:
    with world.database.reading() as tx:
        return [one for one in journal.of_case(tx, world.workspace, case_id) if one.kind == kind]


def opened(
    world: World, lea: Visitor, meeting_id: str, *cases: str, here: tuple[str, ...] = ("bo", "bea", "ben")
) -> None:
    """Lea has these requests on the agenda, opens the meeting, and says who is here."""
    path = f"/meetings/{meeting_id}"
    lea.get(path)
    assert lea.post(f"{path}/agenda", {"case": list(cases)}).status_code == 303
    assert lea.post(f"{path}/begin").status_code == 303
    said = {f"at.{world.party(name)}": "present" if name in here else "excused" for name in ("bo", "bea", "ben")}
    answer = lea.post(f"{path}/people", {**said, "version": str(meeting(world, meeting_id).version)})
    assert answer.status_code == 303


def ballot(lea: Visitor, meeting_id: str, item_id: str) -> dict[str, Any]:
    """What the page of the meeting says of an item, to be sent back."""
    page = lea.get(f"/meetings/{meeting_id}").text
    part = page[page.index(f'id="item-{item_id}"') :]
    seen = re.search(r'name="seen" value="([^"]*)"', part)
    return {
        "seen": seen[1] if seen else "",
        "able": re.findall(r'name="able" value="([^"]*)"', part.split("</article>")[0]),
    }


def vote(world: World, lea: Visitor, meeting_id: str, said: dict[str, str], **more: Any) -> Any:
    item = items(world, meeting_id)[0]
    votes = {f"vote.{world.party(name)}": move for name, move in said.items()}
    kept = more.pop("kept", None) or ballot(lea, meeting_id, item.id)
    return lea.post(f"/meetings/{meeting_id}/items/{item.id}/votes", {**kept, **votes, **more})


@pytest.mark.parametrize(
    ("first", "on_holiday", "days_off", "expected"),
    [
        ("2026-03-03", "move", (), "2026-03-03"),
        ("2026-02-17", "move", (), "2026-03-03"),
        ("2026-02-10", "move", (), "2026-03-10"),
        ("2026-03-03", "move", ("2026-03-03",), "2026-03-04"),
        ("2026-03-03", "move", ("2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"), "2026-03-09"),
        ("2026-03-03", "skip", ("2026-03-03",), "2026-03-17"),
        ("2026-03-07", "skip", (), "2026-03-07"),
    ],
)
def test_a_series_respects_holidays(first: str, on_holiday: Any, days_off: tuple[str, ...], expected: str) -> None:
    calendar = Calendar(holidays=frozenset(map(date.fromisoformat, days_off)))
    made = Series(
        "w", "s", "Board", "board", 2, date.fromisoformat(first), "14:00", 60, 2, "", "", on_holiday=on_holiday
    )
    found = next_meeting(made, calendar, MONDAY, frozenset())
    assert found is not None
    assert f"{found[1]:%Y-%m-%d %H:%M}" == f"{expected} 14:00"


@pytest.mark.usefixtures("series")
def test_a_series_always_has_a_next_meeting_and_only_one(world: World) -> None:
    assert [f"{one.begins_at:%m-%d}" for one in planned(world)] == ["03-03"]
    assert meetings.arrange_due(world.database, world.now) == 0
    later = world.now + timedelta(days=2)
    assert [meetings.arrange_due(world.database, later) for _ in range(2)] == [1, 0]
    assert [f"{one.begins_at:%m-%d}" for one in planned(world)] == ["03-03", "03-17"]
    assert [one.number for one in planned(world)] == ["M-2026-01", "M-2026-02"]


def test_those_invited_find_it_and_nobody_else_does(series: str, sign_in: Come) -> None:
    for name in ("bo", "bea", "lea", "ada"):
        page = sign_in(name).get("/meetings")
        assert "Change board" in page.text
        assert 'href="/meetings"' in page.text
        assert sign_in(name).get(f"/meetings/{series}").status_code == 200
    dan = sign_in("dan")
    assert "Change board" not in dan.get("/meetings").text
    assert dan.get(f"/meetings/{series}").status_code == 404
    assert dan.get(f"/meetings/{series}/invitation.ics").status_code == 404
    told = sign_in("ben").get("/notices").text
    assert "Invitation to meeting M-2026-01" in told
    assert "Begins: Mar 3, 2026 14:00 (UTC)" in told
    file = sign_in("ben").get(f"/meetings/{series}/invitation.ics")
    assert "DTSTART:20260303T140000Z\r\n" in file.text
    assert all(len(line.encode()) <= 75 for line in file.text.split("\r\n"))


def test_what_waits_for_the_group_is_suggested_put_on_and_ordered(world: World, series: str, sign_in: Come) -> None:
    cases = [world.at_board(), world.at_board()]
    lea = sign_in("lea")
    page = lea.get(f"/meetings/{series}").text
    assert all(f'value="{case_id}"' in page for case_id in cases)
    lea.post(f"/meetings/{series}/agenda", {"case": cases, "length": "15"})
    lea.post(f"/meetings/{series}/agenda", {"subject": "Holiday plans"})
    assert [item.title.split()[-1] for item in items(world, series)] == ["door", "door", "plans"]
    assert lea.post(f"/meetings/{series}/agenda", {"case": cases[:1]}).status_code == 422
    last = items(world, series)[-1]
    lea.post(f"/meetings/{series}/items/{last.id}", {"do": "up"})
    assert [item.title for item in items(world, series)][1] == "Holiday plans"
    lea.post(f"/meetings/{series}/items/{last.id}", {"do": "off"})
    assert [item.length for item in items(world, series)] == [15, 15]
    assert [one.body["meeting"] for one in lines(world, cases[0], "tabled")] == ["M-2026-01"]
    bea = sign_in("bea")
    bea.get(f"/meetings/{series}")
    assert bea.post(f"/meetings/{series}/items/{items(world, series)[0].id}", {"do": "up"}).status_code == 403


def test_votes_go_back_to_the_request_in_the_names_of_those_who_gave_them(
    world: World, series: str, sign_in: Come
) -> None:
    case_id, lea = world.at_board(), sign_in("lea")
    opened(world, lea, series, case_id)
    page = lea.get(f"/meetings/{series}").text
    assert "3 of 3 are here; 2 are needed: the meeting can decide." in page
    assert (
        vote(world, lea, series, {"bo": "approve", "ben": "reject", "bea": "approve"}, comment="As agreed").status_code
        == 303
    )
    assert world.case(case_id).state == "client"
    voted = lines(world, case_id, "voted")
    assert [(one.by_name, one.body["move"]) for one in voted] == [
        ("Ben", "reject"),
        ("Bea", "approve"),
        ("Bo", "approve"),
    ]
    assert {(one.body["recorded"]["name"], one.body["recorded"]["by"]) for one in voted} == {
        ("Lea", world.party("lea"))
    }
    shown = sign_in("ada").get(f"/requests/{case_id}").text
    assert "(Recorded by Lea at meeting M-2026-01.)" in shown
    assert "Lea recorded your vote" in sign_in("bea").get("/notices").text
    assert items(world, series)[0].state == "recorded"


def test_all_present_agree_with_one_press_and_what_came_late_counts_for_nothing(
    world: World, series: str, sign_in: Come
) -> None:
    case_id, lea = world.at_board(), sign_in("lea")
    opened(world, lea, series, case_id)
    assert vote(world, lea, series, {}, all="approve").status_code == 303
    assert world.case(case_id).state == "client"
    counted = [one["counted"] for one in items(world, series)[0].outcome["votes"]]
    assert sorted(counted) == [False, True, True]
    assert len(lines(world, case_id, "voted")) == 2


@pytest.mark.parametrize(
    ("here", "said", "told"),
    [
        (("bo",), {"bo": "approve"}, "Too few are here to decide: 1 of the 2"),
        (("bo", "bea"), {"bo": "approve", "ben": "approve"}, "Ben is not here"),
        (("bo", "bea"), {"bo": "approve", "lea": "approve"}, "is not asked at this step"),
        (("bo", "bea"), {"bo": "reject", "bea": "approve"}, "Please say why"),
        (("bo", "bea"), {"bo": "nonsense"}, "nonsense"),
        (("bo", "bea"), {}, "Nobody"),
    ],
)
def test_what_may_not_be_recorded_is_told_and_nothing_of_it_is_done(
    world: World, series: str, sign_in: Come, here: tuple[str, ...], said: dict[str, str], told: str
) -> None:
    case_id, lea = world.at_board(), sign_in("lea")
    opened(world, lea, series, case_id, here=here)
    before = world.case(case_id)
    answer = vote(world, lea, series, said)
    assert answer.status_code == 422
    assert told in answer.text
    assert world.case(case_id) == before
    assert items(world, series)[0].state == "open"


def test_only_the_chair_and_the_secretary_record(world: World, series: str, sign_in: Come) -> None:
    case_id, lea = world.at_board(), sign_in("lea")
    opened(world, lea, series, case_id)
    for name in ("bea", "ada"):
        other = sign_in(name)
        other.get(f"/meetings/{series}")
        kept = ballot(lea, series, items(world, series)[0].id)
        assert vote(world, other, series, {"bo": "approve", "bea": "approve"}, kept=kept).status_code == 403
    dan = sign_in("dan")
    dan.get("/meetings")
    assert dan.post(f"/meetings/{series}/begin").status_code == 404
    assert not lines(world, case_id, "voted")
    assert vote(world, sign_in("bo"), series, {"bo": "approve", "bea": "approve"}).status_code == 303


def test_somebody_who_votes_meanwhile_is_not_overwritten(world: World, series: str, sign_in: Come) -> None:
    """The page of the secretary is older than Bea's own vote: nothing is half done, and the next press goes by it."""
    case_id, lea = world.at_board(), sign_in("lea")
    opened(world, lea, series, case_id)
    old = ballot(lea, series, items(world, series)[0].id)
    world.decide(case_id, "bea", "reject", comment="Too dear")
    answer = vote(world, lea, series, {"bo": "approve", "bea": "approve"}, kept=old)
    assert answer.status_code == 409
    assert "somebody has voted themselves" in answer.text
    assert [one.by_name for one in lines(world, case_id, "voted")] == ["Bea"]
    assert "has voted: Refuse" in answer.text
    assert vote(world, lea, series, {"bo": "approve", "ben": "approve"}).status_code == 303
    assert world.case(case_id).state == "client"


def test_two_who_press_at_once_cast_the_votes_once(world: World, series: str, sign_in: Come) -> None:
    case_id, lea = world.at_board(), sign_in("lea")
    opened(world, lea, series, case_id)
    kept = ballot(lea, series, items(world, series)[0].id)
    both = [lea, sign_in("bo")]
    both[1].get(f"/meetings/{series}")
    with ThreadPoolExecutor(2) as pool:
        pressed = [
            pool.submit(vote, world, one, series, {"bo": "approve", "bea": "approve"}, kept=dict(kept)) for one in both
        ]
        statuses = sorted(one.result().status_code for one in pressed)
    assert statuses == [303, 422]
    assert len(lines(world, case_id, "voted")) == 2
    assert world.case(case_id).state == "client"


def test_minutes_are_sealed_sent_and_only_added_to(world: World, series: str, sign_in: Come) -> None:
    decided, left = world.at_board(), world.at_board()
    lea = sign_in("lea")
    later = world.now + timedelta(days=2)
    meetings.arrange_due(world.database, later)
    opened(world, lea, series, decided, left)
    vote(world, lea, series, {"bo": "approve", "bea": "approve"}, notes="The price is fair.")
    assert lea.post(f"/meetings/{series}/finish").status_code == 303
    done = meeting(world, series)
    assert (done.state, done.finished_by) == ("finished", "Lea")
    page = sign_in("bea").get(f"/meetings/{series}").text
    assert "nothing in them has changed since" in page
    assert "Put off to the next meeting" in page
    following = next(one for one in planned(world) if one.id != series)
    assert [item.case_id for item in items(world, following.id)] == [left]
    came = lines(world, decided, "minuted")[0].body
    assert came["text"] == "The price is fair."
    assert "Minutes of meeting M-2026-01" in sign_in("ben").get("/notices").text
    assert lea.post(f"/meetings/{series}/items/{items(world, series)[0].id}", {"notes": "other"}).status_code == 422
    assert lea.post(f"/meetings/{series}/addenda", {"text": "Ben was late."}).status_code == 303
    assert "Ben was late." in sign_in("bea").get(f"/meetings/{series}").text
    minutes = lea.get(f"/meetings/{series}/minutes.pdf?lang=zh-Hans").data
    said = pypdf.PdfReader(io.BytesIO(minutes)).pages[0].extract_text().replace(" ", "")
    assert "2026年3月3日14:00（" in said
    assert "2026-03" not in said
    with world.database.writing() as tx:
        forged = {**done.minutes, "notes": "forged"}
        meeting_rows.keep(tx, replace(done, minutes=forged, version=done.version + 1))
        added = agenda_rows.addenda(tx, world.workspace, series)
        assert not meeting_minutes.is_whole(meeting_rows.meeting(tx, world.workspace, series), added)


def test_a_meeting_is_put_off_or_called_off_and_everybody_is_told(world: World, series: str, sign_in: Come) -> None:
    ada = sign_in("ada")
    ada.get(f"/meetings/{series}")
    path = f"/meetings/{series}"
    assert ada.post(f"{path}/time", {"day": "2026-02-30", "clock": "10:00"}).status_code == 422
    assert ada.post(f"{path}/time", {"day": "2020-02-03", "clock": "10:00"}).status_code == 422
    assert ada.post(f"{path}/time", {"day": "2026-03-05", "clock": "10:00", "place": "Hall"}).status_code == 303
    assert (meeting(world, series).place, f"{meeting(world, series).begins_at:%d %H}") == ("Hall", "05 10")
    assert ada.post(f"{path}/cancel").status_code == 303
    assert ada.post(f"{path}/begin").status_code in (403, 422)
    told = sign_in("bo").get("/notices").text
    assert "has another time or place" in told
    assert "is cancelled" in told


def test_the_invariants_hold_after_a_meeting(world: World, series: str, sign_in: Come, tmp_path: Path) -> None:
    case_id, lea = world.at_board(), sign_in("lea")
    opened(world, lea, series, case_id)
    vote(world, lea, series, {}, all="approve")
    lea.post(f"/meetings/{series}/finish")
    with world.database.reading() as tx:
        found = verify(tx, Folder(tmp_path))
        told = [one for one in outbox.latest(tx, world.workspace, None, 50) if one.kind == "tidings"]
    assert found["violations"] == []
    assert told
