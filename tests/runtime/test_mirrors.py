"""A case and its issue or card: made once, followed both ways, at odds where the drawing does not allow it."""

from collections.abc import Iterator

import pytest

from tests.runtime.mirror_world import Office, office
from tests.runtime.office import World


@pytest.fixture(params=["jira", "trello"])
def there(world: World, request: pytest.FixtureRequest) -> Iterator[Office]:
    with office(world, request.param) as found:
        yield found


def test_a_case_gets_an_issue_with_what_may_be_told(there: Office) -> None:
    case_id = there.begin()
    there.work()
    item = there.item(case_id)
    said = str(item.said)
    assert "W-0001" in said
    assert "A red door" in said
    assert f"/requests/{case_id}" in said
    assert there.are_equal(case_id)
    assert there.quiet() == 0


def test_ours_moves_theirs(there: Office) -> None:
    case_id = there.begin()
    there.work()
    for move, status in (("start", "2"), ("submit", "3"), ("approve", "4")):
        there.ours(case_id, move)
        there.work()
        assert there.item(case_id).status == status
        there.quiet()
        assert there.case(case_id).ended == ("closed" if move == "approve" else "")


def test_theirs_moves_ours(there: Office) -> None:
    case_id = there.begin()
    there.work()
    for status, state in (("2", "doing"), ("5", "parked"), ("2", "doing"), ("3", "review"), ("4", "done")):
        there.theirs(case_id, status)
        there.hear()
        there.work()
        assert there.case(case_id).state == state
        assert there.quiet() == 0
    writes = [what for what, _item in there.tracker.wrote]
    assert writes == ["create"]
