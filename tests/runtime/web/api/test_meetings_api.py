"""A meeting by a program: its agenda is read, and what was said goes back to the request."""

from collections.abc import Callable

from runtime.meetings import agenda, meetings
from runtime.store.ids import new_id
from runtime.store.meetings import agenda_rows, meeting_rows
from runtime.store.meetings.meeting_rows import Series
from tests.runtime.office import MONDAY, World
from tests.runtime.web.api.program import Program

BASE = "/api/v1/meetings"


def opened(world: World, case_id: str) -> tuple[str, str]:
    """The ids of a meeting under way, at which everybody is present, and of its one item."""
    lea = world.actor("lea")
    series = Series(
        *(world.workspace, new_id(MONDAY), "Board", "board", 1, MONDAY.date(), "14:00", 60, 2),
        *(world.party("bo"), lea.party),
    )
    with world.database.writing() as tx:
        meeting_rows.add_series(tx, series, MONDAY)
        made = meetings.arrange_next(tx, series, MONDAY)
        assert made
        agenda.put_on(tx, lea, made.id, case_id, 10, MONDAY)
        begun = meetings.begin(tx, lea, made.id)
        present = {one.party: ("present", "") for one in begun.people}
        meetings.attend(tx, lea, made.id, present, "", begun.version)
        item, _ = agenda_rows.of_meeting(tx, world.workspace, made.id)[0]
    return made.id, item.id


def test_votes_are_recorded_once_and_only_by_who_leads(enter: Callable[[str], Program], world: World) -> None:
    case_id = world.at_board()
    meeting, item = opened(world, case_id)
    lea, bea, dan = enter("lea"), enter("bea"), enter("dan")
    assert [one["id"] for one in bea.get(BASE).json["meetings"]] == [meeting]
    assert dan.get(BASE).json == {"meetings": []}
    assert dan.get(f"{BASE}/{meeting}").status_code == 404
    seen = lea.get(f"{BASE}/{meeting}").json
    asked = seen["agenda"][0]
    assert seen["can_decide"]
    votes = {one["id"]: "approve" for one in asked["asked"]}
    path, body = f"{BASE}/{meeting}/items/{item}/votes", {"votes": votes, "seen": asked["seen"]}
    assert bea.post(path, body).status_code == 403
    assert lea.post(path, {**body, "seen": "older"}).status_code == 409
    assert lea.post(path, {**body, "votes": {"nobody": "approve"}}).status_code == 422
    assert lea.post(path, {**body, "votes": {"nobody": 1}}).status_code == 422
    assert world.case(case_id).state == "board"
    done = lea.post(path, body)
    assert done.status_code == 200
    assert done.json["agenda"][0]["state"] == "recorded"
    assert world.case(case_id).state == "client"
    assert lea.post(path, body).status_code == 422
