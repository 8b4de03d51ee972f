"""A retrospective names requests: its lessons stand with them, and become to-dos of those who carry them out."""

from collections.abc import Callable

from runtime import lifecycle
from runtime.lifecycle import Submission
from runtime.processes import deployment
from runtime.store.cases import journal
from schemas import gallery
from schemas.document import load
from tests.runtime.office import MONDAY, World
from tests.runtime.web.conftest import Visitor

Come = Callable[[str], Visitor]


def test_lessons_stand_with_the_requests_and_are_acted_on(world: World, sign_in: Come) -> None:
    taught = [world.at_board(), world.at_board()]
    answers = {
        "subject": "Doors",
        "period": {"from": "2026-02-01", "to": "2026-02-28"},
        "requests": [{"request": one} for one in taught],
        "good": "Quick.",
        "bad": "Dear.",
        "lessons": [
            {"kind": "change", "lesson": "Ask for the price first", "action": "A list", "who": "bo@team.example"},
            {"kind": "keep", "lesson": "Two days are enough", "who": "bea@team.example"},
        ],
    }
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(gallery.document("retrospective")), "person:x", MONDAY)
        kept = lifecycle.submit(tx, Submission(world.actor("ada"), "retrospective", answers), world.now)
    asked = {task.party for task in world.tasks(kept.case_id)}
    assert asked == {world.party("bo"), world.party("bea")}
    for case_id in taught:
        page = sign_in("bea").get(f"/requests/{case_id}").text
        assert kept.number in page
        assert "Ask for the price first" in page
        with world.database.reading() as tx:
            lines = [one.kind for one in journal.of_case(tx, world.workspace, case_id)]
        assert lines.count("named") == 1
